import { Forbidden } from '../identity/access-error.ts';
import { hasColumn, linkCondition, targetOf, type Meta, type ReadModel } from './read-model.ts';
import type { SqlDraft } from './sql-draft.ts';

/** Null where every row may be seen. */
type Condition = string | null;

/**
 * The condition under which the viewer may read a row of `meta`. `reachedFrom` names the relation
 * of the row that leads back to a parent already held to its own rule: no second check is needed.
 * @throws Forbidden when the viewer does not hold the permission at all.
 */
export function rowCondition(
  draft: SqlDraft,
  meta: Meta,
  alias: string,
  reachedFrom?: string,
): Condition {
  const rule = draft.model.rule(meta.className);
  requirePermission(draft, rule.permission, meta.className);
  if (rule.via) {
    if (rule.via === reachedFrom) return null;
    return throughRelation(draft, meta, alias, rule.via, (whole, wholeAlias) =>
      rowCondition(draft, whole, wholeAlias),
    );
  }
  return rule.everyRow ? null : reachCondition(draft, meta, alias, rule.permission);
}

/** The condition that a permission's reach puts on a row, by the units and the owner of the row. */
export function reachCondition(
  draft: SqlDraft,
  meta: Meta,
  alias: string,
  permission: string,
): Condition {
  const grant = draft.viewer.grants.get(permission);
  if (!grant) return 'false';
  if (grant.reach === 'ALL') return null;
  const rule = draft.model.rule(meta.className);
  if (rule.via) {
    return throughRelation(draft, meta, alias, rule.via, (whole, wholeAlias) =>
      reachCondition(draft, whole, wholeAlias, permission),
    );
  }
  const ways: string[] = [];
  const me = (): string => draft.viewerValue({ of: 'viewer', what: 'personId' }, 'uuid');
  if (rule.owner) ways.push(endMatches(draft, meta, alias, rule.owner, `= ${me()}`));
  if (
    rule.also &&
    permission === rule.permission &&
    draft.viewer.grants.has(rule.also.permission)
  ) {
    ways.push(rule.also.condition(alias, me()));
  }
  if (grant.reach === 'UNIT') {
    const mine = draft.viewerValue({ of: 'viewer', what: 'unitIds', permission }, 'uuid[]');
    for (const path of rule.units ?? []) {
      ways.push(endMatches(draft, meta, alias, path, `= any(${mine})`));
    }
  }
  return ways.length === 0 ? 'false' : `(${ways.join(' or ')})`;
}

function requirePermission(draft: SqlDraft, permission: string, entity: string): void {
  if (!draft.viewer.grants.has(permission)) throw new Forbidden(permission, `Reading ${entity}`);
}

/** Whether the column at the end of a path of relations is as the condition says. */
function endMatches(
  draft: SqlDraft,
  meta: Meta,
  alias: string,
  path: string,
  condition: string,
): string {
  const dot = path.indexOf('.');
  if (dot < 0) return `${alias}.${column(draft.model, meta, path)} ${condition}`;
  const further = path.slice(dot + 1);
  return (
    throughRelation(draft, meta, alias, path.slice(0, dot), (next, nextAlias) =>
      endMatches(draft, next, nextAlias, further, condition),
    ) ?? 'false'
  );
}

function throughRelation(
  draft: SqlDraft,
  meta: Meta,
  alias: string,
  relation: string,
  condition: (target: Meta, targetAlias: string) => Condition,
): Condition {
  const property = draft.model.property(meta.className, relation);
  const target = targetOf(property);
  const targetAlias = draft.alias();
  const inner = condition(target, targetAlias);
  if (inner === null) return null;
  const link = linkCondition(property, alias, targetAlias);
  return `exists (select 1 from ${target.tableName} ${targetAlias} where ${link} and ${inner})`;
}

function column(model: ReadModel, meta: Meta, name: string): string {
  const property = model.property(meta.className, name);
  if (!hasColumn(property)) throw new Error(`${meta.className}.${name} is no column`);
  return property.fieldNames[0] as string;
}
