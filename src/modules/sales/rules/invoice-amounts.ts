import {
  addDecimals,
  canonicalDecimal,
  compareDecimals,
  isPositive,
  multiplyDecimals,
  percentOf,
  subtractDecimals,
  sumDecimals,
  type Decimal,
} from '../../../kernel/decimal.ts';
import { roundMoney, splitMoney } from '../../../kernel/money.ts';
import { effectiveRateOf, type TaxRounding } from '../../pricing/index.ts';

/*
 * What part quantities of a line come to. A part is what the quantity reached by it comes to, less
 * what the quantity before it came to: whatever the parts, they add up to the line, to the unit.
 */

/** net + tax = total. */
export interface Amounts {
  readonly net: Decimal;
  readonly tax: Decimal;
  readonly total: Decimal;
}

/** A line as it was ordered, or invoiced: what its whole quantity comes to. */
export interface WholeLine extends Amounts {
  readonly quantity: Decimal;
}

/** How amounts of a document are counted: in a currency, with tax inside or on top. */
export interface Counting {
  readonly currency: string;
  readonly taxInclusive: boolean;
}

export const nothing: Amounts = { net: '0', tax: '0', total: '0' };

/** What the first `quantity` of a line comes to. */
export function amountsUpTo(line: WholeLine, quantity: Decimal, counting: Counting): Amounts {
  const rest = subtractDecimals(line.quantity, quantity);
  const share = (amount: Decimal): Decimal => shareOf(amount, quantity, rest, counting.currency);
  const { taxInclusive } = counting;
  return withThird(
    { net: share(line.net), tax: share(line.tax), total: share(line.total) },
    taxInclusive,
  );
}

/** So much of an amount as `part` is of `part + rest`, rounded to the nearest unit. */
function shareOf(amount: Decimal, part: Decimal, rest: Decimal, currency: string): Decimal {
  const [share] = splitMoney({ amount, currency }, [part, rest]);
  return canonicalDecimal(share?.amount ?? '0');
}

/** Tax, and net or total: the third follows from them. */
function withThird(amounts: Amounts, taxInclusive: boolean): Amounts {
  if (!taxInclusive) return { ...amounts, total: addDecimals(amounts.net, amounts.tax) };
  const tax = least(amounts.tax, amounts.total);
  return { ...amounts, tax, net: subtractDecimals(amounts.total, tax) };
}

/** A line of an invoice, and what was credited of it so far: by quantity, and in all. */
export interface BilledPart extends WholeLine {
  readonly credited: Decimal;
  readonly creditedAmounts: Amounts;
}

/**
 * What of an ordered line was invoiced and not credited by quantity. An amount that was credited
 * for goods that stay sold is not billed again.
 */
export function billedOf(parts: readonly BilledPart[], counting: Counting): WholeLine {
  const left = parts.map((part) => minus(part, creditedByQuantity(part, counting)));
  const quantities = parts.map(({ quantity, credited }) => subtractDecimals(quantity, credited));
  return { ...sumOf(left), quantity: sumDecimals(quantities) };
}

/** As it was credited; where amounts were credited as well, what the quantity comes to. */
function creditedByQuantity(part: BilledPart, counting: Counting): Amounts {
  const due = amountsUpTo(part, part.credited, counting);
  return compareDecimals(due.total, part.creditedAmounts.total) === 0 ? part.creditedAmounts : due;
}

/**
 * What the next `quantity` of an ordered line comes to, after what is billed of it: so that all
 * together come to the line's part. Never less than nothing, though the line was made cheaper.
 */
export function amountsOfNext(
  line: WholeLine,
  billed: WholeLine,
  quantity: Decimal,
  counting: Counting,
): Amounts {
  const reached = amountsUpTo(line, addDecimals(billed.quantity, quantity), counting);
  return withThird(notNegative(minus(reached, billed)), counting.taxInclusive);
}

/** What is left of an invoiced line to be credited. */
export const creditableOf = (line: BilledPart): Amounts => minus(line, line.creditedAmounts);

/** What the next `quantity` of an invoiced line is credited with: no more than is left of it. */
export function creditOfQuantity(line: BilledPart, quantity: Decimal, counting: Counting): Amounts {
  const before = amountsUpTo(line, line.credited, counting);
  const reached = amountsUpTo(line, addDecimals(line.credited, quantity), counting);
  const part = minus(reached, before);
  const left = creditableOf(line);
  if (!counting.taxInclusive) {
    const amounts = { net: least(part.net, left.net), tax: least(part.tax, left.tax) };
    return withThird({ ...amounts, total: '0' }, false);
  }
  // Neither more tax than is left, nor so little that more net is taken back than is left.
  const total = least(part.total, left.total);
  const tax = most(least(part.tax, left.tax), subtractDecimals(total, left.net));
  return withThird({ net: '0', tax, total }, true);
}

/**
 * What crediting an amount takes back, its tax in proportion: the amount is what the document
 * shows, net where tax comes on top and total where it is inside. Null: more than is left.
 */
export function creditOfAmount(
  line: BilledPart,
  amount: Decimal,
  { currency, taxInclusive }: Counting,
): Amounts | null {
  const left = creditableOf(line);
  const shown = taxInclusive ? left.total : left.net;
  if (compareDecimals(amount, shown) > 0) return null;
  const tax = shareOf(left.tax, amount, subtractDecimals(shown, amount), currency);
  return withThird({ net: amount, tax, total: amount }, taxInclusive);
}

/** A line of a document with its tax: null where it is not taxed at all. */
export interface TaxedLine extends Amounts {
  readonly taxCode: string | null;
  readonly taxRate: Decimal;
  /** Percent of `net` that bears it. */
  readonly taxedPercent: Decimal;
}

/** What a document owes of one tax. */
export interface DocumentTax {
  readonly taxCode: string;
  readonly taxRate: Decimal;
  /** What bears it: of each line the part that does. */
  readonly base: Decimal;
  readonly tax: Decimal;
}

/**
 * The lines of a document with their final tax. Rounded for each line, it stays as it is; rounded
 * for the document, each tax is that of the sum, spread over the lines by what they come to.
 */
export function roundTaxes<Line extends TaxedLine>(
  lines: readonly Line[],
  counting: Counting & { readonly taxRounding: TaxRounding },
): Line[] {
  if (counting.taxRounding === 'LINE') return [...lines];
  const rounded = new Map<Line, Line>();
  for (const group of Map.groupBy(lines, partKey).values()) {
    spreadTax(group, counting).forEach((line, index) => rounded.set(group[index] as Line, line));
  }
  return lines.map((line) => rounded.get(line) ?? line);
}

const taxKey = ({ taxCode, taxRate }: TaxedLine): string =>
  `${taxCode ?? ''} ${canonicalDecimal(taxRate)}`;

const partKey = (line: TaxedLine): string =>
  `${taxKey(line)} ${canonicalDecimal(line.taxedPercent)}`;

function spreadTax<Line extends TaxedLine>(
  lines: readonly Line[],
  { currency, taxInclusive }: Counting,
): Line[] {
  const shown = lines.map(({ net, total }) => (taxInclusive ? total : net));
  const sum = sumDecimals(shown);
  const rate = effectiveRateOf(lines[0]?.taxRate ?? '0', lines[0]?.taxedPercent);
  if (!isPositive(sum) || lines[0]?.taxCode == null) return [...lines];
  const tax = taxInclusive
    ? shareOf(sum, rate, '100', currency)
    : roundMoney(multiplyDecimals(multiplyDecimals(sum, rate), '0.01'), currency).amount;
  const shares = splitMoney({ amount: tax, currency }, shown);
  return lines.map((line, index) => ({
    ...line,
    ...withThird({ ...line, tax: canonicalDecimal(shares[index]?.amount ?? '0') }, taxInclusive),
  }));
}

/** What is owed of each tax: the sums of the lines, in the order in which they first occur. */
export function taxesOf(lines: readonly TaxedLine[], currency: string): DocumentTax[] {
  const taxed = lines.filter(({ taxCode }) => taxCode !== null);
  return [...Map.groupBy(taxed, taxKey).values()].map((group) => ({
    taxCode: group[0]?.taxCode as string,
    taxRate: canonicalDecimal(group[0]?.taxRate as Decimal),
    base: canonicalDecimal(roundMoney(sumDecimals(group.map(baseOf)), currency).amount),
    tax: sumDecimals(group.map(({ tax }) => tax)),
  }));
}

const baseOf = ({ net, taxedPercent }: TaxedLine): Decimal => percentOf(net, taxedPercent);

export const sumOf = (parts: readonly Amounts[]): Amounts => ({
  net: sumDecimals(parts.map(({ net }) => net)),
  tax: sumDecimals(parts.map(({ tax }) => tax)),
  total: sumDecimals(parts.map(({ total }) => total)),
});

const minus = (a: Amounts, b: Amounts): Amounts => ({
  net: subtractDecimals(a.net, b.net),
  tax: subtractDecimals(a.tax, b.tax),
  total: subtractDecimals(a.total, b.total),
});

const notNegative = ({ net, tax, total }: Amounts): Amounts => ({
  net: most(net, '0'),
  tax: most(tax, '0'),
  total: most(total, '0'),
});

const least = (a: Decimal, b: Decimal): Decimal => (compareDecimals(a, b) < 0 ? a : b);
const most = (a: Decimal, b: Decimal): Decimal => (compareDecimals(a, b) > 0 ? a : b);
