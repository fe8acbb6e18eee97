/* The part of the door that is about quotes. */

export const quoteEntities = [] as const;
