import {
  editLot,
  holdStock,
  releaseStock,
  type EditLotInput,
  type HoldStockInput,
  type ReleaseStockInput,
  type StockStatusChanged,
} from '../../modules/inventory/index.ts';
import { builder } from '../builder.ts';
import { actField, row, value, type InputFieldBuilder } from '../mutation/act-field.ts';
import { reference } from '../read/reference.ts';
import { HeldStatus, ReleasableStatus } from './enums.ts';
import { paperFields, placedFields } from './goods-inputs.ts';
import { LotType } from './lot-types.ts';
import { goodsFields } from './voucher-inputs.ts';
import { StockVoucherType } from './voucher-types.ts';

const HeldLineInput = builder.inputType('HeldLineInput', {
  description: 'Goods at a place that are held, or set free.',
  fields: (t) => ({ ...placedFields(t), ...goodsFields(t) }),
});

const targetFields = (t: InputFieldBuilder) => ({
  warehouseId: t.id({ description: 'Needed with `lines`; a lot without it is meant everywhere.' }),
  lotId: t.id({ description: 'All of a lot, in place of `lines`.' }),
  lines: t.field({ type: [HeldLineInput], description: 'Goods at places of the warehouse.' }),
  reason: t.string({ required: true, description: 'Why, in words.' }),
  ...paperFields(t),
});

const StatusVoucherType = builder.objectRef<{ id: string }>('StockStatusVoucher').implement({
  description: 'What was held, or set free, in one warehouse.',
  fields: (t) => ({
    stockVoucher: t.field(
      reference<{ id: string }>(StockVoucherType, 'The voucher.', (made) => made.id),
    ),
  }),
});

const changedPayload = {
  vouchers: value<StockStatusChanged>(
    [StatusVoucherType],
    (result) => result.stockVoucherIds.map((id) => ({ id })),
    'One of each warehouse.',
  ),
  inTransit: value<StockStatusChanged>(
    'Decimal',
    (result) => result.inTransit,
    'Of a lot: so much is on its way, and is what it was when it arrives.',
  ),
};

actField<HoldStockInput, StockStatusChanged>({
  name: 'holdStock',
  operation: holdStock,
  description:
    'Goods are not to be sold for now, whoever they were promised to: some at a place, a lot in ' +
    'a warehouse, or a lot wherever it is.',
  key: 'required',
  input: (t) => ({
    ...targetFields(t),
    status: t.field({ type: HeldStatus, required: true, description: 'What they are held as.' }),
  }),
  payload: changedPayload,
});

actField<ReleaseStockInput, StockStatusChanged>({
  name: 'releaseStock',
  operation: releaseStock,
  description: 'Goods that were held may be sold again; whoever waits for them is served.',
  key: 'required',
  input: (t) => ({
    ...targetFields(t),
    status: t.field({ type: ReleasableStatus, required: true, description: 'What they were.' }),
  }),
  payload: changedPayload,
});

actField<EditLotInput, { lotId: string }>({
  name: 'editLot',
  operation: editLot,
  description: 'Corrects the days of a lot, or what its supplier calls it. What is not said stays.',
  key: 'optional',
  input: (t) => ({
    lotId: t.id({ required: true, description: 'The lot.' }),
    expectedVersion: t.int({ required: true, description: 'The version seen; else STALE.' }),
    expiresOn: t.field({ type: 'LocalDate', description: 'The last day it may be used.' }),
    bestBeforeOn: t.field({ type: 'LocalDate', description: 'Best used until this day.' }),
    removalOn: t.field({
      type: 'LocalDate',
      description: 'From this day on it is no longer sold; goes along with the day it expires.',
    }),
    supplierLot: t.string({ description: 'What the supplier calls it; empty: nothing.' }),
    withoutExpiresOn: t.boolean({ description: 'It does not expire.' }),
    withoutBestBeforeOn: t.boolean({ description: 'It is no worse after any day.' }),
    withoutRemovalOn: t.boolean({ description: 'It goes on no day but that it expires.' }),
    reason: t.string({ required: true, description: 'Why, in words.' }),
  }),
  payload: { lot: row(LotType, (result) => result.lotId, 'The lot.') },
});
