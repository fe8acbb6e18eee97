import type { ReadRule } from '../../platform/read/read-rule.ts';
import { orderReadRules } from './order-read-rules.ts';
import { quoteReadRules } from './quote-read-rules.ts';

export const salesReadRules: readonly ReadRule[] = [...quoteReadRules, ...orderReadRules];
