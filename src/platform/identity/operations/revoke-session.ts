import { isId, type Id } from '../../../kernel/id.ts';
import { statement } from '../../database/statement.ts';
import { defineOperation } from '../../perform/operation.ts';
import { refuseWith } from '../faults.ts';
import { requireSelfOrManager } from '../managers.ts';
import { endSession } from '../sessions.ts';

const findOwner = statement(
  'identity_session_owner',
  'select person_id from session where id = $1',
);

/**
 * A session ends at once, on every server: one's own, or anyone's for who manages identity. One
 * that has ended already stays so.
 */
export const revokeSession = defineOperation({
  name: 'revokeSession',
  permission: null,
  async run(op, input: { readonly sessionId: Id }): Promise<{ sessionId: Id }> {
    const found = isId(input.sessionId)
      ? await op.query<{ person_id: Id }>(findOwner, [input.sessionId])
      : [];
    // Who may see nobody's sessions learns nothing of which ids exist.
    requireSelfOrManager(op, found[0]?.person_id ?? 'nobody', 'revokeSession');
    if (found.length === 0) refuseWith('SESSION_NOT_FOUND', ['sessionId']);
    await endSession(op, input.sessionId, 'REVOKED');
    return { sessionId: input.sessionId };
  },
});
