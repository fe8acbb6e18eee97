import { isPositive, subtractDecimals, type Decimal } from '../../../kernel/decimal.ts';
import { DomainError, refuseIfAny } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { requireTransition } from '../../../kernel/transitions.ts';
import type { OperationContext } from '../../../platform/perform/operation.ts';
import { findDeliverable } from '../../inventory/index.ts';
import { lockVoucher, postIssueFor, type WhatIsPosted } from '../../inventory/verbs.ts';
import { changeExposure } from '../../receivables/verbs.ts';
import { deliveryEvents } from '../delivery-events.ts';
import type { DeliveryFacts, DeliveryLineFacts } from '../queries/delivery-facts.ts';
import { deliveryStates, type ShortDecision } from '../rules/delivery-kinds.ts';
import { leavingFaults, requireDeliverable } from '../rules/may-leave.ts';
import type { Order } from '../rules/order.ts';
import { arrivalOf } from './arrival.ts';
import { asDelivery, renaming } from '../rules/renamed-paths.ts';
import { announceDelivery } from './announce-delivery.ts';
import { cancelRest } from './cancel-rest.ts';
import { changeOrderLines } from './change-order-lines.ts';
import { fitPromises } from './fit-promises.ts';
import { requireSettled } from './settle-order.ts';
import { markDelivered } from './write-delivery.ts';

export interface HowDelivered extends WhatIsPosted {
  /** What becomes of what was to leave and does not; it stays open when left out. */
  readonly remainder?: ShortDecision | null;
}

/**
 * The goods of a delivery leave for the customer, for ever: out of the order's own promises first,
 * then out of what is free. Refuses ORDER_HELD, what speaks against it by the customer's credit,
 * MORE_THAN_OPEN, SHIPS_COMPLETE, and as posting a goods issue does. The caller holds the lock of
 * the order.
 */
export async function endDelivery(
  op: OperationContext,
  order: Order,
  delivery: DeliveryFacts,
  { remainder, ...what }: HowDelivered,
): Promise<void> {
  requireTransition(deliveryStates, delivery.state, 'postDelivery');
  const path = ['deliveryId'];
  requireDeliverable(order, path);
  const voucher = await lockVoucher(op, delivery.id);
  await requireCredit(op, order);
  const held = await heldElsewhere(op, order, delivery.warehouse.id);
  const byLine = new Map(delivery.lines.map((line) => [line.id, line]));
  const leaving = (posted: ReadonlyMap<Id, Decimal>): void =>
    refuseIfAny(leavingFaults(order, delivery.warehouse.id, ofOrder(byLine, posted), held, path));
  const posted = await renaming(asDelivery, () => postIssueFor(op, voucher, what, leaving));
  const issued = ofOrder(byLine, posted);
  await changeOrderLines(
    op,
    [...issued].map(([salesOrderLineId, quantity]) => ({
      salesOrderLineId,
      issued: quantity,
      path,
    })),
  );
  await markDelivered(op, delivery.id, posted);
  const rest =
    remainder === 'CANCEL_REMAINDER' ? restOf(delivery.lines, posted) : new Map<Id, Decimal>();
  if (rest.size > 0) await cancelRest(op, rest, `Not delivered with ${delivery.number}`);
  await requireSettled(op, order.id, {
    arrival: arrivalOf(order, issued, { by: delivery.id, on: what.datedOn ?? op.today }),
  });
  if (rest.size > 0) await fitPromises(op, order.id, [...rest.keys()]);
  await announceDelivery(op, deliveryEvents.deliveryPosted, delivery.id, {
    remainder: remainder ?? 'CREATE_BACKORDER',
    cancelled: [...rest].map(([salesOrderLineId, quantity]) => ({ salesOrderLineId, quantity })),
  });
}

/** The customer's credit is looked at again when goods leave; issuing them adds nothing to it. */
async function requireCredit(op: OperationContext, order: Order): Promise<void> {
  const refused = await changeExposure(op, [
    {
      ...{ by: op, partyId: order.partyId, documentId: order.id },
      ...{ ordered: '0', checkPoint: 'ISSUE' as const, path: ['deliveryId'] },
    },
  ]);
  const faults = refused.get(0);
  if (faults) throw new DomainError(faults);
}

/** What is set aside in other warehouses, where the order leaves only as a whole. */
async function heldElsewhere(
  op: OperationContext,
  order: Order,
  warehouseId: Id,
): Promise<Readonly<Record<Id, Decimal>>> {
  if (order.deliveryPolicy !== 'SHIP_COMPLETE_ORDER') return {};
  const others = order.lines.filter((line) => line.warehouseId !== warehouseId);
  if (others.length === 0) return {};
  const named = others.map(({ id, productId }) => ({ demandLineId: id, productId }));
  return (await findDeliverable(op, named, warehouseId)).held;
}

/** By the line of the order what leaves by the line of the delivery. */
const ofOrder = (
  lines: ReadonlyMap<Id, DeliveryLineFacts>,
  posted: ReadonlyMap<Id, Decimal>,
): Map<Id, Decimal> =>
  new Map(
    [...posted].flatMap(([id, quantity]): [Id, Decimal][] => {
      const line = lines.get(id);
      return line && isPositive(quantity) ? [[line.salesOrderLineId, quantity]] : [];
    }),
  );

/** What was to leave and did not, by the line of the order. */
const restOf = (
  lines: readonly DeliveryLineFacts[],
  posted: ReadonlyMap<Id, Decimal>,
): Map<Id, Decimal> =>
  new Map(
    lines.flatMap((line): [Id, Decimal][] => {
      const rest = subtractDecimals(line.quantity, posted.get(line.id) ?? '0');
      return isPositive(rest) ? [[line.salesOrderLineId, rest]] : [];
    }),
  );
