/** What a history of acts should leave behind, in as little code as can be trusted at sight. */
type Warehouse = 'TEH' | 'ISF';

export type Step =
  | { act: 'receive'; warehouse: Warehouse; goods: string }
  | { act: 'draft'; warehouse: Warehouse; lines: [string, number][] }
  | { act: 'ship'; which: number; goods: string[] }
  | { act: 'scan' | 'arrive' | 'lose' | 'return'; which: number; goods: string }
  | { act: 'shipScanned' | 'arriveScanned' | 'cancel'; which: number };

interface Line {
  readonly sku: string;
  readonly requested: number;
  /** On the way, and scanned in the present step, by lot (or '' without). */
  readonly onWay: Map<string, number>;
  readonly scanned: Map<string, number>;
}

export interface Draft<Handle> {
  readonly handle: Handle;
  readonly source: Warehouse;
  readonly target: Warehouse;
  readonly lines: Line[];
  state: string;
  settled: boolean;
  serials: Set<string>;
}

const refused = { end: 'refused', apply: () => undefined };
const parse = (text: string): { sku: string; lot: string; n: number } => {
  const [sku = '', second = '', lot = ''] = text.split(' ');
  return sku === 'BOILER' ? { sku, lot: second, n: 1 } : { sku, lot, n: Number(second) };
};
const total = (counts: Map<string, number>): number => [...counts.values()].reduce((a, b) => a + b, 0);
const add = (counts: Map<string, number>, key: string, n: number): void => {
  const sum = (counts.get(key) ?? 0) + n;
  if (sum === 0) counts.delete(key);
  else counts.set(key, sum);
};

export class Model<Handle> {
  readonly drafts: Draft<Handle>[] = [];
  /** By `TEH DOCK VALVE `, `in transit ROPE L1`. */
  readonly #stock = new Map<string, number>();
  readonly #lots = new Set<string>();

  stock(): string[] {
    return [...this.#stock].map(([key, n]) => `${key.trimEnd()} ${n}`).sort();
  }

  draft(handle: Handle, { warehouse, lines }: Extract<Step, { act: 'draft' }>): void {
    this.drafts.push({
      handle,
      source: warehouse,
      target: warehouse === 'TEH' ? 'ISF' : 'TEH',
      lines: lines.map(([sku, requested]) => ({ sku, requested, onWay: new Map(), scanned: new Map() })),
      state: 'DRAFT',
      settled: false,
      serials: new Set(),
    });
  }

  /** What the step should answer, and what it then does. */
  step(one: Step): { end: string; apply: () => void } {
    if (one.act === 'receive') return this.#receive(one.warehouse, one.goods);
    if (one.act === 'draft') throw new Error('Drafts are made by `draft`');
    const draft = this.drafts[one.which];
    if (!draft) return { end: 'none', apply: () => undefined };
    const named = 'goods' in one ? [one.goods].flat().map(parse) : [];
    const line = (sku: string): Line | undefined => draft.lines.find((l) => l.sku === sku);
    if (one.act === 'scan') return this.#scan(draft, named[0]!);
    if (named.some(({ sku }) => !line(sku))) return { end: 'no line', apply: () => undefined };
    const parts = named.map((part) => ({ ...part, line: line(part.sku)! }));
    if (one.act === 'cancel') {
      if (draft.state !== 'DRAFT') return refused;
      return { end: 'done', apply: () => void (draft.state = 'CANCELLED') };
    }
    if (one.act === 'ship') return this.#ship(draft, parts);
    if (one.act === 'shipScanned') return this.#ship(draft, this.#scanned(draft));
    if (one.act === 'arriveScanned') return this.#move(draft, this.#scanned(draft), 'arrive');
    return this.#move(draft, parts, one.act);
  }

  #receive(warehouse: Warehouse, text: string) {
    const { sku, lot, n } = parse(text);
    const somewhere = [...this.#stock.keys()].some((key) => key.endsWith(`${sku} ${lot}`));
    if (sku === 'BOILER' && somewhere) return refused;
    return {
      end: 'done',
      apply: () => {
        this.#lots.add(`${sku} ${lot}`);
        add(this.#stock, `${warehouse} DOCK ${sku} ${lot}`, n);
      },
    };
  }

  #ship(draft: Draft<Handle>, parts: { line: Line; sku: string; lot: string; n: number }[]) {
    if (draft.state !== 'DRAFT' || parts.length === 0) return refused;
    if (parts.some(({ sku, lot }) => lot && !this.#lots.has(`${sku} ${lot}`))) return refused;
    const wanted = new Map<string, number>();
    const leaving = new Map<Line, number>();
    for (const { line, sku, lot, n } of parts) {
      add(wanted, `${draft.source} DOCK ${sku} ${lot}`, n);
      leaving.set(line, (leaving.get(line) ?? 0) + n);
    }
    if ([...leaving].some(([line, n]) => n > line.requested)) return refused;
    if ([...wanted].some(([key, n]) => n > (this.#stock.get(key) ?? 0))) return refused;
    return {
      end: 'done',
      apply: () => {
        draft.state = 'SHIPPED';
        draft.serials.clear();
        for (const line of draft.lines) line.scanned.clear();
        for (const { line, sku, lot, n } of parts) {
          add(this.#stock, `${draft.source} DOCK ${sku} ${lot}`, -n);
          add(this.#stock, `in transit ${sku} ${lot}`, n);
          add(line.onWay, lot, n);
        }
      },
    };
  }

  #move(
    draft: Draft<Handle>,
    parts: { line: Line; sku: string; lot: string; n: number }[],
    act: 'arrive' | 'lose' | 'return',
  ) {
    if (!['SHIPPED', 'PARTIALLY_RECEIVED'].includes(draft.state) || parts.length === 0) return refused;
    const short = ({ line, lot, n }: (typeof parts)[number]): boolean =>
      n > (line.onWay.get(lot) ?? 0) - (act === 'arrive' ? 0 : (line.scanned.get(lot) ?? 0));
    if (parts.some(short)) return refused;
    return {
      end: 'done',
      apply: () => {
        for (const { line, sku, lot, n } of parts) {
          add(line.onWay, lot, -n);
          add(this.#stock, `in transit ${sku} ${lot}`, -n);
          const place = act === 'arrive' ? draft.target : draft.source;
          if (act !== 'lose') add(this.#stock, `${place} DOCK ${sku} ${lot}`, n);
          if (act === 'arrive') line.scanned.delete(lot);
          else draft.settled = true;
        }
        const left = draft.lines.reduce((sum, line) => sum + total(line.onWay), 0);
        draft.state = left > 0 ? 'PARTIALLY_RECEIVED' : draft.settled ? 'CLOSED' : 'RECEIVED';
      },
    };
  }

  #scanned(draft: Draft<Handle>) {
    return draft.lines.flatMap((line) =>
      [...line.scanned].map(([lot, n]) => ({ line, sku: line.sku, lot, n })),
    );
  }

  #scan(draft: Draft<Handle>, { sku, lot, n }: { sku: string; lot: string; n: number }) {
    const shipping = draft.state === 'DRAFT';
    if (!shipping && !['SHIPPED', 'PARTIALLY_RECEIVED'].includes(draft.state)) return refused;
    const lines = draft.lines.filter((line) => line.sku === sku);
    const end = (outcome: string) => ({ end: outcome, apply: () => undefined });
    if (lines.length === 0) return end('UNEXPECTED');
    if (lot && !this.#lots.has(`${sku} ${lot}`)) return end('UNEXPECTED');
    if (sku === 'BOILER' && draft.serials.has(lot)) return end('DUPLICATE');
    const sum = (key: string): number => lines.reduce((s, l) => s + (l.scanned.get(key) ?? 0), 0);
    const fits = (line: Line): boolean => shipping
      ? total(line.scanned) + n <= line.requested
      : n <= (line.onWay.get(lot) ?? 0) - (line.scanned.get(lot) ?? 0);
    const shipped = lines.some((line) => this.#wasShipped(draft, line, lot));
    if (!shipping && !shipped) return end('UNEXPECTED');
    const line = lines.find(fits);
    if (!line) return end('OVER');
    const there = this.#stock.get(`${draft.source} DOCK ${sku} ${lot}`) ?? 0;
    if (shipping && there - sum(lot) < n) return end('WRONG_LOCATION');
    return {
      end: 'MATCHED',
      apply: () => {
        add(line.scanned, lot, n);
        if (sku === 'BOILER') draft.serials.add(lot);
      },
    };
  }

  readonly #shipped = new WeakMap<Line, Set<string>>();
  /** Lots that were on the way once stay on the manifest when they have arrived. */
  #wasShipped(draft: Draft<Handle>, line: Line, lot: string): boolean {
    const lots = this.#shipped.get(line) ?? new Set<string>();
    this.#shipped.set(line, lots);
    for (const key of line.onWay.keys()) lots.add(key);
    return lots.has(lot) || (draft.settled && line.onWay.has(lot));
  }
}
