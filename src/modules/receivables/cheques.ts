/* The part of this module's door that cheques are. */

export { cancelCheque } from './operations/cancel-cheque.ts';
export {
  clearCheque,
  type ChequeCleared,
  type ClearChequeInput,
} from './operations/clear-cheque.ts';
export { coverWithCheque, type CoverWithChequeInput } from './operations/cover-with-cheque.ts';
export { depositCheques, type DepositChequesInput } from './operations/deposit-cheques.ts';
export { endorseCheque, type EndorseChequeInput } from './operations/endorse-cheque.ts';
export { extendCheque, type ExtendChequeInput } from './operations/extend-cheque.ts';
export { giveChequeBack } from './operations/give-cheque-back.ts';
export { holdChequeAsSecurity } from './operations/hold-cheque-as-security.ts';
export { loseCheque } from './operations/lose-cheque.ts';
export {
  receiveCheques,
  type ChequesChanged,
  type ReceiveChequesInput,
} from './operations/receive-cheques.ts';
export {
  replaceCheque,
  type ChequeReplaced,
  type ReplaceChequeInput,
} from './operations/replace-cheque.ts';
export { representCheque, type RepresentChequeInput } from './operations/represent-cheque.ts';
export {
  returnCheque,
  type ChequeReturned,
  type ReturnChequeInput,
} from './operations/return-cheque.ts';
export { sendChequeToLegal } from './operations/send-cheque-to-legal.ts';
export {
  setBankHolidays,
  type BankHolidaysSet,
  type SetBankHolidaysInput,
} from './operations/set-bank-holidays.ts';
export {
  setChequePolicy,
  type ChequePolicySet,
  type SetChequePolicyInput,
} from './operations/set-cheque-policy.ts';
export {
  settleChequeByCash,
  type MoneyInput,
  type SettleChequeByCashInput,
} from './operations/settle-cheque-by-cash.ts';
export type { ChequeChanged, ChequeStepInput } from './operations/step-cheque.ts';

export { chequeCalendar, type ChequeCalendar, type ChequeSum } from './queries/cheque-calendar.ts';
export * from './rules/cheque-kinds.ts';
export { coverageToClear, securedOf } from './rules/cheque-sql.ts';
export { chequeMachine, guaranteeMachine } from './rules/cheque-states.ts';
export type { CoverageWish } from './rules/cheque.ts';
export type { ChequeInput } from './rules/read-cheque.ts';
export { withdrawCheque } from './operations/withdraw-cheque.ts';
