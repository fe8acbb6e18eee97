import { refuseIfAny, type Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { askable, readLine } from '../../../kernel/read-input.ts';
import { statement } from '../../../platform/database/statement.ts';
import { defineOperation } from '../../../platform/perform/operation.ts';
import { fault } from '../errors.ts';
import { assignParties } from '../ledger/assign-parties.ts';
import { chooseSalespeople } from '../ledger/choose-salespeople.ts';
import { lockParties } from '../ledger/lock-parties.ts';

export interface AssignPartiesBySegmentInput {
  readonly segmentId: Id;
  /** These customers, whoever looks after them; else those of the segment that nobody does. */
  readonly partyIds?: readonly Id[] | null;
  readonly reason: string;
}

export interface PartiesAssigned {
  readonly assigned: readonly { readonly partyId: Id; readonly ownerId: Id }[];
  /** For whom there is nobody. */
  readonly leftOver: readonly Id[];
}

/** One act gives hands to so many at most; the next one to the next. */
const most = 500;

const unownedStatement = statement(
  'parties_unowned_of_segment',
  `select p.id from party p join party_segment s on s.party_id = p.id
   where s.segment_id = $1 and p.owner_id is null and p.active and p.is_customer
   order by p.id limit ${most}`,
);

/**
 * Customers of a segment are shared among its salespeople by weight, and by turns: those who are
 * named, or up to 500 whom nobody looks after. Who is away or has left gets none.
 */
export const assignPartiesBySegment = defineOperation({
  name: 'assignPartiesBySegment',
  permission: 'parties.assign',
  async run(op, input: AssignPartiesBySegmentInput): Promise<PartiesAssigned> {
    op.requireReach('parties.assign', {}, 'Assigning by segment');
    const faults: Fault[] = [];
    const reason = readLine(input.reason, 500, ['reason'], faults);
    const named = input.partyIds ?? null;
    if (named && named.length > most) {
      faults.push(fault('TOO_MANY_PARTS', `At most ${most} at once`, ['partyIds']));
    }
    refuseIfAny(faults);
    const ids = named ?? (await unowned(op, input.segmentId));
    const locked = await lockParties(op, ids, 'for no key update');
    refuseIfAny(
      (named ?? []).flatMap((id, i) => {
        const path = ['partyIds', String(i)];
        if (locked.has(id.toLowerCase())) return [];
        return [fault('PARTY_NOT_FOUND', 'There is no such customer', path)];
      }),
    );
    // Somebody may have taken one while this act waited for its lock.
    const parties = [...new Set(locked.values())]
      .filter(({ ownerId }) => named !== null || ownerId === null)
      .sort((a, b) => (a.id < b.id ? -1 : 1));
    const { segmentId } = input;
    const chosen = await chooseSalespeople(op, { segmentId, count: parties.length });
    const pairs = parties.map((party, i) => ({ party, to: chosen[i] ?? null }));
    const moved = pairs.filter(({ party, to }) => to !== null && to.id !== party.ownerId);
    if (moved.length > 0) await assignParties(op, moved, reason);
    return {
      assigned: moved.map(({ party, to }) => ({ partyId: party.id, ownerId: to?.id ?? '' })),
      leftOver: pairs.flatMap(({ party, to }) => (to === null ? [party.id] : [])),
    };
  },
});

async function unowned(
  op: Parameters<typeof lockParties>[0],
  segmentId: Id,
): Promise<readonly Id[]> {
  const [id = null] = askable([segmentId]);
  return (await op.query<{ id: Id }>(unownedStatement, [id])).map((row) => row.id);
}
