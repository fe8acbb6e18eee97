import { refuseIfAny, type Fault } from '../../../kernel/domain-error.ts';
import { askable } from '../../../kernel/read-input.ts';
import type { OperationContext } from '../../../platform/perform/operation.ts';
import type { Path } from '../errors.ts';
import { partiesEvents, partyEvent } from '../events.ts';
import { loadEntryFacts } from '../queries/entry-facts.ts';
import type { PartyRecord } from '../rules/party.ts';
import { readParty, type PartyInput } from '../rules/read-party.ts';
import { newOwner } from '../rules/salesperson.ts';
import { insertParties } from './insert-parties.ts';
import { lockCustomers } from './lock-customers.ts';
import { lockSalespeople } from './lock-salespeople.ts';

/** A party that was entered, and the persons who came with it. */
export interface EnteredParty {
  readonly party: PartyRecord;
  readonly people: readonly PartyRecord[];
}

/**
 * Enters parties with their parts and the persons who speak for them: all of them, or a refusal
 * that names every fault under `pathOf(index)`. The same statements for one as for a hundred.
 * Forbidden when the actor's `parties.edit` does not reach what they would enter.
 */
export async function enterParties(
  op: OperationContext,
  inputs: readonly PartyInput[],
  pathOf: (index: number) => Path,
): Promise<readonly EnteredParty[]> {
  const faults: Fault[] = [];
  const salespeople = await lockSalespeople(op, [op.actorId, ...inputs.map((i) => i.ownerId)]);
  const people = await lockCustomers(op, inputs.flatMap(namedPeople));
  const facts = await loadEntryFacts(op, inputs.reduce(countOf, 0), inputs.flatMap(namedSegments));
  const numbers = facts.numbers.values();
  const reading = {
    ...facts,
    people,
    faults,
    newId: () => op.newId(),
    newNumber: () => numbers.next().value ?? '',
  };
  const entered = inputs.map((input, index): EnteredParty => {
    const path = pathOf(index);
    const asked = { ownerId: input.ownerId, actorId: op.actorId };
    const ownership = newOwner(salespeople, asked, [...path, 'ownerId'], faults);
    const { ownerId, teamId } = ownership;
    const unitIds = teamId === null ? [] : [teamId];
    op.requireReach('parties.edit', { ownerId, unitIds }, 'Entering this party');
    const [party, ...others] = readParty(input, ownership, path, reading);
    return { party: party as PartyRecord, people: others };
  });
  refuseIfAny(faults);
  const all = entered.flatMap((one) => [one.party, ...one.people]);
  await insertParties(op, all);
  for (const party of all) op.emit(partyEvent(partiesEvents.partyCreated, party));
  return entered;
}

const countOf = (sum: number, { contacts }: PartyInput): number =>
  sum + 1 + (contacts ?? []).filter(({ person }) => person != null).length;

const namedPeople = ({ contacts }: PartyInput) =>
  (contacts ?? []).flatMap(({ personId }) => (personId == null ? [] : [personId]));

const namedSegments = ({ segmentIds }: PartyInput) => askable(segmentIds ?? []);
