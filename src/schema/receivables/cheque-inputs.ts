import { builder } from '../builder.ts';
import type { InputFieldBuilder } from '../mutation/act-field.ts';
import { PaymentMethod } from './enums.ts';

export const CoverageInput = builder.inputType('CoverageInput', {
  description: 'What a cheque is to pay.',
  fields: (t) => ({
    commitmentId: t.id({ required: true, description: 'The commitment, of the same customer.' }),
    amount: t.field({ type: 'Decimal', description: 'As much as there is, when left out.' }),
  }),
});

const paper = (t: InputFieldBuilder) => ({
  id: t.id({ description: 'Made by the client; else by the server.' }),
  number: t.string({ required: true, description: 'Digits of any script.' }),
  series: t.string({ description: 'The series of the number.' }),
  bank: t.string({ required: true, description: 'The bank that is to pay.' }),
  branch: t.string({ description: 'Its branch.' }),
  drawerName: t.string({ description: 'Who signed it; the customer when left out.' }),
  drawerAccount: t.string({ required: true, description: 'The account to be charged.' }),
  currency: t.string({ description: 'ISO 4217; the firm’s when left out.' }),
  amount: t.field({ type: 'Decimal', required: true, description: 'How much.' }),
  issuedOn: t.field({ type: 'LocalDate', description: 'When it was written.' }),
  dueOn: t.field({ type: 'LocalDate', required: true, description: 'Its day.' }),
  place: t.string({ description: 'Where it is to be paid.' }),
  registrationId: t.string({ description: 'Of the national register: 16 digits.' }),
  imageFront: t.string({ description: 'Where an image of it is.' }),
  imageBack: t.string({ description: 'And of its back.' }),
  custody: t.string({ required: true, description: 'Who has the paper.' }),
  note: t.string({ description: 'What it is for: numbers named here are covered first.' }),
});

export const ChequeInput = builder.inputType('ChequeInput', {
  description: 'A cheque as it is handed over.',
  fields: (t) => ({
    ...paper(t as never),
    covers: t.field({
      type: [CoverageInput],
      description: 'What it is to pay; when left out, `use` says.',
    }),
  }),
});

export const ReplacementChequeInput = builder.inputType('ReplacementChequeInput', {
  description: 'A cheque that comes in place of another, and pays what that was to pay.',
  fields: (t) => paper(t as never),
});

export const MoneyInput = builder.inputType('ChequeMoneyInput', {
  description: 'Money in place of a cheque.',
  fields: (t) => ({
    method: t.field({ type: PaymentMethod, required: true, description: 'How it came.' }),
    moneyAccountId: t.id({ description: 'Where it came in.' }),
    amount: t.field({ type: 'Decimal', description: 'The cheque’s when left out.' }),
    rate: t.field({ type: 'Decimal', description: 'One unit in the firm’s currency.' }),
    valuedOn: t.field({ type: 'LocalDate', description: 'When it was there; else today.' }),
    externalId: t.string({ description: 'The bank’s own id: unique for the account.' }),
    reference: t.string({ description: 'What the payer wrote.' }),
  }),
});
