import {
  adjustStock,
  approveStockAdjustment,
  createStockOwner,
  relocateStock,
  transferOwnership,
  type AdjustStockInput,
  type ApproveStockAdjustmentInput,
  type CreateStockOwnerInput,
  type RelocateStockInput,
  type StockAdjusted,
  type TransferOwnershipInput,
} from '../../modules/inventory/index.ts';
import { builder } from '../builder.ts';
import { actField, row, value } from '../mutation/act-field.ts';
import { AdjustmentReason } from './enums.ts';
import { paperFields, placedFields, statusField } from './goods-inputs.ts';
import { ownId } from './own-id.ts';
import { StockOwnerType } from './place-types.ts';
import { goodsFields, LotInput, voucher, voucherId } from './voucher-inputs.ts';

const AdjustmentLineInput = builder.inputType('AdjustmentLineInput', {
  description: 'So much more, or less, of a product is at a place than the book says.',
  fields: (t) => ({
    productId: t.id({ required: true, description: 'The product.' }),
    locationId: t.id({ required: true, description: 'The place.' }),
    change: t.field({
      type: 'Decimal',
      required: true,
      description: 'So much more is there, or less: `"-2"`; in `unit`.',
    }),
    unit: t.string({ description: 'The base unit if not said.' }),
    lot: t.field({
      type: LotInput,
      description: 'Needed exactly where the product has lots.',
    }),
    serials: t.stringList({ description: 'As many as base units, where it has serials.' }),
    ...goodsFields(t),
    ...statusField(t),
  }),
});

actField<AdjustStockInput, StockAdjusted>({
  name: 'adjustStock',
  operation: adjustStock,
  description:
    'Corrects the book to what is there, whoever it was promised to. Worth more than the limit ' +
    'of the warehouse, it waits for `approveStockAdjustment` by somebody else.',
  key: 'required',
  input: (t) => ({
    ...ownId(t),
    warehouseId: t.id({ required: true, description: 'The warehouse.' }),
    reasonCode: t.field({ type: AdjustmentReason, required: true, description: 'Why.' }),
    reason: t.string({ required: true, description: 'What happened, in words.' }),
    ...paperFields(t),
    lines: t.field({ type: [AdjustmentLineInput], required: true, description: 'The changes.' }),
  }),
  payload: {
    stockVoucher: voucher('The voucher.'),
    awaitsApproval: value(
      'Boolean',
      (result) => result.awaitsApproval,
      'Nothing has moved yet: somebody else has to approve it.',
    ),
  },
});

actField<ApproveStockAdjustmentInput, { stockVoucherId: string }>({
  name: 'approveStockAdjustment',
  operation: approveStockAdjustment,
  description: 'Agrees to a correction above the limit, which somebody else has asked for.',
  key: 'required',
  input: (t) => ({
    ...voucherId(t),
    datedOn: t.field({
      type: 'LocalDate',
      description: 'Another business day than its own, when that was closed meanwhile.',
    }),
  }),
  payload: { stockVoucher: voucher('The voucher.') },
});

const RelocatedLineInput = builder.inputType('RelocatedLineInput', {
  description: 'Goods that are put elsewhere in the same warehouse, as what they are.',
  fields: (t) => ({
    ...placedFields(t),
    toLocationId: t.id({
      required: true,
      description: 'Where they go; what was in a package is loose there.',
    }),
    ...goodsFields(t),
    ...statusField(t),
  }),
});

actField<RelocateStockInput, { stockVoucherId: string }>({
  name: 'relocateStock',
  operation: relocateStock,
  description:
    'Puts goods elsewhere inside a warehouse. What is promised from this very place stays, ' +
    'unless the promises go along.',
  key: 'required',
  input: (t) => ({
    ...ownId(t),
    warehouseId: t.id({ required: true, description: 'The warehouse.' }),
    reason: t.string({ description: 'Why, in words.' }),
    ...paperFields(t),
    moveReservations: t.boolean({ description: 'Promises of the very goods go along.' }),
    lines: t.field({ type: [RelocatedLineInput], required: true, description: 'The goods.' }),
  }),
  payload: { stockVoucher: voucher('The voucher.') },
});

actField<CreateStockOwnerInput, { stockOwnerId: string }>({
  name: 'createStockOwner',
  operation: createStockOwner,
  description: 'Lets goods of somebody else be kept, apart from ours: consigned, or in repair.',
  key: 'optional',
  input: (t) => ({
    ...ownId(t),
    code: t.string({ required: true, description: '2 to 20 capitals, digits and hyphens.' }),
    nameEn: t.string({ required: true, description: 'Name in English.' }),
    nameFa: t.string({ required: true, description: 'Name in Persian.' }),
  }),
  payload: { stockOwner: row(StockOwnerType, (result) => result.stockOwnerId, 'The owner.') },
});

const OwnedLineInput = builder.inputType('OwnedLineInput', {
  description: 'Goods that become somebody else’s where they are.',
  fields: (t) => ({
    ...placedFields(t),
    toOwnerId: t.id({ description: 'Whose they are from now on; ours if not said.' }),
    ...goodsFields(t),
    ...statusField(t),
  }),
});

actField<TransferOwnershipInput, { stockVoucherId: string }>({
  name: 'transferOwnership',
  operation: transferOwnership,
  description: 'Consigned goods become ours, or ours another’s; they stay where they are.',
  key: 'required',
  input: (t) => ({
    ...ownId(t),
    warehouseId: t.id({ required: true, description: 'The warehouse.' }),
    reason: t.string({ required: true, description: 'Why, in words.' }),
    ...paperFields(t),
    lines: t.field({ type: [OwnedLineInput], required: true, description: 'The goods.' }),
  }),
  payload: { stockVoucher: voucher('The voucher.') },
});
