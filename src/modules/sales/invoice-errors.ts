/** What acts on invoices refuse beside what all of sales does. */
export const invoiceErrorCodes = [
  'DATED_BEFORE_LAST',
  'DATED_IN_FUTURE',
  'ID_REPEATED',
  'INVOICE_LINE_NOT_FOUND',
  'INVOICE_NOT_FOUND',
  'LINES_OR_RETURN',
  'LINE_REPEATED',
  'MORE_THAN_DELIVERED',
  'MORE_THAN_INVOICED',
  'NOTHING_TO_CREDIT',
  'NOTHING_TO_INVOICE',
  'ORDERS_DIFFER',
  'QUANTITY_OR_AMOUNT',
  'RETURN_NOT_FOUND',
  'WRONG_KIND',
] as const;
