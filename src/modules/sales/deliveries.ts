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

export { Delivery, DeliveryLine } from './entities/delivery.ts';
export { ReturnAuthorisation, ReturnLine, ReturnReceipt } from './entities/return.ts';
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

export {
  loadAvailability,
  promiseDates,
  type AskedNow,
  type LineToPromise,
  type PromiseDate,
} from './queries/availability.ts';
