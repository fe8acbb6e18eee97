/** What acts on orders refuse beside what all of sales does. */
export const orderErrorCodes = [] as const;
