import {
  closeStockTransfer,
  recordTransferDiscrepancy,
  settleStockTransferShortage,
  settleTransferDiscrepancy,
  type RecordTransferDiscrepancyInput,
  type SettleTransferDiscrepancyInput,
  type TransferDiscrepancyRecorded,
  type TransferDiscrepancySettled,
} from '../../modules/inventory/index.ts';
import { builder } from '../builder.ts';
import { MoneyInput } from '../money.ts';
import { actField, row, value } from '../mutation/act-field.ts';
import { StockTransferDiscrepancyType } from './discrepancy-types.ts';
import { DiscrepancyKind, DiscrepancySettlement, ShortageOutcome } from './enums.ts';
import { countFields } from './transfer-goods-mutations.ts';
import { transfer, transferId } from './transfer-mutations.ts';

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

const TransferDiscrepancyInput = builder.inputType('TransferDiscrepancyInput', {
  description: 'What was found when goods came, or did not come.',
  fields: (t) => ({
    kind: t.field({
      type: DiscrepancyKind,
      required: true,
      description: 'Not DAMAGE: that is said when the goods are received.',
    }),
    stockTransferLineId: t.id({ description: 'The line; for goods that no line has: none.' }),
    productId: t.id({ description: 'Of goods that no line has.' }),
    quantity: t.field({ type: 'Decimal', required: true, description: 'In the base unit.' }),
    lotCode: t.string({ description: 'The lot, where the product has lots.' }),
    serials: t.stringList({ description: 'The serials, where it has them.' }),
    arrivedSerial: t.string({ description: 'Of a swap: what came in place of the serial.' }),
    locationId: t.id({ description: 'Where it was put; else the default place for receipts.' }),
    note: t.string({ description: 'What was seen.' }),
  }),
});

actField<RecordTransferDiscrepancyInput, TransferDiscrepancyRecorded>({
  name: 'recordTransferDiscrepancy',
  operation: recordTransferDiscrepancy,
  description:
    'Something did not go as the transfer was written. Kept until settled; moves nothing.',
  key: 'required',
  input: (t) => ({
    ...transferId(t),
    lines: t.field({
      type: [TransferDiscrepancyInput],
      required: true,
      description: 'What was found.',
    }),
  }),
  payload: {
    stockTransfer: transfer(),
    stockTransferDiscrepancyIds: value(
      ['ID'],
      (result) => result.stockTransferDiscrepancyIds,
      'The records, one a lot or serial, in the order of the lines.',
    ),
  },
});

actField<SettleTransferDiscrepancyInput, TransferDiscrepancySettled>({
  name: 'settleTransferDiscrepancy',
  operation: settleTransferDiscrepancy,
  description:
    'A discrepancy is settled for ever: goods move as the settlement says. Goods that no paper ' +
    'announced are accepted by who may approve.',
  key: 'required',
  input: (t) => ({
    stockTransferDiscrepancyId: t.id({ required: true, description: 'The discrepancy.' }),
    settlement: t.field({
      type: DiscrepancySettlement,
      required: true,
      description: 'How it ends.',
    }),
    reason: t.string({ required: true, description: 'What happened.' }),
    responsible: t.string({ description: 'Who answers for it.' }),
    value: t.field({ type: MoneyInput, description: 'For how much they do.' }),
    matchedDiscrepancyId: t.id({ description: 'Of a match: the shortage elsewhere.' }),
    locationId: t.id({ description: 'Where the goods are now; else where they were recorded.' }),
  }),
  payload: {
    stockTransfer: transfer(),
    stockTransferDiscrepancy: row(
      StockTransferDiscrepancyType,
      (result) => result.stockTransferDiscrepancyId,
      'The discrepancy as it now stands.',
    ),
  },
});

actField({
  name: 'closeStockTransfer',
  operation: closeStockTransfer,
  description: 'Nothing happens to it any more: what is still in transit is lost, or back.',
  key: 'required',
  input: (t) => ({
    ...transferId(t),
    outcome: t.field({
      type: ShortageOutcome,
      description: 'What became of all that is in transit; where nothing is, left out.',
    }),
    reason: t.string({ required: true, description: 'Why.' }),
    responsible: t.string({ description: 'Who answers for it.' }),
  }),
  payload: { stockTransfer: transfer() },
});
