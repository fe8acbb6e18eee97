import type { OperationContext } from '../../../platform/perform/operation.ts';
import { loadRequest } from '../queries/approval-facts.ts';
import type { QuoteFacts } from '../queries/quote-facts.ts';
import { quoteEvents } from '../quote-events.ts';
import { emitQuote } from './announce-quote.ts';
import { endRequest } from './write-approval.ts';

/**
 * What was to be approved, or was, is offered no longer: the question falls away, and so does the
 * answer. `quote` is what it was until now. Nothing happens where nothing was asked.
 */
export async function dropApproval(
  op: OperationContext,
  quote: QuoteFacts,
  why: string,
): Promise<void> {
  const request = await loadRequest(op, quote.revision.id);
  if (!request) return;
  await endRequest(op, request.id, 'DROPPED', why);
  const change = { approvalRequestId: request.id, was: request.state, why };
  emitQuote(op, quoteEvents.quoteApprovalDropped, quote, change);
}
