/* The part of the door that is about orders. */

export const orderEntities = [] as const;
