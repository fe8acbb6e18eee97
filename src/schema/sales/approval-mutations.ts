import {
  approveQuote,
  delegateApprovals,
  endApprovalDelegation,
  rejectQuoteApproval,
  requestQuoteApproval,
  setApprovalPolicies,
  withdrawQuoteApproval,
  type ApproveQuoteInput,
  type DelegateApprovalsInput,
  type QuoteChanged,
  type RejectQuoteApprovalInput,
  type RequestQuoteApprovalInput,
  type SetApprovalPoliciesInput,
} from '../../modules/sales/index.ts';
import { builder } from '../builder.ts';
import { ownId } from '../inventory/own-id.ts';
import { actField, row, value, type InputFieldBuilder } from '../mutation/act-field.ts';
import { ApprovalDelegationType, ApprovalRequestType, ApprovalStepType } from './approval-types.ts';
import { ApprovalMeasure } from './quote-enums.ts';
import { perhapsSeenQuote, quoteId, quotePayload } from './quote-inputs.ts';

actField<RequestQuoteApprovalInput, QuoteChanged & { readonly approvalRequestId: string }>({
  name: 'requestQuoteApproval',
  operation: requestQuoteApproval,
  description:
    'The departments that policies name are asked to agree to just what the draft says: those of ' +
    'the first step at once, the others in turn.',
  key: 'optional',
  input: perhapsSeenQuote,
  payload: {
    ...quotePayload('The revision.'),
    approvalRequest: row(
      ApprovalRequestType,
      (result) => result.approvalRequestId,
      'The question, and whom it is put to.',
    ),
  },
});

const stepId = (t: InputFieldBuilder) => ({
  approvalStepId: t.id({ required: true, description: 'What is decided upon.' }),
});

type Decided = QuoteChanged & { readonly approvalStepId: string };

const decidedPayload = {
  ...quotePayload<Decided>('The revision.'),
  approvalStep: row<Decided>(ApprovalStepType, (result) => result.approvalStepId, 'The step.'),
};

actField<ApproveQuoteInput, Decided>({
  name: 'approveQuote',
  operation: approveQuote,
  description:
    'A department agrees, for one cause. When all have, the revision is APPROVED. Who wrote any ' +
    'of it, or asked, decides not.',
  key: 'optional',
  input: (t) => ({ ...stepId(t), note: t.string({ description: 'What there is to say.' }) }),
  payload: decidedPayload,
});

actField<RejectQuoteApprovalInput, Decided>({
  name: 'rejectQuoteApproval',
  operation: rejectQuoteApproval,
  description: 'A department does not agree: the revision is a draft again.',
  key: 'optional',
  input: (t) => ({
    ...stepId(t),
    note: t.string({ required: true, description: 'Why: what would have to change.' }),
  }),
  payload: decidedPayload,
});

actField<{ quoteId: string }, QuoteChanged>({
  name: 'withdrawQuoteApproval',
  operation: withdrawQuoteApproval,
  description: 'Nobody is asked any more; what was agreed to is dropped: a draft again.',
  key: 'optional',
  input: quoteId,
  payload: quotePayload('The revision.'),
});

const ApprovalPolicyInput = builder.inputType('ApprovalPolicyInput', {
  description: 'All of a policy anew; one of this code is changed, else one is made.',
  fields: (t) => ({
    code: t.string({ required: true, description: 'What it is known by.' }),
    name: t.string({ required: true, description: 'What it is called.' }),
    measure: t.field({ type: ApprovalMeasure, required: true, description: 'What it looks at.' }),
    threshold: t.field({
      type: 'Decimal',
      description:
        'Beyond this somebody is asked; of MARGIN: below this; none for ALLOWANCE, CREDIT.',
    }),
    roleId: t.id({ required: true, description: 'The department: who has this role.' }),
    step: t.int({ description: 'Its turn, 1 to 100; else 1.' }),
    hours: t.int({ description: 'How long they have; else as long as they like.' }),
    unknownCostFails: t.boolean({ description: 'Of MARGIN: also where a cost is not known.' }),
    active: t.boolean({ description: 'False: retired; else it holds from now on.' }),
  }),
});

actField<SetApprovalPoliciesInput, { readonly approvalPolicyIds: readonly string[] }>({
  name: 'setApprovalPolicies',
  operation: setApprovalPolicies,
  description:
    'Says when which department has to agree, from now on. What was approved stays approved.',
  key: 'optional',
  input: (t) => ({
    policies: t.field({ type: [ApprovalPolicyInput], required: true, description: 'Which.' }),
  }),
  payload: {
    approvalPolicyIds: value(
      ['ID'],
      (result) => result.approvalPolicyIds,
      'The policies, in the order of the input.',
    ),
  },
});

const delegation = <R extends { approvalDelegationId: string }>() =>
  row<R>(ApprovalDelegationType, (result) => result.approvalDelegationId, 'The delegation.');

actField<DelegateApprovalsInput, { readonly approvalDelegationId: string }>({
  name: 'delegateApprovals',
  operation: delegateApprovals,
  description: 'Somebody who may decide on as much decides in one’s place on these days.',
  key: 'optional',
  input: (t) => ({
    ...ownId(t),
    delegateId: t.id({ required: true, description: 'Who decides.' }),
    personId: t.id({ description: 'In whose place; else one’s own.' }),
    fromOn: t.field({ type: 'LocalDate', required: true, description: 'From this day.' }),
    throughOn: t.field({ type: 'LocalDate', required: true, description: 'Through this day.' }),
  }),
  payload: { approvalDelegation: delegation() },
});

actField<{ approvalDelegationId: string }, { readonly approvalDelegationId: string }>({
  name: 'endApprovalDelegation',
  operation: endApprovalDelegation,
  description: 'Whoever was away is back.',
  key: 'optional',
  input: (t) => ({
    approvalDelegationId: t.id({ required: true, description: 'The delegation.' }),
  }),
  payload: { approvalDelegation: delegation() },
});
