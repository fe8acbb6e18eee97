import { defineOperation } from '../../../platform/perform/operation.ts';
import { stepCheque, type ChequeChanged, type ChequeStepInput } from './step-cheque.ts';

/** A cheque that came back is claimed at law. */
export const sendChequeToLegal = defineOperation({
  name: 'sendChequeToLegal',
  permission: 'receivables.cheques',
  run: (op, input: ChequeStepInput): Promise<ChequeChanged> =>
    stepCheque(op, input, 'sendChequeToLegal', 'Claiming a cheque at law'),
});
