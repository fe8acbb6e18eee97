import {
  grantCreditOverride,
  holdCustomerCredit,
  releaseCustomerCredit,
  revokeCreditOverride,
  setCreditLimit,
  setCreditPolicy,
  type CreditAccountChanged,
  type CreditOverrideChanged,
  type CreditPolicySet,
  type GrantCreditOverrideInput,
  type HoldCustomerCreditInput,
  type ReleaseCustomerCreditInput,
  type RevokeCreditOverrideInput,
  type SetCreditLimitInput,
  type SetCreditPolicyInput,
} from '../../modules/receivables/index.ts';
import { actField, row, type InputFieldBuilder } from '../mutation/act-field.ts';
import { CheckPoint } from './enums.ts';
import { CreditAccountType, CreditOverrideType, CreditPolicyType } from './types.ts';

const account = row<CreditAccountChanged>(
  CreditAccountType,
  (result) => result.partyId,
  'What the customer owes and may.',
);

const override = row<CreditOverrideChanged>(
  CreditOverrideType,
  (result) => result.creditOverrideId,
  'The override.',
);

const customer = (t: InputFieldBuilder) => ({
  partyId: t.id({ required: true, description: 'The customer.' }),
});

const reason = (t: InputFieldBuilder) => ({
  reason: t.string({ required: true, description: 'Why, in words.' }),
});

actField<SetCreditLimitInput, CreditAccountChanged>({
  name: 'setCreditLimit',
  operation: setCreditLimit,
  description:
    'So much a customer may owe, what is ordered and not yet invoiced included, and so many days ' +
    'after an invoice it is due. What is not said stays.',
  key: 'optional',
  input: (t) => ({
    ...customer(t),
    expectedVersion: t.int({ description: 'The version seen, if there is one; else STALE.' }),
    creditLimit: t.field({ type: 'Decimal', description: 'In the firm’s currency.' }),
    withoutLimit: t.boolean({ description: 'True: the customer may owe any amount.' }),
    paymentDays: t.int({ description: 'Days, 0 to 3650.' }),
    paymentTermsId: t.id({ description: 'Terms of payment when nothing else is agreed.' }),
    withoutPaymentTerms: t.boolean({ description: 'True: only the days count.' }),
  }),
  payload: { creditAccount: account },
});

actField<HoldCustomerCreditInput, CreditAccountChanged>({
  name: 'holdCustomerCredit',
  operation: holdCustomerCredit,
  description: 'The customer gets no more credit, whatever the limit and whatever overrides it.',
  key: 'optional',
  input: (t) => ({ ...customer(t), ...reason(t) }),
  payload: { creditAccount: account },
});

actField<ReleaseCustomerCreditInput, CreditAccountChanged>({
  name: 'releaseCustomerCredit',
  operation: releaseCustomerCredit,
  description: 'A customer whose credit was held gets it again.',
  key: 'optional',
  input: (t) => ({ ...customer(t), ...reason(t) }),
  payload: { creditAccount: account },
});

actField<GrantCreditOverrideInput, CreditOverrideChanged>({
  name: 'grantCreditOverride',
  operation: grantCreditOverride,
  description:
    'The customer may owe so much more than the limit says, and be overdue by so much more, ' +
    'until a time. Overrides in force add up; held credit stays held.',
  key: 'required',
  input: (t) => ({
    id: t.id({ description: 'Made by the client; else by the server.' }),
    ...customer(t),
    amount: t.field({
      type: 'Decimal',
      required: true,
      description: 'How far beyond, in the firm’s currency.',
    }),
    ...reason(t),
    expiresAt: t.field({ type: 'DateTime', required: true, description: 'In force until then.' }),
  }),
  payload: { creditOverride: override },
});

actField<RevokeCreditOverrideInput, CreditOverrideChanged>({
  name: 'revokeCreditOverride',
  operation: revokeCreditOverride,
  description: 'From now on the customer has to keep to the limit again; what is owed stays.',
  key: 'optional',
  input: (t) => ({
    creditOverrideId: t.id({ required: true, description: 'The override.' }),
    ...reason(t),
  }),
  payload: { creditOverride: override },
});

actField<SetCreditPolicyInput, CreditPolicySet>({
  name: 'setCreditPolicy',
  operation: setCreditPolicy,
  description:
    'What is asked of customers at orders, deliveries or invoices, from now on. What is not said ' +
    'stays.',
  key: 'optional',
  input: (t) => ({
    checkPoint: t.field({ type: CheckPoint, required: true, description: 'At which act.' }),
    expectedVersion: t.int({ required: true, description: 'The version seen; else STALE.' }),
    checksLimit: t.boolean({ description: 'Whether the limit counts.' }),
    checksOverdue: t.boolean({ description: 'Whether it counts what is overdue.' }),
    checksHold: t.boolean({ description: 'Whether it counts that the credit is held.' }),
    overdueAmount: t.field({
      type: 'Decimal',
      description: 'So much overdue is passed over; in the firm’s currency.',
    }),
    overdueDays: t.int({ description: 'So is what is overdue for no more days than these.' }),
  }),
  payload: {
    creditPolicy: row(CreditPolicyType, (result) => result.creditPolicyId, 'The policy.'),
  },
});
