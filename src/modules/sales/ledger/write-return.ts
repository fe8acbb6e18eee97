import type { Decimal } from '../../../kernel/decimal.ts';
import type { Id } from '../../../kernel/id.ts';
import { refusingClashes } from '../../../platform/database/constraint-faults.ts';
import { statement } from '../../../platform/database/statement.ts';
import type { OperationContext } from '../../../platform/perform/operation.ts';
import { fault } from '../errors.ts';
import type { Disposition, ReturnState } from '../rules/delivery-kinds.ts';
import type { Order } from '../rules/order.ts';
import type { PlannedReturnLine } from '../rules/plan-return.ts';

const insert = statement(
  'return_insert',
  `with authorisation as (
     insert into return_authorisation (id, number, sales_order_id, party_id, warehouse_id, state,
                                       reason, owner_id, team_id, created_at, created_by)
     values ($1, 'RMA-' || nextval('return_authorisation_number'), $2, $3, $4, 'AUTHORISED', $5,
             $6, $7, $8, $9)
     returning id, number
   ), line as (
     insert into return_line (id, return_authorisation_id, line_no, delivery_line_id, quantity,
                              serials, is_replaced)
     select l.id, a.id, l.line_no, l.delivery_line_id, l.quantity, l.serials, l.is_replaced
     from authorisation a, json_to_recordset($10::json)
       as l(id uuid, line_no int, delivery_line_id uuid, quantity numeric, serials text[],
            is_replaced boolean)
   )
   select number from authorisation`,
);

const taken = (path: readonly string[]) => (key: string) =>
  fault('ID_TAKEN', `Something else has the id ${key}`, path);

const clashes = {
  return_authorisation_pkey: taken(['id']),
  return_line_pkey: taken(['lines']),
};

export interface NewReturn {
  readonly id: Id;
  readonly order: Order;
  readonly warehouseId: Id;
  readonly reason: string;
  readonly lines: readonly PlannedReturnLine[];
}

/** Answers its number. */
export async function insertReturn(
  op: OperationContext,
  { id, order, warehouseId, reason, lines }: NewReturn,
): Promise<string> {
  const rows = lines.map((line, index) => ({
    id: line.id,
    line_no: index + 1,
    delivery_line_id: line.deliveryLineId,
    quantity: line.quantity,
    serials: line.serials,
    is_replaced: line.isReplaced,
  }));
  const values = [
    ...[id, order.id, order.partyId, warehouseId, reason, order.ownerId, order.teamId],
    ...[op.now, op.actorId, JSON.stringify(rows)],
  ];
  const [made] = await refusingClashes(clashes, () => op.query<{ number: string }>(insert, values));
  if (!made) throw new Error('A return was not written');
  return made.number;
}

/** Goods of a line that came back by one voucher. */
export interface NewReceipt {
  readonly returnLineId: Id;
  readonly deliveryLineId: Id;
  readonly stockVoucherId: Id;
  readonly quantity: Decimal;
  /** Of that, ours again. */
  readonly returned: Decimal;
  readonly disposition: Disposition;
  readonly unitCost: Decimal | null;
  readonly note: string | null;
}

/** The only writer of receipts, and of what lines have received: one statement. */
const receive = statement(
  'return_receive',
  `with came as materialized (
     select * from json_to_recordset($1::json)
       as c(id uuid, return_line_id uuid, delivery_line_id uuid, stock_voucher_id uuid,
            quantity numeric, returned numeric, disposition text, unit_cost numeric, note text)
   ), receipt as (
     insert into return_receipt (id, return_line_id, stock_voucher_id, quantity, disposition,
                                 unit_cost, note, at, operation_id, actor_id)
     select id, return_line_id, stock_voucher_id, quantity, disposition, unit_cost, note,
            $2, $3, $4
     from came
   ), delivered as (
     update delivery_line l set returned = l.returned + c.returned
     from (select delivery_line_id, sum(returned) as returned from came group by 1) c
     where l.id = c.delivery_line_id
   )
   update return_line l set received = l.received + c.quantity
   from (select return_line_id, sum(quantity) as quantity from came group by 1) c
   where l.id = c.return_line_id`,
);

export const insertReceipts = (
  op: OperationContext,
  receipts: readonly NewReceipt[],
): Promise<unknown> =>
  op.query(receive, [
    JSON.stringify(
      receipts.map((receipt) => ({
        id: op.newId(),
        return_line_id: receipt.returnLineId,
        delivery_line_id: receipt.deliveryLineId,
        stock_voucher_id: receipt.stockVoucherId,
        quantity: receipt.quantity,
        returned: receipt.returned,
        disposition: receipt.disposition,
        unit_cost: receipt.unitCost,
        note: receipt.note,
      })),
    ),
    ...[op.now, op.operationId, op.actorId],
  ]);

const setState = statement(
  'return_set_state',
  `update return_authorisation set state = $2, version = version + 1
   where id = $1 and state in ('AUTHORISED', 'PARTLY_RECEIVED') returning id`,
);

export async function setReturnState(
  op: OperationContext,
  returnId: Id,
  state: Exclude<ReturnState, 'AUTHORISED'>,
): Promise<void> {
  const rows = await op.query(setState, [returnId, state]);
  if (rows.length !== 1) throw new Error('The return changed under the lock of its order');
}
