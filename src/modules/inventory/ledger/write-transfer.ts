import type { Id } from '../../../kernel/id.ts';
import { inOrder } from '../../../platform/database/in-order.ts';
import { statement } from '../../../platform/database/statement.ts';
import type { OperationContext } from '../../../platform/perform/operation.ts';
import type { WantedLine } from '../rules/read-transfer-lines.ts';
import type { StockTransferState } from '../rules/stock-transfer-states.ts';
import { expectSerials } from './expected-serials.ts';

const insert = statement(
  'stock_transfer_insert',
  `with transit as (
     insert into location (id, code, name_en, name_fa, kind, created_at)
     values ($2, $3, 'In transit ' || $3, 'در راه ' || $3, 'TRANSIT', $7) returning id
   ), transfer as (
     insert into stock_transfer (id, number, source_id, destination_id, transit_id, state, note,
                                 created_at, created_by)
     select $1, $3, $4, $5, transit.id, $14, $6, $7, $8 from transit returning id
   )
   insert into stock_transfer_line (id, stock_transfer_id, line_no, product_id, unit_code,
                                    requested_in_unit, requested)
   select l.id, transfer.id, l.line_no, l.product_id, l.unit, l.in_unit, l.in_base
   from transfer, unnest($9::uuid[], $10::uuid[], $11::text[], $12::numeric[], $13::numeric[])
     with ordinality as l(id, product_id, unit, in_unit, in_base, line_no)`,
);

export interface NewTransfer {
  readonly id: Id;
  readonly number: string;
  readonly state: Extract<StockTransferState, 'REQUESTED' | 'APPROVED'>;
  readonly note: string | null;
  readonly source: { readonly id: Id };
  readonly destination: { readonly id: Id };
  readonly lines: readonly WantedLine[];
}

/** The transfer, its lines, and the place where its goods will be while on their way. */
export async function insertTransfer(op: OperationContext, transfer: NewTransfer): Promise<void> {
  const { id, number, source, destination, note, lines, state } = transfer;
  await op.query(insert, [
    id,
    op.newId(),
    number,
    source.id,
    destination.id,
    note,
    op.now,
    op.actorId,
    lines.map((line) => line.id),
    lines.map((line) => line.productId),
    lines.map((line) => line.unit),
    lines.map((line) => line.requestedInUnit),
    lines.map((line) => line.requested),
    state,
  ]);
  await expectSerials(op, expected(lines));
}

const expected = (lines: readonly WantedLine[]) =>
  lines.map((line) => ({ lineId: line.id, serials: line.expectedSerials }));

const forget = statement(
  'expected_serials_delete',
  'delete from expected_serial where line_id = any($1::uuid[])',
);

const edit = statement(
  'stock_transfer_edit',
  `with transfer as (
     update stock_transfer
     set state = $2, note = $3, edited_by = $4, approved_at = null, approved_by = null,
         version = version + 1
     where id = $1 and state in ('REQUESTED', 'APPROVED') returning id
   ), gone as (
     delete from stock_transfer_line l where l.stock_transfer_id = $1 and l.id = any($5::uuid[])
     returning l.id
   ), kept as (
     update stock_transfer_line l
     set product_id = x.product_id, unit_code = x.unit, requested_in_unit = x.in_unit,
         requested = x.in_base
     from unnest($6::uuid[], $7::uuid[], $8::text[], $9::numeric[], $10::numeric[])
       as x(id, product_id, unit, in_unit, in_base)
     where l.stock_transfer_id = $1 and l.id = x.id returning l.id
   ), added as (
     insert into stock_transfer_line (id, stock_transfer_id, line_no, product_id, unit_code,
                                      requested_in_unit, requested)
     select x.id, $1, x.line_no, x.product_id, x.unit, x.in_unit, x.in_base
     from unnest($11::uuid[], $12::int[], $13::uuid[], $14::text[], $15::numeric[], $16::numeric[])
       as x(id, line_no, product_id, unit, in_unit, in_base)
     returning id
   )
   select (select count(*)::int from transfer) as transfers,
          (select count(*)::int from gone) + (select count(*)::int from kept) as lines`,
);

export interface TransferEdit {
  readonly state: Extract<StockTransferState, 'REQUESTED' | 'APPROVED'>;
  readonly note: string | null;
  readonly removedIds: readonly Id[];
  readonly kept: readonly WantedLine[];
  readonly added: readonly WantedLine[];
}

/** Other lines and another note; whoever agreed before has to again. Behind the transfer's lock. */
export async function editTransfer(
  op: OperationContext,
  id: Id,
  { state, note, removedIds, kept, added }: TransferEdit,
): Promise<void> {
  const [, [done]] = await inOrder(
    op.query(forget, [[...removedIds, ...kept.map((line) => line.id)]]),
    op.query<{ transfers: number; lines: number }>(edit, [
      id,
      state,
      note,
      op.actorId,
      removedIds,
      kept.map((line) => line.id),
      kept.map((line) => line.productId),
      kept.map((line) => line.unit),
      kept.map((line) => line.requestedInUnit),
      kept.map((line) => line.requested),
      added.map((line) => line.id),
      added.map((line) => line.lineNo),
      added.map((line) => line.productId),
      added.map((line) => line.unit),
      added.map((line) => line.requestedInUnit),
      added.map((line) => line.requested),
    ]),
  );
  if (done?.transfers !== 1 || done.lines !== removedIds.length + kept.length) {
    throw new Error('The stock transfer changed under its lock');
  }
  await expectSerials(op, expected([...kept, ...added]));
}
