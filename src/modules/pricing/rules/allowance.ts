import {
  compareDecimals,
  isPositive,
  multiplyDecimals,
  subtractDecimals,
  type Decimal,
} from '../../../kernel/decimal.ts';
import type { Asking } from './asked-lines.ts';
import type { PricingLine } from './price-lines.ts';
import type { AllowanceLimit } from './priced.ts';

/**
 * What of a line that was lowered by hand goes beyond the allowances of who asked: percent of the
 * list's amount, and what is left of the net amount after costs. The price stands all the same:
 * whoever keeps the document decides who has to agree.
 */
export function exceeded(
  { asked, facts, rate }: Asking,
  line: PricingLine,
  manual: Decimal,
  net: Decimal,
): readonly AllowanceLimit[] {
  const allowance = facts.allowances.find(({ personId }) => personId === asked.byPersonId);
  if (!allowance || !isPositive(manual)) return [];
  const { maxPercent, minMarginPercent } = allowance;
  const { product, quantity } = line.goods;
  const limits: AllowanceLimit[] = [];
  const hundredfold = multiplyDecimals(manual, '100');
  if (
    maxPercent !== null &&
    compareDecimals(hundredfold, multiplyDecimals(line.listAmount, maxPercent)) > 0
  ) {
    limits.push('PERCENT');
  }
  if (minMarginPercent !== null && product.cost !== null) {
    const ours = multiplyDecimals(net, rate);
    const left = subtractDecimals(ours, multiplyDecimals(product.cost, quantity));
    const least = multiplyDecimals(ours, minMarginPercent);
    if (compareDecimals(multiplyDecimals(left, '100'), least) < 0) limits.push('MARGIN');
  }
  return limits;
}
