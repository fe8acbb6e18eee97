import { defineOperation } from '../../../platform/perform/operation.ts';
import { stepCheque, type ChequeChanged, type ChequeStepInput } from './step-cheque.ts';

/** The customer gets the paper back. */
export const giveChequeBack = defineOperation({
  name: 'giveChequeBack',
  permission: 'receivables.cheques',
  run: (op, input: ChequeStepInput): Promise<ChequeChanged> =>
    stepCheque(op, input, 'giveChequeBack', 'Giving a cheque back', ({ drawerName }) => ({
      custody: drawerName,
    })),
});
