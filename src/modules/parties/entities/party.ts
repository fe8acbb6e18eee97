import { defineEntity, p } from '@mikro-orm/core';
import { instant, keeps } from '../../../platform/database/columns.ts';
import { contactChannels, partyKinds, taxIdKinds } from '../rules/kinds.ts';
import { Salesperson, Segment, Team } from './sales-floor.ts';

/** A company or a person that the firm trades with, or that speaks for one. */
export const PartySchema = defineEntity({
  name: 'Party',
  tableName: 'party',
  indexes: [
    { name: 'party_name_index', properties: ['name', 'id'] },
    { name: 'party_created_at_index', properties: ['createdAt', 'id'] },
    { name: 'party_owner_id_index', properties: ['owner', 'id'] },
    { name: 'party_team_id_index', properties: ['team', 'id'] },
  ],
  properties: {
    id: p.uuid().primary(),
    number: p.text().unique('party_number_unique'),
    kind: p.enum(partyKinds),
    name: p.text(),
    legalName: p.text().nullable(),
    isCustomer: p.boolean().default(false),
    isSupplier: p.boolean().default(false),
    owner: () => p.manyToOne(Salesperson).nullable().deleteRule(keeps),
    /** The owner's team when it became the owner's. */
    team: () => p.manyToOne(Team).nullable().deleteRule(keeps),
    note: p.text().nullable(),
    active: p.boolean().default(true),
    /** See `searchText` of rules/party.ts. */
    searchText: p.text(),
    nameKey: p.text(),
    createdAt: instant(),
    createdBy: p.uuid().nullable(),
    version: p.integer().default(1),
    taxIds: () => p.oneToMany(PartyTaxId).mappedBy('party'),
    contactPoints: () => p.oneToMany(PartyContactPoint).mappedBy('party'),
    addresses: () => p.oneToMany(PartyAddress).mappedBy('party'),
    contacts: () => p.oneToMany(PartyContact).mappedBy('company'),
    contactOf: () => p.oneToMany(PartyContact).mappedBy('person'),
    segments: () => p.oneToMany(PartySegment).mappedBy('party'),
    redirects: () => p.oneToMany(PartyRedirect).mappedBy('party'),
  },
});

/** What is left of a party that was merged: where its id leads to, and how it was. */
export const PartyRedirectSchema = defineEntity({
  name: 'PartyRedirect',
  tableName: 'party_redirect',
  properties: {
    id: p.uuid().primary(),
    party: () => p.manyToOne(Party).index('party_redirect_party_id_index'),
    snapshot: p.json<Readonly<Record<string, unknown>>>(),
    mergedAt: instant(),
    mergedBy: p.uuid().nullable(),
    operationId: p.uuid(),
  },
});

export const PartyTaxIdSchema = defineEntity({
  name: 'PartyTaxId',
  tableName: 'party_tax_id',
  uniques: [{ name: 'party_tax_id_once', properties: ['party', 'country', 'kind'] }],
  properties: {
    id: p.uuid().primary(),
    party: () => p.manyToOne(Party),
    country: p.text(),
    kind: p.enum(taxIdKinds),
    value: p.text(),
    valueKey: p.text().index('party_tax_id_value_key_index'),
  },
});

export const PartyContactPointSchema = defineEntity({
  name: 'PartyContactPoint',
  tableName: 'party_contact_point',
  uniques: [{ name: 'party_contact_point_once', properties: ['party', 'channel', 'valueKey'] }],
  properties: {
    id: p.uuid().primary(),
    party: () => p.manyToOne(Party),
    channel: p.enum(contactChannels),
    value: p.text(),
    valueKey: p.text().index('party_contact_point_value_key_index'),
    isPrimary: p.boolean().default(false),
  },
});

export const PartyAddressSchema = defineEntity({
  name: 'PartyAddress',
  tableName: 'party_address',
  properties: {
    id: p.uuid().primary(),
    party: () => p.manyToOne(Party).index('party_address_party_id_index'),
    label: p.text().nullable(),
    isBilling: p.boolean().default(false),
    isShipping: p.boolean().default(false),
    street: p.text(),
    city: p.text(),
    province: p.text().nullable(),
    postalCode: p.text().nullable(),
    country: p.text(),
    version: p.integer().default(1),
  },
});

/** A person who speaks for a company; both are parties. */
export const PartyContactSchema = defineEntity({
  name: 'PartyContact',
  tableName: 'party_contact',
  uniques: [{ name: 'party_contact_once', properties: ['company', 'person'] }],
  properties: {
    id: p.uuid().primary(),
    company: () => p.manyToOne(Party),
    person: () => p.manyToOne(Party).index('party_contact_person_id_index'),
    jobTitle: p.text().nullable(),
    isPrimary: p.boolean().default(false),
  },
});

export const PartySegmentSchema = defineEntity({
  name: 'PartySegment',
  tableName: 'party_segment',
  uniques: [{ name: 'party_segment_once', properties: ['party', 'segment'] }],
  properties: {
    id: p.uuid().primary(),
    party: () => p.manyToOne(Party),
    segment: () => p.manyToOne(Segment).index('party_segment_segment_id_index'),
  },
});

export class Party extends PartySchema.class {}
PartySchema.setClass(Party);

export class PartyRedirect extends PartyRedirectSchema.class {}
PartyRedirectSchema.setClass(PartyRedirect);

export class PartyTaxId extends PartyTaxIdSchema.class {}
PartyTaxIdSchema.setClass(PartyTaxId);

export class PartyContactPoint extends PartyContactPointSchema.class {}
PartyContactPointSchema.setClass(PartyContactPoint);

export class PartyAddress extends PartyAddressSchema.class {}
PartyAddressSchema.setClass(PartyAddress);

export class PartyContact extends PartyContactSchema.class {}
PartyContactSchema.setClass(PartyContact);

export class PartySegment extends PartySegmentSchema.class {}
PartySegmentSchema.setClass(PartySegment);
