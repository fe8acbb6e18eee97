import type { EventType } from '../../platform/events/event.ts';

const quote = (type: string, description: string): EventType => ({
  type: `quote.${type}`,
  permission: 'sales.read',
  description,
});

/** For those who decide, whether or not they see the quote otherwise. */
const approval = (type: string, description: string): EventType => ({
  type,
  permission: 'sales.approve',
  description,
});

/**
 * Those of a quote bear it as it then is, with the revision concerned and its lines, and what
 * changed; costs and margins are in none.
 */
export const quoteEvents = {
  quoteDrafted: quote('drafted', 'An offer to a customer was begun, or copied from another'),
  quoteEdited: quote('edited', 'Its draft says something else'),
  quoteRepriced: quote('repriced', 'Its prices are those of another day; tells the difference'),
  quoteRevised: quote('revised', 'A new revision took the place of the one before'),
  quoteApprovalRequested: quote('approvalRequested', 'Departments were asked to agree'),
  quoteApprovalStepDecided: quote('approvalStepDecided', 'A department agreed, others are to'),
  quoteApproved: quote('approved', 'All departments concerned agreed'),
  quoteApprovalRejected: quote('approvalRejected', 'A department did not agree, and says why'),
  quoteApprovalWithdrawn: quote('approvalWithdrawn', 'Who asked for approval took it back'),
  quoteApprovalDropped: quote('approvalDropped', 'What was to be approved is offered no longer'),
  quoteSent: quote('sent', 'The customer has it: it is frozen'),
  quoteValidityExtended: quote('validityExtended', 'It holds longer than was said'),
  quoteExpired: quote('expired', 'Its last day is over'),
  quoteAccepted: quote('accepted', 'The customer said yes; the order is named'),
  quoteRejected: quote('rejected', 'The customer said no, and why'),
  quoteCancelled: quote('cancelled', 'We took it back'),
  approvalStepOpened: approval('approvalStep.opened', 'It is a department’s turn to decide'),
  approvalStepOverdue: approval('approvalStep.overdue', 'A department is late to decide'),
  approvalPolicySet: approval('approvalPolicy.set', 'A policy was made, changed or retired'),
  approvalDelegated: approval('approvalDelegation.named', 'Somebody named who decides for them'),
  approvalDelegationEnded: approval('approvalDelegation.ended', 'Somebody decides alone again'),
} as const satisfies Record<string, EventType>;
