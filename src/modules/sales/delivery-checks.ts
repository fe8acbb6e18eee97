import type { Check } from '../../platform/verify.ts';

/** What must always hold of deliveries, whoever wrote it. */
export const deliveryChecks: readonly Check[] = [];
