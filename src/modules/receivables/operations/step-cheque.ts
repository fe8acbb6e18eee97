import { refuseIfAny, type Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { readReason } from '../../../kernel/read-input.ts';
import type { OperationContext } from '../../../platform/perform/operation.ts';
import { openCheque, pledgeFaults } from '../ledger/load-cheques.ts';
import { oweCheques, stepOf } from '../ledger/write-cheques.ts';
import type { Cheque } from '../rules/cheque.ts';
import type { ChequeAct } from '../rules/cheque-states.ts';

export interface ChequeChanged {
  readonly chequeId: Id;
}

export interface ChequeStepInput {
  readonly chequeId: Id;
  readonly reason: string;
}

/** A step that only the paper takes, and says why: no money comes or goes by it. */
export async function stepCheque(
  op: OperationContext,
  { chequeId, reason: given }: ChequeStepInput,
  act: ChequeAct,
  what: string,
  change: (cheque: Cheque, faults: Fault[]) => Partial<Cheque> = () => ({}),
): Promise<ChequeChanged> {
  const { cheque } = await openCheque(op, chequeId, what);
  const faults: Fault[] = [];
  const reason = readReason(given, ['reason'], faults);
  const step = stepOf(act, cheque, change(cheque, faults));
  // That a cheque is lost is a fact, whatever it was kept for.
  if (act !== 'loseCheque') faults.push(...(await pledgeFaults(op, [cheque], () => ['chequeId'])));
  refuseIfAny(faults);
  oweCheques(op, op, [{ ...step, effectiveOn: op.today, reason }]);
  return { chequeId: cheque.id };
}
