import { compareDecimals, isZero, sumDecimals, type Decimal } from '../../../kernel/decimal.ts';
import { refuseIfAny, type Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { inOrder } from '../../../platform/database/in-order.ts';
import { statement } from '../../../platform/database/statement.ts';
import type { OperationContext } from '../../../platform/perform/operation.ts';
import { fault } from '../errors.ts';
import { outside } from '../rules/kinds.ts';
import type { VoucherPart } from './post-voucher.ts';
import { lastMoved } from './serials-seen.ts';

const lockProducts = statement(
  'stock_products_lock',
  `select id from product where id = any($1::uuid[]) order by id for no key update`,
);

/** To customers less from customers; of one issue: what it, its returns and reversals moved. */
const findHeld = statement(
  'stock_with_customers',
  `with paper as materialized (
     select v.id from stock_voucher v where v.id = $4 or v.return_of_id = $4
     union
     select r.id from stock_voucher v join stock_voucher r on r.reversal_of_id = v.id
     where v.id = $4 or v.return_of_id = $4
   )
   select trim_scale(coalesce(sum(case when m.to_location_id = '${outside.customer}'
                                       then m.quantity else -m.quantity end), 0))::text as quantity
   from unnest($1::uuid[], $2::uuid[], $3::uuid[]) with ordinality
     as x(product_id, lot_id, owner_id, n)
   left join stock_move m on m.product_id = x.product_id
     and m.lot_id is not distinct from x.lot_id and m.owner_id is not distinct from x.owner_id
     and (m.from_location_id = '${outside.customer}' or m.to_location_id = '${outside.customer}')
     and ($4::uuid is null or m.document_id in (select id from paper))
   group by x.n
   order by x.n`,
);

/** Goods that come back from customers, and the line they come back for. */
export interface ReturningPart extends VoucherPart {
  readonly line: { readonly productId: Id; readonly sku: string };
}

/** Those who return the same product take turns, whatever the warehouse. Before lots and levels. */
export const lockReturned = (op: OperationContext, productIds: readonly Id[]): Promise<unknown> =>
  op.query(lockProducts, [[...new Set(productIds)]]);

/**
 * Customers have no more than what went to them and has not come back; of an issue that is named no
 * more than what it brought them. Refuses NOT_AT_CUSTOMER with every serial that is elsewhere, and
 * MORE_THAN_ISSUED. The caller holds the locks of `lockReturned`.
 */
export async function requireWithCustomers(
  op: OperationContext,
  parts: readonly ReturningPart[],
  issueId: Id | null,
): Promise<void> {
  const groups = [...Map.groupBy(parts, keyOf).values()];
  const keys = groups.flatMap(([first]) => (first ? [first] : []));
  const ask = (id: Id | null): Promise<{ quantity: Decimal }[]> =>
    op.query(findHeld, [
      keys.map((part) => part.line.productId),
      keys.map((part) => part.lotId),
      keys.map((part) => part.ownerId ?? null),
      id,
    ]);
  const serials = parts.flatMap((part) => (part.isSerial && part.lotId ? [part.lotId] : []));
  const [everyone, ofIssue, last] = await inOrder(
    ask(null),
    issueId === null ? Promise.resolve([]) : ask(issueId),
    lastMoved(op, serials),
  );
  const place = new Map(last.map((row) => [row.id, row]));
  refuseIfAny(
    groups.flatMap((group, index): Fault[] => {
      const [part] = group;
      if (!part) return [];
      const wanted = sumDecimals(group.map(({ quantity }) => quantity));
      const all = everyone[index]?.quantity ?? '0';
      const issued = issueId === null ? all : (ofIssue[index]?.quantity ?? '0');
      const left = compareDecimals(issued, all) < 0 ? issued : all;
      const at = part.isSerial && part.lotId ? place.get(part.lotId) : undefined;
      if (part.isSerial && (at?.toKind !== 'CUSTOMER' || isZero(left))) {
        return [notThere(part, at, issueId)];
      }
      return compareDecimals(wanted, left) > 0 ? [tooMuch(part, wanted, left)] : [];
    }),
  );
}

const keyOf = (part: ReturningPart): string =>
  `${part.line.productId} ${part.lotId} ${part.ownerId ?? null}`;

function notThere(
  { line, path }: ReturningPart,
  at: Awaited<ReturnType<typeof lastMoved>>[number] | undefined,
  issueId: Id | null,
): Fault {
  const where = [at?.toWarehouse, at?.toCode].filter(Boolean).join(' ');
  const isOut = at?.toKind === 'CUSTOMER';
  const message =
    isOut && issueId !== null
      ? `${line.sku} ${at.code} did not leave with this issue`
      : `${line.sku} ${at?.code ?? ''} is not with a customer: it went to ${where}`;
  const details = { sku: line.sku, serial: at?.code, location: at?.toCode, number: at?.number };
  return fault('NOT_AT_CUSTOMER', message, path, details);
}

function tooMuch({ line, path }: ReturningPart, wanted: Decimal, left: Decimal): Fault {
  const message = `${line.sku}: ${wanted} would come back, ${left} went out and did not return`;
  return fault('MORE_THAN_ISSUED', message, path, { sku: line.sku, wanted, issued: left });
}
