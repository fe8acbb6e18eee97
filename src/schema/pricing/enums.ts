import {
  allowanceLimits,
  amountPers,
  countedBys,
  discountEffects,
  discountTargets,
  priceMethods,
  priceScopes,
  priceStepKinds,
  segmentRules,
  stackings,
  taxRoundings,
  tierKinds,
} from '../../modules/pricing/index.ts';
import { builder } from '../builder.ts';

export const PriceScope = builder.enumType('PriceScope', {
  description: 'Whose a list is: the more particular goes first.',
  values: priceScopes,
});

export const PriceMethod = builder.enumType('PriceMethod', {
  description:
    'How a price is stated: outright; in percent off what would hold without it; or on top of ' +
    'the cost, as a part of the price (MARGIN) or of the cost (MARK_UP).',
  values: priceMethods,
});

export const TierKind = builder.enumType('TierKind', {
  description: 'The whole quantity at the tier it reaches, or each slice of it at its own.',
  values: tierKinds,
});

export const CountedBy = builder.enumType('CountedBy', {
  description: 'What reaches a minimum: a line, all of its product, or all that it is for.',
  values: countedBys,
});

export const SegmentRule = builder.enumType('SegmentRule', {
  description: 'Whose list holds for a customer in several segments.',
  values: segmentRules,
});

export const TaxRounding = builder.enumType('TaxRounding', {
  description: 'Tax is rounded on each line, or on each rate of a document and then spread.',
  values: taxRoundings,
});

export const DiscountTarget = builder.enumType('DiscountTarget', {
  description: 'What it is taken off: each line, or the whole document.',
  values: discountTargets,
});

export const DiscountEffect = builder.enumType('DiscountEffect', {
  description: 'Less to pay, or more.',
  values: discountEffects,
});

export const Stacking = builder.enumType('Stacking', {
  description: 'Alone; of the list’s amount, beside others; or of what others left.',
  values: stackings,
});

export const AmountPer = builder.enumType('AmountPer', {
  description: 'What an amount is of: one base unit, a line, or a document.',
  values: amountPers,
});

export const PriceStepKind = builder.enumType('PriceStepKind', {
  description: 'What leads from the price of the list to what is to be paid.',
  values: priceStepKinds,
});

export const AllowanceLimit = builder.enumType('AllowanceLimit', {
  description: 'Which limit of who asks was passed: percent off, or what is left after costs.',
  values: allowanceLimits,
});
