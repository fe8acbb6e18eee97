import {
  createDiscountRule,
  deactivateDiscountRule,
  editDiscountRule,
  reactivateDiscountRule,
  removeDiscountAllowance,
  setDiscountAllowance,
  type DiscountRuleChanged,
  type DiscountRuleInput,
  type EditDiscountRuleInput,
  type SetDiscountAllowanceInput,
} from '../../modules/pricing/index.ts';
import { actField, row, value, type InputFieldBuilder } from '../mutation/act-field.ts';
import { AmountPer, CountedBy, DiscountEffect, DiscountTarget, Stacking } from './enums.ts';
import { DiscountAllowanceType, DiscountRuleType } from './tax-types.ts';

const discountRule = row<DiscountRuleChanged>(
  DiscountRuleType,
  (result) => result.discountRuleId,
  'The discount.',
);

const discountRuleId = (t: InputFieldBuilder) => ({
  discountRuleId: t.id({ required: true, description: 'The discount.' }),
});

const rankFields = (t: InputFieldBuilder) => ({
  priority: t.int({ description: 'The higher goes first; 0 of a new one if not said.' }),
  validFrom: t.field({ type: 'LocalDate', description: 'Its first day.' }),
  validTo: t.field({ type: 'LocalDate', description: 'The first day without it.' }),
});

actField<DiscountRuleInput, DiscountRuleChanged>({
  name: 'createDiscountRule',
  operation: createDiscountRule,
  description:
    'Announces a discount, or a surcharge, beyond the lists. What it gives stays: to give ' +
    'something else, end it and announce another.',
  key: 'optional',
  input: (t) => ({
    id: t.id({ description: 'Made by the client; else by the server.' }),
    code: t.string({ required: true, description: 'The code people use, unique.' }),
    name: t.string({ required: true, description: 'What it is called.' }),
    target: t.field({ type: DiscountTarget, required: true, description: 'Lines or documents.' }),
    effect: t.field({ type: DiscountEffect, description: 'DISCOUNT if not said.' }),
    partyId: t.id({ description: 'Of one customer.' }),
    segmentId: t.id({ description: 'Or of a segment; else everybody’s.' }),
    productId: t.id({ description: 'On one product.' }),
    categoryId: t.id({ description: 'Or on a category and those below it; else on all goods.' }),
    percents: t.field({
      type: ['Decimal'],
      description: 'One after the other: 10 and 5 are 14.5 percent.',
    }),
    amount: t.field({ type: 'Decimal', description: 'Or an amount, of `currency`.' }),
    amountPer: t.field({ type: AmountPer, description: 'UNIT or LINE; DOCUMENT of documents.' }),
    forEvery: t.field({
      type: 'Decimal',
      description: 'Or free goods: for every so many base units of what it is on.',
    }),
    freeQuantity: t.field({
      type: 'Decimal',
      description: 'So many base units are free then; fewer, where they are of the same product.',
    }),
    freeProductId: t.id({
      description: 'Of this product; if not said, of those ordered: 12 for the price of 10.',
    }),
    mostFree: t.field({ type: 'Decimal', description: 'So many base units a document at most.' }),
    currency: t.string({ description: 'Then it holds for documents in it only.' }),
    minQuantity: t.field({ type: 'Decimal', description: 'From so many base units on.' }),
    minAmount: t.field({ type: 'Decimal', description: 'From such an amount on, by the lists.' }),
    countedBy: t.field({ type: CountedBy, description: 'LINE if not said.' }),
    stacking: t.field({ type: Stacking, description: 'ON_RUNNING if not said.' }),
    exclusionGroup: t.string({ description: 'Of the rules of a group one holds at most.' }),
    ...rankFields(t),
  }),
  payload: { discountRule },
});

actField<EditDiscountRuleInput, DiscountRuleChanged>({
  name: 'editDiscountRule',
  operation: editDiscountRule,
  description: 'Renames, ranks, dates or ends a discount.',
  key: 'optional',
  input: (t) => ({
    ...discountRuleId(t),
    expectedVersion: t.int({ required: true, description: 'The version seen; else STALE.' }),
    name: t.string({ description: 'A new name.' }),
    ...rankFields(t),
    withoutEnd: t.boolean({ description: 'True: until further notice.' }),
  }),
  payload: { discountRule },
});

actField<{ discountRuleId: string }, DiscountRuleChanged>({
  name: 'deactivateDiscountRule',
  operation: deactivateDiscountRule,
  description: 'The discount is given no longer; documents keep theirs.',
  key: 'optional',
  input: discountRuleId,
  payload: { discountRule },
});

actField<{ discountRuleId: string }, DiscountRuleChanged>({
  name: 'reactivateDiscountRule',
  operation: reactivateDiscountRule,
  description: 'A deactivated discount is given again.',
  key: 'optional',
  input: discountRuleId,
  payload: { discountRule },
});

actField<SetDiscountAllowanceInput, { roleId: string }>({
  name: 'setDiscountAllowance',
  operation: setDiscountAllowance,
  description: 'Says how far who has a role may go below the lists by hand, without asking.',
  key: 'optional',
  input: (t) => ({
    roleId: t.id({ required: true, description: 'The role.' }),
    maxPercent: t.field({
      type: 'Decimal',
      required: true,
      description: 'Of the list’s price, 0 to 100.',
    }),
    minMarginPercent: t.field({
      type: 'Decimal',
      description: 'What must be left of net after costs; no floor if not said.',
    }),
  }),
  payload: {
    discountAllowance: row(DiscountAllowanceType, (set) => set.roleId, 'The allowance.'),
  },
});

actField<{ roleId: string }, { roleId: string }>({
  name: 'removeDiscountAllowance',
  operation: removeDiscountAllowance,
  description: 'The role allows nothing beyond the lists any more.',
  key: 'optional',
  input: (t) => ({ roleId: t.id({ required: true, description: 'The role.' }) }),
  payload: { roleId: value('ID', (gone) => gone.roleId, 'The role.') },
});
