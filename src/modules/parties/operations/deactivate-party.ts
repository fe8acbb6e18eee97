import { DomainError } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { defineOperation, type OperationContext } from '../../../platform/perform/operation.ts';
import { fault } from '../errors.ts';
import { partiesEvents } from '../events.ts';
import { lockParty } from '../ledger/lock-parties.ts';
import { saveParty } from '../ledger/save-party.ts';
import type { PartyChanged } from '../rules/party.ts';

/** Nothing new is done for the party. What is under way goes on to its end. */
export const deactivateParty = defineOperation({
  name: 'deactivateParty',
  permission: 'parties.edit',
  run: (op, { partyId }: { partyId: Id }): Promise<PartyChanged> => setActive(op, partyId, false),
});

/** The firm trades with the party again. */
export const reactivateParty = defineOperation({
  name: 'reactivateParty',
  permission: 'parties.edit',
  run: (op, { partyId }: { partyId: Id }): Promise<PartyChanged> => setActive(op, partyId, true),
});

async function setActive(op: OperationContext, id: Id, active: boolean): Promise<PartyChanged> {
  const party = await lockParty(op, id, active ? 'reactivateParty' : 'deactivateParty');
  if (party.active === active) {
    const code = active ? 'PARTY_ALREADY_ACTIVE' : 'PARTY_ALREADY_INACTIVE';
    const message = `${party.name} is ${active ? 'active' : 'inactive'} already`;
    throw new DomainError([fault(code, message, ['partyId'])]);
  }
  const { partyReactivated, partyDeactivated } = partiesEvents;
  const type = active ? partyReactivated : partyDeactivated;
  return saveParty(op, party, { ...party, active }, type, { active });
}
