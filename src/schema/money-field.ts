import type { Row } from '../platform/read/tree.ts';
import { MoneyType } from './money.ts';
import { computed, type FieldSpec } from './read/read-type.ts';

/** An amount of the row, in a currency of the row; null where there is none. */
export const moneyField = (
  column: string,
  description: string,
  { currency = 'currency', nullable = false } = {},
): FieldSpec =>
  computed({
    type: MoneyType,
    nullable,
    needs: [column, currency],
    description,
    resolve: (row: Row) =>
      row[column] == null ? null : { amount: row[column], currency: row[currency] },
  });
