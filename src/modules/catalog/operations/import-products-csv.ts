import { DomainError, refuseIfAny, type Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { atCsvLines, readCsv } from '../../../platform/csv.ts';
import { defineOperation, type OperationContext } from '../../../platform/perform/operation.ts';
import { rehearse } from '../../../platform/perform/rehearse.ts';
import { categoriesByCode } from '../queries/categories.ts';
import { columnOfField, productColumns, readProductRow } from '../rules/read-product-row.ts';
import { insertProducts } from './insert-products.ts';

export interface ImportProductsCsvInput {
  /** With a header: sku, name_en, name_fa, base_unit; others where needed. */
  readonly csv: string;
  readonly dryRun?: boolean | null;
}

/** A product as it was entered, or would be. */
export interface ImportedProduct {
  readonly line: number;
  readonly sku: string;
  readonly nameEn: string;
  readonly baseUnit: string;
  readonly tracking: string;
  readonly units: number;
  readonly barcodes: number;
}

export interface ProductsImported {
  readonly dryRun: boolean;
  readonly created: number;
  /** In the order of the rows; none after a dry run. */
  readonly productIds: readonly Id[];
  /** The first of them. */
  readonly rows: readonly ImportedProduct[];
}

const shownRows = 20;

/**
 * A file of products enters the catalog: up to 1,000 rows, all or none, and every fault of every
 * row by its line and column. A dry run does all of it and takes it back: only its row in the
 * operation log remains, and its key is used.
 */
export const importProductsCsv = defineOperation({
  name: 'importProductsCsv',
  permission: 'catalog.edit',
  async run(op, input: ImportProductsCsvInput): Promise<ProductsImported> {
    op.requireReach('catalog.edit', { ownerId: op.actorId }, 'importProductsCsv');
    const dryRun = input.dryRun ?? false;
    const imported = await (dryRun
      ? rehearse(op, (rehearsed) => enter(rehearsed, input.csv))
      : enter(op, input.csv));
    return { ...imported, productIds: dryRun ? [] : imported.productIds, dryRun };
  },
});

async function enter(op: OperationContext, csv: string): Promise<Omit<ProductsImported, 'dryRun'>> {
  const faults: Fault[] = [];
  const rows = readCsv(csv, productColumns, faults);
  const categories = await categoriesByCode(
    op,
    rows.flatMap(({ at }) => at.category ?? []),
  );
  const inputs = rows.map((row) => readProductRow(row, categories));
  const products = await insertProducts(op, inputs, (index) => ['rows', String(index)]).catch(
    (error: unknown) => {
      if (!(error instanceof DomainError)) throw error;
      faults.push(...atCsvLines(error.faults, rows, { list: 'rows', columns: columnOfField }));
      return [];
    },
  );
  refuseIfAny(faults);
  return {
    created: products.length,
    productIds: products.map(({ id }) => id),
    rows: products.slice(0, shownRows).map((product, index) => ({
      line: rows[index]?.line ?? 0,
      sku: product.sku,
      nameEn: product.nameEn,
      baseUnit: product.baseUnit,
      tracking: product.tracking,
      units: product.units.length,
      barcodes: product.barcodes.length,
    })),
  };
}
