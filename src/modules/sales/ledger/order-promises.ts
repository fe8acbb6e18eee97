import { isPositive, type Decimal } from '../../../kernel/decimal.ts';
import type { Id } from '../../../kernel/id.ts';
import type { ReservationTarget, ReservationWanted } from '../../inventory/verbs.ts';
import type { Path } from '../errors.ts';
import { orderDemand, type ReservationPolicy } from '../rules/order-kinds.ts';
import { openOf, type OrderLine, type OrderLineTerms } from '../rules/order.ts';

type PromisedLine = Pick<OrderLineTerms, 'id' | 'productId' | 'warehouseId' | 'requestedOn'>;

interface Promising {
  readonly id: Id;
  readonly reservationPolicy: ReservationPolicy;
}

/**
 * What is asked of the warehouses for a new order: of ALL_OR_NOTHING each line whole, of PARTIAL
 * what is there, and the rest waits for its day; of NONE nothing.
 */
export const promisesWanted = (
  order: Promising & { readonly lines: readonly (PromisedLine & { readonly quantity: Decimal })[] },
  newId: () => Id,
): ReservationWanted[] =>
  order.reservationPolicy === 'NONE'
    ? []
    : order.lines.map((line, index) => ({
        ...wantedFor(order, line, line.quantity, ['lines', String(index), 'quantity']),
        id: newId(),
        strength: 'SOFT',
      }));

/** What lines of an order are to be promised from now on: what is open of them. */
export const promiseTargets = (
  order: Promising,
  lines: readonly (PromisedLine & Parameters<typeof openOf>[0])[],
  pathOf: (line: { readonly id: Id }) => Path,
): ReservationTarget[] =>
  lines.map((line) => ({
    ...wantedFor(order, line, openOf(line), pathOf(line)),
    mayGrow: order.reservationPolicy !== 'NONE' && isPositive(openOf(line)),
  }));

const wantedFor = (
  order: Promising,
  line: PromisedLine,
  quantity: Decimal,
  path: Path,
): Omit<ReservationWanted, 'id' | 'strength'> => ({
  demandKind: orderDemand,
  demandId: order.id,
  demandLineId: line.id,
  productId: line.productId,
  warehouseId: line.warehouseId,
  quantity,
  allOrNothing: order.reservationPolicy === 'ALL_OR_NOTHING',
  wait: order.reservationPolicy === 'PARTIAL',
  // Not the promised day: that follows from the turn, and must not change it.
  wantedOn: line.requestedOn,
  path,
});

/** Where a line stands in the document, for refusals. */
export const pathOfLine =
  (lines: readonly Pick<OrderLine, 'id' | 'lineNo'>[]) =>
  ({ id }: { readonly id: Id }): Path => [
    'lines',
    String((lines.find((line) => line.id === id)?.lineNo ?? 1) - 1),
  ];
