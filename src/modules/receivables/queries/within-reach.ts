import type { Id } from '../../../kernel/id.ts';
import { Forbidden } from '../../../platform/identity/access-error.ts';
import { statement, type Queryable } from '../../../platform/database/statement.ts';
import type { Viewer } from '../../../platform/identity/viewer.ts';

/** Whose rows somebody sees: all, or their own and those of their units. */
export interface Seen {
  readonly everything: boolean;
  readonly personId: Id;
  readonly unitIds: readonly Id[];
}

/** Throws Forbidden where the permission is not held at all. */
export function requireSeen(viewer: Viewer, permission: string, what: string): Seen {
  const grant = viewer.grants.get(permission);
  if (!grant) throw new Forbidden(permission, what);
  const everything = grant.reach === 'ALL';
  return { everything, personId: viewer.personId, unitIds: grant.unitIds };
}

const find = statement(
  'receivables_customer_within_reach',
  `select p.id from party p
   where p.id = coalesce((select party_id from party_redirect where id = $1), $1)
     and ($2::boolean or p.owner_id = $3 or p.team_id = any($4::uuid[]))`,
);

/** The customer, or whom it was merged into; null where what it owes is not the viewer's to see. */
export async function findCustomerWithin(
  db: Queryable,
  viewer: Viewer,
  partyId: Id,
): Promise<Id | null> {
  const seen = requireSeen(viewer, 'receivables.read', 'Reading what a customer owes');
  const { everything, personId, unitIds } = seen;
  const [found] = await db.query<{ id: Id }>(find, [partyId, everything, personId, unitIds]);
  return found?.id ?? null;
}
