import {
  cancelSalesOrder,
  closeSalesOrder,
  confirmSalesOrder,
  draftSalesOrder,
  holdSalesOrder,
  placeOrder,
  releaseSalesOrder,
  reopenSalesOrder,
  reopenSalesOrderLines,
  setSalesDefaults,
  shortCloseSalesOrderLines,
  type CancelSalesOrderInput,
  type CloseSalesOrderInput,
  type ConfirmSalesOrderInput,
  type HoldSalesOrderInput,
  type OrderInput,
  type OrderWritten,
  type PlaceOrderInput,
  type ReleaseSalesOrderInput,
  type ReopenSalesOrderInput,
  type ReopenSalesOrderLinesInput,
  type SetSalesDefaultsInput,
  type ShortCloseSalesOrderLinesInput,
} from '../../modules/sales/index.ts';
import { actField, row, type InputFieldBuilder } from '../mutation/act-field.ts';
import { OrderHold } from './order-enums.ts';
import { order, orderFields, reason, reservationPolicyInstead, seenOrder } from './order-inputs.ts';
import { SalesSettingType } from './order-types.ts';

interface Changed {
  readonly salesOrderId: string;
}

const holdOnCredit = (t: InputFieldBuilder) => ({
  holdOnCredit: t.boolean({
    description:
      'Where the credit of the customer does not suffice: confirmed all the same, and held for ' +
      'that, with nothing set aside; else refused.',
  }),
});

actField<PlaceOrderInput, OrderWritten>({
  name: 'placeOrder',
  operation: placeOrder,
  description:
    'A customer orders: priced, within the credit, and its goods set aside, in one act. Refused ' +
    'with every line that is short, unless the rest may wait.',
  key: 'required',
  input: (t) => ({ ...orderFields(t), ...holdOnCredit(t) }),
  payload: { salesOrder: order('The order, confirmed.') },
});

actField<OrderInput, OrderWritten>({
  name: 'draftSalesOrder',
  operation: draftSalesOrder,
  description: 'What a customer wants is written down and priced; it claims nothing yet.',
  key: 'optional',
  input: orderFields,
  payload: { salesOrder: order('The draft.') },
});

actField<ConfirmSalesOrderInput, Changed>({
  name: 'confirmSalesOrder',
  operation: confirmSalesOrder,
  description:
    'A draft is agreed upon at its prices: it counts against the credit, and its goods are set ' +
    'aside. From now on it is changed by amendments alone.',
  key: 'required',
  input: (t) => ({ ...seenOrder(t), ...holdOnCredit(t) }),
  payload: { salesOrder: order('The order.') },
});

actField<CancelSalesOrderInput, Changed>({
  name: 'cancelSalesOrder',
  operation: cancelSalesOrder,
  description: 'It is given up before anything left: goods and credit are free again.',
  key: 'required',
  input: (t) => ({ ...seenOrder(t), ...reason(t) }),
  payload: { salesOrder: order('The order.') },
});

const lineIds = (t: InputFieldBuilder) => ({
  salesOrderLineIds: t.idList({ required: true, description: 'Which of its lines.' }),
});

actField<ShortCloseSalesOrderLinesInput, Changed>({
  name: 'shortCloseSalesOrderLines',
  operation: shortCloseSalesOrderLines,
  description: 'What is open of lines is delivered no more: goods and credit are free again.',
  key: 'required',
  input: (t) => ({ ...seenOrder(t), ...lineIds(t), ...reason(t) }),
  payload: { salesOrder: order('The order.') },
});

actField<ReopenSalesOrderLinesInput, Changed>({
  name: 'reopenSalesOrderLines',
  operation: reopenSalesOrderLines,
  description: 'What was short closed is to be delivered after all: asked for as if ordered now.',
  key: 'required',
  input: (t) => ({ ...seenOrder(t), ...lineIds(t), ...reservationPolicyInstead(t) }),
  payload: { salesOrder: order('The order.') },
});

actField<CloseSalesOrderInput, Changed>({
  name: 'closeSalesOrder',
  operation: closeSalesOrder,
  description: 'Nothing more of it is delivered; what was issued is still to be invoiced.',
  key: 'required',
  input: (t) => ({ ...seenOrder(t), ...reason(t) }),
  payload: { salesOrder: order('The order.') },
});

actField<ReopenSalesOrderInput, Changed>({
  name: 'reopenSalesOrder',
  operation: reopenSalesOrder,
  description: 'What was open when it was closed is delivered after all: asked for as if anew.',
  key: 'required',
  input: (t) => ({ ...seenOrder(t), ...reservationPolicyInstead(t) }),
  payload: { salesOrder: order('The order.') },
});

const hold = (t: InputFieldBuilder) => ({
  hold: t.field({ type: OrderHold, required: true, description: 'Which reason.' }),
});

actField<HoldSalesOrderInput, Changed>({
  name: 'holdSalesOrder',
  operation: holdSalesOrder,
  description: 'Nothing of it is delivered until it is set free; it keeps its goods and credit.',
  key: 'optional',
  input: (t) => ({ ...seenOrder(t), ...hold(t), ...reason(t) }),
  payload: { salesOrder: order('The order.') },
});

actField<ReleaseSalesOrderInput, Changed>({
  name: 'releaseSalesOrder',
  operation: releaseSalesOrder,
  description:
    'A reason why it stood still is gone. Confirmed without credit, it needs that by now, and ' +
    'only now are its goods set aside.',
  key: 'required',
  input: (t) => ({ ...seenOrder(t), ...hold(t), ...reason(t), ...reservationPolicyInstead(t) }),
  payload: { salesOrder: order('The order.') },
});

actField<SetSalesDefaultsInput, { salesSettingId: string }>({
  name: 'setSalesDefaults',
  operation: setSalesDefaults,
  description: 'How the firm sells when a document says nothing else.',
  key: 'optional',
  input: (t) => ({
    expectedVersion: t.int({ required: true, description: 'The version that was looked at.' }),
    defaultWarehouseId: t.id({ description: 'Where orders are served from that name none.' }),
    withoutDefaultWarehouse: t.boolean({ description: 'None: every order names its own.' }),
    quoteValidDays: t.int({ description: 'How long quotes hold, 1 to 3,650.' }),
    lateSupplyDays: t.int({
      description: 'A shipment past its day is counted on so many days from today, 0 to 365.',
    }),
    withoutLateSupply: t.boolean({ description: 'A shipment past its day is not counted on.' }),
  }),
  payload: {
    salesSetting: row(SalesSettingType, (result) => result.salesSettingId, 'The settings.'),
  },
});
