import { listField, oneField } from '../read/root-fields.ts';
import { settingField } from '../read/setting-field.ts';
import {
  BankHolidayType,
  ChequeCoverageType,
  ChequeEntryType,
  ChequePolicyType,
  ChequeType,
} from './cheque-types.ts';
import { GuaranteeEntryType, GuaranteeType } from './guarantee-types.ts';
import { PaymentCommitmentType } from './commitment-types.ts';
import {
  AllocationType,
  CustomerBalanceType,
  LedgerEntryType,
  LedgerPeriodType,
  ReceiptType,
  RefundType,
} from './receipt-types.ts';
import { MoneyAccountType, PaymentTermsType, WriteOffLimitType } from './terms-types.ts';
import {
  CreditAccountType,
  CreditEntryType,
  CreditOverrideType,
  CreditPolicyType,
  OpenCreditType,
} from './types.ts';

oneField('creditAccount', CreditAccountType, 'A credit account by its customer’s id.');
listField('creditAccounts', CreditAccountType, {
  description: 'What customers owe and may.',
  defaultOrder: 'EXPOSURE_DESC',
});
listField('creditEntries', CreditEntryType, {
  description: 'How what customers owe came about.',
  defaultOrder: 'SEQ_DESC',
});
listField('creditPolicies', CreditPolicyType, {
  description: 'What is asked of customers, at each kind of act.',
  defaultOrder: 'CHECK_POINT_ASC',
});
oneField('creditOverride', CreditOverrideType, 'An override by its id.');
listField('creditOverrides', CreditOverrideType, {
  description: 'Who may, or might, go beyond the limit.',
  defaultOrder: 'EXPIRES_AT_DESC',
});
oneField('openCredit', OpenCreditType, 'An open credit by the id of its credit note.');
listField('openCredits', OpenCreditType, {
  description: 'Credit notes, and what of them customers have to their credit.',
  defaultOrder: 'DATED_ON_DESC',
});
oneField('paymentTerms', PaymentTermsType, 'Terms of payment by their id.');
listField('allPaymentTerms', PaymentTermsType, {
  description: 'Terms of payment that may be agreed upon, or could once.',
  defaultOrder: 'CODE_ASC',
});
oneField('moneyAccount', MoneyAccountType, 'An account where money is kept, by its id.');
listField('moneyAccounts', MoneyAccountType, {
  description: 'Where money is kept.',
  defaultOrder: 'CODE_ASC',
});
oneField('paymentCommitment', PaymentCommitmentType, 'A commitment by its id.');
listField('paymentCommitments', PaymentCommitmentType, {
  description: 'What customers are to pay, or were.',
  defaultOrder: 'CREATED_AT_DESC',
});
oneField('receipt', ReceiptType, 'A receipt by its id.');
listField('receipts', ReceiptType, {
  description: 'Money that came in, or that papers promise.',
  defaultOrder: 'VALUED_ON_DESC',
});
listField('allocations', AllocationType, {
  description: 'What settled what, and was taken back.',
  defaultOrder: 'ID_DESC',
});
oneField('refund', RefundType, 'A refund by its id.');
listField('refunds', RefundType, {
  description: 'What was paid out to customers.',
  defaultOrder: 'REFUNDED_ON_DESC',
});
listField('ledgerEntries', LedgerEntryType, {
  description: 'What was posted.',
  defaultOrder: 'SEQ_DESC',
});
listField('customerBalances', CustomerBalanceType, {
  description: 'What customers owe, by currency.',
  defaultOrder: 'COMPANY_BALANCE_DESC',
});
settingField('ledgerPeriod', LedgerPeriodType, 'Through which day the books are closed.');
listField('writeOffLimits', WriteOffLimitType, {
  description: 'Who may give up how much.',
  defaultOrder: 'ID_ASC',
});
oneField('cheque', ChequeType, 'A cheque by its id.');
listField('cheques', ChequeType, {
  description: 'Cheques that customers handed over, by their day.',
  defaultOrder: 'DUE_ON_ASC',
});
listField('chequeEntries', ChequeEntryType, {
  description: 'The steps of cheques.',
  defaultOrder: 'SEQ_DESC',
});
listField('chequeCoverages', ChequeCoverageType, {
  description: 'What cheques are to pay.',
  defaultOrder: 'ID_DESC',
});
listField('bankHolidays', BankHolidayType, {
  description: 'When banks are closed beside weekends.',
  defaultOrder: 'ON_DAY_ASC',
});
settingField('chequePolicy', ChequePolicyType, 'What is decided for cheques and guarantees.');
oneField('guarantee', GuaranteeType, 'A guarantee by its id.');
listField('guarantees', GuaranteeType, {
  description: 'What secures what customers owe, or did.',
  defaultOrder: 'NUMBER_DESC',
});
listField('guaranteeEntries', GuaranteeEntryType, {
  description: 'The steps of guarantees.',
  defaultOrder: 'SEQ_DESC',
});
