/** How goods leave: as they are there, a line at a time, or all in one. */
export const deliveryPolicies = [
  'SHIP_PARTIAL',
  'SHIP_COMPLETE_LINE',
  'SHIP_COMPLETE_ORDER',
] as const;
export type DeliveryPolicy = (typeof deliveryPolicies)[number];

/** No order without its goods; what is there, and the rest waits; nothing is set aside. */
export const reservationPolicies = ['ALL_OR_NOTHING', 'PARTIAL', 'NONE'] as const;
export type ReservationPolicy = (typeof reservationPolicies)[number];

/** Why a confirmed order stands still. */
export const orderHolds = ['CREDIT', 'QUALITY', 'MANUAL'] as const;
export type OrderHold = (typeof orderHolds)[number];

/** How far something has come. Told by quantities and amounts, never typed in. */
export const progresses = ['NONE', 'PARTIAL', 'FULL'] as const;
export type Progress = (typeof progresses)[number];

/** What reservations for the lines of an order say that they are for. */
export const orderDemand = 'SALES_ORDER';
