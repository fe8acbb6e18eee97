import { DomainError, refuseIfAny, type Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { defineOperation } from '../../../platform/perform/operation.ts';
import { fault } from '../errors.ts';
import { partiesEvents } from '../events.ts';
import { lockParty } from '../ledger/lock-parties.ts';
import { lockWhole } from '../ledger/lock-whole.ts';
import { saveParty } from '../ledger/save-party.ts';
import type { PartyChanged } from '../rules/party.ts';
import { loadCompany } from '../queries/load-company.ts';
import { readTaxId, type TaxIdInput } from '../rules/read-tax-id.ts';

export interface SetPartyTaxIdInput extends TaxIdInput {
  readonly partyId: Id;
}

/** A tax office calls the party so from now on, in place of what it had of this kind there. */
export const setPartyTaxId = defineOperation({
  name: 'setPartyTaxId',
  permission: 'parties.edit',
  async run(op, input: SetPartyTaxIdInput): Promise<PartyChanged> {
    const party = await lockParty(op, input.partyId, 'setPartyTaxId');
    const { country } = await loadCompany(op);
    const faults: Fault[] = [];
    const read = readTaxId(input, { kind: party.kind, country }, [], faults);
    refuseIfAny(faults);
    const of = party.taxIds.find((t) => t.kind === read.kind && t.country === read.country);
    const taxId = { id: of?.id ?? op.newId(), ...read };
    const taxIds = of
      ? party.taxIds.map((one) => (one === of ? taxId : one))
      : [...party.taxIds, taxId];
    const change = of ? { taxIdReplaced: { from: of, to: taxId } } : { taxIdAdded: taxId };
    return saveParty(op, party, { ...party, taxIds }, partiesEvents.partyEdited, change);
  },
});

/** The party is not called so by a tax office, or not any more. */
export const removePartyTaxId = defineOperation({
  name: 'removePartyTaxId',
  permission: 'parties.edit',
  async run(op, { partyTaxIdId }: { partyTaxIdId: Id }): Promise<PartyChanged> {
    const party = await lockWhole(op, 'taxIds', partyTaxIdId, 'removePartyTaxId');
    const taxId = party?.taxIds.find(({ id }) => id === partyTaxIdId.toLowerCase());
    if (!party || !taxId) {
      const message = 'There is no such tax id';
      throw new DomainError([fault('TAX_ID_NOT_FOUND', message, ['partyTaxIdId'])]);
    }
    const taxIds = party.taxIds.filter((one) => one !== taxId);
    const change = { taxIdRemoved: taxId };
    return saveParty(op, party, { ...party, taxIds }, partiesEvents.partyEdited, change);
  },
});
