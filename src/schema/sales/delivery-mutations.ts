import {
  cancelDelivery,
  deliverSalesOrder,
  draftDelivery,
  postDelivery,
  reverseDelivery,
  type CancelDeliveryInput,
  type DeliverSalesOrderInput,
  type DraftDeliveryInput,
  type PostDeliveryInput,
  type ReverseDeliveryInput,
} from '../../modules/sales/index.ts';
import { builder } from '../builder.ts';
import { ownId } from '../inventory/own-id.ts';
import { bookedOn, packageFields } from '../inventory/voucher-inputs.ts';
import { StockVoucherType } from '../inventory/voucher-types.ts';
import { actField, row, type InputFieldBuilder } from '../mutation/act-field.ts';
import { DeliveryType, ShortDecision } from './delivery-types.ts';

interface Changed {
  readonly deliveryId: string;
}

const delivery = <R extends Changed>(description: string) =>
  row<R>(DeliveryType, (result) => result.deliveryId, description);

const deliveryId = (t: InputFieldBuilder) => ({
  deliveryId: t.id({ required: true, description: 'The delivery.' }),
});

const DeliveryLineInput = builder.inputType('DeliveryLineInput', {
  description: 'So much of a line of an order; what is left out is found when it leaves.',
  fields: (t) => ({
    ...ownId(t),
    salesOrderLineId: t.id({ required: true, description: 'The line of the order.' }),
    quantity: t.field({
      type: 'Decimal',
      description: 'In `unit`; else all that is open and in no other draft.',
    }),
    unit: t.string({ description: 'Of the product; else the one it was ordered in.' }),
    locationId: t.id({ description: 'Just from this place.' }),
    lotCode: t.string({ description: 'Just this lot.' }),
    serials: t.stringList({ description: 'Just these: as many as base units.' }),
    ...packageFields(t),
  }),
});

const drafted = (t: InputFieldBuilder) => ({
  ...ownId(t),
  salesOrderId: t.id({ required: true, description: 'The order.' }),
  warehouseId: t.id({ description: 'Where they leave; else where the lines are served from.' }),
  lines: t.field({
    type: [DeliveryLineInput],
    description: 'Left out: everything open that can leave there now.',
  }),
});

actField<DraftDeliveryInput, Changed>({
  name: 'draftDelivery',
  operation: draftDelivery,
  description:
    'Goods of an order are to leave: a paper to pick by, with its number, which moves nothing. ' +
    'No more of a line than is open and in no other draft.',
  key: 'optional',
  input: drafted,
  payload: { delivery: delivery('The draft.') },
});

const DeliveredLineInput = builder.inputType('DeliveredLineInput', {
  description: 'What leaves of a line; what is left out is as the draft says, or chosen.',
  fields: (t) => ({
    deliveryLineId: t.id({ required: true, description: 'The line.' }),
    quantity: t.field({ type: 'Decimal', required: true, description: 'In the base unit.' }),
    locationId: t.id({ description: 'Where they are taken from.' }),
    lotCode: t.string({ description: 'The lot, where the product has lots.' }),
    serials: t.stringList({ description: 'The serials, where it has them.' }),
    ...packageFields(t),
  }),
});

actField<PostDeliveryInput, Changed>({
  name: 'postDelivery',
  operation: postDelivery,
  description:
    'The goods of a delivery leave for the customer, for ever. Without `lines` and `usePlan`, ' +
    'what was scanned leaves.',
  key: 'required',
  input: (t) => ({
    ...deliveryId(t),
    lines: t.field({ type: [DeliveredLineInput], description: 'What leaves, by hand.' }),
    usePlan: t.boolean({ description: 'All as drafted, taken from where it is proposed.' }),
    acceptShort: t.boolean({ description: 'Less than the draft says is meant.' }),
    remainder: t.field({
      type: ShortDecision,
      description: 'What becomes of the rest then; it stays open when left out.',
    }),
    ...bookedOn(t),
  }),
  payload: { delivery: delivery('The delivery, posted.') },
});

actField<DeliverSalesOrderInput, Changed>({
  name: 'deliverSalesOrder',
  operation: deliverSalesOrder,
  description: 'Goods of an order leave at once: a delivery drafted and posted in one act.',
  key: 'required',
  input: (t) => ({ ...drafted(t), ...bookedOn(t) }),
  payload: { delivery: delivery('The delivery, posted.') },
});

actField<CancelDeliveryInput, Changed>({
  name: 'cancelDelivery',
  operation: cancelDelivery,
  description: 'They do not leave by this paper; they stay promised to the order.',
  key: 'optional',
  input: (t) => ({ ...deliveryId(t), reason: t.string({ description: 'Why.' }) }),
  payload: { delivery: delivery('The delivery as it now stands.') },
});

actField<ReverseDeliveryInput, Changed & { readonly stockVoucherId: string }>({
  name: 'reverseDelivery',
  operation: reverseDelivery,
  description: 'It was a mistake: the goods are where they were, and open once more.',
  key: 'required',
  input: (t) => ({
    ...ownId(t),
    ...deliveryId(t),
    reason: t.string({ required: true, description: 'Why.' }),
    ...bookedOn(t),
  }),
  payload: {
    delivery: delivery('The delivery as it now stands.'),
    stockVoucher: row(StockVoucherType, (r) => r.stockVoucherId, 'What takes it back.'),
  },
});
