import {
  addPartyAddress,
  addPartyContact,
  addPartyContactPoint,
  editPartyAddress,
  editPartyContact,
  editPartyContactPoint,
  removePartyAddress,
  removePartyContact,
  removePartyContactPoint,
  removePartyTaxId,
  setPartyTaxId,
  type AddPartyAddressInput,
  type AddPartyContactInput,
  type AddPartyContactPointInput,
  type EditPartyAddressInput,
  type EditPartyContactInput,
  type EditPartyContactPointInput,
  type SetPartyTaxIdInput,
} from '../../modules/parties/index.ts';
import { actField, row } from '../mutation/act-field.ts';
import {
  addressFields,
  changedParty,
  contactFields,
  contactPointFields,
  partyId,
  taxIdFields,
} from './party-inputs.ts';
import { PartyType } from './party-types.ts';

actField<SetPartyTaxIdInput, { partyId: string }>({
  name: 'setPartyTaxId',
  operation: setPartyTaxId,
  description: 'Says what a tax office calls a party, in place of what was said before.',
  key: 'optional',
  input: (t) => ({ ...partyId(t), ...taxIdFields(t) }),
  payload: { party: changedParty() },
});

actField<{ partyTaxIdId: string }, { partyId: string }>({
  name: 'removePartyTaxId',
  operation: removePartyTaxId,
  description: 'No tax office calls the party so.',
  key: 'optional',
  input: (t) => ({ partyTaxIdId: t.id({ required: true, description: 'The tax id.' }) }),
  payload: { party: changedParty() },
});

actField<AddPartyContactPointInput, { partyId: string }>({
  name: 'addPartyContactPoint',
  operation: addPartyContactPoint,
  description: 'Says how else a party is reached.',
  key: 'optional',
  input: (t) => ({ ...partyId(t), ...contactPointFields(t) }),
  payload: { party: changedParty() },
});

actField<EditPartyContactPointInput, { partyId: string }>({
  name: 'editPartyContactPoint',
  operation: editPartyContactPoint,
  description: 'Corrects how a party is reached, or says that it is the one to use.',
  key: 'optional',
  input: (t) => ({
    partyContactPointId: t.id({ required: true, description: 'Which of its contact points.' }),
    value: t.string({ description: 'The number or address, anew.' }),
    isPrimary: t.boolean({ description: 'The one to use of its channel.' }),
  }),
  payload: { party: changedParty() },
});

actField<{ partyContactPointId: string }, { partyId: string }>({
  name: 'removePartyContactPoint',
  operation: removePartyContactPoint,
  description: 'A party is reached there no more.',
  key: 'optional',
  input: (t) => ({
    partyContactPointId: t.id({ required: true, description: 'Which of its contact points.' }),
  }),
  payload: { party: changedParty() },
});

actField<AddPartyAddressInput, { partyId: string }>({
  name: 'addPartyAddress',
  operation: addPartyAddress,
  description: 'Says where else a party is.',
  key: 'optional',
  input: (t) => ({ ...partyId(t), ...addressFields(t) }),
  payload: { party: changedParty() },
});

actField<EditPartyAddressInput, { partyId: string }>({
  name: 'editPartyAddress',
  operation: editPartyAddress,
  description: 'Corrects an address, or says what it is used for. What is not said stays.',
  key: 'optional',
  input: (t) => ({
    partyAddressId: t.id({ required: true, description: 'The address.' }),
    label: t.string({ description: 'What it is called.' }),
    withoutLabel: t.boolean({ description: 'It is not called anything.' }),
    isBilling: t.boolean({ description: 'Invoices go there.' }),
    isShipping: t.boolean({ description: 'Goods go there.' }),
    street: t.string({ description: 'Street, number and what finds the door.' }),
    city: t.string({ description: 'City.' }),
    province: t.string({ description: 'Province or state.' }),
    withoutProvince: t.boolean({ description: 'It has none.' }),
    postalCode: t.string({ description: 'Postal code.' }),
    withoutPostalCode: t.boolean({ description: 'It has none.' }),
    country: t.string({ description: 'ISO 3166.' }),
  }),
  payload: { party: changedParty() },
});

actField<{ partyAddressId: string }, { partyId: string }>({
  name: 'removePartyAddress',
  operation: removePartyAddress,
  description: 'A party is there no more.',
  key: 'optional',
  input: (t) => ({ partyAddressId: t.id({ required: true, description: 'The address.' }) }),
  payload: { party: changedParty() },
});

actField<AddPartyContactInput, { partyId: string; personId: string }>({
  name: 'addPartyContact',
  operation: addPartyContact,
  description: 'A person speaks for a company: one who is there, or one who is entered with this.',
  key: 'optional',
  input: (t) => ({
    partyId: t.id({ required: true, description: 'The company.' }),
    ...contactFields(t),
  }),
  payload: {
    party: changedParty(),
    person: row(PartyType, (result) => result.personId, 'The person.'),
  },
});

actField<EditPartyContactInput, { partyId: string }>({
  name: 'editPartyContact',
  operation: editPartyContact,
  description: 'Says what a person is in a company, or that they are the one to turn to.',
  key: 'optional',
  input: (t) => ({
    partyContactId: t.id({ required: true, description: 'The person’s place in the company.' }),
    jobTitle: t.string({ description: 'What they are there.' }),
    withoutJobTitle: t.boolean({ description: 'Nothing in particular.' }),
    isPrimary: t.boolean({ description: 'The one to turn to.' }),
  }),
  payload: { party: changedParty() },
});

actField<{ partyContactId: string }, { partyId: string }>({
  name: 'removePartyContact',
  operation: removePartyContact,
  description: 'A person speaks for a company no more. They stay, as somebody of their own right.',
  key: 'optional',
  input: (t) => ({
    partyContactId: t.id({ required: true, description: 'The person’s place in the company.' }),
  }),
  payload: { party: changedParty() },
});
