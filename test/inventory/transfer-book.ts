/** What transfers with scanning should leave, in as little code as can be trusted at sight. */
export type Warehouse = 'TEH' | 'ISF';

/** Goods are `VALVE 2`, `ROPE 2 L1` or `BOILER S1`, of products that the transfer has a line of. */
export type Step =
  | { act: 'receive'; warehouse: Warehouse; goods: string }
  | { act: 'ship'; which: number; goods: string[] }
  | { act: 'scan' | 'arrive' | 'lose' | 'return'; which: number; goods: string }
  | { act: 'shipScanned' | 'arriveScanned' | 'cancel'; which: number };

/** Counts by lot, serial number, or '' without. */
type Counts = Map<string, number>;

export type Line = Readonly<{ sku: string; requested: number; shipped: Set<string> }> &
  Readonly<Record<'onWay' | 'scanned', Counts>>;
export interface Draft<Handle> {
  readonly handle: Handle;
  readonly source: Warehouse;
  readonly target: Warehouse;
  readonly lines: readonly Line[];
  readonly serials: Set<string>;
  state: string;
  settled: boolean;
}

type Part = Readonly<{ line: Line; lot: string; n: number }>;
type End = Readonly<{ end: string; apply: () => void }>;

const end = (name: string, apply = (): void => undefined): End => ({ end: name, apply });
const refused = end('refused');
const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);
const total = (counts: Counts): number => sum([...counts.values()]);
const at = (counts: Counts, key: string): number => counts.get(key) ?? 0;
function add(counts: Counts, key: string, n: number): void {
  counts.set(key, at(counts, key) + n);
  if (counts.get(key) === 0) counts.delete(key);
}

export function parse(text: string): { sku: string; lot: string; n: number } {
  const [sku = '', second = '', lot = ''] = text.split(' ');
  return sku === 'BOILER' ? { sku, lot: second, n: 1 } : { sku, lot, n: Number(second) };
}

export class Model<Handle> {
  readonly drafts: Draft<Handle>[] = [];
  readonly #stock: Counts = new Map();
  readonly #lots = new Set<string>();

  stock(): string[] {
    return [...this.#stock].map(([key, n]) => `${key.trimEnd()} ${n}`).sort();
  }

  draft(handle: Handle, source: Warehouse, goods: readonly [string, number][]): void {
    const target = source === 'TEH' ? 'ISF' : 'TEH';
    const lines = goods.map(([sku, requested]): Line => {
      return { sku, requested, onWay: new Map(), scanned: new Map(), shipped: new Set() };
    });
    const fresh = { serials: new Set<string>(), state: 'APPROVED', settled: false };
    this.drafts.push({ handle, source, target, lines, ...fresh });
  }

  step(one: Step): End {
    if (one.act === 'receive') return this.#receive(one.warehouse, parse(one.goods));
    const draft = this.drafts[one.which] as Draft<Handle>;
    const parts = 'goods' in one ? [one.goods].flat().map((text) => partOf(draft, text)) : [];
    const scanned = draft.lines.flatMap((line) =>
      [...line.scanned].map(([lot, n]) => ({ line, lot, n })),
    );
    if (one.act === 'scan') return this.#scan(draft, parts[0] as Part);
    if (one.act === 'ship') return this.#ship(draft, parts);
    if (one.act === 'shipScanned') return this.#ship(draft, scanned);
    if (one.act === 'arriveScanned') return this.#move(draft, scanned, 'arrive');
    if (one.act !== 'cancel') return this.#move(draft, parts, one.act);
    return draft.state === 'APPROVED' ? end('done', () => (draft.state = 'CANCELLED')) : refused;
  }

  #receive(warehouse: Warehouse, { sku, lot, n }: ReturnType<typeof parse>): End {
    const inStock = [...this.#stock.keys()].some((key) => key.endsWith(`BOILER ${lot}`));
    if (sku === 'BOILER' && inStock) return refused;
    return end('done', () => {
      this.#lots.add(`${sku} ${lot}`);
      add(this.#stock, `${warehouse} DOCK ${sku} ${lot}`, n);
    });
  }

  #ship(draft: Draft<Handle>, parts: readonly Part[]): End {
    if (draft.state !== 'APPROVED' || parts.length === 0) return refused;
    const wanted: Counts = new Map();
    for (const { line, lot, n } of parts) add(wanted, `${draft.source} DOCK ${line.sku} ${lot}`, n);
    const leaving = (line: Line) => parts.filter((part) => part.line === line).map(({ n }) => n);
    if (draft.lines.some((line) => sum(leaving(line)) > line.requested)) return refused;
    if ([...wanted].some(([key, n]) => n > at(this.#stock, key))) return refused;
    return end('done', () => {
      draft.state = 'SHIPPED';
      draft.serials.clear();
      for (const line of draft.lines) line.scanned.clear();
      for (const { line, lot, n } of parts) {
        add(this.#stock, `${draft.source} DOCK ${line.sku} ${lot}`, -n);
        add(this.#stock, `in transit ${line.sku} ${lot}`, n);
        add(line.onWay, lot, n);
        line.shipped.add(lot);
      }
    });
  }

  #move(draft: Draft<Handle>, parts: readonly Part[], act: 'arrive' | 'lose' | 'return'): End {
    if (!isOnItsWay(draft) || parts.length === 0) return refused;
    const missing = ({ line, lot }: Part): number =>
      at(line.onWay, lot) - (act === 'arrive' ? 0 : at(line.scanned, lot));
    if (parts.some((part) => part.n > missing(part))) return refused;
    return end('done', () => {
      for (const { line, lot, n } of parts) {
        add(line.onWay, lot, -n);
        add(this.#stock, `in transit ${line.sku} ${lot}`, -n);
        const place = act === 'arrive' ? draft.target : draft.source;
        if (act !== 'lose') add(this.#stock, `${place} DOCK ${line.sku} ${lot}`, n);
        if (act === 'arrive') line.scanned.delete(lot);
        else draft.settled = true;
      }
      const left = draft.lines.some((line) => total(line.onWay) > 0);
      draft.state = left ? 'PARTIALLY_RECEIVED' : draft.settled ? 'CLOSED' : 'RECEIVED';
    });
  }

  #scan(draft: Draft<Handle>, { line, lot, n }: Part): End {
    const shipping = draft.state === 'APPROVED';
    if (!shipping && !isOnItsWay(draft)) return end('TOO_LATE');
    if (lot && !this.#lots.has(`${line.sku} ${lot}`)) return end('UNEXPECTED');
    if (draft.serials.has(lot)) return end('DUPLICATE');
    if (!shipping && !line.shipped.has(lot)) return end('UNEXPECTED');
    const room = shipping
      ? line.requested - total(line.scanned)
      : at(line.onWay, lot) - at(line.scanned, lot);
    if (n > room) return end('OVER');
    const there = at(this.#stock, `${draft.source} DOCK ${line.sku} ${lot}`);
    if (shipping && n > there - at(line.scanned, lot)) return end('WRONG_LOCATION');
    return end('MATCHED', () => {
      add(line.scanned, lot, n);
      if (line.sku === 'BOILER') draft.serials.add(lot);
    });
  }
}

const isOnItsWay = ({ state }: { state: string }): boolean =>
  state === 'SHIPPED' || state === 'PARTIALLY_RECEIVED';

function partOf<Handle>(draft: Draft<Handle>, text: string): Part {
  const { sku, lot, n } = parse(text);
  return { line: draft.lines.find((line) => line.sku === sku) as Line, lot, n };
}
