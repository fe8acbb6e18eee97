import type { Id } from '../../../kernel/id.ts';
import { statement } from '../../../platform/database/statement.ts';
import type { OperationContext } from '../../../platform/perform/operation.ts';
import type { PartyRecord } from '../rules/party.ts';

const insertRedirect = statement(
  'parties_insert_redirect',
  `insert into party_redirect (id, party_id, snapshot, merged_at, merged_by, operation_id)
   select p.id, $2, jsonb_set($3::jsonb, '{createdAt}', to_jsonb(p.created_at)), $4, $5, $6
   from party p where p.id = $1`,
);

const deleteParty = statement('parties_delete_merged', 'delete from party where id = $1');

/**
 * The party is gone, and its id leads to another from now on. The database refuses as long as
 * anything names it: nothing can be forgotten.
 */
export async function takeAway(
  op: OperationContext,
  party: PartyRecord,
  survivorId: Id,
): Promise<void> {
  const { now, actorId, operationId } = op;
  const values = [party.id, survivorId, JSON.stringify(party), now, actorId, operationId];
  await op.query(insertRedirect, values);
  await op.query(deleteParty, [party.id]);
}
