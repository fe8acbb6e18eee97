import {
  approvalMeasures,
  approvalRequestStates,
  approvalStepStates,
  quoteStateNames,
} from '../../modules/sales/index.ts';
import { builder } from '../builder.ts';

export const QuoteState = builder.enumType('QuoteState', {
  description:
    'Where a revision stands. DRAFT, IN_APPROVAL, APPROVED and SENT are live: of each quote one ' +
    'revision at most is.',
  values: quoteStateNames,
});

export const ApprovalMeasure = builder.enumType('ApprovalMeasure', {
  description:
    'What a policy looks at. LINE_DISCOUNT: percent off the list on a line; DOCUMENT_DISCOUNT: ' +
    'percent of all discounts in the whole; ALLOWANCE: a line beyond what its writer may take ' +
    'off by hand; MARGIN: percent left of net after costs, below it; AMOUNT: net in the firm’s ' +
    'currency; PAYMENT_DAYS; CREDIT: more than the customer may owe.',
  values: approvalMeasures,
});

export const ApprovalRequestState = builder.enumType('ApprovalRequestState', {
  description: 'DROPPED: what was to be approved is offered no longer.',
  values: approvalRequestStates,
});

export const ApprovalStepState = builder.enumType('ApprovalStepState', {
  description: 'WAITING: its turn has come, or will; DROPPED: nobody needs to decide any more.',
  values: approvalStepStates,
});
