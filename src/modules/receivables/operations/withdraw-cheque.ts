import { defineOperation } from '../../../platform/perform/operation.ts';
import { stepCheque, type ChequeChanged, type ChequeStepInput } from './step-cheque.ts';

/** The bank gives a cheque back that it has not presented: it is in our hands again. */
export const withdrawCheque = defineOperation({
  name: 'withdrawCheque',
  permission: 'receivables.cheques',
  run: (op, input: ChequeStepInput): Promise<ChequeChanged> =>
    stepCheque(op, input, 'withdrawCheque', 'Taking a cheque back from the bank', () => ({
      moneyAccountId: null,
      slipNumber: null,
      depositedOn: null,
    })),
});
