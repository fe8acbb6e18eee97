import type { Id } from '../../../kernel/id.ts';
import { statement } from '../../../platform/database/statement.ts';
import type { OperationContext } from '../../../platform/perform/operation.ts';
import type { CollectionDocument } from '../rules/kinds.ts';

/** A document goes from one state to the next, or comes to be. */
export interface NewEntry {
  readonly document: CollectionDocument;
  readonly documentId: Id;
  readonly partyId: Id;
  readonly from: string | null;
  readonly to: string;
  readonly reason?: string | null;
}

const insert = statement(
  'collection_entries_insert',
  `insert into collection_entry (document, document_id, party_id, from_state, to_state, reason, at,
                                 actor_id, operation_id)
   select e.document, e."documentId", e."partyId", e."from", e."to", e.reason, $2, $3, $4
   from jsonb_to_recordset($1::jsonb) as e(document text, "documentId" uuid, "partyId" uuid,
                                           "from" text, "to" text, reason text)`,
);

/** Writes down how documents came to stand where they do. */
export function oweEntries(op: OperationContext, entries: readonly NewEntry[]): void {
  if (entries.length === 0) return;
  op.owe(insert, [JSON.stringify(entries), op.now, op.actorId, op.operationId]);
}
