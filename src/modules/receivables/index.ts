import {
  BankStatementLineSchema,
  BankStatementSchema,
  PayerAccountSchema,
} from './entities/bank-statement.ts';
import { PaymentCommitmentBillSchema, PaymentCommitmentSchema } from './entities/commitment.ts';
import {
  CreditAccountSchema,
  CreditEntrySchema,
  CreditOverrideSchema,
  CreditPolicySchema,
  OpenCreditSchema,
} from './entities/credit.ts';
import {
  BankHolidaySchema,
  ChequeCoverageSchema,
  ChequeEntrySchema,
  ChequePolicySchema,
  ChequeSchema,
} from './entities/cheque.ts';
import { GuaranteeEntrySchema, GuaranteeSchema } from './entities/guarantee.ts';
import { CustomerBalanceSchema, LedgerEntrySchema, LedgerPeriodSchema } from './entities/ledger.ts';
import { AllocationSchema, ReceiptSchema, RefundSchema } from './entities/receipt.ts';
import {
  MoneyAccountSchema,
  PaymentTermsLineSchema,
  PaymentTermsSchema,
  WriteOffLimitSchema,
} from './entities/terms.ts';

export const receivablesEntities = [
  CreditAccountSchema,
  CreditEntrySchema,
  CreditPolicySchema,
  CreditOverrideSchema,
  OpenCreditSchema,
  PaymentTermsSchema,
  PaymentTermsLineSchema,
  MoneyAccountSchema,
  WriteOffLimitSchema,
  PaymentCommitmentSchema,
  PaymentCommitmentBillSchema,
  ReceiptSchema,
  AllocationSchema,
  RefundSchema,
  LedgerEntrySchema,
  CustomerBalanceSchema,
  LedgerPeriodSchema,
  ChequeSchema,
  ChequeEntrySchema,
  ChequeCoverageSchema,
  BankHolidaySchema,
  ChequePolicySchema,
  GuaranteeSchema,
  GuaranteeEntrySchema,
  BankStatementSchema,
  BankStatementLineSchema,
  PayerAccountSchema,
] as const;

export * from './cheques.ts';
export * from './guarantees.ts';
export { PaymentCommitment } from './entities/commitment.ts';
export { OpenCredit } from './entities/credit.ts';
export { Allocation, Receipt } from './entities/receipt.ts';
export { PaymentTerms } from './entities/terms.ts';
export { plainTerms, type ScheduleLine } from './rules/commitment.ts';
export { invoiceSettledOf, orderPaymentOf } from './rules/commitment-sql.ts';
export * from './rules/money-kinds.ts';

export {
  grantCreditOverride,
  revokeCreditOverride,
  type CreditOverrideChanged,
  type GrantCreditOverrideInput,
  type RevokeCreditOverrideInput,
} from './operations/grant-credit-override.ts';
export {
  holdCustomerCredit,
  releaseCustomerCredit,
  type HoldCustomerCreditInput,
  type ReleaseCustomerCreditInput,
} from './operations/hold-customer-credit.ts';
export {
  setCreditLimit,
  type CreditAccountChanged,
  type SetCreditLimitInput,
} from './operations/set-credit-limit.ts';
export {
  setCreditPolicy,
  type CreditPolicySet,
  type SetCreditPolicyInput,
} from './operations/set-credit-policy.ts';

export {
  importBankStatement,
  type BadStatementRow,
  type BankStatementImported,
  type ImportBankStatementInput,
} from './operations/import-bank-statement.ts';
export {
  createReceiveBankStatementLine,
  createReceiveSureBankStatementLines,
  type BankStatementLineReceived,
  type ReceiveBankStatementLineInput,
  type ReceiveSureLinesInput,
  type SkippedLine,
  type SureLinesReceived,
} from './operations/receive-bank-statement-lines.ts';
export {
  ignoreBankStatementLine,
  reopenBankStatementLine,
  type BankStatementLineChanged,
  type IgnoreBankStatementLineInput,
  type ReopenBankStatementLineInput,
} from './operations/ignore-bank-statement-line.ts';

export {
  receivablesAgeing,
  type Ageing,
  type AgeingFigures,
  type AgeingRow,
} from './queries/receivables-ageing.ts';
export {
  customerStatement,
  type AccountStatement,
  type StatementItem,
  type StatementPosting,
} from './queries/customer-statement.ts';
export {
  customerReceipts,
  type CommittedAgainstActual,
  type CustomerReceipts,
  type ReceiptsByMethod,
} from './queries/customer-receipts.ts';
export {
  createFindLineProposals,
  type FindLineProposals,
  type LineProposal,
} from './queries/line-proposals.ts';
export { findCustomerWithin } from './queries/within-reach.ts';
export {
  loadCreditExposures,
  type CreditExposure,
  type ExposureDocument,
} from './queries/credit-exposures.ts';

export { ageingGroups, requireBuckets, usualBuckets, type AgeingGroup } from './rules/ageing.ts';
export { receivablesBankReferences, type BankReference } from './rules/bank-reference.ts';
export {
  lineDirections,
  lineStates,
  matchReasons,
  statementFormats,
} from './rules/statement-line.ts';
export {
  checkPoints,
  exposureKinds,
  type CheckPoint,
  type ExposureKind,
  type ExposureChange,
} from './rules/credit.ts';

export {
  allocatePayment,
  type AllocatePaymentInput,
  type PaymentAllocated,
} from './operations/allocate-payment.ts';
export { clearReceipt, type ClearReceiptInput } from './operations/clear-receipt.ts';
export {
  closeLedgerPeriod,
  reopenLedgerPeriod,
  type CloseLedgerPeriodInput,
  type ReopenLedgerPeriodInput,
} from './operations/close-ledger-period.ts';
export { extendCommitment, type ExtendCommitmentInput } from './operations/extend-commitment.ts';
export {
  cancelCommitment,
  raiseCommitment,
  raisedReasons,
  type CancelCommitmentInput,
  type RaiseCommitmentInput,
} from './operations/raise-commitment.ts';
export {
  receiptUses,
  recordReceipt,
  type ReceiptRecorded,
  type RecordReceiptInput,
} from './operations/record-receipt.ts';
export {
  refundCredit,
  type CreditRefunded,
  type RefundCreditInput,
} from './operations/refund-credit.ts';
export { reverseAllocation, type ReverseAllocationInput } from './operations/reverse-allocation.ts';
export { reverseReceipt, type ReverseReceiptInput } from './operations/reverse-receipt.ts';
export { setMoneyAccount, type SetMoneyAccountInput } from './operations/set-money-account.ts';
export {
  setPaymentTerms,
  type PaymentTermsLineInput,
  type SetPaymentTermsInput,
} from './operations/set-payment-terms.ts';
export { setWriteOffLimit, type SetWriteOffLimitInput } from './operations/set-write-off-limit.ts';
export {
  writeOffBadDebt,
  writeOffCommitment,
  type CommitmentWrittenOff,
  type WriteOffCommitmentInput,
} from './operations/write-off-commitment.ts';

export { taxedPercentOf } from './queries/payment-terms.ts';

export { receivablesOwnedRecords } from './owned-records.ts';
export { receivablesPartyReferences } from './party-references.ts';
export { receivablesChecks } from './checks.ts';
export { receivablesErrorCodes } from './errors.ts';
export { receivablesEvents } from './events.ts';
export { chequeEvents } from './cheque-events.ts';
export { guaranteeEvents } from './guarantee-events.ts';
export { paymentEvents } from './payment-events.ts';
export { receivablesPermissions } from './permissions.ts';
export { receivablesReadRules } from './read-rules.ts';
