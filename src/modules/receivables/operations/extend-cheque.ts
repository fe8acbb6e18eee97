import type { Fault } from '../../../kernel/domain-error.ts';
import { readDay } from '../../../kernel/read-input.ts';
import { defineOperation } from '../../../platform/perform/operation.ts';
import { fault } from '../errors.ts';
import { stepCheque, type ChequeChanged, type ChequeStepInput } from './step-cheque.ts';

export interface ExtendChequeInput extends ChequeStepInput {
  readonly dueOn: string;
}

/** Its day is put off: commitments keep theirs. How often that happened is counted. */
export const extendCheque = defineOperation({
  name: 'extendCheque',
  permission: 'receivables.cheques',
  run: (op, input: ExtendChequeInput): Promise<ChequeChanged> =>
    stepCheque(op, input, 'extendCheque', 'Putting a cheque off', (cheque, faults: Fault[]) => {
      const dueOn = readDay(input.dueOn, ['dueOn'], faults) ?? cheque.dueOn;
      if (dueOn <= cheque.dueOn && faults.length === 0) {
        faults.push(fault('NOT_LATER', `It is due on ${cheque.dueOn} already`, ['dueOn']));
      }
      return { dueOn, extensions: cheque.extensions + 1 };
    }),
});
