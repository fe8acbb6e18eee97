import {
  deliveryStateNames,
  deliveryStates,
  dispositions,
  returnStateNames,
  returnStates,
  shortDecisions,
} from '../../modules/sales/index.ts';
import { actor } from '../actor.ts';
import { builder } from '../builder.ts';
import { ProductType } from '../catalog/types.ts';
import { documentActions } from '../document-actions.ts';
import { WarehouseType } from '../inventory/place-types.ts';
import { StockVoucherLineType, StockVoucherType } from '../inventory/voucher-types.ts';
import { SalespersonType, TeamType } from '../parties/floor-types.ts';
import { PartyType } from '../parties/party-types.ts';
import { choice, property, readType, relation, type ReadType } from '../read/read-type.ts';
import { address } from './address-types.ts';
import { SalesOrderLineType, SalesOrderType } from './order-types.ts';

export const DeliveryState = builder.enumType('DeliveryState', {
  description: 'Where a delivery stands. How far it is picked is told by its goods issue.',
  values: deliveryStateNames,
});

export const ShortDecision = builder.enumType('ShortDecision', {
  description: 'What was to leave and did not stays open, or is wanted no more.',
  values: shortDecisions,
});

export const ReturnState = builder.enumType('ReturnState', {
  description: 'Where a return stands: how much of what may come back has come.',
  values: returnStateNames,
});

export const Disposition = builder.enumType('Disposition', {
  description:
    'What becomes of goods that came back: on sale again; looked at first; repaired for the ' +
    'customer; scrapped; held until they go to their supplier, or to the customer as they are.',
  values: dispositions,
});

export const DeliveryType: ReadType = readType('Delivery', {
  description:
    'Goods of an order on their way out of a warehouse, without prices. Its goods issue has the ' +
    'same id and number: it is picked and scanned by that.',
  fields: {
    id: property('id', 'Its id, and that of its goods issue.'),
    number: property('number', 'That of its goods issue: `TEH-GI-2026-000001`.'),
    state: choice('state', DeliveryState, 'Where it stands.'),
    salesOrder: relation('salesOrder', () => SalesOrderType, 'The order, for who may see it.'),
    orderNumber: property('orderNumber', 'The number of the order.'),
    customerName: property('customerName', 'Whom the goods are for.'),
    shipTo: address('shipTo', 'Where they go.'),
    warehouse: relation('warehouse', () => WarehouseType, 'Where they leave.'),
    stockVoucher: relation('stockVoucher', () => StockVoucherType, 'Its goods issue.'),
    createdAt: property('createdAt', 'When it was drafted.'),
    createdBy: actor('createdBy', 'Who drafted it.'),
    postedAt: property('postedAt', 'When the goods left; null: not yet.'),
    version: property('version', 'Rises with each change.'),
    lines: relation('lines', () => DeliveryLineType, 'What.'),
    availableActions: documentActions(deliveryStates),
  },
  filter: [
    'id',
    'number',
    'state',
    'salesOrder',
    'orderNumber',
    'customerName',
    'warehouse',
    'createdAt',
    'createdBy',
    'postedAt',
    'lines',
  ],
  order: ['id', 'createdAt'],
});

export const DeliveryLineType: ReadType = readType('DeliveryLine', {
  description: 'One product of a delivery, in its base unit.',
  fields: {
    id: property('id', 'Its id, and that of the line of its goods issue.'),
    lineNo: property('lineNo', 'From 1.'),
    delivery: relation('delivery', () => DeliveryType, 'The delivery.'),
    salesOrderLine: relation(
      'salesOrderLine',
      () => SalesOrderLineType,
      'The line of the order, for who may see it.',
    ),
    stockVoucherLine: relation(
      'stockVoucherLine',
      () => StockVoucherLineType,
      'The line of its goods issue.',
    ),
    product: relation('product', () => ProductType, 'What.'),
    quantity: property('quantity', 'To leave.'),
    issued: property('issued', 'Left.'),
    returned: property('returned', 'Of that, came back and is ours again.'),
    unitCost: property('unitCost', "Of one base unit when it left, in the firm's currency."),
  },
  filter: ['id', 'delivery', 'salesOrderLine', 'product', 'quantity', 'issued', 'returned'],
  order: ['id', 'lineNo'],
});

export const ReturnAuthorisationType: ReadType = readType('ReturnAuthorisation', {
  description: 'A customer may send goods back: which of what was delivered, and where to.',
  fields: {
    id: property('id', 'Its id.'),
    number: property('number', 'E.g. `RMA-17`.'),
    state: choice('state', ReturnState, 'Where it stands.'),
    salesOrder: relation('salesOrder', () => SalesOrderType, 'The order, for who may see it.'),
    orderNumber: property('orderNumber', 'The number of the order.'),
    party: relation('party', () => PartyType, 'Who sends them, for who may see it.'),
    customerName: property('customerName', 'Who sends them.'),
    warehouse: relation('warehouse', () => WarehouseType, 'Where to.'),
    reason: property('reason', 'Why.'),
    owner: relation('owner', () => SalespersonType, 'Who looks after it.'),
    team: relation('team', () => TeamType, 'The team of that time.'),
    createdAt: property('createdAt', 'When it was allowed.'),
    createdBy: actor('createdBy', 'Who allowed it.'),
    version: property('version', 'Rises with each change.'),
    lines: relation('lines', () => ReturnLineType, 'What.'),
    availableActions: documentActions(returnStates),
  },
  filter: [
    'id',
    'number',
    'state',
    'salesOrder',
    'orderNumber',
    'party',
    'customerName',
    'warehouse',
    'reason',
    'owner',
    'team',
    'createdAt',
    'createdBy',
    'lines',
  ],
  order: ['id', 'number', 'createdAt'],
});

export const ReturnLineType: ReadType = readType('ReturnLine', {
  description: 'Goods of a line of a delivery that may come back, in the base unit.',
  fields: {
    id: property('id', 'Its id.'),
    lineNo: property('lineNo', 'From 1.'),
    returnAuthorisation: relation(
      'returnAuthorisation',
      () => ReturnAuthorisationType,
      'The return.',
    ),
    deliveryLine: relation('deliveryLine', () => DeliveryLineType, 'What they left with.'),
    quantity: property('quantity', 'May come back.'),
    received: property('received', 'Came back.'),
    serials: property('serials', 'These and no others; none: any that were delivered.'),
    isReplaced: property('isReplaced', 'Others are delivered for them; else they are credited.'),
    receipts: relation('receipts', () => ReturnReceiptType, 'What came, and what became of it.'),
  },
  filter: ['id', 'returnAuthorisation', 'deliveryLine', 'quantity', 'received', 'isReplaced'],
  order: ['id', 'lineNo'],
});

export const ReturnReceiptType: ReadType = readType('ReturnReceipt', {
  description: 'Goods that came back, and what becomes of them. Never altered.',
  fields: {
    id: property('id', 'Its id.'),
    returnLine: relation('returnLine', () => ReturnLineType, 'The line of the return.'),
    stockVoucher: relation('stockVoucher', () => StockVoucherType, 'What brought them in.'),
    quantity: property('quantity', 'How much, in the base unit.'),
    disposition: choice('disposition', Disposition, 'What becomes of them.'),
    unitCost: property('unitCost', 'Of one base unit: what it cost when it left; of theirs 0.'),
    note: property('note', 'In what condition, say.'),
    at: property('at', 'When.'),
    actor: actor('actorId', 'Who took them in.'),
  },
  filter: ['id', 'returnLine', 'stockVoucher', 'disposition', 'quantity', 'at', 'actorId'],
  order: ['id', 'at'],
});
