/* The part of the door that is about deliveries. */

import { DeliveryLineSchema, DeliverySchema } from './entities/delivery.ts';
import {
  ReturnAuthorisationSchema,
  ReturnLineSchema,
  ReturnReceiptSchema,
} from './entities/return.ts';

export const deliveryEntities = [
  DeliverySchema,
  DeliveryLineSchema,
  ReturnAuthorisationSchema,
  ReturnLineSchema,
  ReturnReceiptSchema,
] as const;

export {
  deliveryStateNames,
  deliveryStates,
  dispositions,
  returnStateNames,
  returnStates,
  shortDecisions,
  type DeliveryAct,
  type DeliveryState,
  type Disposition,
  type ReturnAct,
  type ReturnState,
  type ShortDecision,
} from './rules/delivery-kinds.ts';

export type { AvailabilityInput, AvailabilityLineInput } from './rules/read-availability.ts';
export {
  orderAvailability,
  type AskedNow,
  type LineToPromise,
  type PromiseDate,
} from './queries/availability.ts';

export { cancelDelivery, type CancelDeliveryInput } from './operations/cancel-delivery.ts';
export {
  deliverSalesOrder,
  type DeliverSalesOrderInput,
} from './operations/deliver-sales-order.ts';
export {
  draftDelivery,
  type DeliveryDrafted,
  type DraftDeliveryInput,
} from './operations/draft-delivery.ts';
export {
  postDelivery,
  type DeliveredLineInput,
  type PostDeliveryInput,
} from './operations/post-delivery.ts';
export { reverseDelivery, type ReverseDeliveryInput } from './operations/reverse-delivery.ts';
export type { DeliveryLineInput } from './rules/plan-delivery.ts';

export {
  authoriseReturn,
  type AuthoriseReturnInput,
  type ReturnAuthorised,
} from './operations/authorise-return.ts';
export { cancelReturn, type CancelReturnInput } from './operations/cancel-return.ts';
export {
  receiveReturn,
  type ReceiveReturnInput,
  type ReturnReceived,
} from './operations/receive-return.ts';
export type { ReceivedLineInput, ReturnLineInput } from './rules/plan-return.ts';

export {
  hasPromisesToReview,
  reviewPromises,
  type PromisesReviewed,
  type ReviewPromisesInput,
} from './operations/review-promises.ts';
