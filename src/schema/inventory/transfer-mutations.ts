import {
  cancelStockTransfer,
  createStockTransfer,
  receiveStockTransfer,
  settleStockTransferShortage,
  shipStockTransfer,
} from '../../modules/inventory/index.ts';
import { builder } from '../builder.ts';
import { actField, row, type InputFieldBuilder } from '../mutation/act-field.ts';
import { ShortageOutcome } from './enums.ts';
import { ownId } from './own-id.ts';
import { StockTransferType } from './transfer-types.ts';

const transferId = (t: InputFieldBuilder) => ({
  stockTransferId: t.id({ required: true, description: 'The transfer.' }),
});

const transfer = <R extends { stockTransferId: string }>() =>
  row<R>(StockTransferType, (result) => result.stockTransferId, 'The transfer as it now stands.');

const StockTransferLineInput = builder.inputType('StockTransferLineInput', {
  description: 'One product to be transferred.',
  fields: (t) => ({
    ...ownId(t),
    productId: t.id({ required: true, description: 'The product.' }),
    quantity: t.field({ type: 'Decimal', required: true, description: 'In `unit`.' }),
    unit: t.string({ required: true, description: 'The base unit or another of the product.' }),
  }),
});

actField({
  name: 'createStockTransfer',
  operation: createStockTransfer,
  description: 'Asks for goods from another warehouse: a draft, which moves nothing yet.',
  key: 'optional',
  input: (t) => ({
    ...ownId(t),
    sourceWarehouseId: t.id({ required: true, description: 'Where the goods are.' }),
    destinationWarehouseId: t.id({ required: true, description: 'Where they are wanted.' }),
    note: t.string({ description: 'A word for those who handle it.' }),
    lines: t.field({ type: [StockTransferLineInput], required: true, description: 'What.' }),
  }),
  payload: { stockTransfer: transfer() },
});

actField({
  name: 'cancelStockTransfer',
  operation: cancelStockTransfer,
  description: 'Gives up a draft. What has left can only come back.',
  key: 'optional',
  input: (t) => ({ ...transferId(t), reason: t.string({ description: 'Why.' }) }),
  payload: { stockTransfer: transfer() },
});

/** What was counted of a line, by hand. */
const countFields = (t: InputFieldBuilder) => ({
  stockTransferLineId: t.id({ required: true, description: 'The line.' }),
  quantity: t.field({ type: 'Decimal', required: true, description: 'In the base unit.' }),
  lotCode: t.string({ description: 'The lot, where the product has lots.' }),
  serials: t.stringList({ description: 'The serials, where it has them.' }),
});

const ShippedLineInput = builder.inputType('ShippedLineInput', {
  description: 'What leaves of a line, and from where.',
  fields: (t) => ({
    ...countFields(t),
    locationId: t.id({ required: true, description: 'Where in the source it is taken from.' }),
  }),
});

actField({
  name: 'shipStockTransfer',
  operation: shipStockTransfer,
  description:
    'The goods leave the source and are in transit until someone receives them. Without `lines`, ' +
    'what was scanned leaves.',
  key: 'required',
  input: (t) => ({
    ...transferId(t),
    lines: t.field({ type: [ShippedLineInput], description: 'What leaves, counted by hand.' }),
    acceptShort: t.boolean({ description: 'Less than was asked for is meant.' }),
  }),
  payload: { stockTransfer: transfer() },
});

const ReceivedLineInput = builder.inputType('ReceivedLineInput', {
  description: 'What arrived of a line, and where it was put.',
  fields: (t) => ({
    ...countFields(t),
    locationId: t.id({ description: 'Where it is put; else the default place for receipts.' }),
  }),
});

actField({
  name: 'receiveStockTransfer',
  operation: receiveStockTransfer,
  description:
    'Goods in transit arrive, all or some; the rest stays in transit. Without `lines`, what was ' +
    'scanned and not yet received arrives.',
  key: 'required',
  input: (t) => ({
    ...transferId(t),
    lines: t.field({ type: [ReceivedLineInput], description: 'What arrived, counted by hand.' }),
  }),
  payload: { stockTransfer: transfer() },
});

const SettledLineInput = builder.inputType('SettledLineInput', {
  description: 'What became of goods of a line that left and did not arrive.',
  fields: (t) => ({
    ...countFields(t),
    outcome: t.field({ type: ShortageOutcome, required: true, description: 'What became of it.' }),
    reason: t.string({ required: true, description: 'What happened; kept with the moves.' }),
    responsible: t.string({ description: 'Who answers for it: a carrier, a driver.' }),
  }),
});

actField({
  name: 'settleStockTransferShortage',
  operation: settleStockTransferShortage,
  description: 'Goods that will not arrive are lost or went back; never more than is in transit.',
  key: 'required',
  input: (t) => ({
    ...transferId(t),
    lines: t.field({
      type: [SettledLineInput],
      required: true,
      description: 'What became of what.',
    }),
  }),
  payload: { stockTransfer: transfer() },
});
