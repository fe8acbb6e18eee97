import type { Money } from '../kernel/money.ts';
import type { Row } from '../platform/read/tree.ts';
import { builder } from './builder.ts';
import { computed, type FieldSpec } from './read/read-type.ts';

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

/** An amount of the row in the currency of it or of its document; null where the amount is. */
export const money = (
  amount: string,
  description: string,
  { currency = 'currency', nullable = false } = {},
): FieldSpec =>
  computed({
    type: MoneyType,
    nullable,
    needs: [amount, currency],
    parts: { amount, currency },
    description,
    resolve: (row: Row) =>
      row[amount] == null ? null : { amount: row[amount], currency: row[currency] },
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
