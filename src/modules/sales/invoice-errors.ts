/** What acts on invoices refuse beside what all of sales does. */
export const invoiceErrorCodes = [] as const;
