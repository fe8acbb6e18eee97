import {
  cancelStockVoucher,
  draftGoodsIssue,
  draftGoodsReceipt,
  editStockVoucher,
  postStockVoucher,
  reserveStockVoucher,
  type CancelStockVoucherInput,
  type DraftGoodsIssueInput,
  type DraftGoodsReceiptInput,
  type EditStockVoucherInput,
  type PostStockVoucherInput,
  type ReserveStockVoucherInput,
} from '../../modules/inventory/index.ts';
import { builder } from '../builder.ts';
import { actField, value } from '../mutation/act-field.ts';
import { IssueDestination, StockStatus } from './enums.ts';
import { ownId } from './own-id.ts';
import {
  bookedOn,
  goodsFields,
  LotInput,
  packageFields,
  voucher,
  voucherId,
} from './voucher-inputs.ts';

export const VoucherLineInput = builder.inputType('VoucherLineInput', {
  description: 'Goods that are expected, or wanted; what is left out is found when they move.',
  fields: (t) => ({
    ...ownId(t),
    productId: t.id({ required: true, description: 'The product.' }),
    quantity: t.field({ type: 'Decimal', required: true, description: 'In `unit`.' }),
    unit: t.string({ required: true, description: 'The base unit or another of the product.' }),
    locationId: t.id({ description: 'Where they are to be put, or taken from.' }),
    lotCode: t.string({
      description: 'Just this lot; of goods that are expected, also one that is new.',
    }),
    lot: t.field({ type: LotInput, description: 'In its place, one that is to come in.' }),
    serials: t.stringList({ description: 'Just these: as many as base units, or none.' }),
    status: t.field({ type: StockStatus, description: 'Their condition; else AVAILABLE.' }),
    ...goodsFields(t),
  }),
});

actField<DraftGoodsReceiptInput, { stockVoucherId: string }>({
  name: 'draftGoodsReceipt',
  operation: draftGoodsReceipt,
  description: 'Goods are expected: a paper with its number, which moves nothing yet.',
  key: 'optional',
  input: (t) => ({
    ...ownId(t),
    warehouseId: t.id({ required: true, description: 'Where they will come in.' }),
    reference: t.string({ description: 'An order, an announcement.' }),
    lines: t.field({ type: [VoucherLineInput], required: true, description: 'What.' }),
  }),
  payload: { stockVoucher: voucher('The draft.') },
});

actField<DraftGoodsIssueInput, { stockVoucherId: string }>({
  name: 'draftGoodsIssue',
  operation: draftGoodsIssue,
  description: 'Goods are to leave: a paper with its number, which moves and reserves nothing yet.',
  key: 'optional',
  input: (t) => ({
    ...ownId(t),
    warehouseId: t.id({ required: true, description: 'Where they leave.' }),
    destination: t.field({ type: IssueDestination, required: true, description: 'Where to.' }),
    reference: t.string({ description: 'An order, a job.' }),
    reason: t.string({ description: 'Why; needed where goods are scrapped.' }),
    lines: t.field({ type: [VoucherLineInput], required: true, description: 'What.' }),
  }),
  payload: { stockVoucher: voucher('The draft.') },
});

actField<EditStockVoucherInput, { stockVoucherId: string }>({
  name: 'editStockVoucher',
  operation: editStockVoucher,
  description: 'A draft says something else: its words, or all of its lines anew.',
  key: 'optional',
  input: (t) => ({
    ...voucherId(t),
    expectedVersion: t.int({ required: true, description: 'The version that was looked at.' }),
    reference: t.string({ description: 'Left out: as it was.' }),
    reason: t.string({ description: 'Left out: as it was.' }),
    lines: t.field({ type: [VoucherLineInput], description: 'Left out: as they were.' }),
  }),
  payload: { stockVoucher: voucher('The voucher as it now stands.') },
});

actField<ReserveStockVoucherInput, { stockVoucherId: string; complete: boolean }>({
  name: 'reserveStockVoucher',
  operation: reserveStockVoucher,
  description:
    'Goods are set aside for a draft: the very goods where a line names them. What is missing ' +
    'waits its turn.',
  key: 'required',
  input: (t) => ({
    ...voucherId(t),
    allOrNothing: t.boolean({ description: 'Nothing waits: all is set aside, or nothing.' }),
    priority: t.int({ description: 'Who waits with more is served first; else 0.' }),
    wantedOn: t.field({ type: 'LocalDate', description: 'The sooner is served first.' }),
  }),
  payload: {
    stockVoucher: voucher('The voucher as it now stands.'),
    complete: value('Boolean', (result) => result.complete, 'Nothing waits.'),
  },
});

const PostedLineInput = builder.inputType('PostedLineInput', {
  description: 'What came or leaves of a line; what is left out is as the draft says, or chosen.',
  fields: (t) => ({
    stockVoucherLineId: t.id({ required: true, description: 'The line.' }),
    quantity: t.field({ type: 'Decimal', required: true, description: 'In the base unit.' }),
    locationId: t.id({ description: 'Where the goods are put, or taken from.' }),
    lotCode: t.string({ description: 'The lot, where the product has lots.' }),
    lot: t.field({ type: LotInput, description: 'In its place, a lot that comes in.' }),
    serials: t.stringList({ description: 'The serials, where it has them.' }),
    status: t.field({ type: StockStatus, description: 'Their condition.' }),
    ...packageFields(t),
  }),
});

actField<PostStockVoucherInput, { stockVoucherId: string }>({
  name: 'postStockVoucher',
  operation: postStockVoucher,
  description:
    'The goods of a draft move, for ever. Without `lines` and `usePlan`, what was scanned moves.',
  key: 'required',
  input: (t) => ({
    ...voucherId(t),
    lines: t.field({ type: [PostedLineInput], description: 'What came or leaves, by hand.' }),
    usePlan: t.boolean({ description: 'All as drafted, taken from where it is proposed.' }),
    acceptShort: t.boolean({ description: 'Less than the draft says is meant.' }),
    allowSwap: t.boolean({ description: 'Other serials than were announced may come.' }),
    ...bookedOn(t),
  }),
  payload: { stockVoucher: voucher('The voucher, posted.') },
});

actField<CancelStockVoucherInput, { stockVoucherId: string }>({
  name: 'cancelStockVoucher',
  operation: cancelStockVoucher,
  description: 'A draft is given up: what was set aside for it is free. Its number stays taken.',
  key: 'optional',
  input: (t) => ({ ...voucherId(t), reason: t.string({ description: 'Why.' }) }),
  payload: { stockVoucher: voucher('The voucher as it now stands.') },
});
