import type { Check } from '../../platform/verify.ts';

/** What must always hold of quotes, whoever wrote it. */
export const quoteChecks: readonly Check[] = [];
