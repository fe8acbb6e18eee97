import type { Decimal } from '../../../kernel/decimal.ts';
import type { Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { addDays, compareDates, type LocalDate } from '../../../kernel/local-date.ts';
import { readDay, readOwnId } from '../../../kernel/read-input.ts';
import type { PriceOverride } from '../../pricing/index.ts';
import { fault } from '../errors.ts';
import { readAmount, readDays, readPercent, readText, repeatedIds } from './read-input.ts';
import { readPayment, type TermsFacts } from './read-payment.ts';

/** What each act on a quote answers. */
export interface QuoteChanged {
  readonly quoteId: Id;
  readonly quoteRevisionId: Id;
}

/** Who a quote is for and what it belongs to, as somebody says it. */
export interface QuoteHeadInput {
  readonly customerId: Id;
  readonly contactId?: Id | null;
  readonly opportunityId?: Id | null;
  readonly projectId?: Id | null;
}

/** How a revision is priced and paid, beside its lines. */
export interface QuoteTerms {
  readonly currency: string;
  /** The day whose prices, taxes and rate hold. */
  readonly pricingOn: LocalDate;
  readonly validUntil: LocalDate;
  readonly paymentDays: number;
  readonly paymentTermsId: Id | null;
  /** Percent of each amount that bears tax, by the terms of payment. */
  readonly taxedPercent: Decimal;
  readonly taxInclusive: boolean;
  readonly documentDiscountPercent: Decimal | null;
  readonly documentDiscountAmount: Decimal | null;
  readonly terms: string | null;
}

/** Left out: as it was, or what holds where nobody says otherwise. */
export interface QuoteTermsInput {
  readonly currency?: string | null;
  readonly validUntil?: LocalDate | null;
  readonly paymentDays?: number | null;
  /** Terms of payment, in place of days. */
  readonly paymentTermsId?: Id | null;
  readonly taxInclusive?: boolean | null;
  /** Of the whole document, beside the discounts of its lines: one of these. */
  readonly documentDiscountPercent?: Decimal | null;
  readonly documentDiscountAmount?: Decimal | null;
  readonly terms?: string | null;
}

/** What is taken away in an edit: null in an input means "not said". */
export interface QuoteClearing {
  readonly withoutDocumentDiscount?: boolean | null;
  readonly withoutTerms?: boolean | null;
}

interface TermsReading {
  readonly today: LocalDate;
  /** What may be named. */
  readonly paymentTerms: readonly TermsFacts[];
}

/** The terms as they come to be; the two discounts of a document take each other's place. */
export function readTerms(
  before: QuoteTerms,
  input: QuoteTermsInput & QuoteClearing,
  { today, paymentTerms }: TermsReading,
  faults: Fault[],
): QuoteTerms {
  const currency = input.currency ?? before.currency;
  const said = readDiscount(input, currency, faults);
  const discount = input.withoutDocumentDiscount ? noDiscount : (said ?? before);
  return {
    currency,
    pricingOn: before.pricingOn,
    validUntil: readValidUntil(input.validUntil, today, faults) ?? before.validUntil,
    ...paymentOf(before, input, paymentTerms, faults),
    taxInclusive: input.taxInclusive ?? before.taxInclusive,
    documentDiscountPercent: discount.documentDiscountPercent,
    documentDiscountAmount: discount.documentDiscountAmount,
    terms: input.withoutTerms
      ? null
      : (readText(input.terms, 4_000, ['terms'], faults) ?? before.terms),
  };
}

/** Terms take the place of days, and days that of terms. */
function paymentOf(
  before: QuoteTerms,
  input: QuoteTermsInput,
  known: readonly TermsFacts[],
  faults: Fault[],
): Pick<QuoteTerms, 'paymentDays' | 'paymentTermsId' | 'taxedPercent'> {
  const days = readDays(input.paymentDays, ['paymentDays'], faults);
  const terms = input.paymentTermsId?.toLowerCase() ?? null;
  if (days === null && terms === null) return pick(before);
  const read = readPayment({ paymentDays: days, paymentTermsId: terms }, undefined, known);
  faults.push(...read.faults);
  return pick(read);
}

const pick = ({
  paymentDays,
  paymentTermsId,
  taxedPercent,
}: Pick<QuoteTerms, 'paymentDays' | 'paymentTermsId' | 'taxedPercent'>) => ({
  ...{ paymentDays, paymentTermsId, taxedPercent },
});

const noDiscount = { documentDiscountPercent: null, documentDiscountAmount: null };

/** One of the two takes the other's place; null: neither is said. */
function readDiscount(input: QuoteTermsInput, currency: string, faults: Fault[]) {
  const { documentDiscountPercent: percent, documentDiscountAmount: amount } = input;
  if (percent == null && amount == null) return null;
  return {
    documentDiscountPercent: readPercent(percent, ['documentDiscountPercent'], faults),
    documentDiscountAmount: readAmount(amount, currency, ['documentDiscountAmount'], faults),
  };
}

/** A last day that is not over, or null where none is said. */
export function readValidUntil(
  given: LocalDate | null | undefined,
  today: LocalDate,
  faults: Fault[],
): LocalDate | null {
  const day = readDay(given, ['validUntil'], faults);
  if (day === null) return null;
  if (compareDates(day, today) < 0) {
    const message = `It is ${today}: nothing can be valid until ${day}`;
    faults.push(fault('DATE_IN_THE_PAST', message, ['validUntil']));
  }
  return day;
}

export interface QuoteLineInput {
  readonly id?: Id | null;
  readonly productId: Id;
  /** The base unit when left out. */
  readonly unit?: string | null;
  readonly quantity: Decimal;
  readonly isOptional?: boolean | null;
  readonly warehouseId?: Id | null;
  readonly requestedOn?: LocalDate | null;
  /** What is asked for beside the lists. */
  readonly price?: PriceOverride | null;
}

/** A line as it is asked for, before it is priced. */
export interface QuoteLineWanted {
  readonly id: Id;
  readonly lineNo: number;
  readonly productId: Id;
  readonly unit: string | null;
  readonly quantityInUnit: Decimal;
  readonly isOptional: boolean;
  readonly warehouseId: Id | null;
  readonly requestedOn: LocalDate | null;
  readonly override: PriceOverride | null;
}

interface LineFacts {
  readonly warehouseIds: ReadonlySet<Id>;
  newId(): Id;
}

/** Goods, units and prices are left to who prices them. */
export function readQuoteLines(
  inputs: readonly QuoteLineInput[],
  { warehouseIds, newId }: LineFacts,
  faults: Fault[],
): QuoteLineWanted[] {
  const lines = inputs.map((input, index) => {
    const at = ['lines', String(index)];
    const id = readOwnId(input.id, newId, [...at, 'id'], faults);
    const warehouseId = input.warehouseId?.toLowerCase() ?? null;
    if (warehouseId !== null && !warehouseIds.has(warehouseId)) {
      const path = [...at, 'warehouseId'];
      faults.push(fault('WAREHOUSE_NOT_FOUND', 'There is no such warehouse', path));
    }
    return {
      id,
      lineNo: index + 1,
      productId: input.productId.toLowerCase(),
      unit: input.unit ?? null,
      quantityInUnit: input.quantity,
      isOptional: input.isOptional ?? false,
      warehouseId,
      requestedOn: readDay(input.requestedOn, [...at, 'requestedOn'], faults),
      override: input.price ?? null,
    };
  });
  faults.push(...repeatedIds(lines.map(({ id }) => id)));
  return lines;
}

/** The last day of an offer of today when nobody says another. */
export const validFor = (today: LocalDate, days: number): LocalDate => addDays(today, days);
