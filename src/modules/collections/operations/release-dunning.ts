import { isPositive } from '../../../kernel/decimal.ts';
import { refuseIfAny, type Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { addDays } from '../../../kernel/local-date.ts';
import { readReason } from '../../../kernel/read-input.ts';
import { requireTransition } from '../../../kernel/transitions.ts';
import { statement } from '../../../platform/database/statement.ts';
import { defineOperation, type OperationContext } from '../../../platform/perform/operation.ts';
import type { Customer } from '../../parties/index.ts';
import { lockCustomers } from '../../parties/verbs.ts';
import { lockCreditAccounts } from '../../receivables/verbs.ts';
import { collectionsEvents, customerEvent } from '../events.ts';
import { raiseClaims, type NewClaim } from '../ledger/change-claims.ts';
import { loadDunned, loadProcedures } from '../ledger/load-dunning.ts';
import { oweEntries } from '../ledger/write-entries.ts';
import {
  loadProposed,
  loadRecipients,
  sendLetters,
  setLetterStates,
  type ProposedLetter,
  type SentLetter,
} from '../ledger/write-letters.ts';
import type { DunningRunState } from '../rules/kinds.ts';
import { fillLetter, type LetterFacts } from '../rules/letter-text.ts';
import { refuseMissing, requireAskable } from '../rules/read-input.ts';
import { dunningRunMachine } from '../rules/states.ts';
import { letterTotal, writeLetter, type LetterDraft } from '../rules/write-letters.ts';

export interface ReleaseDunningInput {
  readonly dunningRunId: Id;
}

export interface DunningReleased {
  readonly dunningRunId: Id;
  readonly sent: number;
  /** Nothing was left to ask for, or the customer is not to be reached so. */
  readonly dropped: number;
}

const lock = statement(
  'dunning_run_lock',
  'select id, state from dunning_run where id = $1 for no key update',
);
const save = statement(
  'dunning_run_save',
  `update dunning_run set state = $2, released_at = $3, released_by = $4, version = version + 1
   where id = $1`,
);

export async function lockRun(
  op: OperationContext,
  runId: Id,
): Promise<{ readonly id: Id; readonly state: DunningRunState }> {
  const path = ['dunningRunId'];
  const id = requireAskable(runId, 'RUN_NOT_FOUND', 'run', path);
  const [run] = await op.query<{ id: Id; state: DunningRunState }>(lock, [id]);
  return run ?? refuseMissing('RUN_NOT_FOUND', 'run', path);
}

/**
 * Sends the letters of a run that nobody took out. What was paid, promised or disputed since it
 * was proposed is left out; fees and interest are what they come to today and, where the procedure
 * says so, are owed from now on. The words of each letter are kept as they went out.
 */
export const releaseDunning = defineOperation({
  name: 'releaseDunning',
  permission: 'collections.dun',
  async run(op, input: ReleaseDunningInput): Promise<DunningReleased> {
    op.requireReach('collections.dun', {}, 'Reminding all customers');
    const run = await lockRun(op, input.dunningRunId);
    requireTransition(dunningRunMachine, run.state, 'releaseDunning');
    const seen = await loadProposed(op, run.id);
    const found = await lockCustomers(op, [...new Set(seen.map(({ partyId }) => partyId))]);
    const customers = new Map([...found.values()].map((customer) => [customer.id, customer]));
    await lockCreditAccounts(op, [...customers.keys()]);
    // Who was merged meanwhile has the letter of who stays; all of them stand still by now.
    const letters = await loadProposed(op, run.id);
    const written = await writeAnew(op, letters);
    const sent = await complete(op, written, customers);
    const dropped = letters.filter(({ id }) => !written.some((one) => one.letter.id === id));
    await raiseClaims(
      op,
      written.flatMap((one) => chargesOf(op, one)),
    );
    await sendLetters(op, sent, op.today);
    const droppedIds = dropped.map(({ id }) => id);
    await setLetterStates(op, droppedIds, 'DROPPED', 'There is nothing to ask for, or no way to');
    await op.query(save, [run.id, 'RELEASED', op.now, op.actorId]);
    announce(op, written, sent, customers);
    return { dunningRunId: run.id, sent: sent.length, dropped: dropped.length };
  },
});

interface Written {
  readonly letter: ProposedLetter;
  readonly draft: LetterDraft;
  /** Ids for what is charged, made once: the fee's, and the interest's by what it is upon. */
  readonly feeId: Id | null;
  readonly interestIds: ReadonlyMap<Id, Id>;
}

async function writeAnew(
  op: OperationContext,
  letters: readonly ProposedLetter[],
): Promise<Written[]> {
  const procedures = await loadProcedures(op);
  const ids = letters.flatMap(({ commitmentIds }) => commitmentIds);
  const claims = new Map((await loadDunned(op, op.today, ids)).map((claim) => [claim.id, claim]));
  return letters.flatMap((letter) => {
    const procedure = procedures.get(letter.procedureId);
    const own = letter.commitmentIds.flatMap((id) => claims.get(id) ?? []);
    own.sort((a, b) => (a.dueOn < b.dueOn ? -1 : a.dueOn > b.dueOn ? 1 : 0));
    const draft = procedure ? writeLetter(procedure, own, op.today) : null;
    if (!draft) return [];
    const { charges } = draft.procedure;
    const bearing = draft.lines.filter(({ interest }) => charges && isPositive(interest));
    const interestIds = new Map(bearing.map(({ claim }) => [claim.id, op.newId()]));
    const feeId = charges && isPositive(draft.fee) && draft.feeOf ? op.newId() : null;
    return [{ letter, draft, feeId, interestIds }];
  });
}

function chargesOf(
  op: OperationContext,
  { letter, draft, feeId, interestIds }: Written,
): NewClaim[] {
  const dueOn = addDays(op.today, draft.procedure.chargeDays);
  const common = { partyId: letter.partyId, currency: letter.currency, dueOn };
  const charges = draft.lines.flatMap(({ claim, interest }): NewClaim[] => {
    const id = interestIds.get(claim.id);
    if (!id) return [];
    const { rate, ownerId, teamId } = claim;
    const note = `Interest upon ${claim.number}, ${letter.number}`;
    const upon = { chargeOfId: claim.id, rate, ownerId, teamId, note };
    return [{ ...common, ...upon, id, reason: 'INTEREST', amount: interest }];
  });
  if (!feeId || !draft.feeOf) return charges;
  const { id: chargeOfId, number: of, rate, ownerId, teamId } = draft.feeOf;
  const upon = { chargeOfId, rate, ownerId, teamId, note: `Reminder of ${of}, ${letter.number}` };
  return [...charges, { ...common, ...upon, id: feeId, reason: 'FEE', amount: draft.fee }];
}

async function complete(
  op: OperationContext,
  written: readonly Written[],
  customers: ReadonlyMap<Id, Customer>,
): Promise<SentLetter[]> {
  const partyIds = written.map(({ letter }) => letter.partyId);
  const recipientOf = await loadRecipients(op, partyIds);
  return written.map(({ letter, draft, feeId, interestIds }) => {
    const facts: LetterFacts = {
      customer: customers.get(letter.partyId)?.name ?? '',
      ...{ currency: draft.currency, amount: draft.amount, fee: draft.fee },
      ...{ interest: draft.interest, total: letterTotal(draft) },
      lines: draft.lines.map(({ claim, amount, interest }) => ({
        ...{ number: claim.number, dueOn: claim.dueOn, amount, interest },
      })),
    };
    return {
      id: letter.id,
      draft,
      subject: fillLetter(draft.level.subject, facts),
      body: fillLetter(draft.level.body, facts),
      recipient: recipientOf(letter.partyId, draft.level.channel),
      feeCommitmentId: feeId,
      interestIds,
    };
  });
}

function announce(
  op: OperationContext,
  written: readonly Written[],
  sent: readonly SentLetter[],
  customers: ReadonlyMap<Id, Customer>,
): void {
  const texts = new Map(sent.map((one) => [one.id, one]));
  for (const { letter, draft, feeId, interestIds } of written) {
    const customer = customers.get(letter.partyId);
    const text = texts.get(letter.id);
    if (!customer || !text) continue;
    const dunningLetter = {
      ...{ id: letter.id, number: letter.number, state: 'SENT', levelNo: draft.level.levelNo },
      ...{ channel: draft.level.channel, recipient: text.recipient, subject: text.subject },
      ...{ currency: draft.currency, amount: draft.amount, fee: draft.fee },
      ...{ interest: draft.interest, feeCommitmentId: feeId, sentOn: op.today },
      lines: draft.lines.map(({ claim, levelNo, amount, interest }) => ({
        ...{ commitmentId: claim.id, number: claim.number, levelNo, amount, interest },
        interestCommitmentId: interestIds.get(claim.id) ?? null,
      })),
    };
    const data = { dunningLetter, change: { state: { from: 'PROPOSED', to: 'SENT' } } };
    const subject = { type: 'dunningLetter', id: letter.id };
    op.emit(customerEvent(collectionsEvents.dunningSent, customer, subject, data));
  }
  oweEntries(
    op,
    written.map(({ letter, draft }) => ({
      ...{ document: 'DUNNING' as const, documentId: letter.id, partyId: letter.partyId },
      ...{ from: 'PROPOSED', to: 'SENT', reason: `Level ${draft.level.levelNo}` },
    })),
  );
}

export interface CancelDunningRunInput {
  readonly dunningRunId: Id;
  readonly reason: string;
}

const cancelLetters = statement(
  'dunning_letters_cancel',
  `update dunning_letter set state = 'EXCLUDED', reason = $2, version = version + 1
   where dunning_run_id = $1 and state = 'PROPOSED'`,
);

/** Nothing of a proposal is sent; another may be made for the same day. */
export const cancelDunningRun = defineOperation({
  name: 'cancelDunningRun',
  permission: 'collections.dun',
  async run(op, input: CancelDunningRunInput): Promise<{ readonly dunningRunId: Id }> {
    op.requireReach('collections.dun', {}, 'Giving a run up');
    const run = await lockRun(op, input.dunningRunId);
    requireTransition(dunningRunMachine, run.state, 'cancelDunningRun');
    const faults: Fault[] = [];
    const reason = readReason(input.reason, ['reason'], faults);
    refuseIfAny(faults);
    await op.query(save, [run.id, 'CANCELLED', null, null]);
    await op.query(cancelLetters, [run.id, reason]);
    return { dunningRunId: run.id };
  },
});
