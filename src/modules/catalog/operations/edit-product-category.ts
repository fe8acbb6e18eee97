import { DomainError, type Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { defineOperation } from '../../../platform/perform/operation.ts';
import { catalogFault } from '../errors.ts';
import { catalogEvents } from '../events.ts';
import { isWithin, readCategoryCode, type CategoryRecord } from '../rules/category.ts';
import { readName } from '../rules/read-product.ts';
import {
  lockCategories,
  readParent,
  refuseTakenCode,
  saveCategory,
  type CategoryChanged,
} from './change-category.ts';

export interface EditProductCategoryInput {
  readonly productCategoryId: Id;
  /** The version that the editor has seen. */
  readonly expectedVersion: number;
  /** Each stays as it is when absent. */
  readonly code?: string | null;
  readonly nameEn?: string | null;
  readonly nameFa?: string | null;
  readonly parentId?: Id | null;
  /** True: it is within no other. */
  readonly withoutParent?: boolean | null;
}

/**
 * A category is called otherwise, or goes elsewhere in the tree with all that is below it. Refuses
 * with CATEGORY_WITHIN_ITSELF where it would go below itself.
 */
export const editProductCategory = defineOperation({
  name: 'editProductCategory',
  permission: 'catalog.edit',
  async run(op, input: EditProductCategoryInput): Promise<CategoryChanged> {
    op.requireReach('catalog.edit', {}, 'editProductCategory');
    const categories = await lockCategories(op);
    const category = categories.get(input.productCategoryId.toLowerCase());
    if (!category) throw notFound();
    requireVersion(category, input.expectedVersion);
    const faults: Fault[] = [];
    const edited = readEdit(category, input, categories, faults);
    refuseTakenCode(edited, categories, faults);
    const changed = fields.filter((field) => category[field] !== edited[field]);
    if (changed.length === 0 && faults.length === 0) {
      return { productCategoryId: category.id, version: category.version };
    }
    const change = Object.fromEntries(
      changed.map((field) => [field, { from: category[field], to: edited[field] }]),
    );
    return saveCategory(op, edited, catalogEvents.categoryEdited, faults, change);
  },
});

const fields = ['code', 'nameEn', 'nameFa', 'parentId'] as const;

function notFound(): DomainError {
  const message = 'There is no such category';
  return new DomainError([catalogFault('CATEGORY_NOT_FOUND', message, ['productCategoryId'])]);
}

function requireVersion({ version }: CategoryRecord, expected: number): void {
  if (version === expected) return;
  const message = `Someone has changed this category meanwhile: it is at version ${version}`;
  throw new DomainError([catalogFault('STALE', message, ['expectedVersion'], { version })]);
}

function readEdit(
  category: CategoryRecord,
  input: EditProductCategoryInput,
  categories: ReadonlyMap<Id, CategoryRecord>,
  faults: Fault[],
): CategoryRecord {
  const { code, nameEn, nameFa } = input;
  return {
    ...category,
    ...(code != null && { code: readCategoryCode(code, ['code'], faults) }),
    ...(nameEn != null && { nameEn: readName(nameEn, ['nameEn'], faults) }),
    ...(nameFa != null && { nameFa: readName(nameFa, ['nameFa'], faults) }),
    parentId: readNewParent(category, input, categories, faults),
  };
}

function readNewParent(
  { id, code, parentId }: CategoryRecord,
  input: EditProductCategoryInput,
  categories: ReadonlyMap<Id, CategoryRecord>,
  faults: Fault[],
): Id | null {
  if (input.withoutParent) return null;
  const parent = readParent(input.parentId, categories, faults) ?? parentId;
  const parents = new Map([...categories.values()].map((each) => [each.id, each.parentId]));
  if (parent !== null && isWithin(parent, id, parents)) {
    const message = `${code} cannot be within itself`;
    faults.push(catalogFault('CATEGORY_WITHIN_ITSELF', message, ['parentId']));
  }
  return parent;
}
