import type { Decimal } from '../../../kernel/decimal.ts';

/** What is told of a product in a warehouse, now and as of any past instant; in the base unit. */
export interface Quantities {
  /** In all its places, of whatever owner and status. */
  readonly onHand: Decimal;
  /** Of that, our own, available and in storage. */
  readonly sellable: Decimal;
  /** Of that, promised, by a promise that has not run out. */
  readonly reserved: Decimal;
  /** Sellable and not promised. */
  readonly available: Decimal;
  /** In a quarantine place, or of that status. */
  readonly quarantined: Decimal;
  readonly blocked: Decimal;
  readonly expired: Decimal;
  /** Somebody else's. */
  readonly foreignOwned: Decimal;
  /** Left here for another warehouse, and has arrived nowhere yet. */
  readonly inTransitOut: Decimal;
  /** Physically left another warehouse for this one, and has not arrived. */
  readonly inTransitIn: Decimal;
}

export const quantityNames = [
  'onHand',
  'sellable',
  'reserved',
  'available',
  'quarantined',
  'blocked',
  'expired',
  'foreignOwned',
  'inTransitOut',
  'inTransitIn',
] as const satisfies readonly (keyof Quantities)[];

const sum = (what: string): string => `coalesce(sum(quantity) filter (where what = '${what}'), 0)`;

/**
 * SQL: rows `(product_id, warehouse_id, what, quantity)` added up, a row for each product and
 * warehouse, a column for each kind.
 */
export const addedUp = (rows: string, kinds: readonly string[]): string => `
  select product_id, warehouse_id, ${kinds.map((what) => `${sum(what)} as "${what}"`).join(', ')}
  from (${rows}) r
  group by 1, 2`;

/**
 * SQL: the numbers of `found (product_id, warehouse_id, …)` as they travel, where there are any, by
 * the warehouse's code.
 */
export const asNumbers = (found: string, kinds: readonly string[]): string => `
  select f.product_id as "productId", f.warehouse_id as "warehouseId",
         ${kinds.map((what) => `trim_scale(f."${what}")::text as "${what}"`).join(', ')},
         trim_scale(f.sellable - f.reserved)::text as available
  from ${found} f
  join warehouse w on w.id = f.warehouse_id
  where ${kinds.map((what) => `f."${what}" <> 0`).join(' or ')}
  order by f.product_id, w.code`;
