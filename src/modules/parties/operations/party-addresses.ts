import { DomainError, refuseIfAny, type Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { defineOperation, type OperationContext } from '../../../platform/perform/operation.ts';
import { fault } from '../errors.ts';
import { partiesEvents } from '../events.ts';
import { lockParty } from '../ledger/lock-parties.ts';
import { lockWhole } from '../ledger/lock-whole.ts';
import { saveParty } from '../ledger/save-party.ts';
import type { PartyChanged } from '../rules/party.ts';
import { loadCompany } from '../queries/load-company.ts';
import type { AddressRecord, PartyRecord } from '../rules/party.ts';
import { readAddress, type AddressInput } from '../rules/read-address.ts';

export interface AddPartyAddressInput extends AddressInput {
  readonly partyId: Id;
}

export type PartyAddressAdded = PartyChanged & { readonly partyAddressId: Id };

/** The party is there, too. */
export const addPartyAddress = defineOperation({
  name: 'addPartyAddress',
  permission: 'parties.edit',
  async run(op, input: AddPartyAddressInput): Promise<PartyAddressAdded> {
    const party = await lockParty(op, input.partyId, 'addPartyAddress');
    const { country } = await loadCompany(op);
    const faults: Fault[] = [];
    const address = { id: op.newId(), ...readAddress(input, country, [], faults) };
    refuseIfAny(faults);
    const addresses = [...party.addresses, address];
    const change = { addressAdded: address };
    const after = { ...party, addresses };
    const saved = await saveParty(op, party, after, partiesEvents.partyEdited, change);
    return { ...saved, partyAddressId: address.id };
  },
});

export type EditPartyAddressInput = Partial<AddressInput> & {
  readonly partyAddressId: Id;
  readonly withoutLabel?: boolean | null;
  readonly withoutProvince?: boolean | null;
  readonly withoutPostalCode?: boolean | null;
};

/** The address was written wrong, or is used otherwise. What is not said stays. */
export const editPartyAddress = defineOperation({
  name: 'editPartyAddress',
  permission: 'parties.edit',
  async run(op, input: EditPartyAddressInput): Promise<PartyChanged> {
    const [party, before] = await lockAddress(op, input.partyAddressId, 'editPartyAddress');
    const faults: Fault[] = [];
    const stated: AddressInput = {
      label: input.label ?? (input.withoutLabel ? null : before.label),
      isBilling: input.isBilling ?? before.isBilling,
      isShipping: input.isShipping ?? before.isShipping,
      street: input.street ?? before.street,
      city: input.city ?? before.city,
      province: input.province ?? (input.withoutProvince ? null : before.province),
      postalCode: input.postalCode ?? (input.withoutPostalCode ? null : before.postalCode),
      country: input.country ?? before.country,
    };
    const address = { id: before.id, ...readAddress(stated, before.country, [], faults) };
    refuseIfAny(faults);
    const addresses = party.addresses.map((one) => (one === before ? address : one));
    const change = { address: { from: before, to: address } };
    return saveParty(op, party, { ...party, addresses }, partiesEvents.partyEdited, change);
  },
});

/** The party is there no more. */
export const removePartyAddress = defineOperation({
  name: 'removePartyAddress',
  permission: 'parties.edit',
  async run(op, { partyAddressId }: { partyAddressId: Id }): Promise<PartyChanged> {
    const [party, address] = await lockAddress(op, partyAddressId, 'removePartyAddress');
    const addresses = party.addresses.filter((one) => one !== address);
    const change = { addressRemoved: address };
    return saveParty(op, party, { ...party, addresses }, partiesEvents.partyEdited, change);
  },
});

async function lockAddress(
  op: OperationContext,
  id: Id,
  what: string,
): Promise<[PartyRecord, AddressRecord]> {
  const party = await lockWhole(op, 'addresses', id, what);
  const address = party?.addresses.find((one) => one.id === id.toLowerCase());
  if (party && address) return [party, address];
  const message = 'There is no such address';
  throw new DomainError([fault('ADDRESS_NOT_FOUND', message, ['partyAddressId'])]);
}
