import type { Id } from '../../kernel/id.ts';
import { statement } from '../database/statement.ts';
import type { OperationContext } from '../perform/operation.ts';
import { refuseWith } from './faults.ts';
import type { Viewer } from './viewer.ts';

/** Throws Forbidden unless the actor manages identity without limit; no smaller reach suffices. */
export const requireManager = (op: OperationContext, what: string): void =>
  op.requireReach('identity.manage', {}, what);

/** Whether the viewer manages identity without limit, as `requireManager` requires. */
export const manages = (viewer: Viewer | null): boolean =>
  viewer?.grants.get('identity.manage')?.reach === 'ALL';

/** Throws unless the actor is this person, or manages identity. */
export function requireSelfOrManager(op: OperationContext, personId: Id, what: string): void {
  if (op.viewer?.personId !== personId) requireManager(op, what);
}

const takeTurns = statement(
  'identity_managers_lock',
  `select pg_advisory_xact_lock(hashtextextended('identity.managers', 0))`,
);

const findManager = statement(
  'identity_managers_find',
  `select p.id from person p
   join role_assignment ra on ra.person_id = p.id
   join role_permission rp on rp.role_id = ra.role_id
   where p.active and rp.permission = 'identity.manage' and rp.reach = 'ALL'
   limit 1`,
);

/**
 * Does `change` and refuses LAST_MANAGER when it left nobody active who manages identity. Such
 * changes take turns: two managers who remove each other would both find the other still there.
 * The product itself (first start, loading data) may pass through a state without managers.
 */
export async function keepingOneManager<T>(
  op: OperationContext,
  change: () => Promise<T>,
): Promise<T> {
  await op.query(takeTurns);
  const result = await change();
  if (op.viewer) {
    const managers = await op.query(findManager);
    if (managers.length === 0) refuseWith('LAST_MANAGER');
  }
  return result;
}
