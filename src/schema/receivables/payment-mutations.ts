import {
  allocatePayment,
  clearReceipt,
  recordReceipt,
  refundCredit,
  reverseAllocation,
  reverseReceipt,
  writeOffBadDebt,
  writeOffCommitment,
  type AllocatePaymentInput,
  type ClearReceiptInput,
  type CommitmentWrittenOff,
  type CreditRefunded,
  type PaymentAllocated,
  type ReceiptRecorded,
  type RecordReceiptInput,
  type RefundCreditInput,
  type ReverseAllocationInput,
  type ReverseReceiptInput,
  type WriteOffCommitmentInput,
} from '../../modules/receivables/index.ts';
import { builder } from '../builder.ts';
import { actField, row, type InputFieldBuilder } from '../mutation/act-field.ts';
import { PaymentCommitmentType } from './commitment-types.ts';
import { PaymentMethod, ReceiptUse, WriteOffReason } from './enums.ts';
import { AllocationType, ReceiptType, RefundType } from './receipt-types.ts';
import { OpenCreditType } from './types.ts';

export const AllocationInput = builder.inputType('AllocationInput', {
  description: 'What is to be paid.',
  fields: (t) => ({
    commitmentId: t.id({ required: true, description: 'The commitment, of the same customer.' }),
    amount: t.field({
      type: 'Decimal',
      description: 'Money, in its currency; all that is wanted, or is there, when left out.',
    }),
    sourceAmount: t.field({
      type: 'Decimal',
      description: 'In the currency of the money, where that is another.',
    }),
  }),
});

const use = (t: InputFieldBuilder) => ({
  allocations: t.field({
    type: [AllocationInput],
    description: 'What it pays, in this turn; when left out, `use` says.',
  }),
  use: t.field({
    type: ReceiptUse,
    description: 'PROPOSED, when left out: what is named, exact, or due first; NONE: it waits.',
  }),
});

const source = (t: InputFieldBuilder) => ({
  receiptId: t.id({ description: 'The money that is used.' }),
  creditNoteId: t.id({ description: 'The credit note, if it is that.' }),
});

const reason = (t: InputFieldBuilder) => ({
  reason: t.string({ required: true, description: 'Why, in words.' }),
});

const receipt = row<{ receiptId: string | null }>(
  ReceiptType,
  (result) => result.receiptId,
  'The receipt.',
);
const creditNote = row<{ creditNoteId: string | null }>(
  OpenCreditType,
  (result) => result.creditNoteId,
  'The credit note.',
);

actField<RecordReceiptInput, ReceiptRecorded>({
  name: 'recordReceipt',
  operation: recordReceipt,
  description:
    'Money came in: the customer owes less by it, and it pays what is named, or what its ' +
    'reference, its amount or its turn tell. A letter of credit waits until it is money.',
  key: 'required',
  input: (t) => ({
    id: t.id({ description: 'Made by the client; else by the server.' }),
    customerId: t.id({ required: true, description: 'Whose money it is.' }),
    method: t.field({ type: PaymentMethod, required: true, description: 'How it came.' }),
    moneyAccountId: t.id({ description: 'Where it came in.' }),
    externalId: t.string({ description: 'The bank’s own id: unique for the account.' }),
    payerName: t.string({ description: 'Who paid, by the bank.' }),
    reference: t.string({ description: 'What the payer wrote.' }),
    currency: t.string({ description: 'ISO 4217; the firm’s when left out.' }),
    amount: t.field({ type: 'Decimal', required: true, description: 'What the customer paid.' }),
    charge: t.field({ type: 'Decimal', description: 'What of it the bank kept.' }),
    rate: t.field({
      type: 'Decimal',
      description: 'One unit in the firm’s currency; that of the value day when left out.',
    }),
    valuedOn: t.field({ type: 'LocalDate', description: 'When it was there; else today.' }),
    bookedOn: t.field({ type: 'LocalDate', description: 'When it is posted; else today.' }),
    note: t.string({ description: 'Whatever is to be remembered.' }),
    ...use(t),
  }),
  payload: { receipt: receipt as never },
});

actField<ClearReceiptInput, { receiptId: string }>({
  name: 'clearReceipt',
  operation: clearReceipt,
  description: 'What a paper promised is money now, and pays what is named or proposed.',
  key: 'required',
  input: (t) => ({
    receiptId: t.id({ required: true, description: 'The receipt.' }),
    moneyAccountId: t.id({ description: 'Where the money came in.' }),
    clearedOn: t.field({ type: 'LocalDate', description: 'When; else today.' }),
    rate: t.field({ type: 'Decimal', description: 'One unit in the firm’s currency.' }),
    ...use(t),
  }),
  payload: { receipt: receipt as never },
});

actField<ReverseReceiptInput, { receiptId: string }>({
  name: 'reverseReceipt',
  operation: reverseReceipt,
  description:
    'The money was not ours, or went back: what it paid is open again, by the day that it always ' +
    'had.',
  key: 'required',
  input: (t) => ({
    receiptId: t.id({ required: true, description: 'The receipt.' }),
    ...reason(t),
    reversedOn: t.field({ type: 'LocalDate', description: 'When it is posted; else today.' }),
  }),
  payload: { receipt: receipt as never },
});

actField<AllocatePaymentInput, PaymentAllocated>({
  name: 'allocatePayment',
  operation: allocatePayment,
  description:
    'What a customer has to its credit, money or a credit note, pays what is named or proposed. ' +
    'It posts nothing but discounts and differences of exchange.',
  key: 'required',
  input: (t) => ({
    ...source(t),
    allocations: t.field({ type: [AllocationInput], description: 'Else what is proposed.' }),
  }),
  payload: { receipt: receipt as never, creditNote: creditNote as never },
});

actField<ReverseAllocationInput, { allocationId: string; commitmentId: string }>({
  name: 'reverseAllocation',
  operation: reverseAllocation,
  description:
    'It was not meant for that: the commitment is open again, the money the customer’s credit. ' +
    'Of a write-off: the claim is asked for again.',
  key: 'required',
  input: (t) => ({
    allocationId: t.id({ required: true, description: 'What is taken back.' }),
    ...reason(t),
  }),
  payload: {
    allocation: row(AllocationType, (result) => result.allocationId, 'What was taken back.'),
    commitment: row(PaymentCommitmentType, (result) => result.commitmentId, 'What is open again.'),
  },
});

actField<RefundCreditInput, CreditRefunded>({
  name: 'refundCredit',
  operation: refundCredit,
  description: 'What a customer has to its credit is paid out, and used up by it.',
  key: 'required',
  input: (t) => ({
    id: t.id({ description: 'Made by the client; else by the server.' }),
    ...source(t),
    amount: t.field({ type: 'Decimal', description: 'All that is left, when left out.' }),
    method: t.field({ type: PaymentMethod, required: true, description: 'How it is paid out.' }),
    moneyAccountId: t.id({ description: 'Where it goes out.' }),
    reference: t.string({ description: 'The bank’s reference.' }),
    ...reason(t),
  }),
  payload: {
    refund: row(RefundType, (result) => result.refundId, 'The refund.'),
    receipt: receipt as never,
    creditNote: creditNote as never,
  },
});

const writeOffInput = (t: InputFieldBuilder) => ({
  commitmentId: t.id({ required: true, description: 'The commitment.' }),
  amount: t.field({ type: 'Decimal', description: 'All that is open, when left out.' }),
  note: t.string({ required: true, description: 'Why, in words.' }),
});

const writtenOff = {
  commitment: row<CommitmentWrittenOff>(
    PaymentCommitmentType,
    (result) => result.commitmentId,
    'The commitment.',
  ),
  allocation: row<CommitmentWrittenOff>(
    AllocationType,
    (result) => result.allocationId,
    'What settled it.',
  ),
};

actField<WriteOffCommitmentInput, CommitmentWrittenOff>({
  name: 'writeOffCommitment',
  operation: writeOffCommitment,
  description: 'What is missing is given up, as far as a role of who does it allows.',
  key: 'required',
  input: (t) => ({
    ...writeOffInput(t),
    reason: t.field({
      type: WriteOffReason,
      required: true,
      description: 'Why; BAD_DEBT has an act of its own.',
    }),
  }),
  payload: writtenOff,
});

actField<Omit<WriteOffCommitmentInput, 'reason'>, CommitmentWrittenOff>({
  name: 'writeOffBadDebt',
  operation: writeOffBadDebt,
  description:
    'The debt is posted as lost, and not forgiven: `reverseAllocation` makes it payable again.',
  key: 'required',
  input: writeOffInput,
  payload: writtenOff,
});
