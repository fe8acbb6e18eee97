import { refuseIfAny } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { askable } from '../../../kernel/read-input.ts';
import { defineOperation } from '../../../platform/perform/operation.ts';
import { fault } from '../errors.ts';
import { partiesEvents } from '../events.ts';
import { lockParty, requireVersion } from '../ledger/lock-parties.ts';
import { saveParty } from '../ledger/save-party.ts';
import type { PartyChanged } from '../rules/party.ts';
import { loadEntryFacts } from '../queries/entry-facts.ts';

export interface SetPartySegmentsInput {
  readonly partyId: Id;
  /** The version that the editor has seen. */
  readonly expectedVersion: number;
  /** All that it is of; none: of no segment. */
  readonly segmentIds: readonly Id[];
}

/** The party is of these segments and of no others. Who looks after it stays: see `assignParty`. */
export const setPartySegments = defineOperation({
  name: 'setPartySegments',
  permission: 'parties.edit',
  async run(op, input: SetPartySegmentsInput): Promise<PartyChanged> {
    const party = await lockParty(op, input.partyId, 'setPartySegments');
    requireVersion(party, input.expectedVersion);
    const { segments } = await loadEntryFacts(op, 0, askable(input.segmentIds));
    refuseIfAny(
      input.segmentIds.flatMap((id, i) => {
        const path = ['segmentIds', String(i)];
        if (segments.has(id.toLowerCase())) return [];
        return [fault('SEGMENT_NOT_FOUND', 'There is no such segment', path)];
      }),
    );
    const segmentIds = [...segments].sort();
    const left = party.segmentIds.filter((id) => !segments.has(id));
    const joined = segmentIds.filter((id) => !party.segmentIds.includes(id));
    if (left.length + joined.length === 0) return { partyId: party.id, version: party.version };
    const change = { segments: { left, joined } };
    return saveParty(op, party, { ...party, segmentIds }, partiesEvents.partyEdited, change);
  },
});
