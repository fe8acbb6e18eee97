import type { Fault } from '../../../kernel/domain-error.ts';
import { isId, type Id } from '../../../kernel/id.ts';
import { defineOperation } from '../../../platform/perform/operation.ts';
import { catalogFault } from '../errors.ts';
import { catalogEvents } from '../events.ts';
import { readCategoryCode } from '../rules/category.ts';
import { readName } from '../rules/read-product.ts';
import {
  lockCategories,
  readParent,
  refuseTakenCode,
  saveCategory,
  type CategoryChanged,
} from './change-category.ts';

export interface CreateProductCategoryInput {
  readonly id?: Id | null;
  readonly code: string;
  readonly nameEn: string;
  readonly nameFa: string;
  /** The wider category that it is within. */
  readonly parentId?: Id | null;
}

/** From now on products can be filed here, and price lists can say what all of it costs. */
export const createProductCategory = defineOperation({
  name: 'createProductCategory',
  permission: 'catalog.edit',
  async run(op, input: CreateProductCategoryInput): Promise<CategoryChanged> {
    op.requireReach('catalog.edit', {}, 'createProductCategory');
    const categories = await lockCategories(op);
    const faults: Fault[] = [];
    const id = input.id?.toLowerCase() ?? op.newId();
    if (!isId(id)) faults.push(catalogFault('ID_MALFORMED', 'An id is a UUID', ['id']));
    if (categories.has(id)) {
      faults.push(catalogFault('ID_TAKEN', 'The id is that of another category', ['id']));
    }
    const category = {
      id,
      code: readCategoryCode(input.code, ['code'], faults),
      nameEn: readName(input.nameEn, ['nameEn'], faults),
      nameFa: readName(input.nameFa, ['nameFa'], faults),
      parentId: readParent(input.parentId, categories, faults),
      version: 1,
    };
    refuseTakenCode(category, categories, faults);
    // No version of a category that is there is 0: a twin's id made meanwhile stays the twin's.
    return saveCategory(op, { ...category, version: 0 }, catalogEvents.categoryCreated, faults);
  },
});
