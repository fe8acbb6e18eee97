import { listField, oneField } from '../read/root-fields.ts';
import {
  CreditAccountType,
  CreditEntryType,
  CreditOverrideType,
  CreditPolicyType,
  OpenCreditType,
  ReceivableType,
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
oneField('receivable', ReceivableType, 'A receivable by the id of its invoice.');
listField('receivables', ReceivableType, {
  description: 'What invoices claim.',
  defaultOrder: 'DUE_ON_ASC',
});
oneField('openCredit', OpenCreditType, 'An open credit by the id of its credit note.');
listField('openCredits', OpenCreditType, {
  description: 'What customers have to their credit.',
  defaultOrder: 'DATED_ON_DESC',
});
