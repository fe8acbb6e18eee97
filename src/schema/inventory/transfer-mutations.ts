import {
  approveStockTransfer,
  cancelStockTransfer,
  createStockTransfer,
  editStockTransfer,
  rejectStockTransfer,
  reserveStockTransfer,
  setTransferRoute,
  type ReserveStockTransferInput,
  type SetTransferRouteInput,
  type StockTransferReserved,
} from '../../modules/inventory/index.ts';
import { builder } from '../builder.ts';
import { actField, row, value, type InputFieldBuilder } from '../mutation/act-field.ts';
import { StockTransferRouteType } from './discrepancy-types.ts';
import { ownId } from './own-id.ts';
import { StockTransferType } from './transfer-types.ts';

/** Which transfer an act is about. */
export const transferId = (t: InputFieldBuilder) => ({
  stockTransferId: t.id({ required: true, description: 'The transfer.' }),
});

export const transfer = <R extends { stockTransferId: string }>() =>
  row<R>(StockTransferType, (result) => result.stockTransferId, 'The transfer as it now stands.');

const StockTransferLineInput = builder.inputType('StockTransferLineInput', {
  description: 'One product to be transferred.',
  fields: (t) => ({
    ...ownId(t),
    productId: t.id({ required: true, description: 'The product.' }),
    quantity: t.field({ type: 'Decimal', required: true, description: 'In `unit`.' }),
    unit: t.string({ required: true, description: 'The base unit or another of the product.' }),
    expectedSerials: t.stringList({
      description: 'The serials that are wanted, and no others; else any.',
    }),
  }),
});

actField({
  name: 'createStockTransfer',
  operation: createStockTransfer,
  description:
    'Asks for goods from another warehouse; nothing moves yet. Where the source approves ' +
    'transfers it waits for that, else it is approved at once.',
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
  description:
    'Gives it up, before anything has left: what was reserved is free again. What has left can ' +
    'only come back.',
  key: 'optional',
  input: (t) => ({ ...transferId(t), reason: t.string({ description: 'Why.' }) }),
  payload: { stockTransfer: transfer() },
});

actField({
  name: 'approveStockTransfer',
  operation: approveStockTransfer,
  description: 'The source agrees to give the goods. Not by who asked for them.',
  key: 'optional',
  input: (t) => ({ ...transferId(t), note: t.string({ description: 'A word with it.' }) }),
  payload: { stockTransfer: transfer() },
});

actField({
  name: 'rejectStockTransfer',
  operation: rejectStockTransfer,
  description: 'The source does not give the goods.',
  key: 'optional',
  input: (t) => ({ ...transferId(t), reason: t.string({ required: true, description: 'Why.' }) }),
  payload: { stockTransfer: transfer() },
});

actField({
  name: 'editStockTransfer',
  operation: editStockTransfer,
  description:
    'Something else is wanted. What was reserved is free again; where the source approves ' +
    'transfers, it has to agree anew.',
  key: 'required',
  input: (t) => ({
    ...transferId(t),
    expectedVersion: t.int({ required: true, description: 'The version seen; else STALE.' }),
    note: t.string({ description: 'Left out: as it is; empty: none.' }),
    lines: t.field({
      type: [StockTransferLineInput],
      description: 'All that is wanted now; a line that stays keeps its id. Left out: as it is.',
    }),
  }),
  payload: { stockTransfer: transfer() },
});

actField<ReserveStockTransferInput, StockTransferReserved>({
  name: 'reserveStockTransfer',
  operation: reserveStockTransfer,
  description:
    'Goods of the source are set aside for it; what is not there waits its turn. RESERVED when ' +
    'nothing is missing.',
  key: 'required',
  input: (t) => ({
    ...transferId(t),
    allOrNothing: t.boolean({ description: 'Everything at once, or nothing.' }),
    priority: t.int({ description: 'Who waits with more is served first; else 0.' }),
    wantedOn: t.field({ type: 'LocalDate', description: 'The sooner is served first.' }),
  }),
  payload: {
    stockTransfer: transfer(),
    complete: value('Boolean', (result) => result.complete, 'Nothing waits.'),
  },
});

actField<SetTransferRouteInput, { stockTransferRouteId: string }>({
  name: 'setTransferRoute',
  operation: setTransferRoute,
  description: 'How long goods are on the road from one warehouse to another: they are due by it.',
  key: 'optional',
  input: (t) => ({
    sourceWarehouseId: t.id({ required: true, description: 'Where they leave.' }),
    destinationWarehouseId: t.id({ required: true, description: 'Where they arrive.' }),
    leadHours: t.int({ required: true, description: '1 to 8784.' }),
    carrier: t.string({ description: 'Who carries them.' }),
  }),
  payload: {
    stockTransferRoute: row(
      StockTransferRouteType,
      (result) => result.stockTransferRouteId,
      'The route.',
    ),
  },
});
