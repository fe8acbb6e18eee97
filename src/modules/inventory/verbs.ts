/*
 * What the acts of other modules do with stock, inside their own transaction: a promise for a
 * demand of theirs is made, given up, or taken, and goods leave for it or come back from it. Each
 * locks what it changes, in the order of docs/lock-order.md, and refuses like the acts of this
 * module.
 */

export { type TakenGoods } from './ledger/consume-reservations.ts';
export { fitReservations, type ReservationTarget } from './ledger/fit-reservations.ts';
export { releaseReservations, type ReservationRelease } from './ledger/release-reservations.ts';
export {
  explainShortages,
  reserve,
  reserveMany,
  type Admission,
  type ReservationAsk,
  type ReservationGrant,
  type ReservationPlan,
  type ReservationWanted,
} from './ledger/reserve.ts';
export {
  cancelIssueFor,
  draftIssueFor,
  ensureCustomerAsOwner,
  lockVoucher,
  postIssueFor,
  reverseIssueFor,
  takeBackFor,
  type IssueForDemand,
  type IssueLineForDemand,
  type VoucherFacts,
  type WhatIsPosted,
} from './ledger/demand-vouchers.ts';
export type { DraftedVoucher } from './ledger/draft-voucher.ts';
export type { PostedVoucher } from './ledger/post-voucher.ts';
export type { TakeBackInput, TakenBackLine } from './ledger/take-back.ts';
