import { isPositive, type Decimal } from '../../../kernel/decimal.ts';
import { effectiveRateOf, taxByLine } from '../../pricing/index.ts';
import type { Order, OrderLine } from './order.ts';

/**
 * A line whose price stays, with the tax of another part of its amount, as other terms of payment
 * have it, rounded by itself. What of it is invoiced bears the tax that the invoice says: such a
 * line stays.
 */
export function retaxed(
  line: OrderLine,
  taxedPercent: Decimal,
  { taxInclusive, currency }: Pick<Order, 'taxInclusive' | 'currency'>,
): OrderLine {
  if (line.taxedPercent === taxedPercent || isPositive(line.invoiced)) return line;
  const amount = taxInclusive ? line.total : line.net;
  const rate = effectiveRateOf(line.taxRate, taxedPercent);
  const [taxed] = taxByLine([{ amount, code: line.taxCode, rate }], taxInclusive, currency);
  return { ...line, ...taxed, taxedPercent };
}
