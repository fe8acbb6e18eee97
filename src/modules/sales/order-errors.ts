/** What acts on orders refuse beside what all of sales does. */
export const orderErrorCodes = [
  'SALES_ORDER_NOT_FOUND',
  'SALES_ORDER_LINE_NOT_FOUND',
  'MORE_THAN_ORDERED',
] as const;
