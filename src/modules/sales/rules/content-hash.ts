import { canonicalDecimal, type Decimal } from '../../../kernel/decimal.ts';
import type { Id } from '../../../kernel/id.ts';
import { canonicalJson, sha256 } from '../../../platform/perform/canonical-json.ts';

/** What a customer is offered, or orders: all that an approval is of, and nothing else. */
export interface CommercialContent {
  readonly partyId: Id;
  readonly currency: string;
  readonly paymentDays: number;
  /** Null: by days alone. */
  readonly paymentTermsId?: Id | null;
  readonly taxInclusive: boolean;
  readonly documentDiscountPercent: Decimal | null;
  readonly documentDiscountAmount: Decimal | null;
  readonly terms: string | null;
  /** In their order. */
  readonly lines: readonly CommercialLine[];
}

export interface CommercialLine {
  readonly productId: Id;
  readonly unit: string;
  readonly quantityInUnit: Decimal;
  readonly unitPrice: Decimal;
  readonly net: Decimal;
  readonly tax: Decimal;
  /** Of an offer: the customer may leave it out. */
  readonly isOptional?: boolean;
}

/**
 * SHA-256 of the content, in hex: the same for a quote and for an order of just that, however its
 * numbers are written, whatever warehouse it is served from and whenever.
 */
export const contentHash = (content: CommercialContent): string =>
  sha256(canonicalJson(readContent(content))).toString('hex');

/** Only what counts, in one form: callers hand whole documents. */
function readContent(content: CommercialContent): CommercialContent {
  const { documentDiscountPercent, documentDiscountAmount } = content;
  return {
    partyId: content.partyId,
    currency: content.currency,
    paymentDays: content.paymentDays,
    ...(content.paymentTermsId != null && { paymentTermsId: content.paymentTermsId }),
    taxInclusive: content.taxInclusive,
    documentDiscountPercent: canonical(documentDiscountPercent),
    documentDiscountAmount: canonical(documentDiscountAmount),
    terms: content.terms,
    lines: content.lines.map(readLine),
  };
}

const readLine = (line: CommercialLine): CommercialLine => ({
  productId: line.productId,
  unit: line.unit,
  quantityInUnit: canonicalDecimal(line.quantityInUnit),
  unitPrice: canonicalDecimal(line.unitPrice),
  net: canonicalDecimal(line.net),
  tax: canonicalDecimal(line.tax),
  ...(line.isOptional && { isOptional: true }),
});

const canonical = (value: Decimal | null): Decimal | null =>
  value === null ? null : canonicalDecimal(value);
