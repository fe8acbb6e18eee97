import { money } from '../money.ts';
import { property } from '../read/read-type.ts';

/** Of a line of a document. */
export const taxFields = {
  taxCode: property('taxCode', 'Which tax; null: none.'),
  taxRate: property('taxRate', 'Percent.'),
  taxedPercent: property(
    'taxedPercent',
    'Percent of `net` that bears it: less than 100 by terms of payment whose discount lowers the ' +
      'tax from the start.',
  ),
  tax: money('tax', 'The tax.'),
};
