import { refuseIfAny, type Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { defineOperation } from '../../../platform/perform/operation.ts';
import { enterChequeMoney, rateOf } from '../ledger/cheque-money.ts';
import { openCheque } from '../ledger/load-cheques.ts';
import { periodFaults } from '../ledger/periods.ts';
import { oweCheques, stepOf } from '../ledger/write-cheques.ts';
import { readNeededWords, readPastDay, readRate, readWords } from '../rules/read-payment.ts';
import type { ChequeCleared } from './clear-cheque.ts';

export interface EndorseChequeInput {
  readonly chequeId: Id;
  /** Who has it now. */
  readonly endorsedTo: string;
  readonly endorsedOn?: string | null;
  readonly rate?: string | null;
  readonly note?: string | null;
}

/**
 * The cheque is passed on to somebody whom we owe: it settles what it covers as if it were money.
 * It may come back: then it is returned.
 */
export const endorseCheque = defineOperation({
  name: 'endorseCheque',
  permission: 'receivables.cheques',
  async run(op, input: EndorseChequeInput): Promise<ChequeCleared> {
    const faults: Fault[] = [];
    const on = readPastDay(input.endorsedOn, op.today, ['endorsedOn'], faults) ?? op.today;
    const endorsedTo = readNeededWords(input.endorsedTo, 200, ['endorsedTo'], faults);
    const note = readWords(input.note, 500, ['note'], faults);
    const asked = { day: on, isEntering: true };
    const open = await openCheque(op, input.chequeId, 'Passing a cheque on', asked);
    const { cheque, book } = open;
    const receiptId = op.newId();
    const changes = { endorsedTo, custody: endorsedTo, receiptId };
    const step = stepOf('endorseCheque', cheque, changes);
    const said = readRate(input.rate, ['rate'], faults);
    const rate = rateOf(cheque, book, said, ['rate'], faults);
    faults.push(...periodFaults(book.period, op.today, ['endorsedOn']));
    refuseIfAny(faults);
    enterChequeMoney(op, open, {
      ...{ receiptId, method: 'CHEQUE', moneyAccountId: null, amount: cheque.amount, rate },
      ...{ valuedOn: on, bookedOn: op.today, reference: cheque.number },
    });
    oweCheques(op, op, [{ ...step, effectiveOn: on, reason: note, tells: { receiptId } }]);
    return { chequeId: cheque.id, receiptId };
  },
});
