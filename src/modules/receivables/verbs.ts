/*
 * What the acts of other modules do with what customers owe, inside their own transaction, in the
 * order of docs/lock-order.md; they are told why they may not.
 */

export {
  changeExposure,
  lockCredit,
  oweExposure,
  type ExposureChangeBy,
} from './ledger/change-exposure.ts';
export { creditInvoice, oweInvoice, requireOpenDay } from './ledger/claims.ts';
export { lockCreditAccounts } from './ledger/lock-accounts.ts';
export { loadScheduleTerms } from './queries/payment-terms.ts';
export {
  raiseSchedules,
  scheduleOrder,
  type OrderNews,
  type OrderWithTerms,
} from './ledger/schedule-orders.ts';
export { loadCommitments, oweBills, type CommitmentChange } from './ledger/write-commitments.ts';
export { isBeyondCredit } from './queries/is-beyond-credit.ts';
export type { CreditBook } from './rules/decide-credit.ts';
export type { Bill } from './rules/order-schedule.ts';
export type { OrderToPay } from './rules/schedule-book.ts';
export {
  allocateByPlan,
  cancelCommitments,
  raiseCommitments,
  reviveCommitments,
  supersedeCommitments,
  takeBackByPlan,
  type NewCommitment,
} from './ledger/raise-commitments.ts';
export { loadAllocations } from './ledger/write-allocations.ts';
export { keepPeriod, periodFaults } from './ledger/periods.ts';
export type { Commitment } from './rules/commitment.ts';
