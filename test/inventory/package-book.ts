/** Where packages and their goods are, in as little code as can be trusted at sight. */
/**
 * Goods are named `TEH A1|VALVE|0`: the place, what it is, the package or nothing. What is on its
 * way lies at the place `#0`, `#1` … of its transfer. `to`: the place or package that they go to.
 */
export type Step = Readonly<Record<'act' | 'key' | 'to', string> & Record<'n' | 'on', number>>;
type Part = readonly [key: string, n: number];
interface Transfer {
  readonly source: string;
  readonly asked: Readonly<Record<string, number>>;
  state: 'OPEN' | 'AWAY' | 'OVER' | 'CLOSED';
  /** What was scanned and is not shipped, or not received; by which packages. */
  scanned: Part[];
  labels: string[];
}
const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);
export function read(key: string) {
  const [place = '', sku = '', box = ''] = key.split('|');
  return { place, sku, box, level: `${place.slice(0, 3)} ${sku}` };
}
const isForSale = (key: string): boolean => /^... (DOCK|A1)\|/.test(key);
export const boxes = ['0', '1', '2', '3'];

export class PackageBook {
  goods = new Map<string, number>();
  /** Of each package the one that it is in. */
  parents = new Map<string, string>();
  promises: { readonly key: string; readonly level: string; n: number }[] = [];
  transfers: Transfer[] = [];

  at = (key: string): number => this.goods.get(key) ?? 0;
  above(box: string): string[] {
    return box === '' ? [] : [box, ...this.above(this.parents.get(box) ?? '')];
  }
  /** What is in a package and in those in it. */
  inside = (box: string): Part[] =>
    [...this.goods].filter(([key]) => this.above(read(key).box).includes(box));
  /** Where everything is that is in the outermost package around it. */
  places = (box: string): string[] => [
    ...new Set(this.inside(this.above(box).at(-1) ?? '').map(([key]) => read(key).place)),
  ];
  #hard = (key: string): number => sum(this.promises.map((p) => (p.key === key ? p.n : 0)));
  #left(level: string): number {
    const ours = [...this.goods].filter(([key]) => read(key).level === level && isForSale(key));
    const held = this.promises.map((p) => (p.level === level ? p.n : 0));
    return sum(ours.map(([, n]) => n)) - sum(held);
  }

  #move(changes: readonly Part[]): boolean {
    const gain = new Map<string, number>();
    for (const [key, n] of changes) {
      if (n < 0 && this.at(key) + n < this.#hard(key)) return false;
      const { level } = read(key);
      gain.set(level, (gain.get(level) ?? 0) + (isForSale(key) ? n : 0));
    }
    if ([...gain].some(([level, n]) => n < 0 && this.#left(level) + n < 0)) return false;
    for (const [key, n] of changes) this.goods.set(key, this.at(key) + n);
    for (const [key, n] of this.goods) if (n === 0) this.goods.delete(key);
    return boxes.every((box) => this.places(box).length < 2);
  }
  /** All of them go to the place, as they are packed. */
  #carry(parts: readonly Part[], place: string): boolean {
    const come = parts.map(([key, n]): Part => [place + key.slice(key.indexOf('|')), n]);
    return this.#move([...parts.map(([key, n]): Part => [key, -n]), ...come]);
  }

  /** Does it, unless the product has to refuse: then nothing has changed. */
  step(one: Step): boolean {
    const { goods, parents, promises, transfers } = this;
    const before = structuredClone({ goods, parents, promises, transfers });
    return this.#do(one) || !Object.assign(this, before);
  }
  #do({ act, key, to, n, on }: Step): boolean {
    const { place, sku, box, level } = read(key);
    const [transfer, inside] = [this.transfers[on], this.inside(box)];
    if (act === 'receive') return this.#move([[key, n]]);
    if (act === 'issue') return isForSale(key) && this.#move([[key, -n]]);
    if (act === 'free') return this.promises.some((p, i) => i === on && p.n > 0 && !(p.n = 0));
    if (act === 'promise') {
      const free = Math.min(this.#left(level), to ? this.at(key) - this.#hard(key) : n);
      return n <= free && this.promises.push({ key: to && key, level, n }) > 0;
    }
    if (act === 'pack') {
      if (to === box || this.places(to).some((there) => there !== place)) return false;
      return this.#move([
        [key, -n],
        [`${place}|${sku}|${to}`, n],
      ]);
    }
    if (act === 'unpack') {
      const own = inside.filter(([k]) => read(k).box === box && (n === 0 || read(k).sku === sku));
      const taken = own.map(([k, all]): Part => [k, n || all]);
      if (taken.length === 0 || own.some(([k]) => k.startsWith('#'))) return false;
      return this.#move(
        taken.flatMap(([k, m]) => [[k, -m] as const, [k.slice(0, -1), m] as const]),
      );
    }
    if (act === 'nest') {
      const there = this.places(to);
      if (this.above(to).includes(box) || (this.parents.get(box) ?? '') === to) return false;
      if (there.length && this.places(box).some((at) => !there.includes(at))) return false;
      return Boolean(to ? this.parents.set(box, to) : [this.parents.delete(box)]);
    }
    if (act === 'move') {
      const [from] = inside.map(([k]) => read(k).place);
      if (!from || from === to || from.slice(0, 3) !== to.slice(0, 3)) return false;
      this.parents.delete(box);
      return this.#carry(inside, to);
    }
    return transfer ? this.#onTransfer({ act, key, to, n, on }, transfer) : false;
  }
  #onTransfer({ act, key, to, on }: Step, transfer: Transfer): boolean {
    const { source, asked, state, scanned, labels } = transfer;
    const { box } = read(key);
    const end = source === 'TEH' ? 'ISF DOCK' : 'TEH DOCK';
    if (act === 'scan') {
      const parts = this.inside(box);
      const here = state === 'OPEN' ? source : `#${on}`;
      const isMatched = parts.every(([k, m]) => {
        const { place, sku } = read(k);
        const alike = [...scanned, ...parts].filter(([other]) => read(other).sku === sku);
        const isAsked = state !== 'OPEN' || sum(alike.map(([, n]) => n)) <= (asked[sku] ?? 0);
        const before = sum(scanned.map(([other, n]) => (other === k ? n : 0)));
        return place.startsWith(here) && isAsked && m <= this.at(k) - this.#hard(k) - before;
      });
      if (parts.length === 0 || !isMatched) return false;
      return Boolean([scanned.push(...parts), labels.push(box)]);
    }
    if (act === 'cancel') return state === 'OPEN' && Boolean((transfer.state = 'CLOSED'));
    const onWay = (): Part[] => [...this.goods].filter(([k]) => read(k).place === `#${on}`);
    if (act === 'close') {
      if (!/AWAY|OVER/.test(state) || scanned.length > 0) return false;
      transfer.state = 'CLOSED';
      const back = onWay().map(([k, n]): Part => [`${source} DOCK|${read(k).sku}|`, n]);
      return this.#move([...onWay().map(([k, n]): Part => [k, -n]), ...(to ? back : [])]);
    }
    const isLeaving = act === 'ship' && state === 'OPEN';
    const isComing = act === 'arrive' && state === 'AWAY';
    if (scanned.length === 0 || !(isLeaving || isComing)) return false;
    // What was scanned without the package around it has left that.
    const apart = labels.filter((label) => !labels.includes(this.parents.get(label) ?? ''));
    for (const label of apart) this.parents.delete(label);
    if (!this.#carry(scanned, isLeaving ? `#${on}` : end)) return false;
    transfer.state = onWay().length > 0 ? 'AWAY' : 'OVER';
    return Boolean(Object.assign(transfer, { scanned: [], labels: [] }));
  }
}
