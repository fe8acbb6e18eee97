import type { Check } from '../../platform/verify.ts';

/** What must always hold, whoever wrote it. */
export const receivablesChecks: readonly Check[] = [];
