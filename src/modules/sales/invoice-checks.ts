import type { Check } from '../../platform/verify.ts';

/** What must always hold of invoices, whoever wrote it. */
export const invoiceChecks: readonly Check[] = [];
