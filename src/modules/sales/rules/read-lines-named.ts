import type { Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { fault, type Path } from '../errors.ts';
import type { Order, OrderLine } from './order.ts';

/**
 * Lines of the order, each with where it was named; a fault for each that is not there, or twice.
 */
export function readLinesNamed(
  order: Order,
  ids: readonly Id[],
  faults: Fault[],
  field = 'salesOrderLineIds',
): { readonly line: OrderLine; readonly path: Path }[] {
  if (ids.length === 0) faults.push(fault('NO_LINES', 'At least one line is needed', [field]));
  const seen = new Set<Id>();
  return ids.flatMap((given, index) => {
    const path = [field, String(index)];
    const id = given.toLowerCase();
    const line = order.lines.find((one) => one.id === id);
    if (!line) {
      const message = `${order.number} has no such line`;
      faults.push(fault('SALES_ORDER_LINE_NOT_FOUND', message, path));
      return [];
    }
    if (seen.has(id)) {
      faults.push(fault('ID_REPEATED', 'The line is named twice', path));
      return [];
    }
    seen.add(id);
    return [{ line, path }];
  });
}
