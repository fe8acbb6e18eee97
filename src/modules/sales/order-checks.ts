import type { Check } from '../../platform/verify.ts';

/** What must always hold of orders, whoever wrote it. */
export const orderChecks: readonly Check[] = [];
