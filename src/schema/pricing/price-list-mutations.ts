import {
  changePriceListPeriods,
  createPriceList,
  deactivatePriceList,
  editPriceList,
  reactivatePriceList,
  setPrices,
  type ChangePriceListPeriodsInput,
  type EditPriceListInput,
  type PriceListChanged,
  type PriceListInput,
  type PricesSet,
  type SetPricesInput,
} from '../../modules/pricing/index.ts';
import { builder } from '../builder.ts';
import { actField, row, value, type InputFieldBuilder } from '../mutation/act-field.ts';
import { CountedBy, PriceMethod, PriceScope, TierKind } from './enums.ts';
import { PriceListType } from './price-list-types.ts';

const priceList = row<PriceListChanged>(
  PriceListType,
  (result) => result.priceListId,
  'The price list.',
);

const priceListId = (t: InputFieldBuilder) => ({
  priceListId: t.id({ required: true, description: 'The price list.' }),
});

const termFields = (t: InputFieldBuilder) => ({
  priority: t.int({ description: 'The higher goes first among lists of one scope; else 0.' }),
  taxInclusive: t.boolean({ description: 'True: its prices have tax in them.' }),
  roundTo: t.field({ type: 'Decimal', description: 'Computed prices are multiples of this.' }),
  converts: t.boolean({ description: 'True: it prices documents of other currencies too.' }),
  discountable: t.boolean({ description: 'False: its prices are net of discounts of lines.' }),
  validFrom: t.field({ type: 'LocalDate', description: 'The first day on which it holds.' }),
  validTo: t.field({ type: 'LocalDate', description: 'The first day on which it does not.' }),
});

actField<PriceListInput, PriceListChanged>({
  name: 'createPriceList',
  operation: createPriceList,
  description:
    'Opens a price list. One that nothing tells from another of its scope, currency, priority ' +
    'and time is refused.',
  key: 'optional',
  input: (t) => ({
    id: t.id({ description: 'Made by the client; else by the server.' }),
    code: t.string({ required: true, description: 'The code people use, unique.' }),
    name: t.string({ required: true, description: 'What it is called.' }),
    currency: t.string({ required: true, description: 'ISO 4217.' }),
    scope: t.field({ type: PriceScope, required: true, description: 'Whose it is.' }),
    partyId: t.id({ description: 'The customer of a CUSTOMER or CONTRACT list.' }),
    segmentId: t.id({ description: 'The segment of a SEGMENT list.' }),
    ...termFields(t),
  }),
  payload: { priceList },
});

actField<EditPriceListInput, PriceListChanged>({
  name: 'editPriceList',
  operation: editPriceList,
  description: 'Renames, ranks or dates a list. Whose it is, and its currency, stay.',
  key: 'optional',
  input: (t) => ({
    ...priceListId(t),
    expectedVersion: t.int({ required: true, description: 'The version seen; else STALE.' }),
    name: t.string({ description: 'A new name.' }),
    ...termFields(t),
    withoutEnd: t.boolean({ description: 'True: until further notice.' }),
    withoutRounding: t.boolean({ description: 'True: to the last place of the currency.' }),
  }),
  payload: { priceList },
});

actField<{ priceListId: string }, PriceListChanged>({
  name: 'deactivatePriceList',
  operation: deactivatePriceList,
  description: 'The list prices nothing any more; documents keep their prices.',
  key: 'optional',
  input: priceListId,
  payload: { priceList },
});

actField<{ priceListId: string }, PriceListChanged>({
  name: 'reactivatePriceList',
  operation: reactivatePriceList,
  description: 'A deactivated list prices again.',
  key: 'optional',
  input: priceListId,
  payload: { priceList },
});

const PriceListPeriodInput = builder.inputType('PriceListPeriodInput', {
  description: 'When a list holds.',
  fields: (t) => ({
    priceListId: t.id({ required: true, description: 'The list.' }),
    expectedVersion: t.int({ description: 'The version seen; else STALE.' }),
    validFrom: t.field({ type: 'LocalDate', required: true, description: 'Its first day.' }),
    validTo: t.field({
      type: 'LocalDate',
      description: 'The first day without it; until further notice if not said.',
    }),
  }),
});

actField<ChangePriceListPeriodsInput, { priceLists: PriceListChanged[] }>({
  name: 'changePriceListPeriods',
  operation: changePriceListPeriods,
  description:
    'Changes when several lists hold, together: adjacent ones can be shifted in any order.',
  key: 'optional',
  input: (t) => ({
    periods: t.field({
      type: [PriceListPeriodInput],
      required: true,
      description: 'The lists, 100 at most.',
    }),
  }),
  payload: {
    priceListIds: value(
      ['ID'],
      ({ priceLists }) => priceLists.map((changed) => changed.priceListId),
      'The lists, in the order of the input.',
    ),
  },
});

const PriceTierInput = builder.inputType('PriceTierInput', {
  description: 'What a price comes to from a quantity on.',
  fields: (t) => ({
    minQuantity: t.field({ type: 'Decimal', description: 'From so much on; 0 if not said.' }),
    value: t.field({
      type: 'Decimal',
      required: true,
      description: 'FIXED: the price of one unit; else percent.',
    }),
  }),
});

const PriceItemInput = builder.inputType('PriceItemInput', {
  description: 'What a list says of goods: of a product, of a category, or of all.',
  fields: (t) => ({
    id: t.id({ description: 'Of a price that is there: it is changed; else of a new one.' }),
    productId: t.id({ description: 'Of one product.' }),
    categoryId: t.id({ description: 'Or of a category and those below it.' }),
    unit: t.string({
      description: 'What a fixed price is of (the base unit if not said), or tiers count in.',
    }),
    method: t.field({ type: PriceMethod, required: true, description: 'How it is stated.' }),
    tierKind: t.field({ type: TierKind, description: 'ALL_UNITS if not said.' }),
    countedBy: t.field({ type: CountedBy, description: 'LINE if not said.' }),
    validFrom: t.field({ type: 'LocalDate', description: 'The list’s first day if not said.' }),
    validTo: t.field({ type: 'LocalDate', description: 'The first day without it.' }),
    tiers: t.field({ type: [PriceTierInput], required: true, description: '1 to 50.' }),
  }),
});

actField<SetPricesInput, PricesSet>({
  name: 'setPrices',
  operation: setPrices,
  description:
    'Sets, changes and takes out prices of a list, up to 1,000 in one act, all or none. Periods ' +
    'of the same goods and unit must not overlap once it is done.',
  key: 'optional',
  input: (t) => ({
    ...priceListId(t),
    items: t.field({ type: [PriceItemInput], description: 'New and changed prices.' }),
    removeItemIds: t.idList({ description: 'Prices that are taken out.' }),
    endsPrevious: t.boolean({
      description: 'True: what holds until further notice ends where a new price begins.',
    }),
  }),
  payload: {
    priceList,
    priceItemIds: value(['ID'], (set) => set.priceItemIds, 'In the order of the items.'),
  },
});
