/*
 * The words of cheques and guarantees: for tables, rules and the schema alike.
 */

export const chequeStates = [
  'RECEIVED',
  'EXTENDED',
  'HELD_AS_SECURITY',
  'DEPOSITED',
  'CLEARED',
  'ENDORSED',
  'RETURNED',
  'RE_PRESENTED',
  'REPLACED',
  'SETTLED_BY_CASH',
  'LEGAL',
  'RETURNED_TO_CUSTOMER',
  'LOST',
  'CANCELLED',
] as const;
export type ChequeState = (typeof chequeStates)[number];

/** Those in which money may yet come of it: what it covers is secured. */
export const waitingStates = ['RECEIVED', 'EXTENDED', 'DEPOSITED', 'RE_PRESENTED'] as const;

/** Why a bank does not pay. */
export const returnReasons = [
  'INSUFFICIENT_FUNDS',
  'ACCOUNT_CLOSED',
  'PAYMENT_STOPPED',
  'SIGNATURE',
  'DATA_MISMATCH',
  'OTHER',
] as const;
export type ReturnReason = (typeof returnReasons)[number];

export const guaranteeKinds = [
  'BANK_GUARANTEE',
  'CHEQUE_AS_SECURITY',
  'PROMISSORY_NOTE',
  'MORTGAGE',
  'DEPOSIT',
] as const;
export type GuaranteeKind = (typeof guaranteeKinds)[number];

export const guaranteeStates = [
  'HELD',
  'EXTENDED',
  'PARTLY_CALLED',
  'CALLED',
  'RELEASED',
  'EXPIRED',
  'RETURNED',
] as const;
export type GuaranteeState = (typeof guaranteeStates)[number];

/** Those in which it may be called. */
export const heldStates = ['HELD', 'EXTENDED', 'PARTLY_CALLED'] as const;
