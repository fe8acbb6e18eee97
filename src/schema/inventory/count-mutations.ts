import {
  approveStockCount,
  cancelStockCount,
  decideStockCount,
  declareCountLocationEmpty,
  finishCountLocation,
  planCountsByClass,
  planStockCount,
  postStockCount,
  recordCount,
  recountStockCount,
  reviewStockCount,
  startStockCount,
  type PlanCountsByClassInput,
  type PostStockCountInput,
  type StockCountPosted,
} from '../../modules/inventory/index.ts';
import { builder } from '../builder.ts';
import { actField, row, value, type InputFieldBuilder } from '../mutation/act-field.ts';
import { listField, oneField } from '../read/root-fields.ts';
import { CountAgain, CountClass, CountDecision } from './count-enums.ts';
import { StockCountLineType, StockCountType } from './count-types.ts';
import { StockStatus } from './enums.ts';
import { ownId } from './own-id.ts';
import { StockVoucherType } from './voucher-types.ts';

oneField('stockCount', StockCountType, 'A count by its id.');
listField('stockCounts', StockCountType, {
  description: 'Counts of the warehouses within reach, newest first.',
  defaultOrder: 'ID_DESC',
});
listField('stockCountLines', StockCountLineType, {
  description: 'What was counted in the warehouses within reach, newest first.',
  defaultOrder: 'ID_DESC',
});

const countId = (t: InputFieldBuilder) => ({
  stockCountId: t.id({ required: true, description: 'The count.' }),
});

const count = <R extends { stockCountId: string }>() =>
  row<R>(StockCountType, (result) => result.stockCountId, 'The count as it now stands.');

const terms = (t: InputFieldBuilder) => ({
  warehouseId: t.id({ required: true, description: 'Whose goods are counted.' }),
  plannedOn: t.field({ type: 'LocalDate', description: 'When; today if not said.' }),
  blind: t.boolean({ description: 'Who counts does not see the book; yes, if not said.' }),
  recountPercent: t.field({
    type: 'Decimal',
    description: 'A difference of more percent of the book is counted by a second person.',
  }),
  recountQuantity: t.field({ type: 'Decimal', description: 'Same, of more base units.' }),
});

actField({
  name: 'planStockCount',
  operation: planStockCount,
  description:
    'Goods are to be counted: of places, of products, of products at places; or all there is.',
  key: 'optional',
  input: (t) => ({
    ...ownId(t),
    ...terms(t),
    locationIds: t.idList({ description: 'Where; wherever the products are, if not said.' }),
    productIds: t.idList({ description: 'What; whatever lies there, if not said.' }),
    countClasses: t.field({ type: [CountClass], description: 'And the products of these.' }),
    note: t.string({ description: 'A word for those who count.' }),
  }),
  payload: { stockCount: count() },
});

actField<PlanCountsByClassInput, { stockCountIds: readonly string[] }>({
  name: 'planCountsByClass',
  operation: planCountsByClass,
  description:
    'Plans a count for each class of which products are due: A after a month, B after a quarter, ' +
    'C after a year.',
  key: 'optional',
  input: terms,
  payload: {
    stockCountIds: value(['ID'], (result) => [...result.stockCountIds], 'One for each class.'),
  },
});

actField({
  name: 'startStockCount',
  operation: startStockCount,
  description:
    'Counting begins: no other count may have the same goods. Everything else with them goes on.',
  key: 'optional',
  input: countId,
  payload: { stockCount: count() },
});

const CountedLineInput = builder.inputType('CountedLineInput', {
  description: 'What somebody found of a product at a place.',
  fields: (t) => ({
    locationId: t.id({ required: true, description: 'Where.' }),
    productId: t.id({ required: true, description: 'What.' }),
    quantity: t.field({ type: 'Decimal', required: true, description: 'In `unit`; 0: none.' }),
    unit: t.string({ required: true, description: 'The base unit or another of the product.' }),
    lotCode: t.string({ description: 'The lot, where the product has lots.' }),
    serials: t.stringList({ description: 'The serials found; with 0: those that are not here.' }),
    ownerId: t.id({ description: 'Whose it is; our own, if not said.' }),
    ownerCode: t.string({ description: 'Same, by the code of the owner.' }),
    status: t.field({ type: StockStatus, description: 'Its condition; AVAILABLE, if not said.' }),
    packageId: t.id({ description: 'In which package; loose, if not said.' }),
    sscc: t.string({ description: 'Same, by what is printed on the package.' }),
    again: t.field({ type: CountAgain, description: 'Needed where it was counted before.' }),
  }),
});

actField({
  name: 'recordCount',
  operation: recordCount,
  description:
    'Somebody counted goods by hand. Each line is compared with what the book says at this ' +
    'instant, so that goods may go on moving.',
  key: 'required',
  input: (t) => ({
    ...countId(t),
    lines: t.field({ type: [CountedLineInput], required: true, description: 'What was found.' }),
  }),
  payload: { stockCount: count() },
});

const placeFields = (t: InputFieldBuilder) => ({
  ...countId(t),
  locationId: t.id({ required: true, description: 'The place.' }),
});

actField({
  name: 'finishCountLocation',
  operation: finishCountLocation,
  description: 'All at a place was counted; what the book has there and nobody found is not there.',
  key: 'required',
  input: placeFields,
  payload: { stockCount: count() },
});

actField({
  name: 'declareCountLocationEmpty',
  operation: declareCountLocationEmpty,
  description: 'Nothing is at a place, or nothing of what is to be counted again there.',
  key: 'required',
  input: placeFields,
  payload: { stockCount: count() },
});

const CountDecisionInput = builder.inputType('CountDecisionInput', {
  description: 'What becomes of a difference.',
  fields: (t) => ({
    stockCountLineId: t.id({ required: true, description: 'The line.' }),
    decision: t.field({ type: CountDecision, required: true, description: 'What.' }),
    round: t.int({ description: 'Of a disputed line, whose count is taken; else the last.' }),
    reason: t.string({ description: 'Needed to keep the book, and for a disputed line.' }),
  }),
});

actField({
  name: 'decideStockCount',
  operation: decideStockCount,
  description: 'What becomes of differences; an approval given before is void.',
  key: 'optional',
  input: (t) => ({
    ...countId(t),
    lines: t.field({ type: [CountDecisionInput], required: true, description: 'What of which.' }),
  }),
  payload: { stockCount: count() },
});

actField({
  name: 'recountStockCount',
  operation: recountStockCount,
  description:
    'Before anybody decides, goods are counted once more, by anyone but who counted them last. ' +
    'What was decided about them is void, and so is an approval.',
  key: 'optional',
  input: (t) => ({
    ...countId(t),
    stockCountLineIds: t.idList({ description: 'These lines.' }),
    locationIds: t.idList({ description: 'And all that was counted at these places.' }),
  }),
  payload: { stockCount: count() },
});

actField({
  name: 'reviewStockCount',
  operation: reviewStockCount,
  description:
    'Nobody is there to count a second time: what was to be counted again is disputed as it was ' +
    'found last, and somebody who neither planned nor counted decides.',
  key: 'optional',
  input: countId,
  payload: { stockCount: count() },
});

actField({
  name: 'approveStockCount',
  operation: approveStockCount,
  description: 'Somebody who neither planned nor counted agrees to the differences.',
  key: 'optional',
  input: countId,
  payload: { stockCount: count() },
});

actField<PostStockCountInput, StockCountPosted>({
  name: 'postStockCount',
  operation: postStockCount,
  description: 'The book follows: each difference that was accepted, in one voucher.',
  key: 'required',
  input: (t) => ({
    ...countId(t),
    datedOn: t.field({
      type: 'LocalDate',
      description: 'The business day it is booked on; today, if not said.',
    }),
  }),
  payload: {
    stockCount: count(),
    stockVoucher: row(
      StockVoucherType,
      (result) => result.stockVoucherId,
      'What posted the differences; null: there were none.',
    ),
  },
});

actField({
  name: 'cancelStockCount',
  operation: cancelStockCount,
  description: 'The book stays as it is, whatever was counted.',
  key: 'optional',
  input: (t) => ({ ...countId(t), reason: t.string({ description: 'Why.' }) }),
  payload: { stockCount: count() },
});
