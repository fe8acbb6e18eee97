import {
  acceptPaymentPlan,
  cancelPaymentPlan,
  cancelPromise,
  openDispute,
  proposePaymentPlan,
  recordPromise,
  reopenDispute,
  resolveDispute,
  type AcceptPaymentPlanInput,
  type CancelPaymentPlanInput,
  type CancelPromiseInput,
  type DisputeChanged,
  type OpenDisputeInput,
  type PaymentPlanChanged,
  type PromiseChanged,
  type ProposePaymentPlanInput,
  type RecordPromiseInput,
  type ReopenDisputeInput,
  type ResolveDisputeInput,
} from '../../modules/collections/index.ts';
import { builder } from '../builder.ts';
import { actField, row, type InputFieldBuilder } from '../mutation/act-field.ts';
import { DisputeType } from './case-types.ts';
import { DisputeReason, DisputeResolution, PlanStep } from './enums.ts';
import { channelField, currencyField, idField, partyField, reasonField } from './input-fields.ts';
import { PaymentPlanType } from './plan-types.ts';
import { PromiseToPayType } from './promise-types.ts';

const promise = row<PromiseChanged>(
  PromiseToPayType,
  (result) => result.promiseToPayId,
  'The promise.',
);

actField<RecordPromiseInput, PromiseChanged>({
  name: 'recordPromise',
  operation: recordPromise,
  description:
    'Writes down that a customer promised to pay so much by a day; until that is decided nobody ' +
    'reminds of what it covers.',
  key: 'required',
  input: (t) => ({
    ...idField(t),
    ...partyField(t),
    promiseTypeId: t.id({ required: true, description: 'How strictly it is held to.' }),
    amount: t.field({ type: 'Decimal', required: true, description: 'How much.' }),
    ...currencyField(t),
    promisedOn: t.field({ type: 'LocalDate', required: true, description: 'By which day.' }),
    ...channelField(t),
    promisedBy: t.string({ required: true, description: 'Who said so, at the customer’s.' }),
    commitmentIds: t.idList({ description: 'What it is to pay; all that is overdue, else.' }),
    supersedesId: t.id({ description: 'A promise of which it takes the place.' }),
    note: t.string({ description: 'What else is to be known.' }),
  }),
  payload: { promiseToPay: promise },
});

actField<CancelPromiseInput, PromiseChanged>({
  name: 'cancelPromise',
  operation: cancelPromise,
  description: 'A promise does not hold any more: the customer is reminded again.',
  key: 'optional',
  input: (t) => ({
    promiseToPayId: t.id({ required: true, description: 'The promise.' }),
    ...reasonField(t),
  }),
  payload: { promiseToPay: promise },
});

const PlanInstalmentInput = builder.inputType('PlanInstalmentInput', {
  description: 'What is paid on a plan, and when.',
  fields: (t) => ({
    dueOn: t.field({ type: 'LocalDate', required: true, description: 'The day.' }),
    principal: t.field({ type: 'Decimal', required: true, description: 'Of what is owed.' }),
    interest: t.field({ type: 'Decimal', description: 'Of agreed interest; none, if not said.' }),
  }),
});

const plan = row<PaymentPlanChanged>(
  PaymentPlanType,
  (result) => result.paymentPlanId,
  'The plan.',
);
const planId = (t: InputFieldBuilder) => ({
  paymentPlanId: t.id({ required: true, description: 'The plan.' }),
});

actField<ProposePaymentPlanInput, PaymentPlanChanged>({
  name: 'proposePaymentPlan',
  operation: proposePaymentPlan,
  description:
    'Offers a customer to pay by instalments: so many equal ones, or each as it is said. Nothing ' +
    'changes until it is accepted.',
  key: 'required',
  input: (t) => ({
    ...idField(t),
    ...partyField(t),
    ...currencyField(t),
    commitmentIds: t.idList({ required: true, description: 'What it is to stand for.' }),
    count: t.int({ description: 'So many equal instalments, 1 to 120.' }),
    firstDueOn: t.field({ type: 'LocalDate', description: 'The day of the first of them.' }),
    step: t.field({ type: PlanStep, description: 'How far apart; MONTH, if not said.' }),
    interestPercent: t.field({ type: 'Decimal', description: 'A year; none, if not said.' }),
    instalments: t.field({ type: [PlanInstalmentInput], description: 'Or these.' }),
    mostMissed: t.int({ description: 'With more missed it is broken; 0, if not said.' }),
    mostDaysLate: t.int({ description: 'Or with one so late; 10 days, if not said.' }),
    note: t.string({ description: 'What else is to be known.' }),
  }),
  payload: { paymentPlan: plan },
});

actField<AcceptPaymentPlanInput, PaymentPlanChanged>({
  name: 'acceptPaymentPlan',
  operation: acceptPaymentPlan,
  description:
    'The customer agrees: the instalments are owed in place of what the plan stands for. Refused ' +
    'where any of it has changed since the offer.',
  key: 'required',
  input: (t) => ({
    ...planId(t),
    acceptedBy: t.string({ required: true, description: 'Who agreed, at the customer’s.' }),
  }),
  payload: { paymentPlan: plan },
});

actField<CancelPaymentPlanInput, PaymentPlanChanged>({
  name: 'cancelPaymentPlan',
  operation: cancelPaymentPlan,
  description:
    'Withdraws an offer; or gives a plan up: what it stood for is owed again, less what was paid.',
  key: 'required',
  input: (t) => ({ ...planId(t), ...reasonField(t) }),
  payload: { paymentPlan: plan },
});

const dispute = row<DisputeChanged>(DisputeType, (result) => result.disputeId, 'The dispute.');
const answerOn = (t: InputFieldBuilder) => ({
  answerOn: t.field({
    type: 'LocalDate',
    required: true,
    description: 'By which day the customer has an answer.',
  }),
});

actField<OpenDisputeInput, DisputeChanged>({
  name: 'openDispute',
  operation: openDispute,
  description: 'A customer says that part of what is claimed is not owed.',
  key: 'optional',
  input: (t) => ({
    ...idField(t),
    commitmentId: t.id({ required: true, description: 'What is disputed.' }),
    amount: t.field({ type: 'Decimal', description: 'How much; all that is open, if not said.' }),
    cause: t.field({ type: DisputeReason, required: true, description: 'Why.' }),
    note: t.string({ description: 'What else is to be known.' }),
    ownerId: t.id({ required: true, description: 'Who is to answer the customer.' }),
    ...answerOn(t),
  }),
  payload: { dispute },
});

actField<ResolveDisputeInput, DisputeChanged>({
  name: 'resolveDispute',
  operation: resolveDispute,
  description: 'A dispute is decided; what the firm holds to is asked for again.',
  key: 'optional',
  input: (t) => ({
    disputeId: t.id({ required: true, description: 'The dispute.' }),
    resolution: t.field({ type: DisputeResolution, required: true, description: 'How.' }),
    accepted: t.field({ type: 'Decimal', description: 'Of SPLIT: what the firm gives way on.' }),
    openCreditId: t.id({ description: 'The credit note over it.' }),
    answer: t.string({ required: true, description: 'What the customer is told.' }),
  }),
  payload: { dispute },
});

actField<ReopenDisputeInput, DisputeChanged>({
  name: 'reopenDispute',
  operation: reopenDispute,
  description: 'The customer does not agree: what of it is open is disputed again.',
  key: 'optional',
  input: (t) => ({
    disputeId: t.id({ required: true, description: 'The dispute.' }),
    ...reasonField(t),
    ...answerOn(t),
  }),
  payload: { dispute },
});
