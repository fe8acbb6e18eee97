import type { Decimal } from '../../../kernel/decimal.ts';
import type { Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { readQuantityValue } from '../../../kernel/quantity.ts';
import { gather } from '../../../kernel/reading.ts';
import type { ProductMeasures, Tracking } from '../../catalog/index.ts';
import { fault } from '../errors.ts';
import type { DiscrepancyKind } from './kinds.ts';
import { readCounts } from './read-counts.ts';
import { readProduct, readText } from './read-input.ts';
import { readTracking } from './read-tracking.ts';

/** What a person found when the goods came, or did not come. */
export interface TransferDiscrepancyInput {
  /** Not DAMAGE: that is said when the goods are received. */
  readonly kind: DiscrepancyKind;
  /** The line it is about; may be left out for goods that no line has. */
  readonly stockTransferLineId?: Id | null;
  /** Of goods that no line has. */
  readonly productId?: Id | null;
  /** In the base unit. */
  readonly quantity: string;
  readonly lotCode?: string | null;
  readonly serials?: readonly string[] | null;
  /** Of a swap: the serial number that came in place of the one in `serials`. */
  readonly arrivedSerial?: string | null;
  /** Where in the destination the goods were put; left out: its default place for receipts. */
  readonly locationId?: Id | null;
  readonly note?: string | null;
}

/** Goods of one lot, of one serial number, or of neither. */
export interface FoundGoods {
  readonly kind: DiscrepancyKind;
  readonly lineId: Id | null;
  readonly productId: Id;
  readonly sku: string;
  readonly tracking: Tracking;
  /** The lot that is missing; of goods that came: null, `newLot` says which. */
  readonly lotId: Id | null;
  readonly lotCode: string | null;
  /** A lot or serial number that came, which may never have been seen here. */
  readonly newLot: string | null;
  readonly quantity: Decimal;
  readonly note: string | null;
  readonly path: readonly string[];
  readonly entry: number;
}

interface Line {
  readonly id: Id;
  readonly productId: Id;
  readonly sku: string;
  readonly tracking: Tracking;
  readonly baseDecimals: number;
}

export interface DiscrepancyReading {
  readonly lines: readonly Line[];
  readonly products: ReadonlyMap<Id, ProductMeasures>;
  lotId(productId: Id, code: string): Id | undefined;
}

const recorded: readonly DiscrepancyKind[] = ['SHORTAGE', 'OVERAGE', 'SERIAL_SWAP', 'WRONG_ITEM'];

/** What was found, one entry a lot or serial number; every fault of every entry to `faults`. */
export const readDiscrepancies = (
  inputs: readonly TransferDiscrepancyInput[],
  known: DiscrepancyReading,
  faults: Fault[],
): FoundGoods[] =>
  inputs.flatMap((input, entry) => {
    const path = ['lines', String(entry)];
    const note = readText(input.note, { most: 500, optional: true }, [...path, 'note'], faults);
    if (!recorded.includes(input.kind)) {
      const message = `What is recorded so is ${recorded.join(', ')}`;
      faults.push(fault('CODE_MALFORMED', message, [...path, 'kind']));
      return [];
    }
    const isHere = input.kind === 'OVERAGE' || input.kind === 'WRONG_ITEM';
    const goods = isHere
      ? readSurplus(input, known, path, faults)
      : readMissing(input, known, path, faults);
    return goods.map((one) => ({ ...one, kind: input.kind, note, entry }));
  });

type Goods = Omit<FoundGoods, 'kind' | 'note' | 'entry'>;

/** Goods of a line that should have come: a shortage, or one that another came in place of. */
function readMissing(
  input: TransferDiscrepancyInput,
  known: DiscrepancyReading,
  path: readonly string[],
  faults: Fault[],
): Goods[] {
  const own: Fault[] = [];
  const count = { ...input, stockTransferLineId: input.stockTransferLineId ?? '' };
  const lotIdOf = (productId: Id, code: string) => known.lotId(productId, code);
  const counts = readCounts([count], known.lines, lotIdOf, own);
  const here = (at: readonly string[]): string[] => [...path, ...at.slice(2)];
  faults.push(...own.map((one) => ({ ...one, path: here(one.path) })));
  const swap = input.kind === 'SERIAL_SWAP';
  const newLot = swap ? readArrived(input, counts, path, faults) : null;
  return counts.map(({ line, lotId, lotCode, quantity, path: at }) => ({
    lineId: line.id,
    productId: line.productId,
    sku: line.sku,
    tracking: line.tracking,
    lotId,
    lotCode,
    newLot,
    quantity,
    path: here(at),
  }));
}

function readArrived(
  { arrivedSerial }: TransferDiscrepancyInput,
  counts: readonly { readonly line: Line; readonly lotCode: string | null }[],
  path: readonly string[],
  faults: Fault[],
): string | null {
  const at = [...path, 'arrivedSerial'];
  const serial = readText(arrivedSerial, { most: 60 }, at, faults);
  const [first, second] = counts;
  if (second || (first && first.line.tracking !== 'SERIAL')) {
    const message = 'One serial number came in place of one other';
    faults.push(fault('SERIALS_REQUIRED', message, [...path, 'serials']));
  }
  if (serial !== null && serial === first?.lotCode) {
    faults.push(fault('SERIAL_REPEATED', `${serial} cannot come in its own place`, at));
  }
  return serial;
}

/** Goods that came and are on no paper: of a line's product, or of another. */
function readSurplus(
  input: TransferDiscrepancyInput,
  known: DiscrepancyReading,
  path: readonly string[],
  faults: Fault[],
): Goods[] {
  const line = readLine(input, known, path, faults);
  const product =
    line ??
    (input.stockTransferLineId == null
      ? readProduct(known.products, input.productId ?? '', path, faults)
      : null);
  if (!product) return [];
  const rules = { decimals: product.baseDecimals, positive: true };
  const quantity = gather(readQuantityValue(input.quantity, rules), [...path, 'quantity'], faults);
  if (quantity === null) return [];
  const given = { lot: input.lotCode ?? null, serials: input.serials ?? null };
  const { lot, serials } = readTracking(product, given, quantity, path, faults, 'lotCode');
  const { productId, sku, tracking } = product;
  const goods = { lineId: line?.id ?? null, productId, sku, tracking, lotId: null };
  if (tracking !== 'SERIAL') {
    return [{ ...goods, lotCode: lot, newLot: lot, quantity, path }];
  }
  return serials.map((serial, index) => ({
    ...goods,
    lotCode: serial,
    newLot: serial,
    quantity: '1',
    path: [...path, 'serials', String(index)],
  }));
}

function readLine(
  { stockTransferLineId }: TransferDiscrepancyInput,
  { lines }: DiscrepancyReading,
  path: readonly string[],
  faults: Fault[],
): Line | null {
  if (stockTransferLineId == null) return null;
  const line = lines.find(({ id }) => id === stockTransferLineId.toLowerCase());
  if (line) return line;
  const message = 'The stock transfer has no such line';
  faults.push(fault('LINE_NOT_FOUND', message, [...path, 'stockTransferLineId']));
  return null;
}
