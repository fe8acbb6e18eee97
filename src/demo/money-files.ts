import { z } from 'zod';
import { collectionChannels, dayCounts, planSteps } from '../modules/collections/index.ts';
import {
  moneyAccountKinds,
  paymentMethods,
  termsReasons,
  termsTriggers,
} from '../modules/receivables/index.ts';
import { day, days, decimal, flag, list, orNull, text, whole } from './file-fields.ts';

/** How far a cheque comes. */
export const chequeEnds = ['IN_HAND', 'DEPOSITED', 'CLEARED', 'RETURNED'] as const;

/** What the files of money that is owed, comes in and is collected say. */
export const moneyShapes = {
  payment_terms: z.object({ terms: text, name: text }),
  payment_terms_lines: z.object({
    terms: text,
    reason: z.enum(termsReasons),
    percent: decimal,
    trigger: z.enum(termsTriggers),
    days: whole.transform(Number),
    method: orNull(z.enum(paymentMethods)),
    discount: orNull(decimal),
    discount_days: orNull(whole.transform(Number)),
  }),
  money_accounts: z.object({
    account: text,
    name: text,
    kind: z.enum(moneyAccountKinds),
    currency: text,
    bank_number: orNull(text),
  }),
  open_items: z.object({ item: text, customer: text, amount: decimal, days, note: text }),
  receipts: z.object({
    receipt: text,
    customer: text,
    method: z.enum(paymentMethods),
    account: text,
    amount: decimal,
    days,
    reference: orNull(text),
    external_id: orNull(text),
  }),
  cheques: z.object({
    cheque: text,
    customer: text,
    item: text,
    bank: text,
    drawer_account: text,
    amount: decimal,
    received: days,
    due: days,
    account: list,
    until: z.enum(chequeEnds),
  }),
  interest_rates: z.object({
    scheme: text,
    name: text,
    basis: z.enum(dayCounts),
    from_day: day,
    percent: decimal,
  }),
  dunning_levels: z.object({
    procedure: text,
    name: text,
    scheme: list,
    days: whole.transform(Number),
    fee: orNull(decimal),
    channel: z.enum(collectionChannels),
    subject: text,
    body: text,
  }),
  promise_types: z.object({
    type: text,
    name: text,
    grace_days: whole.transform(Number),
    threshold: decimal,
  }),
  promises: z.object({
    promise: text,
    customer: text,
    item: text,
    type: text,
    amount: decimal,
    days,
    channel: z.enum(collectionChannels),
  }),
  payment_plans: z.object({
    plan: text,
    customer: text,
    items: list,
    count: whole.transform(Number),
    first: days,
    step: z.enum(planSteps),
    accepted: flag,
  }),
  targets: z.object({ salesperson: text, amount: decimal, commission: decimal }),
};

/** Which columns of these files name a row of another, and by which of its columns. */
export const moneyReferences = [
  ['payment_terms_lines', ['terms'], 'payment_terms', ['terms']],
  ['open_items', ['customer'], 'customers', ['customer']],
  ['receipts', ['customer'], 'customers', ['customer']],
  ['receipts', ['account'], 'money_accounts', ['account']],
  ['cheques', ['customer'], 'customers', ['customer']],
  ['cheques', ['item'], 'open_items', ['item']],
  ['cheques', ['account'], 'money_accounts', ['account']],
  ['dunning_levels', ['scheme'], 'interest_rates', ['scheme']],
  ['promises', ['customer'], 'customers', ['customer']],
  ['promises', ['item'], 'open_items', ['item']],
  ['promises', ['type'], 'promise_types', ['type']],
  ['payment_plans', ['customer'], 'customers', ['customer']],
  ['payment_plans', ['items'], 'open_items', ['item']],
  ['targets', ['salesperson'], 'salespeople', ['login']],
] as const;
