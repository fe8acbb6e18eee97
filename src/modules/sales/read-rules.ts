import type { ReadRule } from '../../platform/read/read-rule.ts';
import { invoiceReadRules } from './invoice-read-rules.ts';
import { deliveryReadRules } from './delivery-read-rules.ts';
import { orderReadRules } from './order-read-rules.ts';
import { quoteReadRules } from './quote-read-rules.ts';

export const salesReadRules: readonly ReadRule[] = [
  ...quoteReadRules,
  ...orderReadRules,
  ...invoiceReadRules,
  ...deliveryReadRules,
];
