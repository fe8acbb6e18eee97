import type { Id } from '../../kernel/id.ts';
import { statement, type Queryable } from '../database/statement.ts';

const rolesStatement = statement(
  'identity_roles_without_reach',
  `select r.code from role r
   where r.id = any($1::uuid[]) and not exists (
     select from role_assignment a
     join person p on p.id = a.person_id and p.active
     where a.role_id = r.id and not a.person_id = any($2::uuid[]) and exists (
       select from role_assignment g
       join role_permission rp on rp.role_id = g.role_id and rp.permission = $3
       where g.person_id = a.person_id
         and (rp.reach = 'ALL' or rp.reach = 'UNIT' and $4 = any(g.unit_ids))))
   order by r.code`,
);

export interface RolesAsked {
  readonly roleIds: readonly Id[];
  readonly permission: string;
  /** Of what is to be reached; null: of no unit. */
  readonly unitId: Id | null;
  /** These people do not count. */
  readonly exceptIds: readonly Id[];
}

/** The codes of those roles whose holders all lack the permission for records of a unit. */
export async function findRolesWithoutReach(
  db: Queryable,
  { roleIds, permission, unitId, exceptIds }: RolesAsked,
): Promise<string[]> {
  const values = [roleIds, exceptIds, permission, unitId];
  return (await db.query<{ code: string }>(rolesStatement, values)).map(({ code }) => code);
}
