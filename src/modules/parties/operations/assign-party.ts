import { DomainError, refuseIfAny, type Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { readLine } from '../../../kernel/read-input.ts';
import { statement } from '../../../platform/database/statement.ts';
import { defineOperation } from '../../../platform/perform/operation.ts';
import { fault } from '../errors.ts';
import { assignParties } from '../ledger/assign-parties.ts';
import { belongs, lockParties, partyNotFound, requireVersion } from '../ledger/lock-parties.ts';
import { lockSalespeople } from '../ledger/lock-salespeople.ts';
import type { PartyChanged } from '../rules/party.ts';
import { readSalesperson } from '../rules/salesperson.ts';

export interface AssignPartyInput {
  readonly partyId: Id;
  /** The version that was seen. */
  readonly expectedVersion: number;
  /** Who looks after it from now on. */
  readonly ownerId?: Id | null;
  /** Nobody does. */
  readonly withoutOwner?: boolean | null;
  readonly reason: string;
}

const peopleStatement = statement(
  'parties_people_of',
  `select c.person_id as id from party_contact c
   left join party_redirect r on r.id = $1
   where c.company_id = coalesce(r.party_id, $1)`,
);

/**
 * Somebody else looks after the customer. Its people go along, as far as they were in the same
 * hands: who has the company has to reach them. Records of it that are under way stay with whose
 * they are; see `handOverRecords`.
 */
export const assignParty = defineOperation({
  name: 'assignParty',
  permission: 'parties.assign',
  async run(op, input: AssignPartyInput): Promise<PartyChanged> {
    const faults: Fault[] = [];
    const salespeople = await lockSalespeople(op, [input.ownerId]);
    const people = await op.query<{ id: Id }>(peopleStatement, [input.partyId]);
    const ids = [input.partyId, ...people.map(({ id }) => id)];
    const locked = await lockParties(op, ids, 'for no key update');
    const party = locked.get(input.partyId.toLowerCase());
    if (!party) throw partyNotFound(input.partyId, ['partyId']);
    op.requireReach('parties.assign', belongs(party), 'Assigning this party');
    requireVersion(party, input.expectedVersion);
    const reason = readLine(input.reason, 500, ['reason'], faults);
    if ((input.ownerId == null) !== (input.withoutOwner === true)) {
      faults.push(
        fault('ASSIGNEE_UNCLEAR', 'Either somebody looks after it or nobody', ['ownerId']),
      );
    }
    const to =
      input.ownerId == null
        ? null
        : readSalesperson(salespeople, input.ownerId, ['ownerId'], faults);
    refuseIfAny(faults);
    if (to)
      op.requireReach(
        'parties.assign',
        { ownerId: to.id, unitIds: [to.teamId] },
        'Assigning to them',
      );
    if ((to?.id ?? null) === party.ownerId) {
      throw new DomainError([fault('ALREADY_ASSIGNED', 'It is in these hands', ['ownerId'])]);
    }
    const taken = [...new Set(locked.values())].filter(
      ({ id, ownerId }) =>
        id === party.id || (ownerId === party.ownerId && isContact(party.contacts, id)),
    );
    const versions = await assignParties(
      op,
      taken.map((one) => ({ party: one, to })),
      reason,
    );
    return { partyId: party.id, version: versions.get(party.id) ?? party.version };
  },
});

const isContact = (contacts: readonly { readonly personId: Id }[], id: Id): boolean =>
  contacts.some(({ personId }) => personId === id);
