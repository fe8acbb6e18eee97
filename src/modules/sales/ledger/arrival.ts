import {
  divideDecimals,
  isZero,
  multiplyDecimals,
  roundDecimal,
  sumDecimals,
  type Decimal,
} from '../../../kernel/decimal.ts';
import type { Id } from '../../../kernel/id.ts';
import type { LocalDate } from '../../../kernel/local-date.ts';
import { minorUnitsOf } from '../../../kernel/money.ts';
import type { OrderNews } from '../../receivables/verbs.ts';
import { invoiceableOf } from '../rules/plan-invoice.ts';
import { openOf, type Order, type OrderLine } from '../rules/order.ts';

/** What was delivered now of what was to be delivered before, in money: what is due by delivery. */
export function arrivalOf(
  { lines, currency }: Order,
  issued: ReadonlyMap<Id, Decimal>,
  { by, on }: { readonly by: Id; readonly on: LocalDate },
): NonNullable<OrderNews['arrival']> {
  const worth = (line: OrderLine, part: Decimal): Decimal => worthOf(line, part, currency);
  return {
    by,
    on,
    now: sumDecimals(lines.map((line) => worth(line, issued.get(line.id) ?? '0'))),
    before: sumDecimals(lines.map((line) => worth(line, openOf(line)))),
  };
}

/** What was delivered and is in no invoice, in money. */
export const deliveredWorth = ({ lines, currency }: Order): Decimal =>
  sumDecimals(lines.map((line) => worthOf(line, invoiceableOf(line), currency)));

const worthOf = ({ total, quantity }: OrderLine, part: Decimal, currency: string): Decimal =>
  isZero(part)
    ? '0'
    : roundDecimal(
        divideDecimals(multiplyDecimals(total, part), quantity, 12),
        minorUnitsOf(currency),
      );
