import { refuseIfAny, type Fault } from '../../../kernel/domain-error.ts';
import {
  refusingClashes,
  type ConstraintFaults,
} from '../../../platform/database/constraint-faults.ts';
import { statement } from '../../../platform/database/statement.ts';
import type { OperationContext } from '../../../platform/perform/operation.ts';
import type { Path } from '../errors.ts';
import { catalogEvents, productEvent } from '../events.ts';
import { findTaken } from '../queries/find-taken.ts';
import { knownTerms } from '../queries/known-terms.ts';
import { knownUnits } from '../queries/known-units.ts';
import { placesIn, takenFault, takenFaults, type Places } from '../rules/clashes.ts';
import { searchText, type ProductRecord } from '../rules/product.ts';
import { readProduct, type ProductInput } from '../rules/read-product.ts';

/**
 * Enters products with their units and barcodes: all of them, or a refusal that names every fault
 * under `pathOf(index)`. The same six statements for one product as for a thousand.
 */
export async function insertProducts(
  op: OperationContext,
  inputs: readonly ProductInput[],
  pathOf: (index: number) => Path,
): Promise<ProductRecord[]> {
  const faults: Fault[] = [];
  const reading = {
    units: await knownUnits(op),
    terms: await knownTerms(op, inputs),
    createdBy: op.actorId,
    faults,
    newId: () => op.newId(),
  };
  const products = inputs.map((input, index) => readProduct(input, pathOf(index), reading));
  const places = placesIn(products, pathOf, faults);
  faults.push(...takenFaults(places, await findTaken(op, wantedOf(products))));
  refuseIfAny(faults);
  await refusingClashes(clashes(places), () => write(op, products));
  for (const product of products) op.emit(productEvent(catalogEvents.productCreated, product));
  return products;
}

const wantedOf = (products: readonly ProductRecord[]): Parameters<typeof findTaken>[1] => ({
  ids: products.map(({ id }) => id),
  skus: products.map(({ sku }) => sku),
  scanKeys: products.flatMap(({ barcodes }) => barcodes.map(({ scanKey }) => scanKey)),
});

const clashes = (places: Places): ConstraintFaults => {
  const fault =
    (kind: keyof Places) =>
    (key: string): Fault =>
      takenFault(kind, places[kind].get(key) ?? { path: [], text: key });
  return {
    product_pkey: fault('ids'),
    product_sku_unique: fault('skus'),
    product_barcode_scan_key_unique: fault('scanKeys'),
  };
};

const insertStatement = statement(
  'catalog_insert_products',
  `insert into product (id, sku, name_en, name_fa, base_unit_code, tracking, search_text, active,
                        standard_cost, category_id, tax_code, lead_time_days, warranty_months,
                        created_at, created_by, version)
   select id, sku, name_en, name_fa, base_unit_code, tracking, search_text, true, standard_cost,
          category_id, tax_code, lead_time_days, warranty_months, $2, $3, 1
   from json_to_recordset($1) as r(id uuid, sku text, name_en text, name_fa text,
                                   base_unit_code text, tracking text, search_text text,
                                   standard_cost numeric, category_id uuid, tax_code text,
                                   lead_time_days int, warranty_months int)`,
);

const insertUnitsStatement = statement(
  'catalog_insert_product_units',
  `insert into product_unit (id, product_id, unit_code, numerator, denominator)
   select id, product_id, unit, numerator, denominator
   from json_to_recordset($1) as r(id uuid, product_id uuid, unit text, numerator bigint,
                                   denominator bigint)`,
);

const insertBarcodesStatement = statement(
  'catalog_insert_product_barcodes',
  `insert into product_barcode (id, product_id, unit_code, code, symbology, scan_key)
   select id, product_id, unit, code, symbology, "scanKey"
   from json_to_recordset($1) as r(id uuid, product_id uuid, unit text, code text, symbology text,
                                   "scanKey" text)`,
);

/** Each table in the order of its unique key: two acts with the same keys wait, not deadlock. */
async function write(op: OperationContext, products: readonly ProductRecord[]): Promise<void> {
  const rows = products.map((product) => ({
    id: product.id,
    sku: product.sku,
    name_en: product.nameEn,
    name_fa: product.nameFa,
    base_unit_code: product.baseUnit,
    tracking: product.tracking,
    search_text: searchText(product),
    standard_cost: product.standardCost,
    category_id: product.categoryId,
    tax_code: product.taxCode,
    lead_time_days: product.leadTimeDays,
    warranty_months: product.warrantyMonths,
  }));
  rows.sort((a, b) => (a.sku < b.sku ? -1 : 1));
  await op.query(insertStatement, [JSON.stringify(rows), op.now, op.actorId]);
  await op.query(insertUnitsStatement, [JSON.stringify(childrenOf(products, 'units'))]);
  const barcodes = childrenOf(products, 'barcodes');
  barcodes.sort((a, b) => (a.scanKey < b.scanKey ? -1 : 1));
  await op.query(insertBarcodesStatement, [JSON.stringify(barcodes)]);
}

const childrenOf = <Kind extends 'units' | 'barcodes'>(
  products: readonly ProductRecord[],
  kind: Kind,
): (ProductRecord[Kind][number] & { product_id: string })[] =>
  products.flatMap((product) => product[kind].map((row) => ({ ...row, product_id: product.id })));
