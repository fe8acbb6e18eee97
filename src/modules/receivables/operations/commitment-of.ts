import { refuse } from '../../../kernel/domain-error.ts';
import { isId, type Id } from '../../../kernel/id.ts';
import { statement } from '../../../platform/database/statement.ts';
import type { OperationContext } from '../../../platform/perform/operation.ts';
import { openBook, type PaymentBook } from '../ledger/open-book.ts';
import { loadCommitments } from '../ledger/write-commitments.ts';
import type { Commitment } from '../rules/commitment.ts';

const find = statement(
  'payment_commitment_find_party',
  'select party_id as "partyId" from payment_commitment where id = $1',
);

/**
 * A commitment behind the lock of its customer's account, within reach by its own owner. Refuses
 * COMMITMENT_NOT_FOUND.
 */
export async function openCommitment(
  op: OperationContext,
  given: Id,
  permission: string,
  what: string,
): Promise<{ readonly commitment: Commitment; readonly book: PaymentBook }> {
  const id = given.toLowerCase();
  const path = ['commitmentId'];
  const [found] = isId(id) ? await op.query<{ partyId: Id }>(find, [id]) : [];
  if (!found) refuse('COMMITMENT_NOT_FOUND', 'There is no such commitment', path);
  const book = await openBook(op, { partyId: found.partyId });
  const [commitment] = await loadCommitments(op, [id]);
  if (!commitment) throw new Error(`Commitment ${id} is gone`);
  const { ownerId, teamId } = commitment;
  op.requireReach(permission, { ownerId, unitIds: teamId === null ? [] : [teamId] }, what);
  return { commitment, book };
}
