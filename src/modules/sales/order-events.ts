import type { EventType } from '../../platform/events/event.ts';

const define = (type: string, description: string): EventType => ({
  type,
  permission: 'sales.read',
  description,
});

/** What is announced of orders, each with the order as it then is, and what the act changed. */
export const orderEvents = {
  salesOrderDrafted: define('salesOrder.drafted', 'An order was written, and claims nothing yet'),
  salesOrderEdited: define('salesOrder.edited', 'A draft says something else'),
  salesOrderRepriced: define('salesOrder.repriced', 'A draft has the prices of another day'),
  salesOrderConfirmed: define('salesOrder.confirmed', 'An order was confirmed'),
  salesOrderAmended: define('salesOrder.amended', 'Something else was agreed upon'),
  salesOrderLinesShortClosed: define(
    'salesOrder.linesShortClosed',
    'What was open of some lines is delivered no more',
  ),
  salesOrderLinesReopened: define(
    'salesOrder.linesReopened',
    'What was short closed is to be delivered after all',
  ),
  salesOrderHeld: define('salesOrder.held', 'Nothing of it is delivered until it is set free'),
  salesOrderReleased: define('salesOrder.released', 'A reason why it stood still is gone'),
  salesOrderClosed: define('salesOrder.closed', 'Nothing more of it is delivered'),
  salesOrderReopened: define('salesOrder.reopened', 'It is delivered after all'),
  salesOrderCancelled: define('salesOrder.cancelled', 'It was given up before anything left'),
  salesDefaultsSet: define('salesSetting.set', 'How the firm sells was said anew'),
} as const satisfies Record<string, EventType>;
