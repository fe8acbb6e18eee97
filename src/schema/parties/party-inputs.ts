import { builder } from '../builder.ts';
import { row, type InputFieldBuilder } from '../mutation/act-field.ts';
import { ContactChannel, PartyKind, TaxIdKind } from './enums.ts';
import { PartyType } from './party-types.ts';

export const changedParty = <R extends { partyId: string }>() =>
  row<R>(PartyType, (result) => result.partyId, 'The party.');

export const partyId = (t: InputFieldBuilder) => ({
  partyId: t.id({ required: true, description: 'The party; an id that was merged does as well.' }),
});

export const expectedVersion = (t: InputFieldBuilder) => ({
  expectedVersion: t.int({ required: true, description: 'The version seen; else STALE.' }),
});

export const taxIdFields = (t: InputFieldBuilder) => ({
  kind: t.field({ type: TaxIdKind, required: true, description: 'What kind of id it is.' }),
  value: t.string({
    required: true,
    description: 'The id; separators and local digits make no difference.',
  }),
  country: t.string({ description: 'ISO 3166; the firm’s own if not said.' }),
});

export const contactPointFields = (t: InputFieldBuilder) => ({
  channel: t.field({ type: ContactChannel, required: true, description: 'By what.' }),
  value: t.string({
    required: true,
    description: 'Number or address; without a country code a number of the firm’s country.',
  }),
  isPrimary: t.boolean({ description: 'The one to use of its channel.' }),
});

export const addressFields = (t: InputFieldBuilder) => ({
  label: t.string({ description: 'What it is called, e.g. `Head office`.' }),
  isBilling: t.boolean({ description: 'Invoices go there.' }),
  isShipping: t.boolean({ description: 'Goods go there.' }),
  street: t.string({ required: true, description: 'Street, number and what finds the door.' }),
  city: t.string({ required: true, description: 'City.' }),
  province: t.string({ description: 'Province or state.' }),
  postalCode: t.string({ description: 'Postal code.' }),
  country: t.string({ description: 'ISO 3166; the firm’s own if not said.' }),
});

const TaxIdInput = builder.inputType('PartyTaxIdInput', {
  description: 'What a tax office calls a party.',
  fields: taxIdFields,
});

const ContactPointInput = builder.inputType('PartyContactPointInput', {
  description: 'How a party is reached.',
  fields: contactPointFields,
});

const AddressInput = builder.inputType('PartyAddressInput', {
  description: 'Where a party is.',
  fields: addressFields,
});

const PersonInput = builder.inputType('PartyPersonInput', {
  description: 'A person who is entered together with the company that they speak for.',
  fields: (t) => ({
    id: t.id({ description: 'Made by the client; else by the server.' }),
    name: t.string({ required: true, description: 'Their name.' }),
    legalName: t.string({ description: 'As on papers, or in the other script.' }),
    contactPoints: t.field({ type: [ContactPointInput], description: 'How to reach them.' }),
  }),
});

export const contactFields = (t: InputFieldBuilder) => ({
  personId: t.id({ description: 'A person who is there already.' }),
  person: t.field({ type: PersonInput, description: 'Or one who is entered with this.' }),
  jobTitle: t.string({ description: 'What they are there.' }),
  isPrimary: t.boolean({ description: 'The one to turn to.' }),
});

const ContactInput = builder.inputType('PartyContactInput', {
  description: 'A person who speaks for a company: one who is there, or a new one.',
  fields: contactFields,
});

export const partyFields = (t: InputFieldBuilder) => ({
  id: t.id({ description: 'Made by the client; else by the server.' }),
  kind: t.field({ type: PartyKind, required: true, description: 'A company or a person.' }),
  name: t.string({ required: true, description: 'What it is called.' }),
  legalName: t.string({ description: 'As on papers, or in the other script.' }),
  isCustomer: t.boolean({ description: 'Buys from the firm, or may; true if not said.' }),
  isSupplier: t.boolean({ description: 'The firm buys from it.' }),
  ownerId: t.id({ description: 'Who looks after it; who enters it, if not said.' }),
  note: t.string({ description: 'What else is to be known.' }),
  taxIds: t.field({ type: [TaxIdInput], description: 'What tax offices call it.' }),
  contactPoints: t.field({ type: [ContactPointInput], description: 'How to reach it.' }),
  addresses: t.field({ type: [AddressInput], description: 'Where it is.' }),
  contacts: t.field({ type: [ContactInput], description: 'Who speaks for it, if a company.' }),
  segmentIds: t.idList({ description: 'What kind of customer it is.' }),
});
