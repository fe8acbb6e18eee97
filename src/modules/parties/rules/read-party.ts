import type { Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { readLine, readNote, readOptionalLine, readOwnId } from '../../../kernel/read-input.ts';
import { fault, type Path } from '../errors.ts';
import type { Customer } from './customer.ts';
import { partyKinds, type PartyKind } from './kinds.ts';
import type { ContactPointRecord, ContactRecord, PartyRecord, TaxIdRecord } from './party.ts';
import { readAddress, type AddressInput } from './read-address.ts';
import { readContactPoint, type ContactPointInput } from './read-contact-point.ts';
import { readTaxId, type TaxIdInput } from './read-tax-id.ts';
import type { Ownership } from './salesperson.ts';

/** A company or a person with all that belongs to it, as somebody states it. */
export interface PartyInput {
  /** Made by the client, or absent. */
  readonly id?: Id | null;
  readonly kind: PartyKind;
  readonly name: string;
  /** As on papers, or in the other script. */
  readonly legalName?: string | null;
  /** A customer unless said otherwise. */
  readonly isCustomer?: boolean | null;
  readonly isSupplier?: boolean | null;
  /** Who looks after it; whoever enters it, if a salesperson, when not said. */
  readonly ownerId?: Id | null;
  readonly note?: string | null;
  readonly taxIds?: readonly TaxIdInput[] | null;
  readonly contactPoints?: readonly ContactPointInput[] | null;
  readonly addresses?: readonly AddressInput[] | null;
  /** Of a company. */
  readonly contacts?: readonly ContactInput[] | null;
  readonly segmentIds?: readonly Id[] | null;
}

/** Who speaks for a company: a person that is there, or one who is entered with it. */
export interface ContactInput {
  readonly personId?: Id | null;
  readonly person?: PersonInput | null;
  readonly jobTitle?: string | null;
  readonly isPrimary?: boolean | null;
}

export interface PersonInput {
  readonly id?: Id | null;
  readonly name: string;
  readonly legalName?: string | null;
  readonly contactPoints?: readonly ContactPointInput[] | null;
}

/** Where what is read goes on from, and where faults are gathered. */
export interface PartyReading {
  /** The firm's own country. */
  readonly country: string;
  readonly segments: ReadonlySet<Id>;
  /** The parties that are named as contacts, with their kinds. */
  readonly people: ReadonlyMap<Id, Customer>;
  readonly faults: Fault[];
  newId(): Id;
  newNumber(): string;
}

/** More would be no party but a file of them. */
export const mostParts = 50;

/**
 * The party that was stated, first, and those persons who are entered with it. Every fault is added
 * with its place under `path`; where there are any, the answer is not to be kept.
 */
export function readParty(
  input: PartyInput,
  ownership: Ownership,
  path: Path,
  reading: PartyReading,
): readonly PartyRecord[] {
  const { faults, newId } = reading;
  if (!partyKinds.includes(input.kind)) {
    const message = `${String(input.kind)} is not one of ${partyKinds.join(', ')}`;
    faults.push(fault('TEXT_MALFORMED', message, [...path, 'kind']));
  }
  requireSizes(input, path, faults);
  const { contacts, people } = readContacts(input, ownership, path, reading);
  const party: PartyRecord = {
    ...blank(reading, ownership),
    id: readOwnId(input.id, newId, [...path, 'id'], faults),
    kind: input.kind,
    name: readLine(input.name, 200, [...path, 'name'], faults),
    legalName: readOptionalLine(input.legalName, 200, [...path, 'legalName'], faults),
    isCustomer: input.isCustomer ?? true,
    isSupplier: input.isSupplier ?? false,
    note: readNote(input.note, [...path, 'note'], faults),
    taxIds: readTaxIds(input, path, reading),
    contactPoints: readContactPoints(input.contactPoints ?? [], path, reading),
    addresses: (input.addresses ?? []).map((address, i) => ({
      id: newId(),
      ...readAddress(address, reading.country, [...path, 'addresses', String(i)], faults),
    })),
    contacts,
    segmentIds: readSegments(input.segmentIds ?? [], path, reading),
  };
  return [party, ...people];
}

const blank = (reading: PartyReading, ownership: Ownership) => ({
  number: reading.newNumber(),
  ownerId: ownership.ownerId,
  teamId: ownership.teamId,
  isCustomer: false,
  isSupplier: false,
  legalName: null,
  note: null,
  active: true,
  version: 1,
  taxIds: [],
  contactPoints: [],
  addresses: [],
  contacts: [],
  segmentIds: [],
});

function requireSizes(input: PartyInput, path: Path, faults: Fault[]): void {
  for (const part of ['taxIds', 'contactPoints', 'addresses', 'contacts', 'segmentIds'] as const) {
    if ((input[part]?.length ?? 0) <= mostParts) continue;
    faults.push(fault('TOO_MANY_PARTS', `At most ${mostParts} at once`, [...path, part]));
  }
}

function readTaxIds(input: PartyInput, path: Path, reading: PartyReading): TaxIdRecord[] {
  const { faults, newId, country } = reading;
  const of = { kind: input.kind, country };
  const seen = new Set<string>();
  return (input.taxIds ?? []).map((taxId, i) => {
    const at = [...path, 'taxIds', String(i)];
    const read = readTaxId(taxId, of, at, faults);
    const key = `${read.country} ${read.kind}`;
    if (seen.has(key)) faults.push(taxIdRepeated(read, at));
    seen.add(key);
    return { id: newId(), ...read };
  });
}

const taxIdRepeated = (
  { kind, country }: Pick<TaxIdRecord, 'kind' | 'country'>,
  path: Path,
): Fault => fault('TAX_ID_REPEATED', `A party has one ${kind} in ${country}`, [...path, 'kind']);

/** Stated twice is once: nobody is to be told that a number is the same as itself. */
function readContactPoints(
  inputs: readonly ContactPointInput[],
  path: Path,
  { faults, newId, country }: PartyReading,
): ContactPointRecord[] {
  const read = new Map<string, ContactPointRecord>();
  for (const [i, input] of inputs.entries()) {
    const at = [...path, 'contactPoints', String(i)];
    const point = readContactPoint(input, country, at, faults);
    const key = `${point.channel} ${point.valueKey}`;
    const isPrimary = point.isPrimary || (read.get(key)?.isPrimary ?? false);
    read.set(key, { id: read.get(key)?.id ?? newId(), ...point, isPrimary });
  }
  return onePrimaryEach([...read.values()]);
}

/** Of each channel one is the one to use: the last that was said to be, else the first. */
function onePrimaryEach(points: readonly ContactPointRecord[]): ContactPointRecord[] {
  const primary = new Map<string, ContactPointRecord>();
  for (const point of points) {
    if (point.isPrimary || !primary.has(point.channel)) primary.set(point.channel, point);
  }
  return points.map((point) => ({ ...point, isPrimary: primary.get(point.channel) === point }));
}

/** Same, where one of them was just changed: if it is to be the one to use, no other is. */
export const withPrimary = (
  points: readonly ContactPointRecord[],
  changed: ContactPointRecord | null,
): ContactPointRecord[] =>
  onePrimaryEach(
    points.map((point) =>
      changed?.isPrimary && point.id !== changed.id && point.channel === changed.channel
        ? { ...point, isPrimary: false }
        : point,
    ),
  );

export const pointRepeated = ({ value }: ContactPointRecord, path: Path): Fault =>
  fault('CONTACT_POINT_REPEATED', `It is reached by ${value} already`, path);

function readContacts(
  input: PartyInput,
  ownership: Ownership,
  path: Path,
  reading: PartyReading,
): { readonly contacts: ContactRecord[]; readonly people: PartyRecord[] } {
  const people: PartyRecord[] = [];
  const stated = input.contacts ?? [];
  if (stated.length > 0 && input.kind === 'PERSON') {
    const message = 'A person speaks for themselves; contacts are those of a company';
    reading.faults.push(fault('CONTACTS_OF_A_PERSON', message, [...path, 'contacts']));
    return { contacts: [], people };
  }
  const contacts = stated.flatMap((contact, i): ContactRecord[] => {
    const at = [...path, 'contacts', String(i)];
    const personId = readContactPerson(contact, ownership, at, reading, people);
    const jobTitle = readOptionalLine(contact.jobTitle, 100, [...at, 'jobTitle'], reading.faults);
    const isPrimary = contact.isPrimary ?? false;
    return personId === null ? [] : [{ id: reading.newId(), personId, jobTitle, isPrimary }];
  });
  const seen = new Set<Id>();
  for (const [i, { personId }] of contacts.entries()) {
    if (seen.has(personId)) {
      const at = [...path, 'contacts', String(i)];
      reading.faults.push(fault('CONTACT_REPEATED', 'They are named already', at));
    }
    seen.add(personId);
  }
  return { contacts, people };
}

/** Who it is: one that is there, or a new one who is added to `people`; null with a fault. */
export function readContactPerson(
  contact: ContactInput,
  ownership: Ownership,
  path: Path,
  reading: PartyReading,
  people: PartyRecord[],
): Id | null {
  const { faults } = reading;
  if ((contact.personId == null) === (contact.person == null)) {
    faults.push(fault('CONTACT_UNCLEAR', 'Either a person who is there, or a new one', path));
    return null;
  }
  if (contact.person) {
    const at = [...path, 'person'];
    const { id, name, legalName, contactPoints } = contact.person;
    const person: PartyRecord = {
      ...blank(reading, ownership),
      id: readOwnId(id, reading.newId, [...at, 'id'], faults),
      kind: 'PERSON',
      name: readLine(name, 200, [...at, 'name'], faults),
      legalName: readOptionalLine(legalName, 200, [...at, 'legalName'], faults),
      contactPoints: readContactPoints(contactPoints ?? [], at, reading),
    };
    people.push(person);
    return person.id;
  }
  return requirePerson(reading.people, contact.personId as Id, [...path, 'personId'], faults);
}

/** The person of this id, who may speak for a company; null, with a fault, when it is none. */
function requirePerson(
  people: ReadonlyMap<Id, Customer>,
  id: Id,
  path: Path,
  faults: Fault[],
): Id | null {
  const person = people.get(id.toLowerCase());
  if (!person) faults.push(fault('PARTY_NOT_FOUND', 'There is no such person', path));
  else if (person.kind === 'COMPANY') {
    faults.push(fault('CONTACT_IS_A_COMPANY', `${person.name} is a company`, path));
  }
  return person?.id ?? null;
}

function readSegments(ids: readonly Id[], path: Path, reading: PartyReading): Id[] {
  const read = ids.map((id, i) => {
    const segmentId = id.toLowerCase();
    if (!reading.segments.has(segmentId)) {
      const at = [...path, 'segmentIds', String(i)];
      reading.faults.push(fault('SEGMENT_NOT_FOUND', 'There is no such segment', at));
    }
    return segmentId;
  });
  return [...new Set(read)];
}
