import {
  allocationKinds,
  appropriations,
  checkPoints,
  commitmentEnds,
  commitmentReasons,
  commitmentStates,
  discountsOnPart,
  discountTaxModes,
  dueTriggers,
  exposureKinds,
  ledgerAccounts,
  ledgerEntryKinds,
  moneyAccountKinds,
  paymentMethods,
  raisedReasons,
  receiptUses,
  receiptStates,
  termsReasons,
  termsTriggers,
  writeOffReasons,
} from '../../modules/receivables/index.ts';
import { builder } from '../builder.ts';

export const CheckPoint = builder.enumType('CheckPoint', {
  description:
    'An act at which a customer’s credit is looked at: an order, a delivery, an invoice.',
  values: checkPoints,
});

export const ExposureKind = builder.enumType('ExposureKind', {
  description:
    'What makes up what a customer owes: orders that are not invoiced; what is claimed and not ' +
    'paid; less money received and credit notes that nothing was done with yet.',
  values: exposureKinds,
});

export const PaymentMethod = builder.enumType('PaymentMethod', {
  description: 'How money comes, or goes.',
  values: paymentMethods,
});

export const CommitmentReason = builder.enumType('CommitmentReason', {
  description: 'What a payment is for. FEE and INTEREST are charged upon another commitment.',
  values: commitmentReasons,
});

export const TermsReason = builder.enumType('TermsReason', {
  description: 'What a part of terms of payment is for.',
  values: termsReasons,
});

export const DueTrigger = builder.enumType('DueTrigger', {
  description: 'From when the days of a commitment are counted; DATE: its day was named.',
  values: dueTriggers,
});

export const TermsTrigger = builder.enumType('TermsTrigger', {
  description: 'From when the days of a part of terms of payment are counted.',
  values: termsTriggers,
});

export const CommitmentState = builder.enumType('CommitmentState', {
  description:
    'Where a commitment stands. PLANNED: what it waits for has not happened; DUE: its day is ' +
    'known; SUPERSEDED: a payment plan stands in its place.',
  values: commitmentStates,
});

export const CommitmentEnd = builder.enumType('CommitmentEnd', {
  description: 'Why a commitment is asked for no more.',
  values: commitmentEnds,
});

export const DiscountTaxMode = builder.enumType('DiscountTaxMode', {
  description:
    'What a discount for early payment does to the tax. ALWAYS: the invoice bears the tax of the ' +
    'discounted amount from the start, so only the net is discounted; ON_EARLY_PAYMENT: tax is ' +
    'discounted as well; NEVER: only the net is, the tax stays.',
  values: discountTaxModes,
});

export const DiscountOnPart = builder.enumType('DiscountOnPart', {
  description:
    'What a part payment in time gets of the discount: nothing; the same part of it; all of it, ' +
    'where one receipt pays several commitments and only the last is short.',
  values: discountsOnPart,
});

export const Appropriation = builder.enumType('Appropriation', {
  description:
    'What money settles first where there are charges: costs, then interest, then the claim; or ' +
    'the claim first.',
  values: appropriations,
});

export const MoneyAccountKind = builder.enumType('MoneyAccountKind', {
  description: 'Where money is kept: at a bank, in a till, with a card processor.',
  values: moneyAccountKinds,
});

export const ReceiptState = builder.enumType('ReceiptState', {
  description: 'PENDING: a paper promises it; CLEARED: the money is there; REVERSED: it is not.',
  values: receiptStates,
});

export const AllocationKind = builder.enumType('AllocationKind', {
  description: 'What settles a commitment. PLAN: what was paid on the plan in its place.',
  values: allocationKinds,
});

export const ReceiptUse = builder.enumType('ReceiptUse', {
  description: 'What money that comes in is used for where nobody says.',
  values: receiptUses,
});

export const RaisedReason = builder.enumType('RaisedReason', {
  description: 'What a customer may be asked to pay for beside orders.',
  values: raisedReasons,
});

export const WriteOffReason = builder.enumType('WriteOffReason', {
  description: 'Why something is given up.',
  values: writeOffReasons,
});

export const LedgerAccount = builder.enumType('LedgerAccount', {
  description: 'An account of the ledger: the customer’s, or one of the firm’s.',
  values: ledgerAccounts,
});

export const LedgerEntryKind = builder.enumType('LedgerEntryKind', {
  description: 'Why something is posted.',
  values: ledgerEntryKinds,
});
