import { DomainError } from '../../../kernel/domain-error.ts';
import type { EventType } from '../../../platform/events/event.ts';
import { refusingClashes } from '../../../platform/database/constraint-faults.ts';
import type { OperationContext } from '../../../platform/perform/operation.ts';
import { requireTransition } from '../../../kernel/transitions.ts';
import { fault } from '../errors.ts';
import type { QuoteFacts } from '../queries/quote-facts.ts';
import { quoteClashes } from '../rules/quote-clashes.ts';
import { hashOfContent, type QuoteContent } from '../rules/quote-content.ts';
import { quoteStates } from '../rules/quote-states.ts';
import { announceQuote } from './announce-quote.ts';
import { dropApproval } from './drop-approval.ts';
import type { QuoteChanged } from '../rules/quote-terms.ts';
import { saveQuote, saveRevision, withActor, type QuoteHead } from './write-quote.ts';

interface DraftChange {
  readonly act: 'editQuote' | 'repriceQuote';
  readonly event: EventType;
  readonly head: QuoteHead;
  readonly content: QuoteContent;
  readonly change: Readonly<Record<string, unknown>>;
}

/**
 * What is offered becomes something else. Where the content differs, the approval of what it was is
 * dropped, and it is a draft again; where only days or places of delivery do, it stays as it is.
 */
export async function changeDraft(
  op: OperationContext,
  quote: QuoteFacts,
  { act, event, head, content, change }: DraftChange,
): Promise<QuoteChanged> {
  const { revision } = quote;
  const draft = requireTransition(quoteStates, revision.state, act);
  const isSame = hashOfContent(head.customerKey, content) === revision.contentHash;
  if (!isSame) await dropApproval(op, quote, 'Something else is offered');
  const state = isSame ? revision.state : draft;
  // Whoever says the same again has not given anything away.
  const kept = isSame ? withExceeds(content, revision) : content;
  const authorIds = isSame ? revision.authorIds : withActor(op, revision.authorIds);
  await refusingClashes(quoteClashes, async () => {
    await saveQuote(op, quote.id, head);
    await saveRevision(op, { id: revision.id, state, authorIds }, head.customerKey, kept);
  });
  await announceQuote(op, event, { quoteId: quote.id, revisionId: revision.id }, change);
  return { quoteId: quote.id, quoteRevisionId: revision.id };
}

/** The same lines, in their order, beyond whosever allowances they were. */
const withExceeds = (content: QuoteContent, { lines }: QuoteContent): QuoteContent => ({
  ...content,
  lines: content.lines.map((line, index) => ({
    ...line,
    exceeds: lines[index]?.exceeds ?? line.exceeds,
  })),
});

/** Refuses STALE unless the quote is as it was looked at. */
export function requireQuoteVersion({ version }: QuoteFacts, expected: number | null): void {
  if (expected === null || version === expected) return;
  const message = `Someone has changed this quote meanwhile: it is at version ${version}`;
  throw new DomainError([fault('STALE', message, ['expectedVersion'], { version })]);
}
