import { checkPoints, creditEntryKinds } from '../../modules/receivables/index.ts';
import { builder } from '../builder.ts';

export const CheckPoint = builder.enumType('CheckPoint', {
  description:
    'An act at which a customer’s credit is looked at: an order, a delivery, an invoice.',
  values: checkPoints,
});

export const CreditEntryKind = builder.enumType('CreditEntryKind', {
  description: 'What is owed for: ordered and not yet invoiced; invoiced and not yet settled.',
  values: creditEntryKinds,
});
