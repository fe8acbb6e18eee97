import { defineOperation } from '../../../platform/perform/operation.ts';
import { stepCheque, type ChequeChanged, type ChequeStepInput } from './step-cheque.ts';

/** Nobody knows where the paper is: what it covered is secured no longer. */
export const loseCheque = defineOperation({
  name: 'loseCheque',
  permission: 'receivables.cheques',
  run: (op, input: ChequeStepInput): Promise<ChequeChanged> =>
    stepCheque(op, input, 'loseCheque', 'Reporting a cheque lost'),
});
