import {
  issueGoods,
  returnFromCustomer,
  returnToSupplier,
  reverseStockVoucher,
  type IssueGoodsInput,
  type ReturnFromCustomerInput,
  type ReverseStockVoucherInput,
} from '../../modules/inventory/index.ts';
import { builder } from '../builder.ts';
import { actField, type InputFieldBuilder } from '../mutation/act-field.ts';
import { VoucherLineInput } from './draft-mutations.ts';
import { IssueGoodsDestination, ReturnDisposition } from './enums.ts';
import { ownId } from './own-id.ts';
import { bookedOn, goodsFields, voucher, voucherId } from './voucher-inputs.ts';

const leaving = (t: InputFieldBuilder) => ({
  ...ownId(t),
  warehouseId: t.id({ required: true, description: 'Where they leave.' }),
  reference: t.string({ description: 'An order, a complaint.' }),
  reason: t.string({ description: 'Why; needed where goods are scrapped.' }),
  ...bookedOn(t),
  lines: t.field({
    type: [VoucherLineInput],
    required: true,
    description: 'What; where a line names no place, what goes first is taken.',
  }),
});

actField<Parameters<typeof issueGoods.run>[1], { stockVoucherId: string }>({
  name: 'issueGoods',
  operation: issueGoods,
  description: 'Goods leave at once, all lines or none; nothing that is promised to others.',
  key: 'required',
  input: (t) => ({
    ...leaving(t),
    destination: t.field({ type: IssueGoodsDestination, required: true, description: 'Where to.' }),
  }),
  payload: { stockVoucher: voucher('The issue.') },
});

actField<IssueGoodsInput, { stockVoucherId: string }>({
  name: 'returnToSupplier',
  operation: returnToSupplier,
  description: 'Goods go back to their supplier from stock, at once.',
  key: 'required',
  input: leaving,
  payload: { stockVoucher: voucher('The return.') },
});

const ReturnedLineInput = builder.inputType('ReturnedLineInput', {
  description: 'Goods that come back from a customer.',
  fields: (t) => ({
    productId: t.id({ required: true, description: 'The product.' }),
    quantity: t.field({ type: 'Decimal', required: true, description: 'In `unit`.' }),
    unit: t.string({ required: true, description: 'The base unit or another of the product.' }),
    lotCode: t.string({ description: 'The lot, where the product has lots.' }),
    serials: t.stringList({ description: 'The serials, where it has them.' }),
    disposition: t.field({
      type: ReturnDisposition,
      required: true,
      description: 'What becomes of them.',
    }),
    locationId: t.id({ description: 'Where they are put; else where the return says.' }),
    ...goodsFields(t),
  }),
});

actField<ReturnFromCustomerInput, { stockVoucherId: string }>({
  name: 'returnFromCustomer',
  operation: returnFromCustomer,
  description: 'Goods come back from a customer: only what went out and has not come back.',
  key: 'required',
  input: (t) => ({
    ...ownId(t),
    warehouseId: t.id({ required: true, description: 'Where they come in.' }),
    stockVoucherId: t.id({
      description: 'The issue they left with: no more of it comes back than it brought.',
    }),
    locationId: t.id({ description: 'Where they are put; else the default place for receipts.' }),
    reference: t.string({ description: 'An authorisation, a complaint.' }),
    reason: t.string({ description: 'Why they come back.' }),
    ...bookedOn(t),
    lines: t.field({ type: [ReturnedLineInput], required: true, description: 'What comes back.' }),
  }),
  payload: { stockVoucher: voucher('The return.') },
});

actField<ReverseStockVoucherInput, { stockVoucherId: string }>({
  name: 'reverseStockVoucher',
  operation: reverseStockVoucher,
  description:
    'A posted voucher of any kind is taken back as a whole by another of its kind: every move ' +
    'goes the other way.',
  key: 'required',
  input: (t) => ({
    ...voucherId(t),
    ...ownId(t),
    reason: t.string({ required: true, description: 'Why; kept with the voucher.' }),
    ...bookedOn(t),
  }),
  payload: { stockVoucher: voucher('The voucher that takes it back.') },
});
