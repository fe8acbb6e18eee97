import { DomainError, refuseIfAny, type Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { statement } from '../../../platform/database/statement.ts';
import {
  defineOperation,
  type Operation,
  type OperationContext,
} from '../../../platform/perform/operation.ts';
import { fault } from '../errors.ts';
import { partiesEvents } from '../events.ts';
import { belongs, lockParties, partyNotFound, requireVersion } from '../ledger/lock-parties.ts';
import { statementsOf } from '../ledger/reference-statements.ts';
import { removeParts, saveParty } from '../ledger/save-party.ts';
import type { PartyChanged } from '../rules/party.ts';
import { takeAway } from '../ledger/take-away.ts';
import { mergedParty, mergeFields, type MergeField } from '../rules/merge.ts';
import type { PartyRecord } from '../rules/party.ts';
import type { PartyReference } from '../rules/party-reference.ts';

export interface MergePartiesInput {
  /** Who stays. */
  readonly survivorId: Id;
  /** Who goes: its id leads to the survivor from then on. */
  readonly loserId: Id;
  /** The versions that were seen. */
  readonly survivorVersion: number;
  readonly loserVersion: number;
  /** What is taken from the one that goes; all else is the survivor's. */
  readonly take?: readonly MergeField[] | null;
}

export type PartiesMerged = PartyChanged & { readonly mergedId: Id };

const speaksFor = statement(
  'parties_speaks_for_others',
  'select id from party_contact where person_id = $1 and company_id <> $2 limit 1',
);

/**
 * Two parties turn out to be the same and are one from now on. What names the one that goes, in any
 * module, names the survivor; its row is deleted, so that the database itself tells that nothing
 * was forgotten; its id leads to the survivor for ever. Refuses ALREADY_MERGED, STALE.
 */
export function createMergeParties(
  references: readonly PartyReference[],
): Operation<MergePartiesInput, PartiesMerged> {
  const repoint = statementsOf(references);
  return defineOperation({
    name: 'mergeParties',
    permission: 'parties.merge',
    async run(op, input: MergePartiesInput): Promise<PartiesMerged> {
      const [survivor, loser] = await lockBoth(op, input);
      const faults: Fault[] = [];
      const take = readTake(input, faults);
      const merged = mergedParty(survivor, loser, take, faults);
      if (survivor.kind === 'COMPANY' && loser.kind === 'PERSON') {
        faults.push(...(await stillSpeaking(op, survivor, loser)));
      }
      refuseIfAny(faults);
      await removeParts(op, loser.id, merged);
      const change = { merged: loser, taken: take };
      const type = partiesEvents.partyMerged;
      const saved = await saveParty(op, survivor, merged, type, change, belongs(loser).unitIds);
      for (const { statement: step, values } of repoint(loser.id, survivor.id)) {
        await op.query(step, values);
      }
      await takeAway(op, loser, survivor.id);
      return { ...saved, mergedId: loser.id };
    },
  });
}

/** A company speaks for nobody, so a person who does cannot become one. */
async function stillSpeaking(
  op: OperationContext,
  survivor: PartyRecord,
  loser: PartyRecord,
): Promise<Fault[]> {
  const [other] = await op.query(speaksFor, [loser.id, survivor.id]);
  if (!other) return [];
  const message = `${loser.name} speaks for another company`;
  return [fault('CONTACT_IS_A_COMPANY', message, ['loserId'])];
}

async function lockBoth(
  op: OperationContext,
  input: MergePartiesInput,
): Promise<[survivor: PartyRecord, loser: PartyRecord]> {
  const { survivorId, loserId } = input;
  const parties = await lockParties(op, [survivorId, loserId], 'for update');
  const survivor = parties.get(survivorId.toLowerCase());
  if (!survivor) throw partyNotFound(survivorId, ['survivorId']);
  const loser = parties.get(loserId.toLowerCase());
  if (!loser) throw partyNotFound(loserId, ['loserId']);
  op.requireReach('parties.merge', belongs(survivor), 'Merging into this party');
  op.requireReach('parties.merge', belongs(loser), 'Merging this party');
  if (survivor.id === loser.id) {
    const message = 'They are one already';
    throw new DomainError([fault('ALREADY_MERGED', message, ['loserId'])]);
  }
  requireVersion(survivor, input.survivorVersion, ['survivorVersion']);
  requireVersion(loser, input.loserVersion, ['loserVersion']);
  return [survivor, loser];
}

function readTake({ take }: MergePartiesInput, faults: Fault[]): readonly MergeField[] {
  return (take ?? []).filter((field, i) => {
    if (mergeFields.includes(field)) return true;
    const message = `${String(field)} is not one of ${mergeFields.join(', ')}`;
    faults.push(fault('TEXT_MALFORMED', message, ['take', String(i)]));
    return false;
  });
}
