import { refuseIfAny, type Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { defineOperation } from '../../../platform/perform/operation.ts';
import { openCheque } from '../ledger/load-cheques.ts';
import { oweCheques, oweCoverage, stepOf } from '../ledger/write-cheques.ts';
import { trimCoverage } from '../rules/plan-coverage.ts';
import { readPastDay, readWords } from '../rules/read-payment.ts';
import { findMoneyAccount } from './money-account-of.ts';
import type { ChequeChanged } from './step-cheque.ts';

export interface RepresentChequeInput {
  readonly chequeId: Id;
  readonly representedOn?: string | null;
  /** Another account, or slip, than before. */
  readonly moneyAccountId?: Id | null;
  readonly slipNumber?: string | null;
}

/**
 * A cheque that came back is given to the bank once more: what it covers is secured again, as far
 * as nothing else has paid or covered that meanwhile.
 */
export const representCheque = defineOperation({
  name: 'representCheque',
  permission: 'receivables.cheques',
  async run(op, input: RepresentChequeInput): Promise<ChequeChanged> {
    const faults: Fault[] = [];
    const on = readPastDay(input.representedOn, op.today, ['representedOn'], faults) ?? op.today;
    const slipNumber = readWords(input.slipNumber, 100, ['slipNumber'], faults);
    const what = 'Presenting a cheque again';
    const { cheque, book, coverage, secured } = await openCheque(op, input.chequeId, what);
    // Who passed it on, and got it back, has not been to a bank with it.
    const accountId = input.moneyAccountId ?? cheque.moneyAccountId ?? '';
    const moneyAccountId = await findMoneyAccount(op, accountId, cheque.currency, faults);
    const step = stepOf('representCheque', cheque, {
      ...{ moneyAccountId, depositedOn: on, slipNumber: slipNumber ?? cheque.slipNumber },
    });
    refuseIfAny(faults);
    oweCheques(op, op, [{ ...step, effectiveOn: on }]);
    const rows = trimCoverage(coverage, { open: book.open, secured });
    oweCoverage(op, [{ chequeId: cheque.id, rows }]);
    return { chequeId: cheque.id };
  },
});
