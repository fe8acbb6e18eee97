import {
  cancelCommitment,
  closeLedgerPeriod,
  extendCommitment,
  raiseCommitment,
  reopenLedgerPeriod,
  setMoneyAccount,
  setPaymentTerms,
  setWriteOffLimit,
  type CancelCommitmentInput,
  type CloseLedgerPeriodInput,
  type ExtendCommitmentInput,
  type RaiseCommitmentInput,
  type ReopenLedgerPeriodInput,
  type SetMoneyAccountInput,
  type SetPaymentTermsInput,
  type SetWriteOffLimitInput,
} from '../../modules/receivables/index.ts';
import {
  recordCommissioning,
  rescheduleOrderPayments,
  type PaymentsChanged,
  type RecordCommissioningInput,
  type RescheduleOrderPaymentsInput,
} from '../../modules/sales/index.ts';
import { builder } from '../builder.ts';
import { actField, row, value, type InputFieldBuilder } from '../mutation/act-field.ts';
import { SalesOrderType } from '../sales/order-types.ts';
import { PaymentCommitmentType } from './commitment-types.ts';
import {
  Appropriation,
  DiscountOnPart,
  DiscountTaxMode,
  DueTrigger,
  MoneyAccountKind,
  PaymentMethod,
  RaisedReason,
  TermsReason,
  TermsTrigger,
} from './enums.ts';
import { MoneyAccountType, PaymentTermsType, WriteOffLimitType } from './terms-types.ts';

const reason = (t: InputFieldBuilder) => ({
  reason: t.string({ required: true, description: 'Why, in words.' }),
});

const commitment = row<{ commitmentId: string }>(
  PaymentCommitmentType,
  (result) => result.commitmentId,
  'The commitment.',
);

const PaymentTermsLineInput = builder.inputType('PaymentTermsLineInput', {
  description: 'One part of what is to be paid.',
  fields: (t) => ({
    reason: t.field({ type: TermsReason, required: true, description: 'What it is for.' }),
    percent: t.field({ type: 'Decimal', required: true, description: 'So many of a hundred.' }),
    dueTrigger: t.field({ type: TermsTrigger, required: true, description: 'From when on.' }),
    days: t.int({ required: true, description: 'Due so many days later, 0 to 3650.' }),
    method: t.field({ type: PaymentMethod, description: 'How; else as the customer likes.' }),
    discountPercent: t.field({ type: 'Decimal', description: 'For who pays early.' }),
    discountDays: t.int({ description: 'Within so many days, the last one included.' }),
  }),
});

actField<SetPaymentTermsInput, { paymentTermsId: string }>({
  name: 'setPaymentTerms',
  operation: setPaymentTerms,
  description:
    'Terms that may be agreed upon from now on; what was agreed before stays. The parts ' +
    'make a hundred.',
  key: 'optional',
  input: (t) => ({
    id: t.id({ description: 'Of terms that are there, or made by the client.' }),
    expectedVersion: t.int({ description: 'The version seen, where they are there; else STALE.' }),
    code: t.string({ required: true, description: 'Short, and of these alone.' }),
    name: t.string({ required: true, description: 'As papers say it.' }),
    discountTaxMode: t.field({ type: DiscountTaxMode, description: 'NEVER, when left out.' }),
    discountOnPart: t.field({ type: DiscountOnPart, description: 'NONE, when left out.' }),
    discountGraceDays: t.int({ description: 'So many days too late; none when left out.' }),
    appropriation: t.field({ type: Appropriation, description: 'COSTS_FIRST, when left out.' }),
    isActive: t.boolean({ description: 'Whether they may be agreed upon; true when left out.' }),
    lines: t.field({
      type: [PaymentTermsLineInput],
      required: true,
      description: 'The parts, 1 to 60.',
    }),
  }),
  payload: {
    paymentTerms: row(PaymentTermsType, (result) => result.paymentTermsId, 'The terms.'),
  },
});

actField<SetMoneyAccountInput, { moneyAccountId: string }>({
  name: 'setMoneyAccount',
  operation: setMoneyAccount,
  description: 'Where money is kept: an account at a bank, a till, a card terminal.',
  key: 'optional',
  input: (t) => ({
    id: t.id({ description: 'Of an account that is there, or made by the client.' }),
    expectedVersion: t.int({ description: 'The version seen, where it is there; else STALE.' }),
    code: t.string({ required: true, description: 'Short, and of this one alone.' }),
    name: t.string({ required: true, description: 'Its name.' }),
    kind: t.field({ type: MoneyAccountKind, required: true, description: 'What it is.' }),
    currency: t.string({ required: true, description: 'ISO 4217; it never changes.' }),
    bankNumber: t.string({ description: 'As the bank writes it on statements.' }),
    isActive: t.boolean({ description: 'Whether it is in use; true when left out.' }),
  }),
  payload: {
    moneyAccount: row(MoneyAccountType, (result) => result.moneyAccountId, 'The account.'),
  },
});

actField<SetWriteOffLimitInput, { roleId: string }>({
  name: 'setWriteOffLimit',
  operation: setWriteOffLimit,
  description: 'So much whoever has a role may give up by one act.',
  key: 'optional',
  input: (t) => ({
    roleId: t.id({ required: true, description: 'The role.' }),
    amount: t.field({ type: 'Decimal', required: true, description: 'In the firm’s currency.' }),
  }),
  payload: { writeOffLimit: row(WriteOffLimitType, (result) => result.roleId, 'The limit.') },
});

actField<RaiseCommitmentInput, { commitmentId: string }>({
  name: 'raiseCommitment',
  operation: raiseCommitment,
  description: 'A customer is to pay something that is of no order: a service, a fee, an old debt.',
  key: 'required',
  input: (t) => ({
    id: t.id({ description: 'Made by the client; else by the server.' }),
    customerId: t.id({ required: true, description: 'Who is to pay.' }),
    reason: t.field({ type: RaisedReason, required: true, description: 'What for.' }),
    currency: t.string({ description: 'ISO 4217; the firm’s when left out.' }),
    amount: t.field({ type: 'Decimal', required: true, description: 'How much.' }),
    dueOn: t.field({ type: 'LocalDate', required: true, description: 'By when.' }),
    method: t.field({ type: PaymentMethod, description: 'How; else as the customer likes.' }),
    note: t.string({ required: true, description: 'What for, in words.' }),
  }),
  payload: { commitment: commitment as never },
});

actField<CancelCommitmentInput, { commitmentId: string }>({
  name: 'cancelCommitment',
  operation: cancelCommitment,
  description: 'A charge of which nothing is paid is not asked for after all.',
  key: 'optional',
  input: (t) => ({
    commitmentId: t.id({ required: true, description: 'The commitment, of no order.' }),
    ...reason(t),
  }),
  payload: { commitment: commitment as never },
});

actField<ExtendCommitmentInput, { commitmentId: string }>({
  name: 'extendCommitment',
  operation: extendCommitment,
  description: 'The customer may pay later, or is to pay earlier, than was agreed.',
  key: 'optional',
  input: (t) => ({
    commitmentId: t.id({ required: true, description: 'The commitment.' }),
    dueOn: t.field({ type: 'LocalDate', required: true, description: 'Its day from now on.' }),
    ...reason(t),
  }),
  payload: { commitment: commitment as never },
});

const ScheduledPaymentInput = builder.inputType('ScheduledPaymentInput', {
  description: 'A payment that is agreed upon for an order.',
  fields: (t) => ({
    reason: t.field({ type: TermsReason, required: true, description: 'What it is for.' }),
    amount: t.field({ type: 'Decimal', required: true, description: 'In the order’s currency.' }),
    dueTrigger: t.field({ type: DueTrigger, required: true, description: 'From when on.' }),
    dueOn: t.field({ type: 'LocalDate', description: 'Of DATE: the day.' }),
    days: t.int({ description: 'Of the others: so many days later.' }),
    method: t.field({ type: PaymentMethod, description: 'How; else as the customer likes.' }),
  }),
});

const orderPayments = {
  salesOrder: row<PaymentsChanged>(SalesOrderType, (result) => result.salesOrderId, 'The order.'),
  commitmentIds: value<PaymentsChanged>(
    ['ID'],
    (result) => result.commitmentIds,
    'The commitments that are new, or have a day now.',
  ),
};

actField<RescheduleOrderPaymentsInput, PaymentsChanged>({
  name: 'rescheduleOrderPayments',
  operation: rescheduleOrderPayments,
  description:
    'Other parts and days for what of an order is neither paid nor invoiced; they make up just ' +
    'that.',
  key: 'required',
  input: (t) => ({
    salesOrderId: t.id({ required: true, description: 'The order.' }),
    payments: t.field({
      type: [ScheduledPaymentInput],
      required: true,
      description: 'The payments, 1 to 120.',
    }),
    ...reason(t),
  }),
  payload: orderPayments,
});

actField<RecordCommissioningInput, PaymentsChanged>({
  name: 'recordCommissioning',
  operation: recordCommissioning,
  description: 'What was sold runs: payments that wait for that get their day.',
  key: 'optional',
  input: (t) => ({
    salesOrderId: t.id({ required: true, description: 'The order.' }),
    commissionedOn: t.field({ type: 'LocalDate', description: 'When; else today.' }),
  }),
  payload: orderPayments,
});

const closedThrough = value<{ closedThrough: string | null }>(
  'LocalDate',
  (result) => result.closedThrough,
  'The last day that is closed; null: none is.',
);

actField<CloseLedgerPeriodInput, { closedThrough: string }>({
  name: 'closeLedgerPeriod',
  operation: closeLedgerPeriod,
  description:
    'Nothing is posted on or before that day any more; what is settled or taken back later is ' +
    'dated later.',
  key: 'optional',
  input: (t) => ({
    through: t.field({ type: 'LocalDate', required: true, description: 'The last day closed.' }),
    ...reason(t),
  }),
  payload: { closedThrough: closedThrough as never },
});

actField<ReopenLedgerPeriodInput, { closedThrough: string | null }>({
  name: 'reopenLedgerPeriod',
  operation: reopenLedgerPeriod,
  description: 'Days that were closed may be posted on again.',
  key: 'optional',
  input: (t) => ({
    through: t.field({ type: 'LocalDate', description: 'What stays closed; else nothing does.' }),
    ...reason(t),
  }),
  payload: { closedThrough },
});
