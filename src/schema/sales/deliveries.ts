import './delivery-mutations.ts';
import './order-availability.ts';
import './return-mutations.ts';
import { listField, oneField } from '../read/root-fields.ts';
import { DeliveryType, ReturnAuthorisationType, ReturnReceiptType } from './delivery-types.ts';

oneField('delivery', DeliveryType, 'A delivery.');
listField('deliveries', DeliveryType, {
  description: 'Deliveries, the newest first: what is to be picked, what left.',
  defaultOrder: 'CREATED_AT_DESC',
});
oneField('returnAuthorisation', ReturnAuthorisationType, 'A return.');
listField('returnAuthorisations', ReturnAuthorisationType, {
  description: 'Returns, the newest first.',
  defaultOrder: 'CREATED_AT_DESC',
});
listField('returnReceipts', ReturnReceiptType, {
  description: 'What came back and what became of it, the newest first.',
  defaultOrder: 'AT_DESC',
});
