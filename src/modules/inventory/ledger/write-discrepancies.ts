import type { Decimal } from '../../../kernel/decimal.ts';
import type { Id } from '../../../kernel/id.ts';
import type { Money } from '../../../kernel/money.ts';
import { statement } from '../../../platform/database/statement.ts';
import type { OperationContext } from '../../../platform/perform/operation.ts';
import type { DiscrepancyKind, DiscrepancySettlement } from '../rules/kinds.ts';

/** How something was settled, and who answers for it. */
export interface Settlement {
  readonly settlement: DiscrepancySettlement;
  readonly reason: string;
  readonly responsible: string | null;
  readonly value?: Money | null;
  readonly matchedId?: Id | null;
}

/** Something that did not go as its transfer was written; OPEN unless it is settled at once. */
export interface NewDiscrepancy {
  readonly id: Id;
  readonly stockTransferId: Id;
  readonly lineId: Id | null;
  readonly kind: DiscrepancyKind;
  readonly productId: Id;
  readonly lotId: Id | null;
  readonly otherLotId?: Id | null;
  readonly quantity: Decimal;
  readonly locationId?: Id | null;
  readonly note?: string | null;
  readonly settled?: Settlement | null;
}

const insert = statement(
  'stock_transfer_discrepancies_insert',
  `insert into stock_transfer_discrepancy (id, stock_transfer_id, stock_transfer_line_id, kind,
     product_id, lot_id, other_lot_id, quantity, location_id, note, found_at, found_by, state,
     settlement, reason, responsible, settled_at, settled_by)
   select d.id, d.transfer_id, d.line_id, d.kind, d.product_id, d.lot_id, d.other_lot_id,
          d.quantity, d.location_id, d.note, $14, $15,
          case when d.settlement is null then 'OPEN' else 'SETTLED' end, d.settlement, d.reason,
          d.responsible, case when d.settlement is not null then $14::timestamptz end,
          case when d.settlement is not null then $15::uuid end
   from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::uuid[], $6::uuid[], $7::uuid[],
               $8::numeric[], $9::uuid[], $10::text[], $11::text[], $12::text[], $13::text[])
     as d(id, transfer_id, line_id, kind, product_id, lot_id, other_lot_id, quantity, location_id,
          note, settlement, reason, responsible)`,
);

/** They are kept for ever. The caller holds the transfer's lock. */
export async function insertDiscrepancies(
  op: OperationContext,
  found: readonly NewDiscrepancy[],
): Promise<void> {
  if (found.length === 0) return;
  await op.query(insert, [
    found.map((one) => one.id),
    found.map((one) => one.stockTransferId),
    found.map((one) => one.lineId),
    found.map((one) => one.kind),
    found.map((one) => one.productId),
    found.map((one) => one.lotId),
    found.map((one) => one.otherLotId ?? null),
    found.map((one) => one.quantity),
    found.map((one) => one.locationId ?? null),
    found.map((one) => one.note ?? null),
    found.map((one) => one.settled?.settlement ?? null),
    found.map((one) => one.settled?.reason ?? null),
    found.map((one) => one.settled?.responsible ?? null),
    op.now,
    op.actorId,
  ]);
}

const settle = statement(
  'stock_transfer_discrepancies_settle',
  `update stock_transfer_discrepancy d
   set state = 'SETTLED', settlement = x.settlement, reason = x.reason,
       responsible = x.responsible, value_amount = x.amount, value_currency = x.currency,
       matched_id = x.matched_id, settled_at = $8, settled_by = $9
   from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::numeric[], $6::text[],
               $7::uuid[]) as x(id, settlement, reason, responsible, amount, currency, matched_id)
   where d.id = x.id and d.state = 'OPEN'
   returning d.id`,
);

/** Open ones are settled, for ever. The caller holds the lock of each of their transfers. */
export async function settleDiscrepancies(
  op: OperationContext,
  settled: readonly (Settlement & { readonly id: Id })[],
): Promise<void> {
  if (settled.length === 0) return;
  const done = await op.query(settle, [
    settled.map((one) => one.id),
    settled.map((one) => one.settlement),
    settled.map((one) => one.reason),
    settled.map((one) => one.responsible),
    settled.map((one) => one.value?.amount ?? null),
    settled.map((one) => one.value?.currency ?? null),
    settled.map((one) => one.matchedId ?? null),
    op.now,
    op.actorId,
  ]);
  if (done.length !== settled.length) {
    throw new Error('A discrepancy changed under the lock of its transfer');
  }
}
