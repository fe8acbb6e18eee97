import { compareDecimals, isPositive, sumDecimals, type Decimal } from '../../../kernel/decimal.ts';
import type { Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { readQuantityValue } from '../../../kernel/quantity.ts';
import { askable } from '../../../kernel/read-input.ts';
import { gather } from '../../../kernel/reading.ts';
import type { Tracking } from '../../catalog/index.ts';
import { fault } from '../errors.ts';
import type { StockStatus } from './kinds.ts';
import { readPackage, type GoodsNames, type LotInput, type NamedGoods } from './read-goods.ts';

/** What a person says was done of a line, in the base unit. */
export interface PostedLineInput extends Pick<GoodsNames, 'packageId' | 'sscc'> {
  readonly stockVoucherLineId: Id;
  readonly quantity: string;
  /** Where the goods are put, or taken from. */
  readonly locationId?: Id | null;
  readonly lotCode?: string | null;
  /** In its place, a lot that comes in, with its days. */
  readonly lot?: LotInput | null;
  readonly serials?: readonly string[] | null;
  readonly status?: StockStatus | null;
}

interface DraftedLine {
  readonly id: Id;
  readonly lineNo: number;
  readonly productId: Id;
  readonly sku: string;
  readonly tracking: Tracking;
  readonly baseDecimals: number;
  readonly inBase: Decimal;
  readonly lot: string | null;
  readonly ownerId: Id | null;
  readonly status: StockStatus;
  readonly packageId: Id | null;
  readonly fromLocationId: Id | null;
  readonly toLocationId: Id | null;
  readonly serials: readonly string[];
}

/** What is done of a line: as somebody says, with what the draft says where nobody says more. */
export interface PostingEntry<Line> {
  readonly line: Line;
  readonly quantity: Decimal;
  readonly locationId: Id | null;
  readonly lotCode: string | null;
  readonly lot: LotInput | null;
  readonly serials: readonly string[];
  readonly packageId: Id | null;
  readonly status: StockStatus;
  readonly path: readonly string[];
}

/** The place inside the warehouse that a line of a draft names. */
const placeOf = (line: DraftedLine, arriving: boolean): Id | null =>
  arriving ? line.toLocationId : line.fromLocationId;

/** Everything as the draft says. */
export const entriesAsDrafted = <Line extends DraftedLine>(
  lines: readonly Line[],
  arriving: boolean,
): PostingEntry<Line>[] =>
  lines.map((line) => ({
    line,
    quantity: line.inBase,
    locationId: placeOf(line, arriving),
    lotCode: line.lot,
    lot: null,
    serials: line.serials,
    packageId: line.packageId,
    status: line.status,
    path: ['stockVoucherId'],
  }));

/** Entries as somebody says them; every fault of each is added to `faults`. */
export function readEntries<Line extends DraftedLine>(
  inputs: readonly PostedLineInput[],
  lines: readonly Line[],
  named: NamedGoods,
  arriving: boolean,
  faults: Fault[],
): PostingEntry<Line>[] {
  const byId = new Map(lines.map((line) => [line.id, line]));
  return inputs.flatMap((input, index) => {
    const path = ['lines', String(index)];
    const line = byId.get(input.stockVoucherLineId.toLowerCase());
    if (!line) {
      const message = 'The stock voucher has no such line';
      faults.push(fault('LINE_NOT_FOUND', message, [...path, 'stockVoucherLineId']));
      return [];
    }
    const rules = { decimals: line.baseDecimals, positive: true };
    const reading = readQuantityValue(input.quantity, rules);
    const quantity = gather(reading, [...path, 'quantity'], faults);
    const packageId = readPackage(input, named, path, faults) ?? line.packageId;
    if (quantity === null) return [];
    const given = input.serials?.map((serial) => serial.trim()) ?? [];
    // The serials that were asked for, where all of them leave and nobody names others.
    const asDrafted = compareDecimals(String(line.serials.length), quantity) === 0;
    return [
      {
        line,
        quantity,
        locationId: placeNamed(input, placeOf(line, arriving), path, faults),
        lotCode: (input.lot?.code ?? input.lotCode)?.trim() || line.lot,
        lot: input.lot ?? null,
        serials: given.length === 0 && asDrafted ? line.serials : given,
        packageId,
        status: input.status ?? line.status,
        path,
      },
    ];
  });
}

function placeNamed(
  { locationId }: PostedLineInput,
  drafted: Id | null,
  path: readonly string[],
  faults: Fault[],
): Id | null {
  if (locationId == null) return drafted;
  const [id] = askable([locationId]);
  if (id !== undefined) return id;
  faults.push(fault('ID_MALFORMED', 'An id is a UUID', [...path, 'locationId']));
  return null;
}

/** What moves of each line, by its id; lines that nothing moves for are there with 0. */
export const postedByLine = (
  lines: readonly { readonly id: Id }[],
  parts: readonly { readonly line: { readonly id: Id }; readonly quantity: Decimal }[],
): Map<Id, Decimal> => {
  const byLine = Map.groupBy(parts, (part) => part.line.id);
  return new Map(
    lines.map(({ id }) => [id, sumDecimals((byLine.get(id) ?? []).map((p) => p.quantity))]),
  );
};

/** Nothing at all, more than the draft says, or less without a word that this is meant. */
export function postingFaults(
  lines: readonly DraftedLine[],
  posted: ReadonlyMap<Id, Decimal>,
  acceptShort: boolean,
): Fault[] {
  if (![...posted.values()].some(isPositive)) {
    return [fault('NOTHING_TO_POST', 'Nothing was scanned, and no lines were given', [])];
  }
  return lines.flatMap((line) => {
    const quantity = posted.get(line.id) ?? '0';
    const order = compareDecimals(quantity, line.inBase);
    const details = {
      stockVoucherLineId: line.id,
      lineNo: line.lineNo,
      sku: line.sku,
      requested: line.inBase,
      posted: quantity,
    };
    const message = `${line.sku}: ${line.inBase} on the voucher, ${quantity} would be posted`;
    if (order > 0) return [fault('MORE_THAN_REQUESTED', message, [], details)];
    if (order < 0 && !acceptShort) return [fault('SHORT_SHIPMENT', message, [], details)];
    return [];
  });
}

/** Serials that nobody announced, where a line has a list of them. */
export const unexpectedSerials = (entries: readonly PostingEntry<DraftedLine>[]): Fault[] =>
  entries.flatMap(({ line, serials, path }) => {
    if (line.serials.length === 0) return [];
    const expected = new Set(line.serials);
    return serials.flatMap((serial, index) => {
      if (expected.has(serial)) return [];
      const message = `${line.sku} ${serial} was not announced`;
      const at = [...path, 'serials', String(index)];
      return [fault('SERIAL_NOT_EXPECTED', message, at, { serial })];
    });
  });
