/* The part of the door that is about deliveries. */

export const deliveryEntities = [] as const;

export {
  loadAvailability,
  promiseDates,
  type AskedNow,
  type LineToPromise,
  type PromiseDate,
} from './queries/availability.ts';
