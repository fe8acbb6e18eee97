import { isId, type Id } from '../../../kernel/id.ts';
import { statement } from '../../database/statement.ts';
import { defineOperation } from '../../perform/operation.ts';
import { apiKeyEvent, identityEvents } from '../events.ts';
import { refuseWith } from '../faults.ts';
import { requireSelfOrManager } from '../managers.ts';

const findKey = statement('identity_api_key_owner', 'select person_id from api_key where id = $1');

const revoke = statement(
  'identity_api_key_revoke',
  `update api_key set revoked_at = $2 where id = $1 and revoked_at is null
   returning person_id, name`,
);

/**
 * A key ends at once, on every server: of one's own, or anyone's for who manages identity. One that
 * has ended already stays so.
 */
export const revokeApiKey = defineOperation({
  name: 'revokeApiKey',
  permission: null,
  async run(op, { apiKeyId }: { readonly apiKeyId: Id }): Promise<{ apiKeyId: Id }> {
    const found = isId(apiKeyId) ? await op.query<{ person_id: Id }>(findKey, [apiKeyId]) : [];
    requireSelfOrManager(op, found[0]?.person_id ?? 'nobody', 'revokeApiKey');
    if (found.length === 0) refuseWith('API_KEY_NOT_FOUND', ['apiKeyId']);
    const revoked = await op.query<{ person_id: Id; name: string }>(revoke, [apiKeyId, op.now]);
    for (const { person_id, name } of revoked) {
      op.emit(apiKeyEvent(identityEvents.apiKeyRevoked, apiKeyId, person_id, { name }));
    }
    return { apiKeyId };
  },
});
