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

const sum = (what: string): string =>
  what === 'available'
    ? `sum(case q.what when 'sellable' then q.quantity when 'reserved' then -q.quantity else 0 end)`
    : `coalesce(sum(q.quantity) filter (where q.what = '${what}'), 0)`;

/**
 * SQL: rows `(product_id, warehouse_id, what, quantity)` added up, a row for each product and
 * warehouse where anything is left, by the warehouse's code; columns of `further` kinds as well.
 */
export const quantitiesOf = (rows: string, further: readonly string[] = []): string => `
  select q.product_id as "productId", q.warehouse_id as "warehouseId",
         ${[...quantityNames, ...further]
           .map((what) => `trim_scale(${sum(what)})::text as "${what}"`)
           .join(',\n         ')}
  from (select product_id, warehouse_id, what, sum(quantity) as quantity
        from (${rows}) r group by 1, 2, 3 having sum(quantity) <> 0) q
  join warehouse w on w.id = q.warehouse_id
  group by q.product_id, q.warehouse_id, w.code
  order by q.product_id, w.code`;
