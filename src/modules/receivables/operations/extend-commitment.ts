import { isPositive } from '../../../kernel/decimal.ts';
import { refuse, refuseIfAny, type Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { readDay, readReason } from '../../../kernel/read-input.ts';
import { defineOperation } from '../../../platform/perform/operation.ts';
import { oweCommitments } from '../ledger/write-commitments.ts';
import { openOf } from '../rules/commitment.ts';
import { openCommitment } from './commitment-of.ts';

export interface ExtendCommitmentInput {
  readonly commitmentId: Id;
  /** The day by which it is to be paid from now on. */
  readonly dueOn: string;
  readonly reason: string;
}

/** The customer may pay later, or is to pay earlier, than was agreed. */
export const extendCommitment = defineOperation({
  name: 'extendCommitment',
  permission: 'receivables.commit',
  async run(op, input: ExtendCommitmentInput): Promise<{ commitmentId: Id }> {
    const faults: Fault[] = [];
    const dueOn = readDay(input.dueOn, ['dueOn'], faults);
    const reason = readReason(input.reason, ['reason'], faults);
    const what = 'Changing the day of a payment';
    const { commitment } = await openCommitment(op, input.commitmentId, 'receivables.commit', what);
    refuseIfAny(faults);
    if (commitment.ended !== null || !isPositive(openOf(commitment))) {
      refuse('COMMITMENT_NOT_OPEN', 'Nothing of it is to be paid', ['commitmentId']);
    }
    if (dueOn === null || commitment.dueOn === dueOn) {
      refuse('NOTHING_CHANGED', 'That is its day already', ['dueOn']);
    }
    const after = { ...commitment, dueOn, note: reason };
    oweCommitments(op, [{ before: commitment, after, by: op }]);
    return { commitmentId: commitment.id };
  },
});
