import {
  compareDecimals,
  divideDecimals,
  multiplyDecimals,
  subtractDecimals,
  type Decimal,
} from '../../../kernel/decimal.ts';
import type { Id } from '../../../kernel/id.ts';
import { canonicalJson, sha256 } from '../../../platform/perform/canonical-json.ts';
import type { AllowanceLimit, PricedLine, PriceTrace } from '../../pricing/index.ts';
import { contentHash, type CommercialContent } from './content-hash.ts';
import type { QuoteLineWanted, QuoteTerms } from './quote-terms.ts';

/** A line with its price, as it is kept. */
export interface QuoteLineContent extends QuoteLineWanted {
  readonly unit: string;
  readonly quantity: Decimal;
  readonly listPrice: Decimal;
  readonly unitPrice: Decimal;
  /** Percent of the list's price that all discounts of the line took, by rule and by hand. */
  readonly discountPercent: Decimal;
  readonly discount: Decimal;
  readonly net: Decimal;
  readonly taxCode: string | null;
  readonly taxRate: Decimal;
  /** Percent of `net` that bears it. */
  readonly taxedPercent: Decimal;
  readonly tax: Decimal;
  readonly total: Decimal;
  readonly unitCost: Decimal | null;
  readonly warrantyMonths: number | null;
  /** Which allowances of who wrote it do not cover what was asked for by hand. */
  readonly exceeds: readonly AllowanceLimit[];
  readonly trace: PriceTrace;
}

/** A revision as it is offered. */
export interface QuoteContent extends QuoteTerms {
  readonly rate: Decimal;
  readonly net: Decimal;
  readonly discount: Decimal;
  readonly tax: Decimal;
  readonly total: Decimal;
  readonly margin: Decimal | null;
  readonly lines: readonly QuoteLineContent[];
}

/** Off the list's price of one unit; what is dearer than the list is no discount. */
export function discountPercentOf({
  listPrice,
  unitPrice,
}: Pick<PricedLine, 'listPrice' | 'unitPrice'>): Decimal {
  const off = subtractDecimals(listPrice, unitPrice);
  if (compareDecimals(off, '0') <= 0) return '0';
  return divideDecimals(multiplyDecimals(off, '100'), listPrice, 6);
}

/** What an approval of a quote is of. `customerKey` stays when the customer is merged. */
export const commercialContent = (
  customerKey: Id,
  content: Pick<QuoteContent, keyof CommercialContent & keyof QuoteContent>,
): CommercialContent => ({ ...content, partyId: customerKey });

export const hashOfContent = (
  customerKey: Id,
  content: Parameters<typeof commercialContent>[1],
): string => contentHash(commercialContent(customerKey, content));

/** The paper that goes to the customer as data: text that is always the same, and its hash. */
export function frozen(
  head: Readonly<Record<string, unknown>>,
  content: QuoteContent,
): { readonly text: string; readonly hash: string } {
  const { currency, paymentDays, paymentTermsId, taxInclusive, validUntil, terms } = content;
  const { net, discount, tax, total } = content;
  const text = canonicalJson({
    ...head,
    ...{ currency, paymentDays, paymentTermsId, taxInclusive, validUntil, terms },
    ...{ net, discount, tax, total },
    lines: content.lines.map((line) => ({
      lineNo: line.lineNo,
      productId: line.productId,
      unit: line.unit,
      quantity: line.quantityInUnit,
      isOptional: line.isOptional,
      requestedOn: line.requestedOn,
      listPrice: line.listPrice,
      unitPrice: line.unitPrice,
      discount: line.discount,
      net: line.net,
      taxCode: line.taxCode,
      taxRate: line.taxRate,
      taxedPercent: line.taxedPercent,
      tax: line.tax,
      total: line.total,
    })),
  });
  return { text, hash: sha256(text).toString('hex') };
}

/** How the sums of two priced contents differ: what re-pricing answers. */
export const priceDifference = (
  before: Pick<QuoteContent, 'net' | 'tax' | 'total'>,
  after: Pick<QuoteContent, 'net' | 'tax' | 'total'>,
) => ({
  net: subtractDecimals(after.net, before.net),
  tax: subtractDecimals(after.tax, before.tax),
  total: subtractDecimals(after.total, before.total),
});
