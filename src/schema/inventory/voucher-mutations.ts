import { receiveGoods, type ReceiveGoodsInput } from '../../modules/inventory/index.ts';
import { builder } from '../builder.ts';
import { actField } from '../mutation/act-field.ts';
import { StockStatus } from './enums.ts';
import { ownId } from './own-id.ts';
import { bookedOn, goodsFields, LotInput, voucher } from './voucher-inputs.ts';

const ReceiptLineInput = builder.inputType('ReceiptLineInput', {
  description: 'One product that came in.',
  fields: (t) => ({
    productId: t.id({ required: true, description: 'The product.' }),
    quantity: t.field({ type: 'Decimal', required: true, description: 'In `unit`.' }),
    unit: t.string({ required: true, description: 'The base unit or another of the product.' }),
    lot: t.field({ type: LotInput, description: 'Needed exactly where the product has lots.' }),
    serials: t.stringList({ description: 'As many as base units, where it has serials.' }),
    locationId: t.id({ description: 'Where it is put; else where the receipt says.' }),
    status: t.field({ type: StockStatus, description: 'Its condition; else AVAILABLE.' }),
    ...goodsFields(t),
  }),
});

actField<ReceiveGoodsInput, { stockVoucherId: string }>({
  name: 'receiveGoods',
  operation: receiveGoods,
  description: 'Goods came in: they are in stock at once, and the receipt has its number.',
  key: 'required',
  input: (t) => ({
    ...ownId(t),
    warehouseId: t.id({ required: true, description: 'Where they came in.' }),
    locationId: t.id({ description: 'Where they are put; else the default place for receipts.' }),
    reference: t.string({ description: 'A delivery note, a customs folio.' }),
    ...bookedOn(t),
    lines: t.field({ type: [ReceiptLineInput], required: true, description: 'What came.' }),
  }),
  payload: { stockVoucher: voucher('The receipt.') },
});
