import { builder } from '../builder.ts';

export const PriceOverrideInput = builder.inputType('PriceOverrideInput', {
  description: 'What is asked for beside the lists; why, has to be said.',
  fields: (t) => ({
    unitPrice: t.field({
      type: 'Decimal',
      description: "Of one unit, before discounts by hand, in place of the list's.",
    }),
    discountPercents: t.field({
      type: ['Decimal'],
      description: 'One after the other: 10 and 5 are 14.5 percent.',
    }),
    reason: t.string({ description: 'Why.' }),
  }),
});
