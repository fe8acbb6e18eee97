import { compareDecimals, readDecimal, type Decimal } from '../../../kernel/decimal.ts';
import type { Fault } from '../../../kernel/domain-error.ts';
import { readMoney } from '../../../kernel/money.ts';
import { gather } from '../../../kernel/reading.ts';
import { fault, type Path } from '../errors.ts';
import type { PriceLineAsked, PricesAsked } from './priced.ts';

/** What a column of prices holds. */
export const priceLimits = { integerDigits: 14, fractionDigits: 6 };

/** What a column of percents holds. */
export const percentLimits = { integerDigits: 3, fractionDigits: 6 };

export const longestChain = 10;

/** Faults of what somebody asks for beside the lists. */
export function readOverride(
  { override, path }: PriceLineAsked,
  _currency: string,
  faults: Fault[],
): void {
  if (!override) return;
  const at = [...path, 'price'];
  if (override.unitPrice != null) readPrice(override.unitPrice, [...at, 'unitPrice'], faults);
  const percents = override.discountPercents ?? [];
  if (percents.length > longestChain) {
    const message = `A chain has at most ${longestChain} discounts`;
    faults.push(fault('DISCOUNT_MALFORMED', message, [...at, 'discountPercents']));
  }
  percents.forEach((percent, i) => {
    readPercent(percent, [...at, 'discountPercents', String(i)], faults);
  });
}

export function readDocumentDiscount(
  { documentDiscount, currency }: PricesAsked,
  faults: Fault[],
): void {
  const { percent, amount } = documentDiscount ?? {};
  if (percent != null) readPercent(percent, ['documentDiscountPercent'], faults);
  if (amount == null) return;
  const at = ['documentDiscountAmount'];
  const money = gather(readMoney(amount, currency), at, faults);
  if (money && compareDecimals(money.amount, '0') < 0) {
    faults.push(fault('DISCOUNT_MALFORMED', 'A discount is not less than zero', at));
  }
}

/** Zero or more; null where it cannot be read, and a fault is added. */
export function readPrice(text: string, path: Path, faults: Fault[]): Decimal | null {
  const price = gather(readDecimal(text, priceLimits), path, faults);
  if (price === null || compareDecimals(price, '0') >= 0) return price;
  faults.push(fault('PRICE_MALFORMED', 'A price is not less than zero', path));
  return null;
}

/** From 0 to 100; null where it cannot be read, and a fault is added. */
export function readPercent(text: string, path: Path, faults: Fault[]): Decimal | null {
  const percent = gather(readDecimal(text, percentLimits), path, faults);
  if (percent === null) return null;
  if (compareDecimals(percent, '0') >= 0 && compareDecimals(percent, '100') <= 0) return percent;
  faults.push(fault('DISCOUNT_MALFORMED', 'A percentage is from 0 to 100', path));
  return null;
}
