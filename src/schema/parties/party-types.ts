import { actor } from '../actor.ts';
import { choice, property, readType, relation, type ReadType } from '../read/read-type.ts';
import { ContactChannel, PartyKind, TaxIdKind } from './enums.ts';
import { SalespersonType, SegmentType, TeamType } from './floor-types.ts';

export const PartyType: ReadType = readType('Party', {
  description: 'A company or a person that the firm trades with, or that speaks for one.',
  fields: {
    id: property('id', 'Its id. Ids that were merged away lead here, too.'),
    number: property('number', 'For people, e.g. `P-1042`.'),
    kind: choice('kind', PartyKind, 'A company or a person.'),
    name: property('name', 'What it is called.'),
    legalName: property('legalName', 'As on papers, or in the other script.'),
    isCustomer: property('isCustomer', 'Buys from the firm, or may.'),
    isSupplier: property('isSupplier', 'The firm buys from it.'),
    owner: relation('owner', () => SalespersonType, 'Who looks after it.'),
    team: relation('team', () => TeamType, 'The owner’s team when it became theirs.'),
    note: property('note', 'What else is to be known.'),
    active: property('active', 'Nothing new is done for an inactive one.'),
    createdAt: property('createdAt', 'When it was entered.'),
    createdBy: actor('createdBy', 'Who entered it.'),
    version: property('version', 'Rises with each edit; send it as `expectedVersion`.'),
    taxIds: relation('taxIds', () => PartyTaxIdType, 'What tax offices call it.'),
    contactPoints: relation('contactPoints', () => PartyContactPointType, 'How to reach it.'),
    addresses: relation('addresses', () => PartyAddressType, 'Where it is.'),
    contacts: relation('contacts', () => PartyContactType, 'The persons who speak for it.'),
    contactOf: relation('contactOf', () => PartyContactType, 'The companies they speak for.'),
    segments: relation('segments', () => PartySegmentType, 'What kind of customer it is.'),
    redirects: relation('redirects', () => PartyRedirectType, 'What was merged into it.'),
  },
  filter: [
    'id',
    'number',
    'kind',
    'name',
    'legalName',
    'isCustomer',
    'isSupplier',
    'owner',
    'team',
    'active',
    'createdAt',
    'createdBy',
    'taxIds',
    'contactPoints',
    'addresses',
    'contacts',
    'contactOf',
    'segments',
  ],
  order: ['name', 'createdAt'],
});

export const PartyTaxIdType: ReadType = readType('PartyTaxId', {
  description: 'What a tax office calls a party.',
  fields: {
    id: property('id', 'Its id.'),
    country: property('country', 'ISO 3166.'),
    kind: choice('kind', TaxIdKind, 'What kind of id it is.'),
    value: property('value', 'As written.'),
    valueKey: property('valueKey', 'In capitals, without separators and local digits.'),
  },
  filter: ['country', 'kind', 'value', 'valueKey'],
});

export const PartyContactPointType: ReadType = readType('PartyContactPoint', {
  description: 'How a party is reached.',
  fields: {
    id: property('id', 'Its id.'),
    channel: choice('channel', ContactChannel, 'By what.'),
    value: property('value', 'As written.'),
    valueKey: property('valueKey', 'A telephone number as E.164, an address in small letters.'),
    isPrimary: property('isPrimary', 'The one to use of its channel.'),
  },
  filter: ['channel', 'value', 'valueKey', 'isPrimary'],
});

export const PartyAddressType: ReadType = readType('PartyAddress', {
  description: 'Where a party is.',
  fields: {
    id: property('id', 'Its id.'),
    label: property('label', 'What it is called.'),
    isBilling: property('isBilling', 'Invoices go there.'),
    isShipping: property('isShipping', 'Goods go there.'),
    street: property('street', 'Street, number, and what else finds the door.'),
    city: property('city', 'City.'),
    province: property('province', 'Province or state.'),
    postalCode: property('postalCode', 'Postal code.'),
    country: property('country', 'ISO 3166.'),
    version: property('version', 'Rises with each edit.'),
  },
  filter: ['isBilling', 'isShipping', 'city', 'province', 'postalCode', 'country'],
});

export const PartyContactType: ReadType = readType('PartyContact', {
  description: 'A person who speaks for a company.',
  fields: {
    id: property('id', 'Its id.'),
    company: relation('company', () => PartyType, 'The company.'),
    person: relation('person', () => PartyType, 'The person.'),
    jobTitle: property('jobTitle', 'What they are there.'),
    isPrimary: property('isPrimary', 'The one to turn to.'),
  },
  filter: ['company', 'person', 'jobTitle', 'isPrimary'],
});

export const PartySegmentType: ReadType = readType('PartySegment', {
  description: 'That a party is of a segment.',
  fields: {
    segment: relation('segment', () => SegmentType, 'The segment.'),
  },
  filter: ['segment'],
});

export const PartyRedirectType: ReadType = readType('PartyRedirect', {
  description: 'What is left of a party that was merged into another.',
  fields: {
    id: property('id', 'The id that it had.'),
    snapshot: property('snapshot', 'As it was; null to those who do not merge.'),
    mergedAt: property('mergedAt', 'When it was merged.'),
    mergedBy: actor('mergedBy', 'Who merged it.'),
  },
});
