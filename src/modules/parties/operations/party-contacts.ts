import { DomainError, refuseIfAny, type Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { readOptionalLine } from '../../../kernel/read-input.ts';
import { defineOperation, type OperationContext } from '../../../platform/perform/operation.ts';
import { fault } from '../errors.ts';
import { partiesEvents, partyEvent } from '../events.ts';
import { insertParties } from '../ledger/insert-parties.ts';
import { lockCustomers } from '../ledger/lock-customers.ts';
import { lockParty } from '../ledger/lock-parties.ts';
import { lockWhole } from '../ledger/lock-whole.ts';
import { saveParty } from '../ledger/save-party.ts';
import type { PartyChanged } from '../rules/party.ts';
import { loadEntryFacts } from '../queries/entry-facts.ts';
import type { ContactRecord, PartyRecord } from '../rules/party.ts';
import { readContactPerson, type ContactInput } from '../rules/read-party.ts';

export interface AddPartyContactInput extends ContactInput {
  /** The company. */
  readonly partyId: Id;
}

export type PartyContactAdded = PartyChanged & {
  readonly partyContactId: Id;
  readonly personId: Id;
};

/**
 * A person speaks for the company: one who is there, or one who is entered with this and belongs to
 * who looks after the company.
 */
export const addPartyContact = defineOperation({
  name: 'addPartyContact',
  permission: 'parties.edit',
  async run(op, input: AddPartyContactInput): Promise<PartyContactAdded> {
    // Both in the order of ids, before one of them is locked to be changed.
    const people = await lockCustomers(op, [input.partyId, input.personId]);
    const party = await lockParty(op, input.partyId, 'addPartyContact');
    const facts = await loadEntryFacts(op, input.person ? 1 : 0, []);
    const faults: Fault[] = [];
    const entered: PartyRecord[] = [];
    const newNumber = () => facts.numbers[0] ?? '';
    const reading = { ...facts, people, faults, newId: () => op.newId(), newNumber };
    if (party.kind === 'PERSON') {
      const message = 'A person speaks for themselves; contacts are those of a company';
      faults.push(fault('CONTACTS_OF_A_PERSON', message, ['partyId']));
    }
    const personId = readContactPerson(input, party, [], reading, entered);
    if (party.contacts.some((contact) => contact.personId === personId)) {
      faults.push(fault('CONTACT_REPEATED', 'They speak for it already', ['personId']));
    }
    const jobTitle = readOptionalLine(input.jobTitle, 100, ['jobTitle'], faults);
    refuseIfAny(faults);
    if (entered.length > 0) await insertParties(op, entered);
    for (const person of entered) op.emit(partyEvent(partiesEvents.partyCreated, person));
    const isPrimary = input.isPrimary ?? party.contacts.length === 0;
    const contact = { id: op.newId(), personId: personId as Id, jobTitle, isPrimary };
    const change = { contactAdded: contact };
    const saved = await saveContacts(op, party, [...party.contacts, contact], contact, change);
    return { ...saved, partyContactId: contact.id, personId: contact.personId };
  },
});

export interface EditPartyContactInput {
  readonly partyContactId: Id;
  readonly jobTitle?: string | null;
  readonly withoutJobTitle?: boolean | null;
  readonly isPrimary?: boolean | null;
}

/** The person is something else there, or is the one to turn to from now on. */
export const editPartyContact = defineOperation({
  name: 'editPartyContact',
  permission: 'parties.edit',
  async run(op, input: EditPartyContactInput): Promise<PartyChanged> {
    const [party, before] = await lockContact(op, input.partyContactId, 'editPartyContact');
    const faults: Fault[] = [];
    const kept = input.withoutJobTitle ? null : before.jobTitle;
    const jobTitle = readOptionalLine(input.jobTitle, 100, ['jobTitle'], faults) ?? kept;
    refuseIfAny(faults);
    const contact = { ...before, jobTitle, isPrimary: input.isPrimary ?? before.isPrimary };
    const contacts = party.contacts.map((one) => (one === before ? contact : one));
    const change = { contact: { from: before, to: contact } };
    return saveContacts(op, party, contacts, contact, change);
  },
});

/** The person speaks for the company no more. They stay, as somebody of their own right. */
export const removePartyContact = defineOperation({
  name: 'removePartyContact',
  permission: 'parties.edit',
  async run(op, { partyContactId }: { partyContactId: Id }): Promise<PartyChanged> {
    const [party, contact] = await lockContact(op, partyContactId, 'removePartyContact');
    const contacts = party.contacts.filter((one) => one !== contact);
    return saveContacts(op, party, contacts, null, { contactRemoved: contact });
  },
});

async function lockContact(
  op: OperationContext,
  id: Id,
  what: string,
): Promise<[PartyRecord, ContactRecord]> {
  const party = await lockWhole(op, 'contacts', id, what);
  const contact = party?.contacts.find((one) => one.id === id.toLowerCase());
  if (party && contact) return [party, contact];
  const message = 'Nobody speaks for a company by this';
  throw new DomainError([fault('CONTACT_NOT_FOUND', message, ['partyContactId'])]);
}

/** One at most is the one to turn to: the one who was just said to be. */
function saveContacts(
  op: OperationContext,
  party: PartyRecord,
  contacts: readonly ContactRecord[],
  changed: ContactRecord | null,
  change: Readonly<Record<string, unknown>>,
): Promise<PartyChanged> {
  const after = contacts.map((contact) =>
    changed?.isPrimary && contact.id !== changed.id ? { ...contact, isPrimary: false } : contact,
  );
  return saveParty(op, party, { ...party, contacts: after }, partiesEvents.partyEdited, change);
}
