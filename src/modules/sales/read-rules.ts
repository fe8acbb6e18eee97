import type { ReadRule } from '../../platform/read/read-rule.ts';
import { orderReadRules } from './order-read-rules.ts';

export const salesReadRules: readonly ReadRule[] = [...orderReadRules];
