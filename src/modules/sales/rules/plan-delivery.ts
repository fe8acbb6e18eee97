import {
  compareDecimals,
  isPositive,
  subtractDecimals,
  type Decimal,
} from '../../../kernel/decimal.ts';
import type { Fault } from '../../../kernel/domain-error.ts';
import { isId, type Id } from '../../../kernel/id.ts';
import { readQuantityValue, toBase } from '../../../kernel/quantity.ts';
import { gather } from '../../../kernel/reading.ts';
import type { ProductMeasures } from '../../catalog/index.ts';
import type { Deliverable } from '../../inventory/index.ts';
import { fault, type Path } from '../errors.ts';
import { openOf, type Order, type OrderLine } from './order.ts';

/** So much of a line of an order is to leave; what is left out is found when it does. */
export interface DeliveryLineInput {
  readonly id?: Id | null;
  readonly salesOrderLineId: Id;
  /** All that is open of it and in no other draft when left out. */
  readonly quantity?: Decimal | null;
  /** Of that quantity; the line's own when left out. */
  readonly unit?: string | null;
  readonly locationId?: Id | null;
  readonly lotCode?: string | null;
  readonly serials?: readonly string[] | null;
  readonly packageId?: Id | null;
  readonly sscc?: string | null;
}

/** A line of a delivery as its goods issue takes it. */
export interface PlannedDeliveryLine extends Omit<DeliveryLineInput, 'salesOrderLineId' | 'unit'> {
  readonly demandLineId: Id;
  readonly productId: Id;
  readonly quantity: Decimal;
  readonly unit: string;
}

/** Open, and claimed by no draft of another delivery. */
export function unclaimedOf(line: OrderLine): Decimal {
  const left = subtractDecimals(openOf(line), line.inDelivery);
  return isPositive(left) ? left : '0';
}

/**
 * Where the goods leave: as is said, else where the lines that are named are served from, else
 * where something is open, if that is one warehouse. Null, with a fault, when it cannot be told.
 */
export function warehouseOf(
  order: Order,
  warehouseId: Id | null | undefined,
  lines: readonly DeliveryLineInput[] | null | undefined,
  faults: Fault[],
): Id | null {
  if (warehouseId != null) {
    if (isId(warehouseId)) return warehouseId.toLowerCase();
    faults.push(fault('ID_MALFORMED', 'An id is a UUID', ['warehouseId']));
    return null;
  }
  const named = new Set((lines ?? []).map((line) => line.salesOrderLineId.toLowerCase()));
  const meant = order.lines.filter((line) =>
    lines == null ? isPositive(unclaimedOf(line)) : named.has(line.id),
  );
  const [first, ...others] = new Set(meant.map((line) => line.warehouseId));
  if (first !== undefined && others.length === 0) return first;
  const message =
    first === undefined
      ? 'Nothing of the order is open: say which warehouse is meant'
      : 'The lines are served from several warehouses: one delivery leaves one of them';
  faults.push(fault('WAREHOUSE_REQUIRED', message, ['warehouseId']));
  return null;
}

/** The lines that are asked for; every fault of every line is added to `faults`. */
export function planDelivery(
  order: Order,
  warehouseId: Id,
  inputs: readonly DeliveryLineInput[],
  measures: ReadonlyMap<Id, ProductMeasures>,
  faults: Fault[],
): PlannedDeliveryLine[] {
  const byId = new Map(order.lines.map((line) => [line.id, line]));
  const seen = new Set<Id>();
  return inputs.flatMap((input, index) => {
    const path = ['lines', String(index)];
    const { salesOrderLineId, unit, ...goods } = input;
    const at = [...path, 'salesOrderLineId'];
    const line = byId.get(salesOrderLineId.toLowerCase());
    if (!line) {
      faults.push(fault('SALES_ORDER_LINE_NOT_FOUND', 'The order has no such line', at));
      return [];
    }
    if (seen.has(line.id)) {
      faults.push(fault('ID_REPEATED', `${line.sku}: this line stands here twice`, at));
      return [];
    }
    seen.add(line.id);
    if (line.warehouseId !== warehouseId) {
      const message = `${line.sku} is served from another warehouse: amend the order first`;
      faults.push(fault('WRONG_WAREHOUSE', message, at, { warehouseId: line.warehouseId }));
    }
    const product = measures.get(line.productId);
    if (!product) throw new Error('A product of an order is not in the catalog');
    const asked = readAsked(line, product, input.quantity ?? null, unit ?? null, path, faults);
    if (asked === null) return [];
    faults.push(...openFaults(line, asked, [...path, 'quantity']));
    return [{ ...goods, ...lineOf(line, product, asked) }];
  });
}

/** In the base unit, exactly. */
function readAsked(
  line: OrderLine,
  product: ProductMeasures,
  quantity: Decimal | null,
  given: string | null,
  path: Path,
  faults: Fault[],
): Decimal | null {
  if (quantity === null) return unclaimedOf(line);
  const code = given ?? line.unit;
  const unit = product.units.get(code);
  if (!unit) {
    const known = [...product.units.keys()];
    const message = `${line.sku} is counted in ${known.join(', ')}, not in ${code}`;
    faults.push(fault('UNKNOWN_UNIT', message, [...path, 'unit'], { known }));
    return null;
  }
  const at = [...path, 'quantity'];
  const rules = { decimals: unit.decimals, positive: true };
  const inUnit = gather(readQuantityValue(quantity, rules), at, faults);
  return inUnit === null ? null : gather(toBase(inUnit, unit, product.baseDecimals), at, faults);
}

function openFaults(line: OrderLine, asked: Decimal, path: Path): Fault[] {
  const unclaimed = unclaimedOf(line);
  if (isPositive(asked) && compareDecimals(asked, unclaimed) <= 0) return [];
  const details = { sku: line.sku, open: openOf(line), inDelivery: line.inDelivery };
  const message =
    `${line.sku}: ${asked} to be delivered, ${details.open} open, ` +
    `${details.inDelivery} of that in other drafts`;
  return [fault('MORE_THAN_OPEN', message, path, details)];
}

/** In the unit that was ordered where all that was ordered leaves, else in the base unit. */
function lineOf(line: OrderLine, product: ProductMeasures, asked: Decimal) {
  const isWhole = compareDecimals(asked, line.quantity) === 0;
  return {
    demandLineId: line.id,
    productId: line.productId,
    ...(isWhole
      ? { quantity: line.quantityInUnit, unit: line.unit }
      : { quantity: asked, unit: product.baseUnit }),
  };
}

/**
 * Everything open that can leave the warehouse now, in the order of the lines: what is held for
 * them, then what is free. Of orders that leave complete nothing that would be refused.
 */
export function planEverything(
  order: Order,
  warehouseId: Id,
  { held, free }: Deliverable,
  measures: ReadonlyMap<Id, ProductMeasures>,
): PlannedDeliveryLine[] {
  const left = new Map(Object.entries(free));
  return order.lines.flatMap((line) => {
    const product = measures.get(line.productId);
    const unclaimed = unclaimedOf(line);
    if (!product || line.warehouseId !== warehouseId || !isPositive(unclaimed)) return [];
    const own = lesser(subtractDecimals(held[line.id] ?? '0', line.inDelivery), unclaimed);
    const fromOwn = isPositive(own) ? own : '0';
    const there = left.get(line.productId) ?? '0';
    const beyond = lesser(subtractDecimals(unclaimed, fromOwn), isPositive(there) ? there : '0');
    const asked = subtractDecimals(fromOwn, subtractDecimals('0', beyond));
    const isAll = compareDecimals(asked, openOf(line)) === 0;
    if (!isPositive(asked) || (order.deliveryPolicy === 'SHIP_COMPLETE_LINE' && !isAll)) return [];
    left.set(line.productId, subtractDecimals(there, beyond));
    return [lineOf(line, product, asked)];
  });
}

const lesser = (a: Decimal, b: Decimal): Decimal => (compareDecimals(a, b) <= 0 ? a : b);
