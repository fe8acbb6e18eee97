import { DomainError } from '../../../kernel/domain-error.ts';
import { yearOf, type LocalDate } from '../../../kernel/local-date.ts';
import { inOrder } from '../../../platform/database/in-order.ts';
import { statement } from '../../../platform/database/statement.ts';
import type { OperationContext } from '../../../platform/perform/operation.ts';
import { fault } from '../errors.ts';
import { invoiceSeries, type InvoiceKind } from '../rules/invoice-kinds.ts';

const take = statement(
  'invoice_series_take',
  `insert into invoice_series as s (kind, year, last, last_on) values ($1, $2, 1, $3)
   on conflict (kind, year) do update set last = s.last + 1, last_on = excluded.last_on
     where s.last_on <= excluded.last_on
   returning last`,
);

const look = statement(
  'invoice_series_look',
  'select last_on as "lastOn" from invoice_series where kind = $1 and year = $2',
);

/**
 * The next number of a kind in the year of `datedOn`: `INV-2026-000001`. The row stays locked until
 * the act ends, so a number is either used or given again: take it last. Numbers and days go up
 * together: a day before that of the last one is refused with DATED_BEFORE_LAST.
 */
export async function nextInvoiceNumber(
  op: Pick<OperationContext, 'query'>,
  kind: InvoiceKind,
  datedOn: LocalDate,
): Promise<string> {
  const year = yearOf(datedOn);
  const [[row], [series]] = await inOrder(
    op.query<{ last: number }>(take, [kind, year, datedOn]),
    op.query<{ lastOn: LocalDate }>(look, [kind, year]),
  );
  if (!row) {
    const lastOn = series?.lastOn;
    const message = `The last one is dated ${lastOn}: none after it can be dated ${datedOn}`;
    throw new DomainError([fault('DATED_BEFORE_LAST', message, ['datedOn'], { lastOn, datedOn })]);
  }
  return `${invoiceSeries[kind]}-${year}-${String(row.last).padStart(6, '0')}`;
}
