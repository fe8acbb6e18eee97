/* The part of the door that is about orders. */

import {
  SalesOrderAmendmentSchema,
  SalesOrderLineSchema,
  SalesOrderSchema,
  SalesSettingSchema,
} from './entities/order.ts';

export const orderEntities = [
  SalesSettingSchema,
  SalesOrderSchema,
  SalesOrderLineSchema,
  SalesOrderAmendmentSchema,
] as const;

export { SalesOrder, SalesOrderAmendment, SalesOrderLine, SalesSetting } from './entities/order.ts';

export type { AddressSnapshot } from './rules/address-snapshot.ts';
export { contentHash, type CommercialContent, type CommercialLine } from './rules/content-hash.ts';
export {
  deliveryPolicies,
  orderDemand,
  orderHolds,
  progresses,
  reservationPolicies,
  type DeliveryPolicy,
  type OrderHold,
  type Progress,
  type ReservationPolicy,
} from './rules/order-kinds.ts';
export {
  salesOrderStateNames,
  salesOrderStates,
  whyNotSalesOrder,
  type SalesOrderAct,
  type SalesOrderState,
} from './rules/order-states.ts';
