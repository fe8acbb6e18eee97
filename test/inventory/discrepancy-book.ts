/** What goes otherwise than transfers say, in as little code as can be trusted at sight. */
/** Goods of a line: `VALVE`, `VALVE#2`, `BOILER S1`; of a swap `other` is the one that came. */
export type Step = Readonly<Record<'act' | 'goods' | 'other', string>> &
  Readonly<Record<'n' | 'on' | 'match', number>>;
interface Found {
  readonly on: number;
  readonly kind: string;
  readonly goods: string;
  readonly other: string;
  readonly n: number;
  end: string;
}
interface Transfer {
  readonly shipped: number;
  onWay: Record<string, number>;
  missing: number;
  closed: boolean;
}
const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);
const productOf = (goods: string): string => goods.replace(/#\d/, '');

export class DiscrepancyBook {
  /** By `ISF DOCK VALVE`. */
  stock: Record<string, number> = {};
  transfers: Transfer[] = [];
  found: Found[] = [];

  add(place: string, goods: string, n: number): void {
    const key = `${place} ${productOf(goods)}`;
    this.stock[key] = (this.stock[key] ?? 0) + n;
  }
  send(goods: Readonly<Record<string, number>>): void {
    for (const [what, n] of Object.entries(goods)) this.add('TEH DOCK', what, -n);
    const shipped = sum(Object.values(goods));
    this.transfers.push({ shipped, onWay: { ...goods }, missing: 0, closed: false });
  }
  open = (on: number): Found[] => this.found.filter((one) => one.on === on && !one.end);
  stateOf(on: number): string {
    const { shipped, onWay, missing, closed } = this.transfers[on]!;
    const left = sum(Object.values(onWay));
    if (closed) return 'CLOSED';
    if (left === shipped) return 'SHIPPED';
    if (left > 0) return 'PARTIALLY_RECEIVED';
    if (missing === 0) return 'RECEIVED';
    return this.open(on).length > 0 ? 'PARTIALLY_RECEIVED' : 'CLOSED';
  }

  /** Off the way: to a place, or nowhere. */
  #arrive(on: number, goods: string, n: number, place: string): boolean {
    const transfer = this.transfers[on]!;
    const left = (transfer.onWay[goods] ?? 0) - n;
    if (left < 0) return false;
    transfer.onWay[goods] = left;
    if (!place.startsWith('ISF')) transfer.missing += n;
    if (place) this.add(place, goods, n);
    return true;
  }

  /** Does it, unless the product has to refuse: then nothing has changed. */
  step(one: Step): boolean {
    const { stock, transfers, found } = this;
    const before = structuredClone({ stock, transfers, found });
    return this.#do(one) || !Object.assign(this, before);
  }
  #do({ act, goods, other, n, on, match }: Step): boolean {
    const record = this.found[on];
    if (/LOST|RETURNED|REFUSED|ACCEPTED|MATCHED|SCRAPPED|RELEASED/.test(act)) {
      return Boolean(record) && this.#settle(act, record!, match);
    }
    if (this.stateOf(on) === 'CLOSED') return false;
    const transfer = this.transfers[on]!;
    if (act === 'close') {
      if (this.open(on).some(({ kind }) => kind !== 'SHORTAGE')) return false;
      const left = { ...transfer.onWay };
      for (const shortage of this.open(on)) {
        const isThere = (left[shortage.goods] ?? 0) >= shortage.n;
        if (isThere) left[shortage.goods]! -= shortage.n;
        shortage.end = isThere ? other : 'REFUSED';
      }
      for (const [what, m] of Object.entries(left)) {
        if (m > 0)
          this.found.push({ on, kind: 'SHORTAGE', goods: what, other: '', n: m, end: other });
      }
      for (const [what, m] of Object.entries(transfer.onWay)) {
        this.#arrive(on, what, m, other === 'LOST' ? '' : 'TEH DOCK');
      }
      return (transfer.closed = true);
    }
    if (act === 'arrive') return this.#arrive(on, goods, n, 'ISF DOCK');
    if (act === 'DAMAGE' && !this.#arrive(on, goods, n, 'ISF QUAR')) return false;
    const claims = this.open(on).filter(({ kind }) => /SHORTAGE|SERIAL_SWAP/.test(kind));
    const claimed = sum(claims.map((claim) => (claim.goods === goods ? claim.n : 0)));
    const left = (transfer.onWay[goods] ?? 0) - claimed;
    if (/SHORTAGE|SERIAL_SWAP/.test(act) && n > left) return false;
    return this.found.push({ on, kind: act, goods, other, n, end: '' }) > 0;
  }
  #settle(how: string, record: Found, match: number): boolean {
    const { on, kind, goods, other, n } = record;
    const back = 'RETURNED_TO_SOURCE';
    const surplus = ['ACCEPTED', 'MATCHED', back, 'REFUSED'];
    const allowed = {
      ...{ SHORTAGE: ['LOST', back, 'REFUSED'], OVERAGE: surplus, WRONG_ITEM: surplus },
      ...{ DAMAGE: ['SCRAPPED', 'RELEASED'], SERIAL_SWAP: ['ACCEPTED', 'REFUSED'] },
    }[kind];
    if (!allowed?.includes(how) || record.end || this.stateOf(on) === 'CLOSED') return false;
    const lack = this.found[match];
    record.end = how;
    if (how === 'REFUSED' || how === 'RELEASED') return true;
    if (how === 'SCRAPPED') this.add('ISF QUAR', goods, -n);
    if (how === 'SCRAPPED') return true;
    if (kind === 'SHORTAGE') return this.#arrive(on, goods, n, how === 'LOST' ? '' : 'TEH DOCK');
    if (kind === 'SERIAL_SWAP') {
      if (!this.stock[`TEH DOCK ${other}`]) return false;
      this.add('TEH DOCK', other, -1);
      this.add('TEH DOCK', goods, 1);
      this.add('ISF DOCK', goods, -1);
      this.add('ISF DOCK', other, 1);
      return this.#arrive(on, goods, 1, 'ISF DOCK');
    }
    if (how === back) return true;
    if (how === 'ACCEPTED') {
      this.add('ISF DOCK', goods, n);
      return true;
    }
    const isSame = lack?.kind === 'SHORTAGE' && !lack.end && lack.n === n;
    if (!isSame || productOf(lack.goods) !== productOf(goods)) return false;
    lack.end = how;
    return this.#arrive(lack.on, lack.goods, n, 'ISF DOCK');
  }
}
