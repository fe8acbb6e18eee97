import type { Money } from '../kernel/money.ts';
import { builder } from './builder.ts';

export const MoneyType = builder.objectRef<Money>('Money').implement({
  description: 'An exact amount, in its currency.',
  fields: (t) => ({
    amount: t.field({
      type: 'Decimal',
      description: 'With the places of its currency.',
      resolve: (money) => money.amount,
    }),
    currency: t.exposeString('currency', { description: 'ISO 4217: `IRR`, `EUR`.' }),
  }),
});

export const MoneyInput = builder.inputType('MoneyInput', {
  description: 'An exact amount, in its currency.',
  fields: (t) => ({
    amount: t.field({
      type: 'Decimal',
      required: true,
      description: 'With no more places than its currency has.',
    }),
    currency: t.string({ required: true, description: 'ISO 4217: `IRR`, `EUR`.' }),
  }),
});
