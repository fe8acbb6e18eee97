import {
  amendSalesOrder,
  editSalesOrder,
  repriceSalesOrder,
  type AmendSalesOrderInput,
  type EditSalesOrderInput,
  type RepriceSalesOrderInput,
  type SalesOrderRepriced,
} from '../../modules/sales/index.ts';
import { builder } from '../builder.ts';
import { actField, value, type InputFieldBuilder } from '../mutation/act-field.ts';
import { MoneyType } from '../money.ts';
import {
  clearedFields,
  order,
  orderId,
  reason,
  SalesOrderLineInput,
  termsFields,
} from './order-inputs.ts';
import { PriceOverrideInput } from './price-override-input.ts';

interface Changed {
  readonly salesOrderId: string;
}

const seenVersion = (t: InputFieldBuilder) => ({
  ...orderId(t),
  expectedVersion: t.int({ required: true, description: 'The version that was looked at.' }),
});

actField<EditSalesOrderInput, Changed>({
  name: 'editSalesOrder',
  operation: editSalesOrder,
  description:
    'A draft says something else. What is left out stays; prices stay unless something is said ' +
    'that they depend on.',
  key: 'optional',
  input: (t) => ({
    ...seenVersion(t),
    customerId: t.id({ description: 'Who orders.' }),
    ...termsFields(t),
    ...clearedFields(t),
    pricingOn: t.field({ type: 'LocalDate', description: 'Whose prices hold.' }),
    requestedOn: t.field({ type: 'LocalDate', description: 'Of lines that say no day.' }),
    currency: t.string({ description: 'ISO 4217.' }),
    taxInclusive: t.boolean({ description: 'Prices have the tax in them.' }),
    lines: t.field({ type: [SalesOrderLineInput], description: 'All there are to be.' }),
  }),
  payload: { salesOrder: order('The draft.') },
});

const money = (description: string, amount: (of: SalesOrderRepriced) => string) =>
  value<SalesOrderRepriced>(
    MoneyType,
    (result) => ({ amount: amount(result), currency: result.currency }),
    description,
  );

const RepricedLineType = builder
  .objectRef<SalesOrderRepriced['lines'][number]>('SalesOrderLineRepriced')
  .implement({
    description: 'A line that costs something else now. In the currency of the order.',
    fields: (t) => ({
      salesOrderLineId: t.exposeID('salesOrderLineId', { description: 'The line.' }),
      unitPriceBefore: t.field({
        type: 'Decimal',
        description: 'Of one unit, before.',
        resolve: (line) => line.unitPriceBefore,
      }),
      unitPriceAfter: t.field({
        type: 'Decimal',
        description: 'Of one unit, now.',
        resolve: (line) => line.unitPriceAfter,
      }),
      totalBefore: t.field({
        type: 'Decimal',
        description: 'With tax, before.',
        resolve: (line) => line.totalBefore,
      }),
      totalAfter: t.field({
        type: 'Decimal',
        description: 'With tax, now.',
        resolve: (line) => line.totalAfter,
      }),
    }),
  });

actField<RepriceSalesOrderInput, SalesOrderRepriced>({
  name: 'repriceSalesOrder',
  operation: repriceSalesOrder,
  description: 'A draft takes the prices, taxes and rate of another day.',
  key: 'optional',
  input: (t) => ({
    ...seenVersion(t),
    pricingOn: t.field({ type: 'LocalDate', description: 'Whose prices hold; else today’s.' }),
  }),
  payload: {
    salesOrder: order('The draft.'),
    totalBefore: money('With tax, before.', ({ before }) => before.total),
    totalAfter: money('With tax, now.', ({ after }) => after.total),
    lines: value([RepricedLineType], ({ lines }) => lines, 'Lines that cost something else.'),
  },
});

const AmendedLineInput = builder.inputType('SalesOrderLineChangeInput', {
  description: 'What is agreed upon anew for a line. Left out: as it was.',
  fields: (t) => ({
    salesOrderLineId: t.id({ required: true, description: 'The line.' }),
    quantity: t.field({ type: 'Decimal', description: 'In all, what has left among it.' }),
    unit: t.string({ description: 'Of the product.' }),
    warehouseId: t.id({ description: 'Where the rest is served from.' }),
    requestedOn: t.field({ type: 'LocalDate', description: 'When the customer wants it.' }),
    promisedOn: t.field({ type: 'LocalDate', description: 'When it is promised.' }),
    price: t.field({ type: PriceOverrideInput, description: 'Beside the lists.' }),
    withoutPrice: t.boolean({ description: 'It costs what the lists say.' }),
  }),
});

actField<AmendSalesOrderInput, Changed>({
  name: 'amendSalesOrder',
  operation: amendSalesOrder,
  description:
    'Something else is agreed upon for a confirmed order, never less than has left. What is ' +
    'asked anew is priced, approved, within the credit and set aside as if it were ordered now.',
  key: 'required',
  input: (t) => ({
    ...seenVersion(t),
    ...reason(t),
    ...termsFields(t),
    ...clearedFields(t),
    changeLines: t.field({ type: [AmendedLineInput], description: 'Lines that become others.' }),
    addLines: t.field({ type: [SalesOrderLineInput], description: 'Lines that are new.' }),
    removeLineIds: t.idList({ description: 'Lines that were never in a delivery, and go.' }),
  }),
  payload: { salesOrder: order('The order.') },
});
