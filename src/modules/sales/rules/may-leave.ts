import { compareDecimals, isPositive, type Decimal } from '../../../kernel/decimal.ts';
import { refuse, type Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { fault, type Path } from '../errors.ts';
import { openOf, type Order, type OrderLine } from './order.ts';

/** Refuses ILLEGAL_STATE unless the order is one that goods leave for. */
export function requireConfirmed({ state, number }: Order, path: Path): void {
  if (state === 'CONFIRMED') return;
  const message = `This needs an order that is CONFIRMED; ${number} is ${state}`;
  refuse('ILLEGAL_STATE', message, path, { state, allowedFrom: ['CONFIRMED'] });
}

/** Same, and ORDER_HELD: nothing of it leaves until it is set free. */
export function requireDeliverable(order: Order, path: Path): void {
  requireConfirmed(order, path);
  if (order.holds.length === 0) return;
  const message = `${order.number} is held: ${order.holds.join(', ')}`;
  refuse('ORDER_HELD', message, path, { holds: order.holds });
}

/**
 * Why so much of each line may not leave: it is more than is open by now, or the order goes
 * complete, a line or as a whole, and something of that would stay. What an order has in other
 * warehouses must be set aside before the first part of it leaves.
 */
export function leavingFaults(
  order: Order,
  warehouseId: Id,
  leaving: ReadonlyMap<Id, Decimal>,
  held: Readonly<Record<Id, Decimal>>,
  path: Path,
): Fault[] {
  const of = (line: OrderLine): Decimal => leaving.get(line.id) ?? '0';
  const tooMuch = order.lines.flatMap((line) => {
    const open = openOf(line);
    if (compareDecimals(of(line), open) <= 0) return [];
    const message = `${line.sku}: ${of(line)} would leave, ${open} are open`;
    return [fault('MORE_THAN_OPEN', message, path, { sku: line.sku, open, leaving: of(line) })];
  });
  if (tooMuch.length > 0) return tooMuch;
  return order.lines.flatMap((line) => {
    const open = openOf(line);
    if (!isPositive(open) || !mustBeWhole(order, of(line))) return [];
    const isHere = line.warehouseId === warehouseId;
    const covered = isHere ? of(line) : (held[line.id] ?? '0');
    if (compareDecimals(covered, open) >= 0) return [];
    const what = isHere ? `${covered} would leave` : `${covered} are set aside elsewhere`;
    const whole = order.deliveryPolicy === 'SHIP_COMPLETE_LINE' ? 'each line' : 'all of it';
    const message = `${line.sku}: ${what} of ${open}; of this order ${whole} leaves at once`;
    return [
      fault('SHIPS_COMPLETE', message, path, {
        ...{ sku: line.sku, salesOrderLineId: line.id, open, covered },
        deliveryPolicy: order.deliveryPolicy,
      }),
    ];
  });
}

function mustBeWhole({ deliveryPolicy }: Order, leaving: Decimal): boolean {
  if (deliveryPolicy === 'SHIP_PARTIAL') return false;
  return deliveryPolicy === 'SHIP_COMPLETE_ORDER' || isPositive(leaving);
}
