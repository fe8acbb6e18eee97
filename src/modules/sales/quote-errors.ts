/** What acts on quotes refuse beside what all of sales does. */
export const quoteErrorCodes = [] as const;
