import type { Decimal } from '../../../kernel/decimal.ts';
import type { Id } from '../../../kernel/id.ts';
import type { LocalDate } from '../../../kernel/local-date.ts';
import type { UnitFactor } from '../../../kernel/quantity.ts';
import type {
  AmountPer,
  CountedBy,
  DiscountEffect,
  DiscountTarget,
  PriceMethod,
  PriceScope,
  SegmentRule,
  Stacking,
  TaxRounding,
  TierKind,
} from './kinds.ts';

/*
 * What prices are decided by, as one statement answers it for any number of documents. It may hold
 * more than a document may use: whose and when is decided here, by the rules.
 */

/** From a day on, and not on `validTo` any more. */
export interface Period {
  readonly validFrom: LocalDate;
  readonly validTo: LocalDate | null;
}

export interface FirmFacts {
  readonly currency: string;
  readonly segmentRule: SegmentRule;
  readonly taxRounding: TaxRounding;
}

export interface ProductFacts {
  readonly id: Id;
  readonly sku: string;
  readonly active: boolean;
  readonly baseUnit: string;
  /** By code, the base unit among them. */
  readonly units: ReadonlyMap<string, UnitFactor & { readonly decimals: number }>;
  /** Its category and those above it, the nearest first. */
  readonly categoryIds: readonly Id[];
  readonly taxCode: string | null;
  /** Of one base unit, in the firm's currency. */
  readonly cost: Decimal | null;
  readonly warrantyMonths: number | null;
}

export interface ListFacts extends Period {
  readonly id: Id;
  readonly code: string;
  readonly currency: string;
  readonly scope: PriceScope;
  readonly partyId: Id | null;
  readonly segmentId: Id | null;
  readonly priority: number;
  readonly taxInclusive: boolean;
  readonly roundTo: Decimal | null;
  readonly converts: boolean;
  readonly discountable: boolean;
}

export interface ItemFacts extends Period {
  readonly id: Id;
  readonly listId: Id;
  readonly productId: Id | null;
  readonly categoryId: Id | null;
  readonly unit: string | null;
  readonly method: PriceMethod;
  readonly tierKind: TierKind;
  readonly countedBy: CountedBy;
  /** The lowest first; never none. */
  readonly tiers: readonly TierFacts[];
}

export interface TierFacts {
  readonly minQuantity: Decimal;
  readonly value: Decimal;
}

export interface RuleFacts extends Period {
  readonly id: Id;
  readonly code: string;
  readonly target: DiscountTarget;
  readonly effect: DiscountEffect;
  readonly partyId: Id | null;
  readonly segmentId: Id | null;
  readonly productId: Id | null;
  readonly categoryId: Id | null;
  readonly percents: readonly Decimal[] | null;
  readonly amount: Decimal | null;
  readonly amountPer: AmountPer | null;
  readonly currency: string | null;
  /** For every so many base units of what the rule is for, so many are free. */
  readonly forEvery: Decimal | null;
  readonly freeQuantity: Decimal | null;
  /** What is free; null: of the same product, among those ordered. */
  readonly freeProductId: Id | null;
  /** On one document. */
  readonly mostFree: Decimal | null;
  readonly minQuantity: Decimal;
  readonly minAmount: Decimal;
  readonly countedBy: CountedBy;
  readonly stacking: Stacking;
  readonly exclusionGroup: string | null;
  readonly priority: number;
}

export interface RateFacts {
  readonly currency: string;
  /** The day that was asked for, and the day that the rate is of. */
  readonly askedOn: LocalDate;
  readonly rate: Decimal;
  readonly onDay: LocalDate;
}

export interface TaxRateFacts extends Period {
  readonly code: string;
  readonly rate: Decimal;
}

export interface ExemptionFacts extends Period {
  readonly partyId: Id;
  readonly taxCode: string;
  readonly certificate: string;
}

export interface CustomerFacts {
  /** As asked; `id` is whom it leads to. */
  readonly askedId: Id;
  readonly id: Id;
  readonly segmentIds: readonly Id[];
}

/** How far somebody may go by hand; null: as far as they like. */
export interface AllowanceFacts {
  readonly personId: Id;
  readonly maxPercent: Decimal | null;
  readonly minMarginPercent: Decimal | null;
}

export interface PriceFacts {
  readonly firm: FirmFacts;
  readonly products: ReadonlyMap<Id, ProductFacts>;
  readonly customers: ReadonlyMap<Id, CustomerFacts>;
  readonly lists: readonly ListFacts[];
  readonly items: readonly ItemFacts[];
  readonly rules: readonly RuleFacts[];
  readonly rates: readonly RateFacts[];
  readonly taxRates: readonly TaxRateFacts[];
  readonly exemptions: readonly ExemptionFacts[];
  readonly allowances: readonly AllowanceFacts[];
}

export const holdsOn = ({ validFrom, validTo }: Period, day: LocalDate): boolean =>
  validFrom <= day && (validTo === null || validTo > day);
