import type { Id } from '../../../kernel/id.ts';
import type { EventType } from '../../../platform/events/event.ts';
import type { OperationContext } from '../../../platform/perform/operation.ts';
import { belongingOf, loadQuote, type QuoteFacts } from '../queries/quote-facts.ts';

/** Announces the quote as it now stands; `change` is what the act did. */
export async function announceQuote(
  op: OperationContext,
  type: EventType,
  { quoteId, revisionId }: { readonly quoteId: Id; readonly revisionId: Id },
  change?: Readonly<Record<string, unknown>>,
): Promise<QuoteFacts> {
  const quote = await loadQuote(op, quoteId, revisionId);
  emitQuote(op, type, quote, change);
  return quote;
}

/** Same, of facts that are at hand and still hold. */
export function emitQuote(
  op: Pick<OperationContext, 'emit'>,
  type: EventType,
  quote: QuoteFacts,
  change?: Readonly<Record<string, unknown>>,
): void {
  op.emit({
    type,
    subject: { type: 'quote', id: quote.id },
    ...belongingOf(quote),
    data: { quote: snapshotOf(quote), ...(change && { change }) },
  });
}

/** Without what not everybody may see who reads the quote: costs and margins. */
function snapshotOf({ revision, ...quote }: QuoteFacts) {
  const { margin: _margin, lines, ...open } = revision;
  return {
    ...quote,
    revision: {
      ...open,
      lines: lines.map(({ unitCost: _cost, trace: _trace, ...line }) => line),
    },
  };
}
