/* The part of the door that is about deliveries. */

export const deliveryEntities = [] as const;
