/* The part of the door that is about invoices. */

export const invoiceEntities = [] as const;
