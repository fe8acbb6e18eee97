import {
  cancelCheque,
  clearCheque,
  coverWithCheque,
  depositCheques,
  endorseCheque,
  extendCheque,
  giveChequeBack,
  holdChequeAsSecurity,
  loseCheque,
  receiveCheques,
  replaceCheque,
  representCheque,
  returnCheque,
  sendChequeToLegal,
  settleChequeByCash,
  withdrawCheque,
  type ChequeChanged,
  type ChequeCleared,
  type ChequeReplaced,
  type ChequeReturned,
  type ChequesChanged,
  type ChequeStepInput,
  type ClearChequeInput,
  type CoverWithChequeInput,
  type DepositChequesInput,
  type EndorseChequeInput,
  type ExtendChequeInput,
  type ReceiveChequesInput,
  type ReplaceChequeInput,
  type RepresentChequeInput,
  type ReturnChequeInput,
  type SettleChequeByCashInput,
} from '../../modules/receivables/index.ts';
import { actField, row, value, type InputFieldBuilder } from '../mutation/act-field.ts';
import { ChequeReturnReason } from './cheque-enums.ts';
import { ChequeType } from './cheque-types.ts';
import { ChequeInput, CoverageInput, MoneyInput, ReplacementChequeInput } from './cheque-inputs.ts';
import { ReceiptUse } from './enums.ts';
import { ReceiptType } from './receipt-types.ts';

const which = (t: InputFieldBuilder) => ({
  chequeId: t.id({ required: true, description: 'The cheque.' }),
});
const why = (t: InputFieldBuilder) => ({
  reason: t.string({ required: true, description: 'Why, in words.' }),
});

const cheque = row<ChequeChanged>(ChequeType, (result) => result.chequeId, 'The cheque.');
const receipt = row<{ receiptId: string | null }>(
  ReceiptType,
  (result) => result.receiptId,
  'The money.',
);
const chequeIds = value<ChequesChanged>(['ID'], (result) => result.chequeIds, 'The cheques.');

actField<ReceiveChequesInput, ChequesChanged>({
  name: 'receiveCheques',
  operation: receiveCheques,
  description:
    'A customer hands cheques over. They are no money: what they cover is secured, and not paid.',
  key: 'required',
  input: (t) => ({
    customerId: t.id({ required: true, description: 'Who hands them over.' }),
    cheques: t.field({ type: [ChequeInput], required: true, description: '1 to 200 of them.' }),
    use: t.field({
      type: ReceiptUse,
      description: 'PROPOSED, when left out: what is named, exact, or due first; NONE: nothing.',
    }),
  }),
  payload: { chequeIds },
});

actField<CoverWithChequeInput, ChequeChanged>({
  name: 'coverWithCheque',
  operation: coverWithCheque,
  description: 'A cheque that is no money yet is to pay something else, or more, or less.',
  key: 'optional',
  input: (t) => ({
    ...which(t),
    covers: t.field({
      type: [CoverageInput],
      description: 'Just these from now on; what is proposed when left out.',
    }),
  }),
  payload: { cheque },
});

actField<DepositChequesInput, ChequesChanged>({
  name: 'depositCheques',
  operation: depositCheques,
  description: 'Cheques are given to a bank on one slip: all of them, or none.',
  key: 'required',
  input: (t) => ({
    chequeIds: t.idList({ required: true, description: '1 to 500 of them.' }),
    moneyAccountId: t.id({ required: true, description: 'The account that gets the money.' }),
    slipNumber: t.string({ required: true, description: 'The number of the slip.' }),
    depositedOn: t.field({ type: 'LocalDate', description: 'When; else today.' }),
    beforeDue: t.boolean({ description: 'True: the bank keeps those that are not due yet.' }),
  }),
  payload: { chequeIds },
});

actField<ClearChequeInput, ChequeCleared>({
  name: 'clearCheque',
  operation: clearCheque,
  description:
    'The bank paid: it is money from that day on, and pays what it covered. What of that was ' +
    'paid otherwise meanwhile is left to the customer’s credit.',
  key: 'required',
  input: (t) => ({
    ...which(t),
    clearedOn: t.field({ type: 'LocalDate', description: 'When; else today.' }),
    charge: t.field({ type: 'Decimal', description: 'What of it the bank kept.' }),
    rate: t.field({ type: 'Decimal', description: 'One unit in the firm’s currency.' }),
    externalId: t.string({ description: 'The bank’s own id: unique for the account.' }),
  }),
  payload: { cheque: cheque as never, receipt: receipt as never },
});

actField<ReturnChequeInput, ChequeReturned>({
  name: 'returnCheque',
  operation: returnCheque,
  description:
    'The bank did not pay, or took its money back. In one act: what the cheque paid is open ' +
    'again by its original day, the fee and the penalty are asked for, and the customer’s ' +
    'credit is held where that is the rule.',
  key: 'required',
  input: (t) => ({
    ...which(t),
    reason: t.field({ type: ChequeReturnReason, required: true, description: 'Why.' }),
    note: t.string({ description: 'Why, in words.' }),
    returnedOn: t.field({ type: 'LocalDate', description: 'The day it counts on; else today.' }),
    fee: t.field({ type: 'Decimal', description: 'In the firm’s currency; else as is set.' }),
    penalty: t.field({ type: 'Decimal', description: 'In the cheque’s; else as is set.' }),
  }),
  payload: {
    cheque: cheque as never,
    chargeIds: value(['ID'], (result) => result.chargeIds, 'What is charged for it.'),
    isHeld: value('Boolean', (result) => result.isHeld, 'Whether credit is held by it.'),
  },
});

actField<RepresentChequeInput, ChequeChanged>({
  name: 'representCheque',
  operation: representCheque,
  description:
    'A cheque that came back is given to the bank once more: what it covers is secured again, as ' +
    'far as nothing else paid or covered it.',
  key: 'optional',
  input: (t) => ({
    ...which(t),
    representedOn: t.field({ type: 'LocalDate', description: 'When; else today.' }),
    moneyAccountId: t.id({ description: 'Another account than before.' }),
    slipNumber: t.string({ description: 'Another slip.' }),
  }),
  payload: { cheque },
});

actField<ReplaceChequeInput, ChequeReplaced>({
  name: 'replaceCheque',
  operation: replaceCheque,
  description:
    'Other cheques, or money, come in its place, together at least as much. What it covered goes ' +
    'on to them: to the money first.',
  key: 'required',
  input: (t) => ({
    ...which(t),
    cheques: t.field({ type: [ReplacementChequeInput], description: 'Cheques, and' }),
    money: t.field({ type: MoneyInput, description: 'Money, if it is that.' }),
    ...why(t),
  }),
  payload: {
    cheque: cheque as never,
    newChequeIds: value(['ID'], (result) => result.newChequeIds, 'What came in its place.'),
    receipt: receipt as never,
  },
});

actField<SettleChequeByCashInput, ChequeCleared>({
  name: 'settleChequeByCash',
  operation: settleChequeByCash,
  description: 'Money comes in its place, at least as much, and pays what it covered.',
  key: 'required',
  input: (t) => ({
    ...which(t),
    money: t.field({ type: MoneyInput, required: true, description: 'The money.' }),
    ...why(t),
  }),
  payload: { cheque: cheque as never, receipt: receipt as never },
});

actField<ExtendChequeInput, ChequeChanged>({
  name: 'extendCheque',
  operation: extendCheque,
  description: 'Its day is put off; commitments keep theirs.',
  key: 'optional',
  input: (t) => ({
    ...which(t),
    dueOn: t.field({ type: 'LocalDate', required: true, description: 'Its day from now on.' }),
    ...why(t),
  }),
  payload: { cheque },
});

actField<EndorseChequeInput, ChequeCleared>({
  name: 'endorseCheque',
  operation: endorseCheque,
  description:
    'It is passed on to somebody whom we owe: it settles what it covers as if it were money, and ' +
    'may come back.',
  key: 'required',
  input: (t) => ({
    ...which(t),
    endorsedTo: t.string({ required: true, description: 'Who has it now.' }),
    endorsedOn: t.field({ type: 'LocalDate', description: 'When; else today.' }),
    rate: t.field({ type: 'Decimal', description: 'One unit in the firm’s currency.' }),
    note: t.string({ description: 'What for.' }),
  }),
  payload: { cheque: cheque as never, receipt: receipt as never },
});

const step = (t: InputFieldBuilder) => ({ ...which(t), ...why(t) });

actField<ChequeStepInput, ChequeChanged>({
  name: 'holdChequeAsSecurity',
  operation: holdChequeAsSecurity,
  description: 'It is kept as security and not for payment: it covers nothing any more.',
  key: 'optional',
  input: step,
  payload: { cheque },
});

actField<ChequeStepInput, ChequeChanged>({
  name: 'withdrawCheque',
  operation: withdrawCheque,
  description: 'The bank gives back what it has not presented: it is in our hands again.',
  key: 'optional',
  input: step,
  payload: { cheque },
});

actField<ChequeStepInput, ChequeChanged>({
  name: 'giveChequeBack',
  operation: giveChequeBack,
  description: 'The customer gets the paper back.',
  key: 'optional',
  input: step,
  payload: { cheque },
});

actField<ChequeStepInput, ChequeChanged>({
  name: 'sendChequeToLegal',
  operation: sendChequeToLegal,
  description: 'A cheque that came back is claimed at law.',
  key: 'optional',
  input: step,
  payload: { cheque },
});

actField<ChequeStepInput, ChequeChanged>({
  name: 'loseCheque',
  operation: loseCheque,
  description: 'Nobody knows where the paper is: it covers nothing any more.',
  key: 'optional',
  input: step,
  payload: { cheque },
});

actField<ChequeStepInput, ChequeChanged>({
  name: 'cancelCheque',
  operation: cancelCheque,
  description: 'It was entered by mistake, or is void; its number may be entered again.',
  key: 'optional',
  input: step,
  payload: { cheque },
});
