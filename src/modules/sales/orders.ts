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

export { amendSalesOrder, type AmendSalesOrderInput } from './operations/amend-sales-order.ts';
export { cancelSalesOrder, type CancelSalesOrderInput } from './operations/cancel-sales-order.ts';
export {
  closeSalesOrder,
  reopenSalesOrder,
  type CloseSalesOrderInput,
  type ReopenSalesOrderInput,
} from './operations/close-sales-order.ts';
export {
  confirmSalesOrder,
  type ConfirmSalesOrderInput,
} from './operations/confirm-sales-order.ts';
export { draftSalesOrder } from './operations/draft-sales-order.ts';
export { editSalesOrder, type EditSalesOrderInput } from './operations/edit-sales-order.ts';
export {
  holdSalesOrder,
  releaseSalesOrder,
  type HoldSalesOrderInput,
  type ReleaseSalesOrderInput,
} from './operations/hold-sales-order.ts';
export { placeOrder, type OrderWritten, type PlaceOrderInput } from './operations/place-order.ts';
export {
  recordCommissioning,
  type RecordCommissioningInput,
} from './operations/record-commissioning.ts';
export {
  rescheduleOrderPayments,
  type PaymentsChanged,
  type RescheduleOrderPaymentsInput,
} from './operations/reschedule-order-payments.ts';
export {
  reopenSalesOrderLines,
  type ReopenSalesOrderLinesInput,
} from './operations/reopen-sales-order-lines.ts';
export {
  repriceSalesOrder,
  type RepriceSalesOrderInput,
  type SalesOrderRepriced,
} from './operations/reprice-sales-order.ts';
export { setSalesDefaults, type SetSalesDefaultsInput } from './operations/set-sales-defaults.ts';
export {
  shortCloseSalesOrderLines,
  type ShortCloseSalesOrderLinesInput,
} from './operations/short-close-sales-order-lines.ts';

export type { AddressSnapshot } from './rules/address-snapshot.ts';
export { type CommercialContent, type CommercialLine } from './rules/content-hash.ts';
export {
  deliveryPolicies,
  orderHolds,
  progresses,
  reservationPolicies,
  type DeliveryPolicy,
  type OrderHold,
  type Progress,
  type ReservationPolicy,
} from './rules/order-kinds.ts';
export type { OrderClearing, OrderTermsInput } from './rules/order-input.ts';
export type { AmendedLineInput, AmendmentInput } from './rules/plan-amendment.ts';
export type { OrderInput, OrderLineInput } from './rules/read-order.ts';
export {
  salesOrderStateNames,
  salesOrderStates,
  whyNotSalesOrder,
  type SalesOrderAct,
  type SalesOrderState,
} from './rules/order-states.ts';
