import type { Fault } from '../../kernel/domain-error.ts';

/** Everything that it refuses, by code, beside the kernel's codes for numbers and states. */
export const pricingErrorCodes = [
  'ALLOWANCE_NOT_FOUND',
  'AMOUNT_TOO_LARGE',
  'CATEGORY_NOT_FOUND',
  'CODE_MALFORMED',
  'CODE_TAKEN',
  'CURRENCY_IS_THE_FIRMS',
  'DISCOUNT_MALFORMED',
  'DISCOUNT_RULE_ALREADY_ACTIVE',
  'DISCOUNT_RULE_ALREADY_INACTIVE',
  'DISCOUNT_RULE_NOT_FOUND',
  'DISCOUNT_RULES_TIE',
  'DISCOUNT_TOO_LARGE',
  'EXEMPTIONS_OVERLAP',
  'ID_MALFORMED',
  'ID_REPEATED',
  'ID_TAKEN',
  'NOTHING_TO_SET',
  'PERIOD_MALFORMED',
  'PRICE_ITEM_MALFORMED',
  'PRICE_ITEM_NOT_FOUND',
  'PRICE_LIST_ALREADY_ACTIVE',
  'PRICE_LIST_ALREADY_INACTIVE',
  'PRICE_LIST_MALFORMED',
  'PRICE_LIST_NOT_FOUND',
  'PRICE_LISTS_TIE',
  'PRICE_MALFORMED',
  'PRICE_NOT_FOUND',
  'PRICES_OVERLAP',
  'PRODUCT_INACTIVE',
  'PRODUCT_NOT_FOUND',
  'RATE_MALFORMED',
  'RATE_NOT_FOUND',
  'RATE_REPEATED',
  'ROLE_NOT_FOUND',
  'SEGMENT_NOT_FOUND',
  'STALE',
  'TAX_NOT_FOUND',
  'TAX_RATE_MALFORMED',
  'TAX_RATE_NOT_FOUND',
  'TAX_RATES_OVERLAP',
  'TEXT_MALFORMED',
  'TIER_REPEATED',
  'TOO_MANY_ROWS',
  'UNIT_NOT_OF_PRODUCT',
] as const;

export type PricingErrorCode = (typeof pricingErrorCodes)[number];

/** Where in the input, e.g. `['lines', '3']`. */
export type Path = readonly string[];

export const fault = (
  code: PricingErrorCode,
  message: string,
  path: Path,
  details?: Readonly<Record<string, unknown>>,
): Fault => ({ code, message, path, ...(details && { details }) });
