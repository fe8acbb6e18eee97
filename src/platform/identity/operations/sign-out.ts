import type { Id } from '../../../kernel/id.ts';
import { statement } from '../../database/statement.ts';
import { defineOperation } from '../../perform/operation.ts';
import { Unauthenticated } from '../access-error.ts';
import { refuseWith } from '../faults.ts';
import { endSession } from '../sessions.ts';

const isSession = statement('identity_is_session', 'select 1 from session where id = $1');

/** The person leaves: the session that asked ends. An API key is refused with NOT_A_SESSION. */
export const signOut = defineOperation({
  name: 'signOut',
  permission: null,
  async run(op, _input: Readonly<Record<string, never>>): Promise<{ sessionId: Id }> {
    if (!op.viewer) throw new Unauthenticated();
    const sessionId = op.viewer.credentialId;
    const found = await op.query(isSession, [sessionId]);
    if (found.length === 0) refuseWith('NOT_A_SESSION');
    await endSession(op, sessionId, 'SIGNED_OUT');
    return { sessionId };
  },
});
