import { refuseIfAny, type Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { readLine, readNote, readOptionalLine } from '../../../kernel/read-input.ts';
import { defineOperation } from '../../../platform/perform/operation.ts';
import { partiesEvents } from '../events.ts';
import { lockParty, requireVersion } from '../ledger/lock-parties.ts';
import { saveParty } from '../ledger/save-party.ts';
import type { PartyChanged } from '../rules/party.ts';
import { changesBetween } from '../rules/changes-between.ts';
import type { PartyRecord } from '../rules/party.ts';

export interface EditPartyInput {
  readonly partyId: Id;
  /** The version that the editor has seen. */
  readonly expectedVersion: number;
  /** Each stays as it is when absent. */
  readonly name?: string | null;
  readonly legalName?: string | null;
  readonly withoutLegalName?: boolean | null;
  readonly isCustomer?: boolean | null;
  readonly isSupplier?: boolean | null;
  readonly note?: string | null;
  readonly withoutNote?: boolean | null;
}

type Own = Pick<PartyRecord, 'name' | 'legalName' | 'isCustomer' | 'isSupplier' | 'note'>;

/**
 * A company or a person is called otherwise, or is something else to the firm. What is not said
 * stays; an edit that changes nothing raises no version and announces nothing.
 */
export const editParty = defineOperation({
  name: 'editParty',
  permission: 'parties.edit',
  async run(op, input: EditPartyInput): Promise<PartyChanged> {
    const party = await lockParty(op, input.partyId, 'Editing this party');
    requireVersion(party, input.expectedVersion);
    const faults: Fault[] = [];
    const { name, legalName, isCustomer, isSupplier, note } = party;
    const before: Own = { name, legalName, isCustomer, isSupplier, note };
    const after = readEdit(before, input, faults);
    refuseIfAny(faults);
    const change = changesBetween(before, after);
    if (!change) return { partyId: party.id, version: party.version };
    return saveParty(op, party, { ...party, ...after }, partiesEvents.partyEdited, change);
  },
});

function readEdit(before: Own, input: EditPartyInput, faults: Fault[]): Own {
  const legalName = input.withoutLegalName ? null : before.legalName;
  const note = input.withoutNote ? null : before.note;
  return {
    name: input.name == null ? before.name : readLine(input.name, 200, ['name'], faults),
    legalName: readOptionalLine(input.legalName, 200, ['legalName'], faults) ?? legalName,
    isCustomer: input.isCustomer ?? before.isCustomer,
    isSupplier: input.isSupplier ?? before.isSupplier,
    note: readNote(input.note, ['note'], faults) ?? note,
  };
}
