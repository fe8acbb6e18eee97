import type { Decimal } from '../../../kernel/decimal.ts';
import type { Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import type { LocalDate } from '../../../kernel/local-date.ts';

/*
 * What a document asks prices for, and what it gets. Quotes, orders and `priceQuote` ask alike, so
 * that what was shown before saving is what is saved.
 */

/** What somebody asks for beside the lists. */
export interface PriceOverride {
  /**
   * Of one unit of the line, before discounts by hand, in place of the list's. Discount rules of
   * lines do not lower it: it is what was agreed.
   */
  readonly unitPrice?: Decimal | null;
  /** One after the other: 10 and 5 are 14.5 percent. */
  readonly discountPercents?: readonly Decimal[] | null;
  readonly reason?: string | null;
}

export interface PriceLineAsked {
  readonly productId: Id;
  /** The base unit when left out. */
  readonly unit?: string | null;
  readonly quantityInUnit: Decimal;
  readonly override?: PriceOverride | null;
  /** True: it may be left out, so that it earns no free goods for other lines. */
  readonly isOptional?: boolean;
  /** Where in the input faults of the line are; those of the override, below `price`. */
  readonly path: readonly string[];
}

export interface PricesAsked {
  readonly customerId: Id | null;
  readonly currency: string;
  /** The day whose prices, taxes and rate hold. */
  readonly pricingOn: LocalDate;
  readonly taxInclusive: boolean;
  /**
   * Percent of each amount that bears tax; 100 when left out. Less where a discount for early
   * payment lowers the tax from the start, whether it is taken or not.
   */
  readonly taxedPercent?: Decimal;
  /** Whose allowances what is asked by hand is measured by; nobody's when left out. */
  readonly byPersonId?: Id | null;
  /** Faults are at `documentDiscountPercent`, `documentDiscountAmount`. */
  readonly documentDiscount?: {
    readonly percent?: Decimal | null;
    readonly amount?: Decimal | null;
  } | null;
  readonly lines: readonly PriceLineAsked[];
}

export const priceStepKinds = [
  'LIST',
  'SURCHARGE',
  'OVERRIDE',
  'LINE_DISCOUNT',
  'MANUAL_DISCOUNT',
  'ROUNDING',
  'DOCUMENT_SURCHARGE',
  'DOCUMENT_DISCOUNT',
] as const;
export type PriceStepKind = (typeof priceStepKinds)[number];

/** A list or rule that was not taken, and why: a word such as SCOPE, TIER, MINIMUM_NOT_REACHED. */
export interface PassedOver {
  readonly code: string;
  readonly why: string;
}

/** What somebody's allowances do not cover. */
export const allowanceLimits = ['PERCENT', 'MARGIN'] as const;
export type AllowanceLimit = (typeof allowanceLimits)[number];

/** One step from the list's price to the net one, as it is kept on the line. */
export interface PriceStep {
  readonly kind: PriceStepKind;
  /** The rule or list it came from. */
  readonly ruleId: Id | null;
  readonly code: string | null;
  /**
   * What it was taken of, what it came to (negative: less to pay), what remained: of all the line,
   * exact down to the step ROUNDING and whole minor units of the currency from there on.
   */
  readonly basis: Decimal;
  readonly amount: Decimal;
  readonly remaining: Decimal;
  readonly percent?: Decimal;
  /** Free goods: so many base units of the line, and the products whose quantities earned them. */
  readonly freeQuantity?: Decimal;
  readonly earnedBy?: readonly Id[];
}

/** Why the price is what it is: kept with the line, and answered before saving. */
export interface PriceTrace {
  readonly pricingOn: LocalDate;
  readonly list: { readonly id: Id; readonly code: string; readonly scope: string } | null;
  readonly item: {
    readonly id: Id;
    readonly kind: string;
    readonly tierKind: string;
    readonly minQuantity: Decimal;
  } | null;
  /** Lists that would have had a price as well, in the order in which they lost; then rules. */
  readonly passedOver: readonly PassedOver[];
  readonly steps: readonly PriceStep[];
  /** One unit of the document's currency in the firm's, and the day it is of. */
  readonly rate: Decimal;
  readonly rateOn: LocalDate | null;
  /** What computed prices were rounded to, e.g. `0.01`, `1000`. */
  readonly rounding: string;
  readonly tax: {
    readonly code: string | null;
    readonly rate: Decimal;
    /** By which paper the customer owes none. */
    readonly exemption: string | null;
  };
}

/** A line with its price. Amounts are of the document's currency with all its places. */
export interface PricedLine {
  readonly productId: Id;
  readonly unit: string;
  readonly quantityInUnit: Decimal;
  /** In the base unit. */
  readonly quantity: Decimal;
  /** Of one unit of the line: before discounts, and after those of the line. */
  readonly listPrice: Decimal;
  readonly unitPrice: Decimal;
  /** All discounts, those of the document included; zero or more. */
  readonly discount: Decimal;
  /** Percent of the list's price that was taken by hand; what policies measure. */
  readonly manualPercent: Decimal;
  /** What was asked by hand goes beyond these allowances of who asked. */
  readonly exceeds: readonly AllowanceLimit[];
  /** Without tax, after all discounts; tax; with tax. */
  readonly net: Decimal;
  readonly taxCode: string | null;
  readonly taxRate: Decimal;
  /** Percent of `net` that bears it. */
  readonly taxedPercent: Decimal;
  readonly tax: Decimal;
  readonly total: Decimal;
  /** Of one base unit, in the firm's currency; null: not known. */
  readonly unitCost: Decimal | null;
  readonly warrantyMonths: number | null;
  readonly trace: PriceTrace;
}

/** So many base units of a product would be free beside what is on the document. */
export interface EarnedFreeGoods {
  readonly productId: Id;
  readonly quantity: Decimal;
  /** The discount rule. */
  readonly ruleId: Id;
  readonly code: string;
}

export interface PricedDocument {
  readonly currency: string;
  /** One unit of the currency in the firm's. */
  readonly rate: Decimal;
  readonly lines: readonly PricedLine[];
  readonly net: Decimal;
  readonly discount: Decimal;
  readonly tax: Decimal;
  readonly total: Decimal;
  /** Percent of the lines' sum that the discount of the document asked by hand took. */
  readonly manualPercent: Decimal;
  /** Net in the firm's currency less costs; null where a cost is not known. */
  readonly margin: Decimal | null;
  /** Earned, and not on the document yet. */
  readonly earnedFreeGoods: readonly EarnedFreeGoods[];
}

/** The prices, or every fault of what was asked. */
export type Priced =
  | { readonly document: PricedDocument; readonly faults?: never }
  | { readonly faults: readonly Fault[]; readonly document?: never };
