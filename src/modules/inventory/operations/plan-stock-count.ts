import { refuseIfAny, type Fault } from '../../../kernel/domain-error.ts';
import { compareDecimals, type Decimal } from '../../../kernel/decimal.ts';
import type { Id } from '../../../kernel/id.ts';
import { readLocalDate, type LocalDate } from '../../../kernel/local-date.ts';
import { readQuantityValue } from '../../../kernel/quantity.ts';
import { askable } from '../../../kernel/read-input.ts';
import { gather } from '../../../kernel/reading.ts';
import { inOrder } from '../../../platform/database/in-order.ts';
import { defineOperation, type OperationContext } from '../../../platform/perform/operation.ts';
import { loadProductMeasures, type ProductMeasures } from '../../catalog/index.ts';
import { fault } from '../errors.ts';
import { inventoryEvents } from '../events.ts';
import { announceCount } from '../ledger/announce-count.ts';
import { nextNumber } from '../ledger/next-number.ts';
import { insertCount, type NewCount } from '../ledger/write-count.ts';
import { findProductsOfClasses } from '../queries/due-counts.ts';
import { loadWarehouseFacts, type WarehouseFacts } from '../queries/warehouse-facts.ts';
import { countClasses, type CountClass } from '../rules/kinds.ts';
import { countFaults, readOwnId, readText } from '../rules/read-input.ts';

/** When and how strictly goods are counted. */
export interface CountTerms {
  readonly plannedOn?: string | null;
  /** Who counts is not shown what the book says; so it is unless said otherwise. */
  readonly blind?: boolean | null;
  /** A difference of more than so many percent of the book is counted by a second person. */
  readonly recountPercent?: string | null;
  /** Same, of more than so many base units. */
  readonly recountQuantity?: string | null;
}

export interface PlanStockCountInput extends CountTerms {
  readonly id?: Id | null;
  readonly warehouseId: Id;
  /** Left out: wherever the products are; every place when none are named either. */
  readonly locationIds?: readonly Id[] | null;
  readonly productIds?: readonly Id[] | null;
  /** The products that the warehouse's policies put into these classes. */
  readonly countClasses?: readonly CountClass[] | null;
  readonly note?: string | null;
}

export interface StockCountPlanned {
  readonly stockCountId: Id;
  readonly number: string;
}

/**
 * Goods are to be counted: these places, these products (named, or by their class), these products
 * at these places, or the whole warehouse. Nothing is counted yet, and nothing is kept from others.
 */
export const planStockCount = defineOperation({
  name: 'planStockCount',
  permission: 'inventory.count',
  async run(op, input: PlanStockCountInput): Promise<StockCountPlanned> {
    const unitIds = askable([input.warehouseId]);
    op.requireReach('inventory.count', { unitIds }, 'Planning a count here');
    const { warehouse, ...count } = await plan(op, input);
    return insertPlanned(op, warehouse, count);
  },
});

/** Gives the count its number, keeps and announces it. */
export async function insertPlanned(
  op: OperationContext,
  warehouse: { readonly id: Id; readonly code: string },
  count: Omit<NewCount, 'number' | 'warehouseId'>,
): Promise<StockCountPlanned> {
  const number = await nextNumber(op, 'SC', warehouse);
  await inOrder(
    insertCount(op, { ...count, number, warehouseId: warehouse.id }),
    announceCount(op, inventoryEvents.stockCountPlanned, count.id),
  );
  return { stockCountId: count.id, number };
}

type Plan = Omit<NewCount, 'number' | 'warehouseId'> & { readonly warehouse: WarehouseFacts };

async function plan(op: OperationContext, input: PlanStockCountInput): Promise<Plan> {
  const { locationIds, productIds } = input;
  refuseIfAny([
    ...(locationIds ? countFaults(locationIds.length, 'locationIds') : []),
    ...(productIds ? countFaults(productIds.length, 'productIds') : []),
  ]);
  const classes = [...new Set(input.countClasses ?? [])];
  const [warehouses, products, ofClasses] = await inOrder(
    loadWarehouseFacts(op, askable([input.warehouseId]), askable(locationIds ?? [])),
    loadProductMeasures(op, askable(productIds ?? [])),
    findProductsOfClasses(op, askable([input.warehouseId]), classes),
  );
  const faults: Fault[] = [];
  const id = readOwnId(input.id, op.newId, ['id'], faults);
  const [warehouse] = warehouses.values();
  if (!warehouse) {
    faults.push(fault('WAREHOUSE_NOT_FOUND', 'There is no such warehouse', ['warehouseId']));
  }
  const terms = readTerms(op, input, faults);
  const note = readText(input.note, { most: 1000, optional: true }, ['note'], faults);
  const places = warehouse && locationIds ? placesOf(locationIds, warehouse, faults) : null;
  if (classes.some((name) => !countClasses.includes(name))) {
    const message = `A class is ${countClasses.join(', ')}`;
    faults.push(fault('CODE_MALFORMED', message, ['countClasses']));
  } else if (warehouse && classes.length > 0 && ofClasses.length === 0) {
    const message = `${warehouse.code} has no products of class ${classes.join(', ')}`;
    faults.push(fault('NOTHING_TO_COUNT', message, ['countClasses']));
  }
  const named = productIds ? productsOf(productIds, products, faults) : [];
  refuseIfAny(faults);
  const chosen = productIds || classes.length > 0 ? [...new Set([...named, ...ofClasses])] : null;
  return {
    id: id as Id,
    warehouse: warehouse as WarehouseFacts,
    ...terms,
    locationIds: places,
    productIds: chosen,
    countClasses: classes,
    note,
  };
}

export interface ReadTerms {
  readonly plannedOn: LocalDate;
  readonly blind: boolean;
  readonly recountPercent: Decimal | null;
  readonly recountQuantity: Decimal | null;
}

const mostPercent = '1000';

/** When and how strictly is counted; each fault is added to `faults`. */
export function readTerms(op: OperationContext, terms: CountTerms, faults: Fault[]): ReadTerms {
  const threshold = (text: string | null | undefined, decimals: number, at: string) => {
    if (text == null) return null;
    const value = gather(readQuantityValue(text, { decimals }), [at], faults);
    if (value?.startsWith('-')) {
      faults.push(fault('NEGATIVE_COUNT', 'A difference is never less than nothing', [at]));
    }
    if (value !== null && at === 'recountPercent' && compareDecimals(value, mostPercent) > 0) {
      const message = `At most ${mostPercent} percent`;
      faults.push({ code: 'TOO_MANY_DIGITS', message, path: [at] });
    }
    return value;
  };
  const day = terms.plannedOn;
  const plannedOn = day == null ? op.today : gather(readLocalDate(day), ['plannedOn'], faults);
  return {
    plannedOn: plannedOn ?? op.today,
    blind: terms.blind ?? true,
    recountPercent: threshold(terms.recountPercent, 4, 'recountPercent'),
    recountQuantity: threshold(terms.recountQuantity, 6, 'recountQuantity'),
  };
}

function placesOf(ids: readonly Id[], warehouse: WarehouseFacts, faults: Fault[]): Id[] {
  const known = new Set(warehouse.places.map((place) => place.id));
  ids.forEach((id, index) => {
    if (known.has(id.toLowerCase())) return;
    const message = 'The warehouse has no such location';
    faults.push(fault('LOCATION_NOT_FOUND', message, ['locationIds', String(index)]));
  });
  return [...known];
}

function productsOf(
  ids: readonly Id[],
  products: ReadonlyMap<Id, ProductMeasures>,
  faults: Fault[],
): Id[] {
  ids.forEach((id, index) => {
    if (products.has(id.toLowerCase())) return;
    const message = 'There is no such product';
    faults.push(fault('PRODUCT_NOT_FOUND', message, ['productIds', String(index)]));
  });
  return [...products.keys()];
}
