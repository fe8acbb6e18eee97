import type { Id } from '../../kernel/id.ts';
import { statement } from '../database/statement.ts';
import type { OperationContext } from '../perform/operation.ts';
import { newWebhookSecret } from './signature.ts';

const endOlder = statement(
  'webhook_secret_end_older',
  `update webhook_secret set valid_until = least(valid_until, $2) where endpoint_id = $1
   and valid_until is not null and valid_until > $2`,
);

const endNewest = statement(
  'webhook_secret_end_newest',
  'update webhook_secret set valid_until = $2 where endpoint_id = $1 and valid_until is null',
);

const insert = statement(
  'webhook_secret_insert',
  `insert into webhook_secret (id, endpoint_id, secret, created_at, created_by)
   values ($1, $2, $3, $4, $5)`,
);

/** A new secret of an endpoint; that before it holds for a while, those before that end now. */
export async function insertSecret(
  op: OperationContext,
  endpointId: Id,
  oldValidUntil: Date,
): Promise<string> {
  const secret = newWebhookSecret();
  await op.query(endOlder, [endpointId, op.now]);
  await op.query(endNewest, [endpointId, oldValidUntil]);
  op.owe(insert, [op.newId(), endpointId, secret, op.now, op.actorId]);
  return secret;
}
