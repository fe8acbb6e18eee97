import type { Id } from '../../../kernel/id.ts';
import { statement, type Queryable } from '../../../platform/database/statement.ts';
import { defineOperation } from '../../../platform/perform/operation.ts';
import { lockCustomers } from '../../parties/verbs.ts';
import { lockCreditAccounts } from '../../receivables/verbs.ts';
import { collectionsEvents } from '../events.ts';
import {
  loadPlacements,
  markEnded,
  markPartlyCollected,
  tellPlacement,
} from '../ledger/write-placements.ts';
import { loadPlacementResults } from '../queries/placement-results.ts';

export interface PlacementsReviewed {
  readonly collected: number;
  readonly partly: number;
  /** Nothing was left to collect, and nothing was collected. */
  readonly recalled: number;
  readonly isAll: boolean;
}

const batch = 50;

/** Placements that are paid in full, and those of which some is paid, and nobody has said so. */
const due = `from placement p cross join lateral (
    select bool_and(k.settled = k.amount or k.ended is not null) as all_paid,
           coalesce(sum(a.amount), 0) as paid
    from placement_item i join payment_commitment k on k.id = i.commitment_id
    left join lateral (
      select sum(a.amount) as amount from allocation a
      where a.commitment_id = i.commitment_id and a.kind = 'RECEIPT'
        and a.id <> all(i.before_ids)
        and (a.reverses_id is null or a.reverses_id <> all(i.before_ids))) a on true
    where i.placement_id = p.id
  ) s
  where p.state in ('PLACED', 'ACKNOWLEDGED', 'WORKING', 'PARTLY_COLLECTED')
    and (s.all_paid or (s.paid > 0 and p.state <> 'PARTLY_COLLECTED'))`;

const hasDue = statement('placements_have_due', `select exists (select ${due}) as due`);
const findDue = statement(
  'placements_due',
  `select p.id, p.party_id as "partyId" ${due} order by p.party_id, p.id limit ${batch}`,
);
const stillDue = statement(
  'placements_still_due',
  `select p.id, s.all_paid as "allPaid", s.paid > 0 as "isPaid" ${due} and p.id = any($1::uuid[])
   order by p.id`,
);

interface Standing {
  readonly id: Id;
  readonly allPaid: boolean;
  readonly isPaid: boolean;
}

const stateOf = ({ allPaid, isPaid }: Standing) =>
  !allPaid ? 'PARTLY_COLLECTED' : isPaid ? 'COLLECTED' : 'RECALLED';

/** Whether payments have led a placement on. */
export async function hasPlacementsToReview(db: Queryable): Promise<boolean> {
  const [row] = await db.query<{ due: boolean }>(hasDue);
  return row?.due === true;
}

/**
 * Leads placements on by what was paid meanwhile: in part, or in full, which ends them; what was
 * credited or given up whole is taken back from the agency.
 */
export const reviewPlacements = defineOperation({
  name: 'reviewPlacements',
  permission: 'collections.dun',
  async run(op, _input: Record<string, never>): Promise<PlacementsReviewed> {
    op.requireReach('collections.dun', {}, 'Reviewing placements');
    const found = await op.query<{ id: Id; partyId: Id }>(findDue);
    if (found.length === 0) return { collected: 0, partly: 0, recalled: 0, isAll: true };
    const partyIds = [...new Set(found.map(({ partyId }) => partyId))];
    const customers = await lockCustomers(op, partyIds);
    await lockCreditAccounts(op, partyIds);
    const rows = await loadPlacements(
      op,
      found.map(({ id }) => id),
    );
    // Who was merged meanwhile is not locked: the next review sees to them.
    const own = new Map(
      rows.filter((row) => customers.has(row.partyId)).map((row) => [row.id, row]),
    );
    const ids = [...own.keys()];
    const due = await op.query<Standing>(stillDue, [ids]);
    const idsOf = (state: ReturnType<typeof stateOf>): Id[] =>
      due.filter((one) => stateOf(one) === state).map(({ id }) => id);
    const collected = idsOf('COLLECTED');
    const recalled = idsOf('RECALLED');
    const partly = idsOf('PARTLY_COLLECTED');
    await markEnded(op, collected, { state: 'COLLECTED', returnReason: null, reason: null });
    await markEnded(op, recalled, { state: 'RECALLED', returnReason: null, reason: nothingLeft });
    await markPartlyCollected(op, partly);
    const results = await loadPlacementResults(op, ids);
    for (const one of due) {
      const row = own.get(one.id);
      const customer = row && customers.get(row.partyId);
      if (!row || !customer) continue;
      const state = stateOf(one);
      const isRecalled = state === 'RECALLED';
      const type = collectionsEvents[isRecalled ? 'placementRecalled' : 'placementCollected'];
      const placement = { ...row, state, result: results.get(one.id) };
      const reason = isRecalled ? nothingLeft : null;
      tellPlacement(op, customer, { type, placement, from: row.state, reason });
    }
    const done = { collected: collected.length, recalled: recalled.length, partly: partly.length };
    return { ...done, isAll: found.length < batch };
  },
});

const nothingLeft = 'Nothing of it is left to collect';
