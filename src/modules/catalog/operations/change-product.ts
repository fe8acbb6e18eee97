import { DomainError } from '../../../kernel/domain-error.ts';
import { isId, type Id } from '../../../kernel/id.ts';
import { statement } from '../../../platform/database/statement.ts';
import type { EventType } from '../../../platform/events/event.ts';
import type { OperationContext } from '../../../platform/perform/operation.ts';
import { catalogFault } from '../errors.ts';
import { productEvent } from '../events.ts';
import { loadProducts } from '../queries/load-products.ts';
import { searchText, type ProductRecord } from '../rules/product.ts';

/** What each act on one product answers. */
export interface ProductChanged {
  readonly productId: Id;
  readonly version: number;
}

// Two statements: a select that waits for the lock would show the units and barcodes of before it.
const lockStatement = statement(
  'catalog_lock_product',
  'select id from product where id = $1 for update',
);

/**
 * The product whole, locked until the act ends. Refuses with PRODUCT_NOT_FOUND; Forbidden when the
 * actor's `catalog.edit` does not reach it.
 */
export async function lockProduct(
  op: OperationContext,
  productId: Id,
  what: string,
): Promise<ProductRecord> {
  if (!isId(productId)) throw productNotFound(productId);
  await op.query(lockStatement, [productId]);
  const product = (await loadProducts(op, [productId])).get(productId);
  if (!product) throw productNotFound(productId);
  op.requireReach('catalog.edit', { ownerId: product.createdBy }, what);
  return product;
}

function productNotFound(productId: Id): DomainError {
  const message = `There is no product ${productId}`;
  return new DomainError([catalogFault('PRODUCT_NOT_FOUND', message, ['productId'])]);
}

const saveStatement = statement(
  'catalog_save_product',
  `update product
   set sku = $3, name_en = $4, name_fa = $5, active = $6, search_text = $7,
       standard_cost = $8, category_id = $9, tax_code = $10, lead_time_days = $11,
       warranty_months = $12, version = version + 1
   where id = $1 and version = $2
   returning version`,
);

/** Writes the product's own columns, raises its version, and announces what changed. */
export async function saveProduct(
  op: OperationContext,
  product: ProductRecord,
  type: EventType,
  change: Readonly<Record<string, unknown>>,
): Promise<ProductChanged> {
  const { id, version, sku, nameEn, nameFa, active, standardCost } = product;
  const [saved] = await op.query<{ version: number }>(saveStatement, [
    id,
    version,
    sku,
    nameEn,
    nameFa,
    active,
    searchText(product),
    standardCost,
    product.categoryId,
    product.taxCode,
    product.leadTimeDays,
    product.warrantyMonths,
  ]);
  if (!saved) throw new Error(`product ${id} was changed under its lock`);
  op.emit(productEvent(type, { ...product, version: saved.version }, change));
  return { productId: id, version: saved.version };
}
