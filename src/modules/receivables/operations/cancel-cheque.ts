import { defineOperation } from '../../../platform/perform/operation.ts';
import { stepCheque, type ChequeChanged, type ChequeStepInput } from './step-cheque.ts';

/** It was entered by mistake, or is void; the same number may be entered again. */
export const cancelCheque = defineOperation({
  name: 'cancelCheque',
  permission: 'receivables.cheques',
  run: (op, input: ChequeStepInput): Promise<ChequeChanged> =>
    stepCheque(op, input, 'cancelCheque', 'Cancelling a cheque'),
});
