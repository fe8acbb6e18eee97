/** Whose a list is, the most particular first: what a list of an earlier one says goes first. */
export const priceScopes = ['CUSTOMER', 'CONTRACT', 'SEGMENT', 'BASE'] as const;
export type PriceScope = (typeof priceScopes)[number];

/**
 * How an item states a price: outright, in percent off what would hold without it, or on top of the
 * cost; MARGIN is a part of the price, (p - c) / p, MARK_UP one of the cost, (p - c) / c.
 */
export const priceMethods = ['FIXED', 'PERCENT_OFF', 'MARGIN', 'MARK_UP'] as const;
export type PriceMethod = (typeof priceMethods)[number];

/** The whole quantity at the tier that it reaches, or each slice of it at its own. */
export const tierKinds = ['ALL_UNITS', 'GRADUATED'] as const;
export type TierKind = (typeof tierKinds)[number];

/** What reaches a minimum: the line, all lines of its product, or all lines that it is for. */
export const countedBys = ['LINE', 'PRODUCT', 'GROUP'] as const;
export type CountedBy = (typeof countedBys)[number];

/** Of several segments of a customer: the list of the highest priority, or of the lowest price. */
export const segmentRules = ['PRIORITY', 'LOWEST'] as const;
export type SegmentRule = (typeof segmentRules)[number];

/** Tax is rounded on each line, or on each rate of a document and then spread over its lines. */
export const taxRoundings = ['LINE', 'DOCUMENT'] as const;
export type TaxRounding = (typeof taxRoundings)[number];

export const discountTargets = ['LINE', 'DOCUMENT'] as const;
export type DiscountTarget = (typeof discountTargets)[number];

export const discountEffects = ['DISCOUNT', 'SURCHARGE'] as const;
export type DiscountEffect = (typeof discountEffects)[number];

/** Alone; of the list's amount, beside others; of what others left. */
export const stackings = ['EXCLUSIVE', 'ADD_ON_LIST', 'ON_RUNNING'] as const;
export type Stacking = (typeof stackings)[number];

/** What an amount is of: one base unit, a line, a document. */
export const amountPers = ['UNIT', 'LINE', 'DOCUMENT'] as const;
export type AmountPer = (typeof amountPers)[number];
