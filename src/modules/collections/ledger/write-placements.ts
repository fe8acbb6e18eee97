import type { Decimal } from '../../../kernel/decimal.ts';
import type { Id } from '../../../kernel/id.ts';
import type { LocalDate } from '../../../kernel/local-date.ts';
import { anyOf } from '../../../platform/database/any-of.ts';
import { statement } from '../../../platform/database/statement.ts';
import type { EventType } from '../../../platform/events/event.ts';
import type { OperationContext } from '../../../platform/perform/operation.ts';
import type { Customer } from '../../parties/index.ts';
import { customerEvent } from '../events.ts';
import type { PlacementState } from '../rules/kinds.ts';
import type { AgreementFacts } from '../rules/placement-faults.ts';
import { oweEntries } from './write-entries.ts';

export interface PlacementRow {
  readonly id: Id;
  readonly number: string;
  readonly partyId: Id;
  readonly agreementId: Id;
  readonly currency: string;
  readonly placementNo: number;
  readonly state: PlacementState;
  readonly items: readonly {
    readonly commitmentId: Id;
    readonly amount: Decimal;
    readonly percent: Decimal;
  }[];
}

const columns = `p.id, p.number, p.party_id as "partyId", p.agency_agreement_id as "agreementId",
     p.currency, p.placement_no as "placementNo", p.state,
     coalesce((select json_agg(json_build_object('commitmentId', i.commitment_id,
        'amount', trim_scale(i.amount)::text, 'percent', trim_scale(i.percent)::text)
        order by i.due_on, i.commitment_id)
      from placement_item i where i.placement_id = p.id), '[]') as items
   from placement p`;

export const placementById = statement('placement_by_id', `select ${columns} where p.id = $1`);
const placementsByIds = statement(
  'placements_by_ids',
  `select ${columns} where p.id = ${anyOf('$1')} order by p.id`,
);

export const loadPlacements = (op: OperationContext, ids: readonly Id[]): Promise<PlacementRow[]> =>
  op.query<PlacementRow>(placementsByIds, [ids]);

export interface AgreementRow extends AgreementFacts {
  readonly id: Id;
  readonly code: string;
  readonly agencyId: Id;
  readonly agencyName: string;
  readonly termDays: number;
}

const agreementById = statement(
  'agency_agreement_by_id',
  `select a.id, a.code, a.collection_agency_id as "agencyId", g.name as "agencyName",
     g.is_active as "isAgencyActive", a.currency, a.valid_from::text as "validFrom",
     a.valid_to::text as "validTo", trim_scale(a.min_amount)::text as "minAmount",
     a.min_days as "minDays", a.term_days as "termDays", s.limitation_years as "limitationYears",
     (select json_agg(json_build_object('placementNo', b.placement_no, 'fromDays', b.from_days,
        'fromAmount', trim_scale(b.from_amount)::text, 'percent', trim_scale(b.percent)::text))
      from agency_band b where b.agency_agreement_id = a.id) as bands
   from agency_agreement a join collection_agency g on g.id = a.collection_agency_id
   cross join collection_setting s where a.id = $1`,
);

export async function loadAgreement(op: OperationContext, id: Id): Promise<AgreementRow | null> {
  const [row] = await op.query<AgreementRow>(agreementById, [id]);
  return row ?? null;
}

const timesPlaced = statement(
  'placement_times',
  `select coalesce(max(n), 0)::int as n from (
     select count(*) as n from placement_item i join placement p on p.id = i.placement_id
     where i.commitment_id = any($1::uuid[]) and p.placed_on is not null group by i.commitment_id
   ) t`,
);

/** How often any of these was given to an agency before. */
export async function countPlacements(op: OperationContext, ids: readonly Id[]): Promise<number> {
  const [row] = await op.query<{ n: number }>(timesPlaced, [ids]);
  return row?.n ?? 0;
}

const insertItems = statement(
  'placement_items_insert',
  `insert into placement_item (id, placement_id, commitment_id, due_on, amount, days, percent)
   select gen_random_uuid(), $1, i."commitmentId", i."dueOn", i.amount, i.days, i.percent
   from jsonb_to_recordset($2::jsonb) as i("commitmentId" uuid, "dueOn" date, amount numeric,
                                           days int, percent numeric)
   on conflict on constraint placement_item_once do update
   set amount = excluded.amount, days = excluded.days, percent = excluded.percent`,
);

export interface PlacedItem {
  readonly commitmentId: Id;
  readonly dueOn: LocalDate;
  readonly amount: Decimal;
  readonly days: number;
  readonly percent: Decimal;
}

/** What is placed, as it is: proposed, and again when it is given away. */
export const writeItems = (
  op: OperationContext,
  placementId: Id,
  items: readonly PlacedItem[],
): Promise<unknown> => op.query(insertItems, [placementId, JSON.stringify(items)]);

const place = statement(
  'placement_place',
  `with placed as (
     update placement set state = 'PLACED', placed_on = $2, term_ends_on = $3, placement_no = $4,
                          version = version + 1
     where id = $1
   )
   update placement_item i
   set is_live = true,
       before_ids = array(select a.id from allocation a where a.commitment_id = i.commitment_id)
   where i.placement_id = $1`,
);

/** The agency has it: what is allocated from now on is told by what there was before. */
export const markPlaced = (
  op: OperationContext,
  id: Id,
  terms: { readonly termEndsOn: LocalDate; readonly placementNo: number },
): Promise<unknown> => op.query(place, [id, op.today, terms.termEndsOn, terms.placementNo]);

const end = statement(
  'placement_end',
  `with ended as (
     update placement set state = $2, ended_on = $3, return_reason = $4, reason = $5,
                          version = version + 1
     where id = any($1::uuid[])
   )
   update placement_item i
   set is_live = false,
       during_ids = array(select a.id from allocation a where a.commitment_id = i.commitment_id
                          and a.id <> all(i.before_ids))
   where i.placement_id = any($1::uuid[])`,
);

/** The agency has them no more: what settled them meanwhile is kept, for its fee. */
export async function markEnded(
  op: OperationContext,
  ids: readonly Id[],
  by: { state: PlacementState; returnReason: string | null; reason: string | null },
): Promise<void> {
  if (ids.length === 0) return;
  await op.query(end, [ids, by.state, op.today, by.returnReason, by.reason]);
}

const markPartly = statement(
  'placements_partly',
  `update placement set state = 'PARTLY_COLLECTED', version = version + 1
   where id = any($1::uuid[])`,
);

/** Some of it was paid. */
export async function markPartlyCollected(op: OperationContext, ids: readonly Id[]): Promise<void> {
  if (ids.length > 0) await op.query(markPartly, [ids]);
}

/** Tells what became of a placement, and writes it down. */
export function tellPlacement(
  op: OperationContext,
  customer: Customer,
  said: {
    readonly type: EventType;
    readonly placement: { readonly id: Id; readonly state: string };
    readonly from: PlacementState | null;
    readonly reason?: string | null;
  },
): void {
  const { type, placement, from, reason = null } = said;
  const data = { placement, change: { state: { from, to: placement.state } }, reason };
  op.emit(customerEvent(type, customer, { type: 'placement', id: placement.id }, data));
  const entry = { document: 'PLACEMENT' as const, documentId: placement.id };
  oweEntries(op, [{ ...entry, partyId: customer.id, from, to: placement.state, reason }]);
}
