/** Who is promised what, and who waits, in as little code as can be trusted at sight. */
/** So much at a place (`TEH A1`) or, of soft promises, somewhere in a warehouse (`TEH`). */
export type Line = readonly [at: string, n: number];
type Flags<Names extends string, T> = { [name in Names]: T };
/** `on`: the promise, or the paper. `wrong`: by its author, or by what was seen before. */
export type Step = Readonly<Flags<'on' | 'priority', number> & Flags<'act' | 'day', string>> &
  Readonly<Flags<'wait' | 'whole' | 'timed' | 'wrong', boolean>> & { lines: readonly Line[] };
/** `paper` is the order that it is of, `nth` its line there. */
type Promised = Flags<'priority' | 'held' | 'waiting' | 'paper' | 'nth', number> &
  Flags<'day' | 'level' | 'place', string> &
  Flags<'whole' | 'timed' | 'due', boolean>;
/** A correction that waits for approval, or an order. */
export type Paper = { readonly lines: readonly Line[]; state: string };
const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);
const levelOf = (at: string): string => at.slice(0, 3);
const heldBy = (promises: readonly Promised[]): number => sum(promises.map((p) => p.held));

/** More than so many pieces, ups and downs, are corrected by two persons in TEH. */
export const limit = 3;
export const isLarge = (lines: readonly Line[]): boolean =>
  /^TEH/.test(lines[0]?.[0] ?? '') && sum(lines.map(([, n]) => Math.abs(n))) > limit;
/** All at once, or each piece as it comes; for as long as it takes. */
const asOrder = (one: Step): Step => ({ ...one, wait: !one.whole, timed: false });

export class PromiseBook {
  goods = new Map<string, number>();
  promises: Promised[] = [];
  readonly papers: Paper[] = [];

  at = (place: string): number => this.goods.get(place) ?? 0;
  /** Of the very goods at a place, or all of a warehouse. */
  #of = (at: string): Promised[] => this.promises.filter((p) => p.place === at || p.level === at);
  #left(level: string): number {
    const here = [...this.goods].filter(([at]) => levelOf(at) === level).map(([, n]) => n);
    return sum(here) - heldBy(this.#of(level));
  }
  #free(at: string): number {
    const free = this.#left(levelOf(at));
    return at.length === 3 ? free : Math.min(free, this.at(at) - heldBy(this.#of(at)));
  }

  /** Those past their clock end; then by priority, day and age; all or nothing is passed over. */
  #wake(level: string): void {
    const queue = this.#of(level).filter((p) => p.waiting > 0);
    for (const p of queue.filter(({ due }) => due)) p.held = p.waiting = 0;
    const day = (p: Promised): string => p.day || '9999';
    queue.sort((a, b) => b.priority - a.priority || day(a).localeCompare(day(b)));
    for (const p of queue) {
      const more = Math.min(p.waiting, this.#free(p.place || level));
      if (p.whole && more < p.waiting) continue;
      [p.held, p.waiting] = [p.held + more, p.waiting - more];
    }
  }
  #end(which: (p: Promised) => boolean): boolean {
    const ended = this.promises.filter((p) => p.held + p.waiting > 0 && which(p));
    for (const p of ended) p.held = p.waiting = 0;
    for (const level of new Set(ended.map((p) => p.level))) this.#wake(level);
    return ended.length > 0;
  }
  #endDue(lines: readonly Line[]): boolean {
    return this.#end((p) => p.due && lines.some(([at]) => levelOf(at) === p.level));
  }
  /** Those past their clock first, then of the least priority, the youngest of them first. */
  #cut(at: string, over: number): void {
    const last = (a: Promised, b: Promised): number =>
      Number(b.due) - Number(a.due) || a.priority - b.priority;
    for (const p of this.#of(at).reverse().sort(last)) {
      const cut = Math.max(0, Math.min(p.held, over));
      [p.held, p.waiting, over] = [p.held - cut, p.waiting + cut, over - cut];
    }
  }

  /** A fact wins over promises; anything else is refused where they stand in its way. */
  #post(changes: readonly Line[], isFact = false): boolean {
    const [net, gain] = [new Map<string, number>(), new Map<string, number>()];
    for (const [at, n] of changes) {
      net.set(at, (net.get(at) ?? 0) + n);
      gain.set(levelOf(at), (gain.get(levelOf(at)) ?? 0) + n);
    }
    const fits = (): boolean =>
      [...net].every(([at, n]) => n >= 0 || this.at(at) + n >= heldBy(this.#of(at))) &&
      [...gain].every(([level, n]) => n >= 0 || this.#left(level) + n >= 0);
    if ([...net].some(([at, n]) => this.at(at) + n < 0)) return false;
    if (!isFact && !fits()) this.#endDue(changes);
    if (!isFact && !fits()) return false;
    for (const [at, n] of net) this.#cut(at, heldBy(this.#of(at)) - this.at(at) - n);
    for (const [level, n] of gain) this.#cut(level, -this.#left(level) - n);
    for (const [at, n] of net) this.goods.set(at, this.at(at) + n);
    // What comes and goes at one place has touched nothing there.
    const touched = [...net].flatMap(([at, n]) => (n === 0 ? [] : [levelOf(at)]));
    for (const level of new Set(touched)) if (this.#left(level) > 0) this.#wake(level);
    return true;
  }

  /** Line by line; again without what ran out if anything is short. */
  #promise(one: Step, paper: number, again = false): boolean {
    const { lines, wait, whole, priority, day, timed } = one;
    const made = lines.map(([at, n], nth) => {
      const free = Math.min(n, this.#free(at));
      const held = free < n && whole && wait ? 0 : free;
      const goods = { level: levelOf(at), place: at.length > 3 ? at : '', held };
      const p = { ...goods, waiting: wait ? n - held : 0, priority, day, paper, nth };
      this.promises.push({ ...p, timed, whole: whole && wait, due: false });
      return held === n;
    });
    if (made.every(Boolean)) return true;
    const short = this.promises.splice(-lines.length);
    if (!again && this.#endDue(lines)) return this.#promise(one, paper, true);
    this.promises.push(...short);
    return wait || !whole;
  }

  /** Does it, unless the product has to refuse: then nothing has changed. */
  step(one: Step): boolean {
    const before = structuredClone({ goods: this.goods, promises: this.promises });
    return this.#do(one) || !Object.assign(this, before);
  }
  #do(one: Step): boolean {
    const { act, lines, on, wrong } = one;
    const [p, paper] = [this.promises[on], this.papers[on]];
    if (act === 'move' || act === 'send') this.#endDue(lines);
    if (act === 'receive' || act === 'move') return this.#post(lines);
    if (act === 'issue') return this.#post(lines.map(([at, n]) => [at, -n]));
    if (act === 'adjust') return this.#post(lines, true);
    if (act === 'promise') return this.#promise(one, -1);
    if (act === 'late') for (const each of this.promises) each.due ||= each.timed;
    if (act === 'sweep') this.#end((each) => each.due);
    if (/late|sweep/.test(act)) return true;
    if (act === 'release') return this.#end((each) => each === p);
    if (act === 'prioritise') {
      if (!p || p.waiting === 0 || wrong) return false;
      return Boolean(Object.assign(p, { priority: one.priority, day: one.day || p.day }));
    }
    if (!paper || !/OPEN|BOOKED/.test(paper.state) || !this.#onPaper(one, paper)) return false;
    paper.state = act === 'book' ? 'BOOKED' : 'DONE';
    return true;
  }
  #onPaper(one: Step, paper: Paper): boolean {
    const { act, lines, on, wrong } = one;
    if (act === 'approve') return !wrong && this.#post(paper.lines, true);
    if (act === 'book') return paper.state === 'OPEN' && this.#promise(asOrder(one), on);
    // Line by line, out of its own promise first.
    for (const [nth, [, n]] of act === 'send' ? lines.entries() : []) {
      const own = this.promises.find((p) => p.paper === on && p.nth === nth);
      if (own) own.waiting = Math.min(own.waiting, Math.max(0, own.held + own.waiting - n));
      if (own) own.held -= Math.min(own.held, n);
    }
    const isDone = act === 'cancel' || this.#post(lines.map(([at, n]) => [at, -n]));
    return isDone && (this.#end((p) => p.paper === on) || true);
  }
}
