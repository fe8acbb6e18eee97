import {
  compareDecimals,
  isPositive,
  subtractDecimals,
  sumDecimals,
  type Decimal,
} from '../../../kernel/decimal.ts';
import type { Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import type { LocalDate } from '../../../kernel/local-date.ts';
import type { PriceOverride } from '../../pricing/index.ts';
import { fault, type Path } from '../errors.ts';
import { freeGoodsChanged } from './free-goods-change.ts';
import {
  editedInput,
  inputOf,
  isPricedAnew,
  lineInputOf,
  type OrderClearing,
  type OrderTermsInput,
} from './order-input.ts';
import { totalsOf, type NewOrder, type Order, type OrderLine } from './order.ts';
import { withCompanyTotals } from './plan-order.ts';
import { readLinesNamed } from './read-lines-named.ts';
import type { OrderInput, OrderLineInput } from './read-order.ts';
import { retaxed } from './retax-line.ts';

/** What is agreed upon anew for a line. Left out: as it was. */
export interface AmendedLineInput {
  readonly salesOrderLineId: Id;
  readonly quantity?: Decimal | null;
  readonly unit?: string | null;
  readonly warehouseId?: Id | null;
  readonly requestedOn?: LocalDate | null;
  readonly promisedOn?: LocalDate | null;
  readonly price?: PriceOverride | null;
  /** It costs what the lists say. */
  readonly withoutPrice?: boolean | null;
}

/** All that can still be agreed upon anew: not the currency, nor whose prices hold. */
export type AmendedTerms = Omit<
  OrderTermsInput & OrderClearing,
  'currency' | 'pricingOn' | 'taxInclusive' | 'requestedOn'
>;

export interface AmendmentInput extends AmendedTerms {
  readonly changeLines?: readonly AmendedLineInput[] | null;
  readonly addLines?: readonly OrderLineInput[] | null;
  readonly removeLineIds?: readonly Id[] | null;
}

/** What is to be asked of who plans and prices orders. */
export interface AmendmentAsked {
  readonly input: OrderInput;
  readonly linePaths: readonly Path[];
  /** Lines whose price depends on what is said; of the others it stays. */
  readonly repriced: ReadonlySet<Id>;
  readonly removed: readonly OrderLine[];
}

/** The order as it would be asked for today with all that is agreed upon anew. */
export function readAmendment(order: Order, said: AmendmentInput, faults: Fault[]): AmendmentAsked {
  const removeIds = said.removeLineIds ?? [];
  const removed = removeIds.length === 0 ? [] : readRemoved(order, removeIds, faults);
  const changes = readChanges(order, said.changeLines ?? [], faults);
  const kept = order.lines.filter((line) => !removed.includes(line));
  const before = inputOf(order);
  const head = editedInput(before, said);
  const added = said.addLines ?? [];
  return {
    input: {
      ...head,
      lines: [...kept.map((line) => changedLine(line, changes.get(line.id)?.change)), ...added],
    },
    linePaths: [
      ...kept.map((line) => changes.get(line.id)?.path ?? ['salesOrderId']),
      ...added.map((_, index) => ['addLines', String(index)]),
    ],
    repriced: repricedOf(order, before, head, changes),
    removed,
  };
}

interface LineChange {
  readonly change: AmendedLineInput;
  readonly path: Path;
}

function readChanges(
  order: Order,
  changes: readonly AmendedLineInput[],
  faults: Fault[],
): ReadonlyMap<Id, LineChange> {
  if (changes.length === 0) return new Map();
  const ids = changes.map(({ salesOrderLineId }) => salesOrderLineId);
  return new Map(
    readLinesNamed(order, ids, faults, 'changeLines').map(({ line, path }) => [
      line.id,
      { path, change: changes[Number(path[1])] as AmendedLineInput },
    ]),
  );
}

function readRemoved(order: Order, ids: readonly Id[], faults: Fault[]): OrderLine[] {
  const named = readLinesNamed(order, ids, faults, 'removeLineIds');
  for (const { line, path } of named) {
    if (!line.wasInDelivery && !isPositive(line.issued)) continue;
    const message = `${line.sku} was in a delivery: short close what is open of it`;
    faults.push(fault('LINE_IN_DELIVERY', message, path, { inDelivery: line.inDelivery }));
  }
  return named.map(({ line }) => line);
}

const changedLine = (line: OrderLine, change: AmendedLineInput | undefined): OrderLineInput => ({
  ...lineInputOf(line),
  ...(change?.quantity != null && { quantity: change.quantity }),
  ...(change?.unit != null && { unit: change.unit }),
  ...(change?.warehouseId != null && { warehouseId: change.warehouseId }),
  ...(change?.requestedOn != null && { requestedOn: change.requestedOn }),
  ...(change?.promisedOn != null && { promisedOn: change.promisedOn }),
  ...(change?.price != null && { price: change.price }),
  ...(change?.withoutPrice && { price: null }),
});

/** A discount of the whole as an amount is spread over all lines anew. */
function repricedOf(
  order: Order,
  before: OrderInput,
  head: OrderInput,
  changes: ReadonlyMap<Id, LineChange>,
): ReadonlySet<Id> {
  if (isPricedAnew(before, head) || head.documentDiscountAmount != null) {
    return new Set(order.lines.map(({ id }) => id));
  }
  return new Set(
    [...changes.values()].flatMap(({ change }) =>
      change.quantity != null || change.unit != null || change.price != null || change.withoutPrice
        ? [change.salesOrderLineId.toLowerCase()]
        : [],
    ),
  );
}

/**
 * The amended order: prices only of lines that were asked anew, or of which other units are free
 * because of those, the tax of all that is in no invoice; numbers of lines as they were, the rate
 * of its first day. A fault for each line
 * that would be less than has left or is about to.
 */
export function planAmendment(
  order: Order,
  planned: NewOrder,
  { repriced, linePaths }: AmendmentAsked,
  companyCurrency: string,
  faults: Fault[],
): NewOrder {
  let lastNo = Math.max(...order.lines.map(({ lineNo }) => lineNo));
  const free = freeGoodsChanged(order.lines, planned.lines, repriced);
  const lines = planned.lines.map((line, index) => {
    const before = order.lines.find(({ id }) => id === line.id);
    if (!before) return { ...line, lineNo: (lastNo += 1) };
    const { lineNo, quoteLineId } = before;
    const { taxedPercent, warehouseId, requestedOn, promisedOn } = line;
    const after =
      repriced.has(line.id) || free.has(line.id)
        ? { ...line, lineNo, quoteLineId }
        : { ...retaxed(before, taxedPercent, order), warehouseId, requestedOn, promisedOn };
    faults.push(...deliveredFaults(before, after, linePaths[index] ?? []));
    return after;
  });
  return {
    ...planned,
    rate: order.rate,
    ...totalsOf(lines),
    lines: withCompanyTotals(lines, order.rate, companyCurrency),
  };
}

function deliveredFaults(
  before: OrderLine,
  after: Pick<OrderLine, 'quantity' | 'warehouseId'>,
  path: Path,
): Fault[] {
  const { sku, cancelled, issued, replaced, inDelivery } = before;
  const gone = subtractDecimals(sumDecimals([cancelled, issued, inDelivery]), replaced);
  const faults: Fault[] = [];
  if (compareDecimals(after.quantity, gone) < 0) {
    const message =
      `${sku}: ${issued} were issued, ${inDelivery} are in a delivery, ${cancelled} cancelled; ` +
      `it cannot be ${after.quantity} in all`;
    const details = { issued, inDelivery, cancelled, least: gone };
    faults.push(fault('BELOW_DELIVERED', message, [...path, 'quantity'], details));
  }
  if (after.warehouseId !== before.warehouseId && isPositive(inDelivery)) {
    const message = `${inDelivery} of ${sku} are in a delivery: cancel that first`;
    faults.push(fault('LINE_IN_DELIVERY', message, [...path, 'warehouseId'], { inDelivery }));
  }
  return faults;
}
