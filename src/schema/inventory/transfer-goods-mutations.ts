import {
  pickStockTransfer,
  receiveStockTransfer,
  returnStockTransfer,
  shipStockTransfer,
} from '../../modules/inventory/index.ts';
import { builder } from '../builder.ts';
import { actField, type InputFieldBuilder } from '../mutation/act-field.ts';
import { transfer, transferId } from './transfer-mutations.ts';

/** What was counted of a line, by hand. */
export const countFields = (t: InputFieldBuilder) => ({
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
  name: 'pickStockTransfer',
  operation: pickStockTransfer,
  description:
    'The very goods are chosen by hand, and set aside. Without `lines`: what was scanned and ' +
    'chosen is all. PICKED when nothing is missing.',
  key: 'required',
  input: (t) => ({
    ...transferId(t),
    lines: t.field({ type: [ShippedLineInput], description: 'What, and from where.' }),
    allowSwap: t.boolean({ description: 'Other serials than the expected ones are meant.' }),
  }),
  payload: { stockTransfer: transfer() },
});

actField({
  name: 'shipStockTransfer',
  operation: shipStockTransfer,
  description:
    'The goods leave the source and are in transit until someone receives them. Without `lines`, ' +
    'what was scanned or chosen leaves.',
  key: 'required',
  input: (t) => ({
    ...transferId(t),
    lines: t.field({ type: [ShippedLineInput], description: 'What leaves, counted by hand.' }),
    acceptShort: t.boolean({ description: 'Less than was asked for is meant.' }),
    allowSwap: t.boolean({ description: 'Other serials than the expected ones are meant.' }),
    usePlan: t.boolean({
      description: 'Where nothing was scanned or chosen: what goes first by its dates leaves.',
    }),
    dueAt: t.field({ type: 'DateTime', description: 'When they arrive; else by their route.' }),
  }),
  payload: { stockTransfer: transfer() },
});

const ReceivedLineInput = builder.inputType('ReceivedLineInput', {
  description: 'What arrived of a line, and where it was put.',
  fields: (t) => ({
    ...countFields(t),
    locationId: t.id({ description: 'Where it is put; else the default place for receipts.' }),
    damaged: t.boolean({ description: 'Not fit to be sold: kept in quarantine, to be settled.' }),
    note: t.string({ description: 'What is wrong with it.' }),
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

actField({
  name: 'returnStockTransfer',
  operation: returnStockTransfer,
  description: 'What is still in transit turns round: the source receives it, the destination not.',
  key: 'required',
  input: (t) => ({ ...transferId(t), reason: t.string({ required: true, description: 'Why.' }) }),
  payload: { stockTransfer: transfer() },
});
