import type { Id } from '../../../kernel/id.ts';
import { defineOperation } from '../../../platform/perform/operation.ts';
import { enterParties } from '../ledger/enter-parties.ts';
import { findPossibleDuplicates, type PossibleDuplicate } from '../queries/possible-duplicates.ts';
import { probeOf } from '../rules/duplicate-probe.ts';
import type { PartyInput } from '../rules/read-party.ts';

/** What entering a party answers. */
export interface PartyCreated {
  readonly partyId: Id;
  readonly number: string;
  readonly version: number;
  /** The new persons who speak for it, in the order of `contacts`. */
  readonly personIds: readonly Id[];
  /** Who may be the same as it, or as one of these persons. They stand in nobody's way. */
  readonly possibleDuplicates: readonly PossibleDuplicate[];
}

/**
 * A company or a person is entered with addresses, numbers, tax ids, segments and who speaks for
 * it, in one act. It belongs to who enters it, if a salesperson, unless somebody else is named.
 */
export const createParty = defineOperation({
  name: 'createParty',
  permission: 'parties.edit',
  async run(op, input: PartyInput): Promise<PartyCreated> {
    const [entered] = await enterParties(op, [input], () => []);
    if (!entered) throw new Error('one party was entered, none came back');
    const { party, people } = entered;
    const all = [party, ...people];
    const possibleDuplicates = await findPossibleDuplicates(
      op,
      op.viewer,
      all.map(probeOf),
      all.map(({ id }) => id),
    );
    const { id: partyId, number, version } = party;
    return { partyId, number, version, personIds: people.map(({ id }) => id), possibleDuplicates };
  },
});
