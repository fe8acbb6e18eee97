import { refuseIfAny, type Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { readNote, readReason } from '../../../kernel/read-input.ts';
import { requireTransition } from '../../../kernel/transitions.ts';
import { statement } from '../../../platform/database/statement.ts';
import { defineOperation, type OperationContext } from '../../../platform/perform/operation.ts';
import { collectionsEvents, customerEvent } from '../events.ts';
import { findCustomer, openDocument } from '../ledger/open-customer.ts';
import { letterById, setLetterStates, type ProposedLetter } from '../ledger/write-letters.ts';
import type { Delivery } from '../rules/kinds.ts';
import { refuseMissing, requireAskable } from '../rules/read-input.ts';
import { dunningLetterMachine, dunningRunMachine } from '../rules/states.ts';
import { lockRun } from './release-dunning.ts';

export interface ExcludeDunningLetterInput {
  readonly dunningLetterId: Id;
  readonly reason: string;
}

export interface IncludeDunningLetterInput {
  readonly dunningLetterId: Id;
}

export interface DunningLetterChanged {
  readonly dunningLetterId: Id;
}

const permission = 'collections.dun';
const path = ['dunningLetterId'];

/** A letter of a proposal, behind the lock of its run. */
async function openLetter(
  op: OperationContext,
  letterId: Id,
  act: 'excludeDunningLetter' | 'includeDunningLetter',
): Promise<ProposedLetter> {
  const id = requireAskable(letterId, 'LETTER_NOT_FOUND', 'letter', path);
  const [found] = await op.query<ProposedLetter>(letterById, [id]);
  if (!found) return refuseMissing('LETTER_NOT_FOUND', 'letter', path);
  await findCustomer(op, found.partyId, { permission, what: 'Reminding a customer' });
  const run = await lockRun(op, found.runId);
  requireTransition(dunningRunMachine, run.state, 'releaseDunning');
  const [letter] = await op.query<ProposedLetter>(letterById, [id]);
  if (!letter) return refuseMissing('LETTER_NOT_FOUND', 'letter', path);
  requireTransition(dunningLetterMachine, letter.state, act);
  return letter;
}

/** Takes a customer out of a proposal. */
export const excludeDunningLetter = defineOperation({
  name: 'excludeDunningLetter',
  permission,
  async run(op, input: ExcludeDunningLetterInput): Promise<DunningLetterChanged> {
    const letter = await openLetter(op, input.dunningLetterId, 'excludeDunningLetter');
    const faults: Fault[] = [];
    const reason = readReason(input.reason, ['reason'], faults);
    refuseIfAny(faults);
    await setLetterStates(op, [letter.id], 'EXCLUDED', reason);
    return { dunningLetterId: letter.id };
  },
});

/** Puts a customer back into a proposal. */
export const includeDunningLetter = defineOperation({
  name: 'includeDunningLetter',
  permission,
  async run(op, input: IncludeDunningLetterInput): Promise<DunningLetterChanged> {
    const letter = await openLetter(op, input.dunningLetterId, 'includeDunningLetter');
    await setLetterStates(op, [letter.id], 'PROPOSED', null);
    return { dunningLetterId: letter.id };
  },
});

export interface RecordDunningDeliveryInput {
  readonly dunningLetterId: Id;
  readonly delivery: Exclude<Delivery, 'PENDING'>;
  /** A receipt's number, what a mail server answered, who took it. */
  readonly proof?: string | null;
}

const deliver = statement(
  'dunning_letter_deliver',
  `update dunning_letter set delivery = $2, delivered_at = $3, delivery_proof = $4,
                             version = version + 1
   where id = $1`,
);
const source = { load: letterById, missing: 'LETTER_NOT_FOUND', name: 'letter', path } as const;

/** Notes whether a letter arrived, and what proves it. */
export const recordDunningDelivery = defineOperation({
  name: 'recordDunningDelivery',
  permission: 'collections.work',
  async run(op, input: RecordDunningDeliveryInput): Promise<DunningLetterChanged> {
    const wanted = { permission: 'collections.work', what: 'Noting what became of a letter' };
    const opened = await openDocument<ProposedLetter>(op, source, input.dunningLetterId, wanted);
    const { document, customer } = opened;
    requireTransition(dunningLetterMachine, document.state, 'recordDunningDelivery');
    const faults: Fault[] = [];
    const proof = readNote(input.proof, ['proof'], faults, 500);
    refuseIfAny(faults);
    const { id, number } = document;
    const { delivery } = input;
    await op.query(deliver, [id, delivery, op.now, proof]);
    const dunningLetter = { id, number, delivery, deliveredAt: op.now.toISOString(), proof };
    const data = { dunningLetter, change: { delivery: { from: document.delivery, to: delivery } } };
    const subject = { type: 'dunningLetter', id };
    op.emit(customerEvent(collectionsEvents.dunningDelivered, customer, subject, data));
    return { dunningLetterId: id };
  },
});
