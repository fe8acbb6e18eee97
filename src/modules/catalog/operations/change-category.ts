import { DomainError, refuseIfAny, type Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { refusingClashes } from '../../../platform/database/constraint-faults.ts';
import { statement } from '../../../platform/database/statement.ts';
import type { EventType } from '../../../platform/events/event.ts';
import type { OperationContext } from '../../../platform/perform/operation.ts';
import { catalogFault } from '../errors.ts';
import { categoryEvent } from '../events.ts';
import type { CategoryRecord } from '../rules/category.ts';

/** What each act on a category answers. */
export interface CategoryChanged {
  readonly productCategoryId: Id;
  readonly version: number;
}

const lockStatement = statement(
  'catalog_lock_categories',
  `select id, code, name_en as "nameEn", name_fa as "nameFa", parent_id as "parentId", version
   from product_category order by id for no key update`,
);

/**
 * All categories there are, locked: they are few, and two that are moved at once, each below the
 * other, would else be within themselves.
 */
export async function lockCategories(op: OperationContext): Promise<Map<Id, CategoryRecord>> {
  const rows = await op.query<CategoryRecord>(lockStatement);
  return new Map(rows.map((row) => [row.id, row]));
}

/** In small letters; null when it is not said, or there is none such and a fault is added. */
export function readParent(
  id: Id | null | undefined,
  categories: ReadonlyMap<Id, CategoryRecord>,
  faults: Fault[],
): Id | null {
  if (id == null) return null;
  const parent = categories.get(id.toLowerCase());
  if (parent) return parent.id;
  faults.push(catalogFault('CATEGORY_NOT_FOUND', 'There is no such category', ['parentId']));
  return null;
}

export function refuseTakenCode(
  { id, code }: CategoryRecord,
  categories: ReadonlyMap<Id, CategoryRecord>,
  faults: Fault[],
): void {
  const holder = [...categories.values()].find((other) => other.code === code && other.id !== id);
  if (holder) faults.push(codeTaken(code));
}

const codeTaken = (code: string): Fault =>
  catalogFault('CATEGORY_CODE_TAKEN', `${code} is the code of another category`, ['code']);

const saveStatement = statement(
  'catalog_save_category',
  `insert into product_category as c (id, code, name_en, name_fa, parent_id)
   values ($1, $2, $3, $4, $5)
   on conflict (id) do update
     set code = excluded.code, name_en = excluded.name_en, name_fa = excluded.name_fa,
         parent_id = excluded.parent_id, version = c.version + 1
     where c.version = $6
   returning version`,
);

/** Writes a new category, or one that is locked at the version given, and announces it. */
export async function saveCategory(
  op: OperationContext,
  category: CategoryRecord,
  type: EventType,
  faults: readonly Fault[],
  change: Readonly<Record<string, unknown>> = {},
): Promise<CategoryChanged> {
  refuseIfAny(faults);
  const { id, code, nameEn, nameFa, parentId, version } = category;
  const clashes = { product_category_code_unique: () => codeTaken(code) };
  const [saved] = await refusingClashes(clashes, () =>
    op.query<{ version: number }>(saveStatement, [id, code, nameEn, nameFa, parentId, version]),
  );
  if (!saved) {
    const message = 'The id is that of another category';
    throw new DomainError([catalogFault('ID_TAKEN', message, ['id'])]);
  }
  op.emit(categoryEvent(type, { ...category, version: saved.version }, change));
  return { productCategoryId: id, version: saved.version };
}
