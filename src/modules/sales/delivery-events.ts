import type { EventType } from '../../platform/events/event.ts';

const define = (type: string, description: string): EventType => ({
  type,
  permission: 'sales.read',
  description,
});

/** Each with the document as it then is, without prices, to its order's side and its warehouse. */
export const deliveryEvents = {
  deliveryDrafted: define('delivery.drafted', 'Goods of an order are to leave'),
  deliveryPosted: define('delivery.posted', 'Goods of an order left for the customer'),
  deliveryCancelled: define('delivery.cancelled', 'They do not leave by this paper'),
  deliveryReversed: define('delivery.reversed', 'They are back, as if they had not left'),
  returnAuthorised: define('return.authorised', 'A customer may send goods back'),
  returnReceived: define('return.received', 'Goods came back, all or some'),
  returnCancelled: define('return.cancelled', 'What has not come back is awaited no more'),
  promiseSlipped: define('salesOrder.promiseSlipped', 'Lines will be later than was promised'),
  promiseMade: define('salesOrder.promiseMade', 'Lines that could be promised no day have one'),
} as const satisfies Record<string, EventType>;
