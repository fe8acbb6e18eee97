import type { Decimal } from '../../../kernel/decimal.ts';
import { DomainError, type Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { anyOf } from '../../../platform/database/any-of.ts';
import { statement, type Queryable } from '../../../platform/database/statement.ts';
import { fault } from '../errors.ts';

/**
 * By how much more (below zero: less) of a line was issued, came back, and so on; in base units.
 */
export interface OrderLineChange {
  readonly salesOrderLineId: Id;
  readonly issued?: Decimal;
  readonly returned?: Decimal;
  readonly replaced?: Decimal;
  readonly invoiced?: Decimal;
  readonly credited?: Decimal;
  /** Where in the input it was asked for. */
  readonly path: readonly string[];
}

/** Only where the quantities bear it: what does not is answered by its absence. */
const change = statement(
  'sales_order_lines_change',
  `with change as materialized (
     select id, sum(issued) as issued, sum(returned) as returned, sum(replaced) as replaced,
            sum(invoiced) as invoiced, sum(credited) as credited
     from json_to_recordset($1::json) as c(id uuid, issued numeric, returned numeric,
       replaced numeric, invoiced numeric, credited numeric)
     group by id
   )
   update sales_order_line l
   set issued = l.issued + c.issued, returned = l.returned + c.returned,
       replaced = l.replaced + c.replaced, invoiced = l.invoiced + c.invoiced,
       credited = l.credited + c.credited
   from change c
   where l.id = c.id
     and l.cancelled + l.issued + c.issued - l.replaced - c.replaced <= l.quantity
     and l.issued + c.issued >= 0
     and l.returned + c.returned between 0 and l.issued + c.issued
     and l.replaced + c.replaced between 0 and l.returned + c.returned
     and l.invoiced + c.invoiced between 0 and l.issued + c.issued + l.credited + c.credited
     and l.credited + c.credited between 0 and l.invoiced + c.invoiced
   returning l.id`,
);

const look = statement(
  'sales_order_lines_look',
  `select l.id, p.sku, trim_scale(l.open_quantity)::text as open,
     trim_scale(l.issued)::text as issued,
          trim_scale(l.returned)::text as returned, trim_scale(l.invoiced)::text as invoiced,
          trim_scale(l.credited)::text as credited
   from sales_order_line l join product p on p.id = l.product_id where l.id = ${anyOf('$1')}`,
);

interface Standing {
  readonly id: Id;
  readonly sku: string;
  readonly open: Decimal;
  readonly issued: Decimal;
  readonly returned: Decimal;
  readonly invoiced: Decimal;
  readonly credited: Decimal;
}

/**
 * Notes on lines what was issued, came back, is replaced, invoiced or credited; several of one line
 * are taken together. Refuses with MORE_THAN_ORDERED every line that does not bear it: then the act
 * must be given up. The caller holds the locks of the orders; `rollUpOrders` follows. One
 * statement.
 */
export async function changeOrderLines(
  db: Queryable,
  changes: readonly OrderLineChange[],
): Promise<void> {
  if (changes.length === 0) return;
  const rows = changes.map(({ salesOrderLineId, path: _, ...by }) => ({
    id: salesOrderLineId,
    ...{ issued: '0', returned: '0', replaced: '0', invoiced: '0', credited: '0' },
    ...by,
  }));
  const changed = new Set(
    (await db.query<{ id: Id }>(change, [JSON.stringify(rows)])).map(({ id }) => id),
  );
  const refused = changes.filter(({ salesOrderLineId }) => !changed.has(salesOrderLineId));
  if (refused.length > 0) throw new DomainError(await explain(db, refused));
}

async function explain(db: Queryable, refused: readonly OrderLineChange[]): Promise<Fault[]> {
  const ids = refused.map(({ salesOrderLineId }) => salesOrderLineId);
  const found = new Map((await db.query<Standing>(look, [ids])).map((row) => [row.id, row]));
  return refused.map(({ salesOrderLineId, path }) => {
    const standing = found.get(salesOrderLineId);
    if (!standing) return fault('SALES_ORDER_LINE_NOT_FOUND', 'There is no such line', path);
    const { sku, id: _, ...figures } = standing;
    const message =
      `${sku}: ${figures.open} are open, ${figures.issued} issued, ${figures.returned} returned, ` +
      `${figures.invoiced} invoiced, ${figures.credited} credited; this is more than that bears`;
    return fault('MORE_THAN_ORDERED', message, path, { sku, ...figures });
  });
}
