import { refuse, refuseIfAny, type Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { readOwnId, readReason } from '../../../kernel/read-input.ts';
import type { Queryable } from '../../../platform/database/statement.ts';
import { defineOperation } from '../../../platform/perform/operation.ts';
import { deliveryEvents } from '../delivery-events.ts';
import { announceReturn } from '../ledger/announce-return.ts';
import { lockOrder } from '../ledger/lock-orders.ts';
import { insertReturn } from '../ledger/write-return.ts';
import { loadDeliveries, type DeliveryFacts } from '../queries/delivery-facts.ts';
import { deliveriesOf, findSerialsOut, findWarehouse } from '../queries/return-facts.ts';
import { requireConfirmed } from '../rules/may-leave.ts';
import type { Order } from '../rules/order.ts';
import { planReturn, type ReturnLineInput } from '../rules/plan-return.ts';
import { lineCountFaults } from '../rules/read-input.ts';

export interface AuthoriseReturnInput {
  readonly id?: Id | null;
  readonly salesOrderId: Id;
  /** Where the goods come to; where they left when left out. */
  readonly warehouseId?: Id | null;
  readonly reason: string;
  readonly lines: readonly ReturnLineInput[];
}

export interface ReturnAuthorised {
  readonly returnAuthorisationId: Id;
  readonly number: string;
}

/**
 * A customer may send goods of an order back, to be credited or replaced by others. No more than
 * left and neither came back nor may come back already; serial numbers that left with the line.
 */
export const authoriseReturn = defineOperation({
  name: 'authoriseReturn',
  permission: 'sales.authoriseReturn',
  async run(op, input: AuthoriseReturnInput): Promise<ReturnAuthorised> {
    refuseIfAny(lineCountFaults(input.lines.length));
    const order = await lockOrder(op, input.salesOrderId);
    requireReturnReach(op, order);
    if (input.lines.some(({ isReplaced }) => isReplaced)) requireConfirmed(order, ['salesOrderId']);
    const deliveryIds = await deliveriesOf(op, order.id);
    const deliveries = await loadDeliveries(op, deliveryIds);
    const serialsOut = await findSerialsOut(op, deliveryIds);
    const faults: Fault[] = [];
    const id = readOwnId(input.id, op.newId, ['id'], faults);
    const reason = readReason(input.reason, ['reason'], faults);
    const facts = { deliveries, serialsOut, newId: () => op.newId() };
    const lines = planReturn(input.lines, facts, faults);
    refuseIfAny(faults);
    const warehouseId = await warehouseOf(op, input, deliveries, lines[0]?.deliveryLineId);
    const number = await insertReturn(op, { id, order, warehouseId, reason, lines });
    await announceReturn(op, deliveryEvents.returnAuthorised, id);
    return { returnAuthorisationId: id, number };
  },
});

export function requireReturnReach(
  op: Parameters<typeof authoriseReturn.run>[0],
  { ownerId, teamId }: Pick<Order, 'ownerId' | 'teamId'>,
): void {
  const unitIds = teamId === null ? [] : [teamId];
  op.requireReach('sales.authoriseReturn', { ownerId, unitIds }, 'Allowing goods to come back');
}

/** As is said, or where the first of the lines left. */
async function warehouseOf(
  db: Queryable,
  { warehouseId }: AuthoriseReturnInput,
  deliveries: readonly DeliveryFacts[],
  lineId: Id | undefined,
): Promise<Id> {
  const path = ['warehouseId'];
  if (warehouseId == null) {
    const left = deliveries.find(({ lines }) => lines.some(({ id }) => id === lineId));
    return left?.warehouse.id ?? refuse('WAREHOUSE_REQUIRED', 'Say where to', path);
  }
  const found = await findWarehouse(db, warehouseId);
  return found ?? refuse('WAREHOUSE_NOT_FOUND', 'There is no such warehouse', path);
}
