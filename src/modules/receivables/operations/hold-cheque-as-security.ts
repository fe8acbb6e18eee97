import { defineOperation } from '../../../platform/perform/operation.ts';
import { stepCheque, type ChequeChanged, type ChequeStepInput } from './step-cheque.ts';

/** It is kept as security and not for payment: what it covered is secured no longer. */
export const holdChequeAsSecurity = defineOperation({
  name: 'holdChequeAsSecurity',
  permission: 'receivables.cheques',
  run: (op, input: ChequeStepInput): Promise<ChequeChanged> =>
    stepCheque(op, input, 'holdChequeAsSecurity', 'Keeping a cheque as security'),
});
