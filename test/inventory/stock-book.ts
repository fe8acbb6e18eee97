/** What any history of acts on stock leaves, in as little code as can be trusted at sight. */
/**
 * Goods are named as a balance is kept: `TEH DOCK|ROPE|L1|AVAILABLE|`, then the owner. `to` is the
 * place, condition, owner or outcome; `on` the voucher, promise or paper; of a new promise `timed`.
 */
export type Step = Readonly<Record<'act' | 'key' | 'to', string> & Record<'n' | 'on', number>>;
type Changes = readonly (readonly [key: string, n: number])[];
type Promised = Record<'level' | 'key', string> & Record<'paper' | 'held' | 'waiting', number>;
/** A transfer, or without `target` an order. What is on its way lies at the place `#0`, `#1` … */
type Paper = Record<'source' | 'target' | 'sku' | 'state', string> & { readonly n: number };
export const timed = -2;

export function read(key: string) {
  const [place = '', sku = '', lot = '', status = '', owner = ''] = key.split('|');
  return { place, sku, lot, status, owner, level: `${place.split(' ')[0]} ${sku}` };
}
/** The same goods, but elsewhere, or in another condition, or another's. */
export function but(key: string, other: Partial<ReturnType<typeof read>>): string {
  const { place, sku, lot, status, owner } = { ...read(key), ...other };
  return [place, sku, lot, status, owner].join('|');
}
const become = (key: string, n: number, other: Parameters<typeof but>[1]): Changes => [
  [key, -n],
  [but(key, other), n],
];
export const isForSale = (key: string): boolean => /^... (DOCK|A.)\|.*\|AVAILABLE\|$/.test(key);
const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);

export class StockBook {
  readonly goods = new Map<string, number>();
  readonly promises: Promised[] = [];
  readonly papers: Paper[] = [];
  readonly vouchers: { readonly changes: Changes; reversed: boolean }[] = [];
  #ticks = 0;
  find = (part: string): Changes => [...this.goods].filter(([key]) => key.includes(part));
  at = (key: string): number => this.goods.get(key) ?? 0;
  #hard = (key: string): number => sum(this.promises.map((p) => (p.key === key ? p.held : 0)));
  #free(level: string, key = ''): number {
    const ours = [...this.goods].filter(([k]) => read(k).level === level && isForSale(k));
    const held = this.promises.map((p) => (p.level === level ? p.held : 0));
    const free = sum(ours.map(([, n]) => n)) - sum(held);
    return key ? Math.min(free, this.at(key) - this.#hard(key)) : free;
  }
  #isOld = (key: string): boolean => read(key).lot === 'L9' && this.#ticks > 1;

  /** A fact wins over promises; anything else is refused where they stand in its way. */
  #move(changes: Changes, isFact = false): boolean {
    const [net, gain] = [new Map<string, number>(), new Map<string, number>()];
    for (const [key, n] of changes) {
      const { level } = read(key);
      net.set(key, (net.get(key) ?? 0) + n);
      gain.set(level, (gain.get(level) ?? 0) + (isForSale(key) ? n : 0));
    }
    for (const [key, n] of net)
      if (n < 0 && this.at(key) + n < (isFact ? 0 : this.#hard(key))) return false;
    if (!isFact && [...gain].some(([level, n]) => n < 0 && this.#free(level) + n < 0)) return false;
    for (const [key, n] of net) this.#cut('key', key, this.#hard(key) - this.at(key) - n);
    for (const [level, n] of gain) this.#cut('level', level, -this.#free(level) - n);
    for (const [key, n] of net) this.goods.set(key, this.at(key) + n);
    for (const [key, n] of this.goods) if (n === 0) this.goods.delete(key);
    for (const level of gain.keys()) this.#wake(level);
    return true;
  }
  #cut(by: 'key' | 'level', name: string, over: number): void {
    for (const p of this.promises.filter((one) => one[by] === name).reverse()) {
      const cut = Math.max(0, Math.min(p.held, over));
      [p.held, p.waiting, over] = [p.held - cut, p.waiting + cut, over - cut];
    }
  }
  #wake(level: string): void {
    for (const p of this.promises.filter((one) => one.level === level)) {
      const more = Math.max(0, Math.min(p.waiting, this.#free(level, p.key)));
      [p.held, p.waiting] = [p.held + more, p.waiting - more];
    }
  }
  #promise(level: string, key: string, n: number, paper: number): boolean {
    const held = Math.max(0, Math.min(n, this.#free(level, key)));
    return this.promises.push({ level, key, paper, held, waiting: n - held }) > 0;
  }
  #end(which: (p: Promised) => boolean): boolean {
    const ended = this.promises.filter((p) => p.held + p.waiting > 0 && which(p));
    for (const p of ended) p.held = p.waiting = 0;
    for (const { level } of ended) this.#wake(level);
    return ended.length > 0;
  }
  #post = (changes: Changes): boolean =>
    this.#move(changes) && this.vouchers.push({ changes, reversed: false }) > 0;
  #send({ key, n, on }: Step, paper: Paper): boolean {
    const own = this.promises.find((p) => p.paper === on && p.held > 0);
    const had = Math.min(own?.held ?? 0, n);
    if (n > paper.n || (!paper.target && this.#isOld(key))) return false;
    if (own) own.held -= had;
    const changes = become(key, n, { place: paper.target ? `#${on}` : 'OUT' });
    const done = paper.target ? this.#move(changes) : this.#post(changes);
    if (own && !done) own.held += had;
    if (!done) return false;
    paper.state = paper.target ? 'AWAY' : 'OVER';
    return this.#end((p) => p.paper === on) || true;
  }
  /** Does it, unless the product has to refuse. */
  step(one: Step): boolean {
    const { act, key, to, n, on } = one;
    const { level, lot, place } = read(key);
    const [paper, voucher] = [this.papers[on], this.vouchers[on]];
    if (act === 'receive') return !this.find(`|BOILER|${lot}|`)[0] && this.#post([[key, n]]);
    if (act === 'issue') return !this.#isOld(key) && this.#post(become(key, n, { place: 'OUT' }));
    if (act === 'move') return this.#move(become(key, n, { place: to }));
    if (act === 'own') return this.#move(become(key, n, { owner: to }));
    if (act === 'adjust') return this.#move([[key, n]], true);
    if (act === 'hold') return this.#move(become(key, n, { status: to }), true);
    const freed = become(key, n, { status: 'AVAILABLE' });
    if (act === 'release') return !this.#isOld(key) && this.#move(freed, true);
    const there = this.find(`${place}|VALVE|`).map(([k, m]) => [k, -m] as const);
    if (act === 'count') return this.#move([...there, [key, n]], true);
    if (act === 'free') return this.#end((p) => p === this.promises[on]);
    if (act === 'tick') {
      this.#ticks += 1;
      this.#end((p) => p.paper === timed);
      const old = this.find('|L9|AVAILABLE').filter(([k]) => this.#isOld(k) && k[3] === ' ');
      const expired = old.flatMap(([k, m]) => become(k, m, { status: 'EXPIRED' }));
      return this.#move(expired, true);
    }
    if (act === 'reverse' && voucher) {
      const back = voucher.changes.map(([k, m]) => [k, -m] as const);
      return !voucher.reversed && (voucher.reversed = this.#move(back));
    }
    if (act === 'promise') return this.#promise(level, to && key, n, on);
    return paper ? this.#onPaper(one, paper) : false;
  }
  #onPaper(one: Step, paper: Paper): boolean {
    const { act, key, to, n, on } = one;
    const back = { place: `${paper.source} DOCK` };
    const end = paper.state === 'BACK' ? back : { place: `${paper.target} DOCK` };
    if (act === 'arrive') return this.#move(become(key, n, end));
    if (act === 'lose') return this.#move([[key, -n]]);
    if (act === 'return') return this.#move(become(key, n, back));
    const left = this.find(`#${on}|`).flatMap(([k, m]): Changes =>
      to ? become(k, m, back) : [[k, -m]],
    );
    if (act === 'close') return left.length > 0 && this.#move(left);
    if (act === 'turn' && (paper.state !== 'AWAY' || left.length === 0)) return false;
    if (act === 'turn') paper.state = 'BACK';
    if (act === 'turn') return true;
    if (!/OPEN|BOOKED/.test(paper.state)) return false;
    if (act === 'send') return this.#send(one, paper);
    paper.state = act === 'book' ? 'BOOKED' : 'OVER';
    if (act === 'book') return this.#promise(read(key).level, '', paper.n, on);
    return this.#end((p) => p.paper === on) || true;
  }
}
