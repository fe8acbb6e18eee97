import { isPositive } from '../../../kernel/decimal.ts';
import type { Id } from '../../../kernel/id.ts';
import type { LocalDate } from '../../../kernel/local-date.ts';
import type { OperationContext } from '../../../platform/perform/operation.ts';
import { promiseDates } from '../queries/availability.ts';
import { openOf, type OrderLine } from '../rules/order.ts';
import { isNews } from '../rules/promise-news.ts';
import { savePromises } from './promised-days.ts';

/** A line as it is by now, with the day that it was promised before. */
export type LineToRenew = Parameters<typeof openOf>[0] &
  Pick<OrderLine, 'id' | 'productId' | 'warehouseId' | 'requestedOn' | 'promisedOn'>;

/**
 * What is open of these lines is promised anew, behind their reservations: a day that was promised
 * stays unless it cannot be kept, or the line is of `wantedAnew`, whose customer asks for another.
 * Three statements for any number of lines; none where nothing of them is open.
 */
export async function renewPromises(
  op: OperationContext,
  lines: readonly LineToRenew[],
  wantedAnew: ReadonlySet<Id> = new Set(),
): Promise<void> {
  const open = lines.filter((line) => isPositive(openOf(line)));
  const found = await promiseDates(
    op,
    open.map((line) => ({ ...line, salesOrderLineId: line.id, quantity: openOf(line) })),
  );
  const moved = open.flatMap(({ id, promisedOn }): [Id, LocalDate | null][] => {
    const day = found.get(id)?.promisedOn ?? null;
    return wantedAnew.has(id) || isNews(promisedOn, day) ? [[id, day]] : [];
  });
  if (moved.length > 0) await savePromises(op, new Map(moved));
}
