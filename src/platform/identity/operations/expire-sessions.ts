import { statement } from '../../database/statement.ts';
import { defineOperation } from '../../perform/operation.ts';
import { requireManager } from '../managers.ts';

const deleteEnded = statement(
  'identity_sessions_delete',
  `with gone as (
     delete from session where coalesce(revoked_at, refresh_expires_at) < $1 returning 1
   )
   select count(*)::integer as deleted from gone`,
);

const keptDays = 90;

/** Sessions that ended more than 90 days ago are forgotten; for a daily job. */
export const expireSessions = defineOperation({
  name: 'expireSessions',
  permission: 'identity.manage',
  async run(op, _input: Readonly<Record<string, never>>): Promise<{ deleted: number }> {
    requireManager(op, 'expireSessions');
    const before = new Date(op.now.getTime() - keptDays * 24 * 3600 * 1000);
    const [row] = await op.query<{ deleted: number }>(deleteEnded, [before]);
    return { deleted: row?.deleted ?? 0 };
  },
});
