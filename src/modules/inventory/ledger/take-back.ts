import { refuseIfAny, type Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import type { OperationContext } from '../../../platform/perform/operation.ts';
import { fault } from '../errors.ts';
import { findNamedLots, type NamedLot } from '../queries/named-lots.ts';
import { readArrival, type ArrivalInput } from '../queries/read-arrival.ts';
import { isOutside, outside, type ReturnDisposition } from '../rules/kinds.ts';
import { lotKey } from '../rules/lot-key.ts';
import type { PlannedReceiptLine, ReceiptLineInput } from '../rules/plan-receipt.ts';
import { readText } from '../rules/read-input.ts';
import { lockLots } from './lots.ts';
import { postVoucher, type PostedVoucher, type VoucherPlanLine } from './post-voucher.ts';
import { lockReturned, requireWithCustomers, type ReturningPart } from './with-customers.ts';
import type { Demand } from './write-voucher.ts';

export interface ReturnedLineInput extends Omit<ReceiptLineInput, 'lot' | 'status'> {
  readonly lotCode?: string | null;
  readonly disposition: ReturnDisposition;
}

/** A line of goods that come back for another document. */
export interface TakenBackLine extends ReturnedLineInput {
  readonly demandLineId?: Id | null;
  /** They stay the customer's: this owner's from now on, worth nothing to us, not for sale. */
  readonly keptForId?: Id | null;
}

export interface TakeBackInput extends Omit<ArrivalInput, 'lines'> {
  readonly reason?: string | null;
  readonly lines: readonly TakenBackLine[];
}

/** What the goods left with, and the document that takes them back. */
export interface TakenBackFor {
  /** Behind its lock, if one is named; no more of it comes back than it brought. */
  readonly issueId: Id | null;
  readonly demand?: Demand;
}

/**
 * Goods come back from customers, each line as it says. Only what went to them and has not come
 * back: serials that are there by their last move, of others no more than is out; of the issue that
 * is named, no more than it brought. Goods that stay the customer's go out of what was sold and
 * come in as theirs, as two lines. Refuses NOT_AT_CUSTOMER and MORE_THAN_ISSUED.
 */
export async function takeBack(
  op: OperationContext,
  input: TakeBackInput,
  { issueId, demand }: TakenBackFor,
): Promise<PostedVoucher> {
  const { lines, ...paper } = await readArrival(op, arrivalOf(input), {
    mayBeInactive: true,
    lotField: 'lotCode',
  });
  const faults: Fault[] = [];
  const reason = readText(input.reason, { most: 500, optional: true }, ['reason'], faults);
  const lots = await findNamedLots(op, lines.map(lotsNamed));
  const returned = lines.map((line, index) => {
    const said = input.lines[index];
    const keptForId = said?.keptForId ?? null;
    const to = said?.disposition === 'SCRAP' ? outside.scrap : line.locationId;
    const parts = partsOf(line, keptForId === null ? to : outside.supplier, lots, faults);
    return { line, to, parts, keptForId, demandLineId: said?.demandLineId ?? null };
  });
  refuseIfAny(faults);
  const parts = returned.flatMap((entry) => entry.parts);
  await lockReturned(
    op,
    lines.map((line) => line.product.productId),
  );
  await lockLots(
    op,
    parts.flatMap(({ lotId }) => lotId ?? []),
  );
  await requireWithCustomers(op, parts, issueId);
  return postVoucher(op, {
    ...paper,
    kind: 'CUSTOMER_RETURN',
    reason,
    returnOfId: issueId,
    demand: demand ?? null,
    lines: returned.flatMap((entry) => linesOf(op, entry)),
  });
}

interface Returned {
  readonly line: PlannedReceiptLine;
  /** Where they end. */
  readonly to: Id;
  readonly parts: readonly ReturningPart[];
  readonly keptForId: Id | null;
  readonly demandLineId: Id | null;
}

function linesOf(op: OperationContext, returned: Returned): VoucherPlanLine[] {
  const { line, to, parts, keptForId, demandLineId } = returned;
  const [first] = parts;
  const said = {
    productId: line.product.productId,
    unit: line.unit,
    inUnit: line.inUnit,
    inBase: line.inBase,
    status: line.status,
    lotId: line.lot === null ? null : (first?.lotId ?? null),
  };
  const back = {
    ...said,
    id: op.newId(),
    demandLineId,
    ownerId: line.ownerId,
    packageId: keptForId === null ? line.packageId : null,
    fromLocationId: outside.customer,
    toLocationId: first?.toId ?? to,
    parts,
  };
  if (keptForId === null) return [back];
  const kept = {
    ...said,
    id: op.newId(),
    ownerId: keptForId,
    packageId: line.packageId,
    fromLocationId: outside.supplier,
    toLocationId: to,
    parts: parts.map((part) => ({
      ...part,
      ownerId: keptForId,
      fromId: outside.supplier,
      toId: to,
      toStatus: line.status,
      toPackageId: line.packageId,
    })),
  };
  return [back, kept];
}

const arrivalOf = (input: TakeBackInput): ArrivalInput => ({
  ...input,
  lines: input.lines.map(
    ({ disposition, lotCode, keptForId: _kept, demandLineId: _for, ...line }) => ({
      ...line,
      lot: lotCode == null ? null : { code: lotCode },
      // What is scrapped lies nowhere, in no condition.
      status: disposition === 'SCRAP' ? 'AVAILABLE' : disposition,
    }),
  ),
});

const lotsNamed = (line: PlannedReceiptLine) => ({
  productId: line.product.productId,
  lotCode: line.lot,
  serials: line.serials,
});

function partsOf(
  line: PlannedReceiptLine,
  toId: Id,
  lots: ReadonlyMap<string, NamedLot>,
  faults: Fault[],
): ReturningPart[] {
  const { product, path } = line;
  const part = {
    line: product,
    isSerial: product.tracking === 'SERIAL',
    ownerId: line.ownerId,
    fromId: outside.customer,
    toId,
    toStatus: isOutside(toId) ? ('AVAILABLE' as const) : line.status,
    toPackageId: isOutside(toId) ? null : line.packageId,
  };
  const codes = line.lot === null ? line.serials : [line.lot];
  if (codes.length === 0) return [{ ...part, lotId: null, quantity: line.inBase, path }];
  return codes.flatMap((code, index) => {
    const at = line.lot === null ? [...path, 'serials', String(index)] : [...path, 'lotCode'];
    const lot = lots.get(lotKey(product.productId, code));
    const quantity = line.lot === null ? '1' : line.inBase;
    if (lot) return [{ ...part, lotId: lot.id, quantity, path: at }];
    faults.push(fault('LOT_NOT_FOUND', `${product.sku} ${code} was never seen here`, at));
    return [];
  });
}
