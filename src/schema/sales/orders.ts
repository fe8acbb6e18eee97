import { builder } from '../builder.ts';
import { listField, oneField } from '../read/root-fields.ts';
import './order-edit-mutations.ts';
import './order-mutations.ts';
import { SalesOrderLineType, SalesOrderType, SalesSettingType } from './order-types.ts';

builder.queryField('salesSetting', (t) =>
  t.field({
    type: SalesSettingType.ref as never,
    nullable: true,
    description: 'How the firm sells when a document says nothing else.',
    resolve: (_root, _args, context, info) => context.reads.one('1', info) as never,
  }),
);

oneField('salesOrder', SalesOrderType, 'An order.');
listField('salesOrders', SalesOrderType, {
  description: 'Orders, the newest first.',
  defaultOrder: 'CREATED_AT_DESC',
});
listField('salesOrderLines', SalesOrderLineType, {
  description: 'Lines of orders: what is open of a product, or in a warehouse.',
  defaultOrder: 'ID_DESC',
});
