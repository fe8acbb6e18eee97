import { DomainError, refuseIfAny, type Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { refusingClashes } from '../../../platform/database/constraint-faults.ts';
import { defineOperation } from '../../../platform/perform/operation.ts';
import { catalogFault } from '../errors.ts';
import { catalogEvents } from '../events.ts';
import { knownTerms } from '../queries/known-terms.ts';
import { findTaken } from '../queries/find-taken.ts';
import { takenFault } from '../rules/clashes.ts';
import type { ProductRecord } from '../rules/product.ts';
import {
  mostDays,
  mostMonths,
  readCategory,
  readName,
  readSku,
  readStandardCost,
  readTaxCode,
  readTerm,
  type KnownTerms,
} from '../rules/read-product.ts';
import { lockProduct, saveProduct, type ProductChanged } from './change-product.ts';

export interface EditProductInput {
  readonly productId: Id;
  /** The version that the editor has seen. */
  readonly expectedVersion: number;
  /** Each stays as it is when absent. */
  readonly sku?: string | null;
  readonly nameEn?: string | null;
  readonly nameFa?: string | null;
  readonly standardCost?: string | null;
  readonly categoryId?: Id | null;
  readonly taxCode?: string | null;
  readonly leadTimeDays?: number | null;
  readonly warrantyMonths?: number | null;
  /** Each true: it has none from now on. */
  readonly withoutCategory?: boolean | null;
  readonly withoutTaxCode?: boolean | null;
  readonly withoutLeadTime?: boolean | null;
  readonly withoutWarranty?: boolean | null;
}

/**
 * The product is called, numbered, valued, filed or taxed otherwise. Base unit and tracking stay:
 * stock is counted by them. Refuses with STALE, giving the current version, when someone has edited
 * it meanwhile. An edit that changes nothing raises no version and announces nothing.
 */
export const editProduct = defineOperation({
  name: 'editProduct',
  permission: 'catalog.edit',
  async run(op, input: EditProductInput): Promise<ProductChanged> {
    const product = await lockProduct(op, input.productId, 'editProduct');
    requireVersion(product, input.expectedVersion);
    const faults: Fault[] = [];
    const terms = await knownTerms(op, [input]);
    const edited = { ...readEdit(product, input, faults), ...readTerms(input, terms, faults) };
    const skuAt = { path: ['sku'], text: edited.sku };
    if (edited.sku !== product.sku) {
      const taken = await findTaken(op, { skus: [edited.sku] });
      if (taken.skus.has(edited.sku)) faults.push(takenFault('skus', skuAt));
    }
    refuseIfAny(faults);
    const change = changeBetween(product, edited);
    if (!change) return { productId: product.id, version: product.version };
    return refusingClashes({ product_sku_unique: () => takenFault('skus', skuAt) }, () =>
      saveProduct(op, edited, catalogEvents.productEdited, change),
    );
  },
});

function requireVersion({ version }: ProductRecord, expected: number): void {
  if (version === expected) return;
  const message = `Someone has changed this product meanwhile: it is at version ${version}`;
  throw new DomainError([catalogFault('STALE', message, ['expectedVersion'], { version })]);
}

const readEdit = (product: ProductRecord, input: EditProductInput, faults: Fault[]) => ({
  ...product,
  ...(input.sku != null && { sku: readSku(input.sku, ['sku'], faults) }),
  ...(input.nameEn != null && { nameEn: readName(input.nameEn, ['nameEn'], faults) }),
  ...(input.nameFa != null && { nameFa: readName(input.nameFa, ['nameFa'], faults) }),
  ...(input.standardCost != null && {
    standardCost: readStandardCost(input.standardCost, ['standardCost'], faults),
  }),
});

type Terms = Pick<ProductRecord, 'categoryId' | 'taxCode' | 'leadTimeDays' | 'warrantyMonths'>;

function readTerms(input: EditProductInput, known: KnownTerms, faults: Fault[]): Partial<Terms> {
  const { categoryId, taxCode, leadTimeDays, warrantyMonths } = input;
  return {
    ...(categoryId != null && {
      categoryId: readCategory(categoryId, known, ['categoryId'], faults),
    }),
    ...(taxCode != null && { taxCode: readTaxCode(taxCode, known, ['taxCode'], faults) }),
    ...(leadTimeDays != null && {
      leadTimeDays: readTerm(leadTimeDays, mostDays, ['leadTimeDays'], faults),
    }),
    ...(warrantyMonths != null && {
      warrantyMonths: readTerm(warrantyMonths, mostMonths, ['warrantyMonths'], faults),
    }),
    ...(input.withoutCategory && { categoryId: null }),
    ...(input.withoutTaxCode && { taxCode: null }),
    ...(input.withoutLeadTime && { leadTimeDays: null }),
    ...(input.withoutWarranty && { warrantyMonths: null }),
  };
}

const fields = [
  'sku',
  'nameEn',
  'nameFa',
  'standardCost',
  'categoryId',
  'taxCode',
  'leadTimeDays',
  'warrantyMonths',
] as const;

/** `{ nameEn: { from, to } }`; null when nothing differs. */
function changeBetween(before: ProductRecord, after: ProductRecord) {
  const changed = fields.filter((f) => before[f] !== after[f]);
  if (changed.length === 0) return null;
  return Object.fromEntries(changed.map((f) => [f, { from: before[f], to: after[f] }]));
}
