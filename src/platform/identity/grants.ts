import type { Id } from '../../kernel/id.ts';
import { reaches, type Grant, type Reach } from './viewer.ts';

/** One permission that one of a person's roles brings. */
export interface GrantRow {
  readonly roleId: Id;
  readonly permission: string;
  readonly reach: Reach;
  readonly unitIds: readonly Id[];
}

/** SQL answering a person's `GrantRow`s as JSON; `person` is an expression for the person's id. */
export const grantRowsOf = (person: string): string => `(
  select coalesce(json_agg(json_build_object('roleId', ra.role_id, 'permission', rp.permission,
           'reach', rp.reach, 'unitIds', ra.unit_ids)), '[]')
  from role_assignment ra join role_permission rp on rp.role_id = ra.role_id
  where ra.person_id = ${person})`;

/**
 * What several roles come to: per permission the widest reach, and the units of all assignments
 * that reach units. Scopes, when there are any, keep the permissions they name and drop the rest.
 */
export function mergeGrants(
  rows: readonly GrantRow[],
  scopes: readonly string[] | null,
): ReadonlyMap<string, Grant> {
  const merged = new Map<string, Grant>();
  for (const row of rows) {
    if (scopes && !scopes.includes(row.permission)) continue;
    const next = { reach: row.reach, unitIds: row.reach === 'UNIT' ? row.unitIds : [] };
    merged.set(row.permission, wider(merged.get(row.permission), next));
  }
  return merged;
}

function wider(a: Grant | undefined, b: Grant): Grant {
  if (!a) return b;
  if (a.reach === 'UNIT' && b.reach === 'UNIT') {
    return { reach: 'UNIT', unitIds: [...new Set([...a.unitIds, ...b.unitIds])] };
  }
  return reaches.indexOf(a.reach) >= reaches.indexOf(b.reach) ? a : b;
}
