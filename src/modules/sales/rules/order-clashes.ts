import type { ConstraintFaults } from '../../../platform/database/constraint-faults.ts';
import { fault } from '../errors.ts';

const idTaken = (path: readonly string[]) => (key: string) =>
  fault('ID_TAKEN', `Something else has the id ${key.split(',')[0]}`, path);

/** What a race lost, or an id used before, is called. */
export const orderClashes: ConstraintFaults = {
  sales_order_pkey: idTaken(['id']),
  sales_order_line_pkey: idTaken(['lines']),
  // Lines are numbered within their order: it is the order that is there already.
  sales_order_line_no_unique: idTaken(['id']),
  sales_order_amendment_pkey: idTaken(['id']),
  sales_order_quote_revision_id_unique: () =>
    fault('ALREADY_ORDERED', 'This revision was ordered already', ['quoteRevisionId']),
};
