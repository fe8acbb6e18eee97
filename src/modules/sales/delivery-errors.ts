/** What acts on deliveries refuse beside what all of sales does. */
export const deliveryErrorCodes = [] as const;
