import { refuse, refuseIfAny, type Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { defineOperation } from '../../../platform/perform/operation.ts';
import { chequeEvents } from '../cheque-events.ts';
import { openCheque } from '../ledger/load-cheques.ts';
import { announceCheque, oweCoverage } from '../ledger/write-cheques.ts';
import type { CoverageWish } from '../rules/cheque.ts';
import { waitingStates, type ChequeState } from '../rules/cheque-kinds.ts';
import { planCoverage } from '../rules/plan-coverage.ts';
import type { ChequeChanged } from './step-cheque.ts';

export interface CoverWithChequeInput {
  readonly chequeId: Id;
  /** Just these from now on; what is proposed when left out. */
  readonly covers?: readonly CoverageWish[] | null;
}

/** A cheque that is no money yet is to pay something else, or more, or less. */
export const coverWithCheque = defineOperation({
  name: 'coverWithCheque',
  permission: 'receivables.cheques',
  async run(op, input: CoverWithChequeInput): Promise<ChequeChanged> {
    const { cheque, book, coverage, secured } = await openCheque(op, input.chequeId, 'Covering');
    const allowed: readonly ChequeState[] = waitingStates;
    if (!allowed.includes(cheque.state)) {
      const message = `It is ${cheque.state}: nothing can be covered by it`;
      refuse('ILLEGAL_STATE', message, ['chequeId'], { state: cheque.state, allowed });
    }
    const faults: Fault[] = [];
    const toCover = { open: book.open, secured };
    const covering = { ...cheque, reference: cheque.note };
    const rows = planCoverage(covering, toCover, input.covers ?? null, ['covers'], faults);
    refuseIfAny(faults);
    oweCoverage(op, [{ chequeId: cheque.id, rows }]);
    const tells = { coverage: rows, before: coverage };
    const told = { before: cheque, after: cheque, effectiveOn: op.today, tells };
    announceCheque(op, chequeEvents.covered, told);
    return { chequeId: cheque.id };
  },
});
