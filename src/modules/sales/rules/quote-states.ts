import { compareDates, type LocalDate } from '../../../kernel/local-date.ts';
import { refuse } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import type { StateMachine } from '../../../kernel/transitions.ts';

export const quoteStateNames = [
  'DRAFT',
  'IN_APPROVAL',
  'APPROVED',
  'SENT',
  'ACCEPTED',
  'REJECTED',
  'EXPIRED',
  'SUPERSEDED',
  'CANCELLED',
] as const;
export type QuoteState = (typeof quoteStateNames)[number];

export type QuoteAct =
  | 'editQuote'
  | 'repriceQuote'
  | 'requestQuoteApproval'
  | 'approveQuote'
  | 'rejectQuoteApproval'
  | 'withdrawQuoteApproval'
  | 'sendQuote'
  | 'acceptQuote'
  | 'rejectQuote'
  | 'extendQuoteValidity'
  | 'expireQuotes'
  | 'reviseQuote'
  | 'cancelQuote';

/**
 * A revision from its draft to the customer's answer. Writing something else leads back to DRAFT
 * and drops the approval; what leaves the content as it is leaves the state as it is. Between two
 * steps of an approval it stays IN_APPROVAL.
 */
export const quoteStates: StateMachine<QuoteState, QuoteAct> = {
  of: 'quote',
  acts: {
    editQuote: { from: ['DRAFT', 'IN_APPROVAL', 'APPROVED'], to: 'DRAFT' },
    repriceQuote: { from: ['DRAFT', 'IN_APPROVAL', 'APPROVED'], to: 'DRAFT' },
    requestQuoteApproval: { from: ['DRAFT'], to: 'IN_APPROVAL' },
    approveQuote: { from: ['IN_APPROVAL'], to: 'APPROVED' },
    rejectQuoteApproval: { from: ['IN_APPROVAL'], to: 'DRAFT' },
    withdrawQuoteApproval: { from: ['IN_APPROVAL', 'APPROVED'], to: 'DRAFT' },
    sendQuote: { from: ['DRAFT', 'APPROVED'], to: 'SENT' },
    acceptQuote: { from: ['SENT'], to: 'ACCEPTED' },
    rejectQuote: { from: ['SENT'], to: 'REJECTED' },
    extendQuoteValidity: { from: ['SENT', 'EXPIRED'], to: 'SENT' },
    expireQuotes: { from: ['SENT'], to: 'EXPIRED' },
    reviseQuote: { from: ['APPROVED', 'SENT', 'REJECTED', 'EXPIRED'], to: 'SUPERSEDED' },
    cancelQuote: { from: ['DRAFT', 'IN_APPROVAL', 'APPROVED', 'SENT'], to: 'CANCELLED' },
  },
};

/** Of approvals. */
export const notByAuthors = 'Who wrote an offer, or asked for its approval, does not approve it';

/** Valid through its last day, whatever the hour; `today` is the day in the firm's zone. */
export const isPastValidity = (validUntil: LocalDate, today: LocalDate): boolean =>
  compareDates(validUntil, today) < 0;

/** What of a revision, and of who looks at it, may stand in the way of an act. */
interface QuoteStanding {
  readonly validUntil: LocalDate;
  readonly today: LocalDate;
  readonly authorIds: readonly Id[];
  readonly me: Id | null;
}

/** What stands in the way of an act on a revision beside its state. */
export function whyNotQuote(
  act: QuoteAct,
  { validUntil, today, authorIds, me }: QuoteStanding,
): string[] {
  const isDecision = act === 'approveQuote' || act === 'rejectQuoteApproval';
  if (isDecision && me !== null && authorIds.includes(me)) return [notByAuthors];
  const isPast = isPastValidity(validUntil, today);
  if (isPast && (act === 'acceptQuote' || act === 'sendQuote')) {
    return [`It was valid until ${validUntil}: ${wayOut[act]}`];
  }
  return [];
}

/** Refuses QUOTE_EXPIRED when the last day is over, whether or not anybody has marked it so. */
export function requireValidity(
  act: keyof typeof wayOut,
  validUntil: LocalDate,
  today: LocalDate,
): void {
  const [why] = whyNotQuote(act, { validUntil, today, authorIds: [], me: null });
  if (why !== undefined) refuse('QUOTE_EXPIRED', why, [], { validUntil });
}

const wayOut = {
  acceptQuote: 'extend its validity, or revise it',
  sendQuote: 'say how long it holds by editing it',
} as const;
