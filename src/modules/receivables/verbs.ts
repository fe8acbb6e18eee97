/*
 * What the acts of other modules do with credit, inside their own transaction: they change what a
 * customer owes and will owe, in the order of docs/lock-order.md, and are told why they may not.
 */

export {
  changeExposure,
  lockCredit,
  oweExposure,
  type ExposureChangeBy,
} from './ledger/change-exposure.ts';
export {
  numberReceivable,
  recordOpenCredit,
  recordReceivable,
  settleReceivable,
  type NewClaim,
} from './ledger/receivables.ts';
export { isBeyondCredit } from './queries/is-beyond-credit.ts';
export type { CreditBook } from './rules/decide-credit.ts';
