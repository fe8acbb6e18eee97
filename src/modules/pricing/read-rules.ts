import type { ReadRule } from '../../platform/read/read-rule.ts';

export const pricingReadRules: readonly ReadRule[] = [];
