import type { Decimal } from '../../../kernel/decimal.ts';
import { refuse } from '../../../kernel/domain-error.ts';
import { isId, type Id } from '../../../kernel/id.ts';
import { anyOf } from '../../../platform/database/any-of.ts';
import { statement, type Queryable } from '../../../platform/database/statement.ts';
import type { ReturnState } from '../rules/delivery-kinds.ts';

/** Quantities in the base unit. */
export interface ReturnLineFacts {
  readonly id: Id;
  readonly lineNo: number;
  readonly deliveryLineId: Id;
  readonly deliveryId: Id;
  readonly salesOrderLineId: Id;
  readonly productId: Id;
  readonly sku: string;
  readonly baseUnit: string;
  readonly baseDecimals: number;
  readonly quantity: Decimal;
  readonly received: Decimal;
  readonly serials: readonly string[];
  readonly isReplaced: boolean;
  readonly unitCost: Decimal | null;
}

export interface ReturnFacts {
  readonly id: Id;
  readonly number: string;
  readonly state: ReturnState;
  readonly version: number;
  readonly salesOrderId: Id;
  readonly warehouseId: Id;
  readonly ownerId: Id | null;
  readonly teamId: Id | null;
  readonly party: { readonly id: Id; readonly number: string; readonly name: string };
  readonly lines: readonly ReturnLineFacts[];
}

const text = (column: string): string => `trim_scale(${column})::text`;

const load = statement(
  'returns_load',
  `select a.id, a.number, a.state, a.version, a.sales_order_id as "salesOrderId",
     a.warehouse_id as "warehouseId", a.owner_id as "ownerId", a.team_id as "teamId",
     json_build_object('id', y.id, 'number', y.number, 'name', y.name) as party,
     (select json_agg(json_build_object('id', r.id, 'lineNo', r.line_no,
        'deliveryLineId', l.id, 'deliveryId', l.delivery_id,
        'salesOrderLineId', l.sales_order_line_id, 'productId', l.product_id, 'sku', p.sku,
        'baseUnit', p.base_unit_code, 'baseDecimals', u.decimals,
        'quantity', ${text('r.quantity')}, 'received', ${text('r.received')},
        'serials', r.serials, 'isReplaced', r.is_replaced, 'unitCost', ${text('l.unit_cost')})
        order by r.line_no)
      from return_line r
      join delivery_line l on l.id = r.delivery_line_id
      join product p on p.id = l.product_id
      join unit u on u.code = p.base_unit_code
      where r.return_authorisation_id = a.id) as lines
   from return_authorisation a join party y on y.id = a.party_id
   where a.id = ${anyOf('$1')}`,
);

/** As they are; behind the lock of their order they stand still. */
export const loadReturns = (db: Queryable, ids: readonly Id[]): Promise<ReturnFacts[]> =>
  db.query<ReturnFacts>(load, [ids]);

const findOrder = statement(
  'return_order',
  'select sales_order_id as "salesOrderId" from return_authorisation where id = $1',
);

/** Whose return it is: what is to be locked first. Refuses RETURN_NOT_FOUND. */
export async function orderOfReturn(db: Queryable, given: Id): Promise<Id> {
  const rows = isId(given)
    ? await db.query<{ salesOrderId: Id }>(findOrder, [given.toLowerCase()])
    : [];
  const [found] = rows;
  if (found) return found.salesOrderId;
  return refuse('RETURN_NOT_FOUND', 'There is no such return', ['returnAuthorisationId']);
}

const findSerials = statement(
  'delivery_serials_out',
  `select m.line_id as "deliveryLineId", lot.code
   from stock_move m
   join lot on lot.id = m.lot_id and lot.kind = 'SERIAL'
   where m.document_id = ${anyOf('$1')}
     and not exists (select from stock_move n where n.lot_id = m.lot_id and n.seq > m.seq)
     and not exists (
       select from return_line r
       join return_authorisation a on a.id = r.return_authorisation_id
         and a.state in ('AUTHORISED', 'PARTLY_RECEIVED')
       where r.delivery_line_id = m.line_id and lot.code = any(r.serials))`,
);

/** Serial numbers that left with these deliveries, are out still, and not awaited back already. */
export async function findSerialsOut(
  db: Queryable,
  deliveryIds: readonly Id[],
): Promise<ReadonlyMap<Id, ReadonlySet<string>>> {
  const rows = await db.query<{ deliveryLineId: Id; code: string }>(findSerials, [deliveryIds]);
  const byLine = Map.groupBy(rows, (row) => row.deliveryLineId);
  return new Map([...byLine].map(([id, found]) => [id, new Set(found.map(({ code }) => code))]));
}

const findDeliveries = statement(
  'deliveries_of_order',
  `select id from delivery where sales_order_id = $1 and state = 'POSTED' order by id`,
);

/** The deliveries of an order that left. */
export const deliveriesOf = async (db: Queryable, salesOrderId: Id): Promise<Id[]> =>
  (await db.query<{ id: Id }>(findDeliveries, [salesOrderId])).map(({ id }) => id);

const findPlace = statement('return_warehouse', 'select id from warehouse where id = $1');

export async function findWarehouse(db: Queryable, given: Id): Promise<Id | null> {
  if (!isId(given)) return null;
  const [found] = await db.query<{ id: Id }>(findPlace, [given.toLowerCase()]);
  return found?.id ?? null;
}
