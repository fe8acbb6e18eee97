import type { Check } from '../../platform/verify.ts';
import { deliveryChecks } from './delivery-checks.ts';
import { invoiceChecks } from './invoice-checks.ts';
import { orderChecks } from './order-checks.ts';
import { quoteChecks } from './quote-checks.ts';

/** What must always hold, whoever wrote it. */
export const salesChecks: readonly Check[] = [
  ...quoteChecks,
  ...orderChecks,
  ...deliveryChecks,
  ...invoiceChecks,
];
