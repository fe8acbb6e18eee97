import {
  callGuarantee,
  countersignGuaranteeRelease,
  extendGuarantee,
  recordGuarantee,
  releaseGuarantee,
  returnGuarantee,
  type CallGuaranteeInput,
  type CountersignGuaranteeReleaseInput,
  type ExtendGuaranteeInput,
  type GuaranteeCalled,
  type GuaranteeChanged,
  type RecordGuaranteeInput,
  type ReleaseGuaranteeInput,
  type ReturnGuaranteeInput,
} from '../../modules/receivables/index.ts';
import { actField, row, type InputFieldBuilder } from '../mutation/act-field.ts';
import { PaymentMethod } from './enums.ts';
import { GuaranteeKind, GuaranteeType } from './guarantee-types.ts';
import { AllocationInput } from './payment-mutations.ts';
import { ReceiptType } from './receipt-types.ts';

const which = (t: InputFieldBuilder) => ({
  guaranteeId: t.id({ required: true, description: 'The guarantee.' }),
});
const why = (t: InputFieldBuilder) => ({
  reason: t.string({ required: true, description: 'Why, in words.' }),
});
const guarantee = row<GuaranteeChanged>(
  GuaranteeType,
  (result) => result.guaranteeId,
  'The guarantee.',
);

actField<RecordGuaranteeInput, GuaranteeChanged>({
  name: 'recordGuarantee',
  operation: recordGuarantee,
  description:
    'Something secures what a customer owes: less its haircut, it does not count against the ' +
    'limit while it holds.',
  key: 'required',
  input: (t) => ({
    id: t.id({ description: 'Made by the client; else by the server.' }),
    customerId: t.id({ required: true, description: 'Whose debts it secures.' }),
    salesOrderId: t.id({ description: 'Those of this order alone.' }),
    kind: t.field({ type: GuaranteeKind, required: true, description: 'What it is.' }),
    chequeId: t.id({ description: 'Of CHEQUE_AS_SECURITY: one that is held; its amount counts.' }),
    issuer: t.string({ description: 'Who stands for it; a cheque’s drawer when left out.' }),
    paperNumber: t.string({ description: 'The issuer’s number.' }),
    currency: t.string({ description: 'ISO 4217; the firm’s when left out.' }),
    amount: t.field({ type: 'Decimal', description: 'How much, if it is no cheque.' }),
    rate: t.field({ type: 'Decimal', description: 'One unit in the firm’s currency.' }),
    haircutPercent: t.field({ type: 'Decimal', description: 'What of it does not count.' }),
    validFrom: t.field({ type: 'LocalDate', description: 'Its first day; else today.' }),
    validUntil: t.field({ type: 'LocalDate', description: 'Its last day; else it has none.' }),
    custody: t.string({ required: true, description: 'Who has the paper.' }),
    note: t.string({ description: 'Whatever is to be remembered.' }),
  }),
  payload: { guarantee },
});

actField<ExtendGuaranteeInput, GuaranteeChanged>({
  name: 'extendGuarantee',
  operation: extendGuarantee,
  description: 'It holds longer, and its end is told of anew.',
  key: 'optional',
  input: (t) => ({
    ...which(t),
    validUntil: t.field({ type: 'LocalDate', required: true, description: 'Its last day.' }),
    ...why(t),
  }),
  payload: { guarantee },
});

actField<CallGuaranteeInput, GuaranteeCalled>({
  name: 'callGuarantee',
  operation: callGuarantee,
  description:
    'Its issuer pays, all or a part: the money is the customer’s, and pays what is named or ' +
    'proposed. A cheque is deposited by its own act.',
  key: 'required',
  input: (t) => ({
    ...which(t),
    amount: t.field({ type: 'Decimal', description: 'All that is left, when left out.' }),
    ...why(t),
    method: t.field({ type: PaymentMethod, required: true, description: 'How the money came.' }),
    moneyAccountId: t.id({ description: 'Where it came in.' }),
    rate: t.field({ type: 'Decimal', description: 'One unit in the firm’s currency.' }),
    valuedOn: t.field({ type: 'LocalDate', description: 'When it was there; else today.' }),
    reference: t.string({ description: 'What the issuer wrote.' }),
    allocations: t.field({ type: [AllocationInput], description: 'What it pays.' }),
  }),
  payload: {
    guarantee: guarantee as never,
    receipt: row(ReceiptType, (result) => result.receiptId, 'The money; null of a cheque.'),
  },
});

actField<ReleaseGuaranteeInput, GuaranteeChanged>({
  name: 'releaseGuarantee',
  operation: releaseGuarantee,
  description: 'Somebody wants to give it up: it holds until somebody else has signed that, too.',
  key: 'optional',
  input: (t) => ({ ...which(t), ...why(t) }),
  payload: { guarantee },
});

actField<CountersignGuaranteeReleaseInput, GuaranteeChanged>({
  name: 'countersignGuaranteeRelease',
  operation: countersignGuaranteeRelease,
  description: 'Another person signs, and it is released; or does not, and it holds as before.',
  key: 'optional',
  input: (t) => ({
    ...which(t),
    agrees: t.boolean({ required: true, description: 'False: it is not given up after all.' }),
    ...why(t),
  }),
  payload: { guarantee },
});

actField<ReturnGuaranteeInput, GuaranteeChanged>({
  name: 'returnGuarantee',
  operation: returnGuarantee,
  description: 'Its paper goes back to whom it came from.',
  key: 'optional',
  input: (t) => ({ ...which(t), ...why(t) }),
  payload: { guarantee },
});
