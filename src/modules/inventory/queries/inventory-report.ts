import type { Decimal } from '../../../kernel/decimal.ts';
import { foldText } from '../../../kernel/fold-text.ts';
import type { Id } from '../../../kernel/id.ts';
import { inOrder } from '../../../platform/database/in-order.ts';
import { statement, type Queryable } from '../../../platform/database/statement.ts';
import { quantitiesAsOf } from './quantities-as-of.ts';
import { quantitiesByWarehouse, type WarehouseQuantities } from './quantities-by-warehouse.ts';
import { quantityNames, type Quantities } from './quantity-columns.ts';

/** What a warehouse has of a product, and should have: a line of the report of all items. */
export interface InventoryReportRow extends WarehouseQuantities {
  /** As the policy has it now; null without one. */
  readonly minimum: Decimal | null;
  readonly target: Decimal | null;
}

export interface InventoryReportPage {
  /** By SKU, then by the warehouse's code; what has nothing and should have nothing is left out. */
  readonly rows: readonly InventoryReportRow[];
  /** The last product's SKU: the next page begins behind it. Null: there are no more. */
  readonly next: string | null;
}

export interface InventoryReportQuery {
  /** Left out: as it is now. */
  readonly asOf?: Date | string | null;
  readonly now: Date;
  /** Null: all. */
  readonly warehouseIds: readonly Id[] | null;
  /** Every word must occur in the product's SKU, names or barcodes. */
  readonly search?: string | null;
  /** How many products, not rows. */
  readonly first: number;
  readonly afterSku?: string | null;
}

const findProducts = statement(
  'inventory_report_products',
  `select id, sku from product
   where sku > $1 and ($2::text[] is null or search_text like all($2))
   order by sku limit $3`,
);

const findPolicies = statement(
  'inventory_report_policies',
  `select s.product_id as "productId", s.warehouse_id as "warehouseId",
          trim_scale(s.minimum)::text as minimum, trim_scale(s.target)::text as target
   from stock_policy s join warehouse w on w.id = s.warehouse_id
   where s.product_id = any($1::uuid[]) order by w.code`,
);

interface PolicyRow {
  readonly productId: Id;
  readonly warehouseId: Id;
  readonly minimum: Decimal | null;
  readonly target: Decimal | null;
}

/**
 * All items, a page of products at a time: each warehouse that has or awaits any, or has a minimum.
 * Three statements, whose cost follows what the products of the page have now, or what of them
 * moved since or until the instant.
 */
export async function inventoryReport(
  db: Queryable,
  query: InventoryReportQuery,
): Promise<InventoryReportPage> {
  const { asOf = null, now, warehouseIds, first } = query;
  const values = [query.afterSku ?? '', patterns(query.search), first + 1];
  const found = await db.query<{ id: Id; sku: string }>(findProducts, values);
  const products = found.slice(0, first);
  const ids = products.map(({ id }) => id);
  const [quantities, policies] = await inOrder(
    asOf === null ? quantitiesByWarehouse(db, ids, now) : quantitiesAsOf(db, ids, { asOf, now }),
    db.query<PolicyRow>(findPolicies, [ids]),
  );
  const policiesOf = Map.groupBy(policies, (row) => row.productId);
  const wanted = (row: { warehouseId: Id }): boolean =>
    warehouseIds === null || warehouseIds.includes(row.warehouseId);
  return {
    rows: ids.flatMap((id) =>
      rowsOf(id, quantities.get(id) ?? [], policiesOf.get(id) ?? [], asOf === null).filter(wanted),
    ),
    next: found.length > first ? (products.at(-1)?.sku ?? null) : null,
  };
}

function rowsOf(
  productId: Id,
  quantities: readonly WarehouseQuantities[],
  policies: readonly PolicyRow[],
  isNow: boolean,
): InventoryReportRow[] {
  const { minimum, target } = { minimum: null, target: null };
  const byWarehouse = new Map(policies.map((policy) => [policy.warehouseId, policy]));
  const had = new Set(quantities.map(({ warehouseId }) => warehouseId));
  const nothing = isNow ? { waiting: '0', expected: '0' } : { waiting: null, expected: null };
  return [
    ...quantities.map((row) => ({
      minimum,
      target,
      ...byWarehouse.get(row.warehouseId),
      ...row,
    })),
    ...policies
      .filter(({ warehouseId }) => !had.has(warehouseId))
      .map((policy) => ({ ...zeros, ...nothing, ...policy, productId })),
  ];
}

const zeros = Object.fromEntries(quantityNames.map((name) => [name, '0'])) as unknown as Quantities;

const patterns = (search: string | null | undefined): string[] | null => {
  const words = foldText(search ?? '')
    .split(' ')
    .filter(Boolean);
  return words.length === 0
    ? null
    : words.slice(0, 10).map((word) => `%${word.replace(/[\\%_]/g, '\\$&')}%`);
};
