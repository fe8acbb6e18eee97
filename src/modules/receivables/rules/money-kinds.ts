/*
 * The words of commitments, receipts and what settles what: for tables, rules and the schema alike.
 */

export const paymentMethods = ['TRANSFER', 'CARD', 'CASH', 'CHEQUE', 'LETTER_OF_CREDIT'] as const;
export type PaymentMethod = (typeof paymentMethods)[number];

/** What a commitment is for. */
export const commitmentReasons = [
  'ADVANCE',
  'DELIVERY',
  'INVOICE',
  'COMMISSIONING',
  'INSTALMENT',
  'SERVICE',
  'FEE',
  'INTEREST',
  'PLAN',
  'OPENING',
] as const;
export type CommitmentReason = (typeof commitmentReasons)[number];

/** Those that terms of payment may name. */
export const termsReasons = [
  'ADVANCE',
  'DELIVERY',
  'INVOICE',
  'COMMISSIONING',
  'INSTALMENT',
] as const;
export type TermsReason = (typeof termsReasons)[number];

/** What the days of a commitment are counted from; DATE: its day was named. */
export const dueTriggers = ['DATE', 'ORDER', 'DELIVERY', 'INVOICE', 'COMMISSIONING'] as const;
export type DueTrigger = (typeof dueTriggers)[number];

/** Those that terms of payment may name. */
export const termsTriggers = ['ORDER', 'DELIVERY', 'INVOICE', 'COMMISSIONING'] as const;
export type TermsTrigger = (typeof termsTriggers)[number];

export const commitmentEnds = ['CANCELLED', 'SUPERSEDED'] as const;
export type CommitmentEnd = (typeof commitmentEnds)[number];

/** Where a commitment stands: told by its row, never stored. */
export const commitmentStates = [
  'PLANNED',
  'DUE',
  'PARTIALLY_PAID',
  'PAID',
  'CANCELLED',
  'SUPERSEDED',
] as const;
export type CommitmentState = (typeof commitmentStates)[number];

/** What a discount for early payment does to the tax. */
export const discountTaxModes = ['ALWAYS', 'ON_EARLY_PAYMENT', 'NEVER'] as const;
export type DiscountTaxMode = (typeof discountTaxModes)[number];

/**
 * What a part payment within the days of the discount gets of it. LAST_OF_SEVERAL: all, where one
 * receipt pays several commitments and only the last of them is short.
 */
export const discountsOnPart = ['NONE', 'PRO_RATA', 'LAST_OF_SEVERAL'] as const;
export type DiscountOnPart = (typeof discountsOnPart)[number];

/** What money settles first where there are charges. */
export const appropriations = ['COSTS_FIRST', 'PRINCIPAL_FIRST'] as const;
export type Appropriation = (typeof appropriations)[number];

export const moneyAccountKinds = ['BANK', 'CASH', 'CARD'] as const;
export type MoneyAccountKind = (typeof moneyAccountKinds)[number];

export const receiptStates = ['PENDING', 'CLEARED', 'REVERSED'] as const;
export type ReceiptState = (typeof receiptStates)[number];

/** What settles a commitment. */
export const allocationKinds = ['RECEIPT', 'CREDIT_NOTE', 'DISCOUNT', 'WRITE_OFF', 'PLAN'] as const;
export type AllocationKind = (typeof allocationKinds)[number];

export const writeOffReasons = [
  'ROUNDING',
  'BANK_CHARGE',
  'DISCOUNT_LATE',
  'GOODWILL',
  'BAD_DEBT',
] as const;
export type WriteOffReason = (typeof writeOffReasons)[number];

/** Why something is posted. */
export const ledgerEntryKinds = [
  'INVOICE',
  'CREDIT_NOTE',
  'RECEIPT',
  'REFUND',
  'DISCOUNT',
  'WRITE_OFF',
  'FEE',
  'INTEREST',
  'CONVERSION',
  'EXCHANGE',
] as const;
export type LedgerEntryKind = (typeof ledgerEntryKinds)[number];

/** CUSTOMER is the account of the entry's party; the others are the firm's. */
export const ledgerAccounts = [
  'CUSTOMER',
  'SALES',
  'TAX',
  'MONEY',
  'BANK_CHARGES',
  'DISCOUNTS',
  'WRITE_OFFS',
  'BAD_DEBTS',
  'FEES',
  'INTEREST',
  'CONVERSION',
  'EXCHANGE',
] as const;
export type LedgerAccount = (typeof ledgerAccounts)[number];
