import { compareDecimals, sumDecimals } from '../../../kernel/decimal.ts';
import { refuseIfAny, type Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { readReason } from '../../../kernel/read-input.ts';
import { defineOperation } from '../../../platform/perform/operation.ts';
import { fault } from '../errors.ts';
import { enterChequeMoney } from '../ledger/cheque-money.ts';
import { findKnown, openCheque, type OpenCheque } from '../ledger/load-cheques.ts';
import { oweCheques, oweCoverage, stepOf } from '../ledger/write-cheques.ts';
import type { Cheque } from '../rules/cheque.ts';
import { passCoverage, trimCoverage } from '../rules/plan-coverage.ts';
import type { ChequeInput } from '../rules/read-cheque.ts';
import { readCheques } from './receive-cheques.ts';
import { askedOf, readMoney, type MoneyInput } from './settle-cheque-by-cash.ts';

export interface ReplaceChequeInput {
  readonly chequeId: Id;
  /** What comes in its place: cheques, money, or some of each. */
  readonly cheques?: readonly Omit<ChequeInput, 'covers'>[] | null;
  readonly money?: MoneyInput | null;
  readonly reason: string;
}

export interface ChequeReplaced {
  readonly chequeId: Id;
  readonly newChequeIds: readonly Id[];
  readonly receiptId: Id | null;
}

/**
 * Other cheques, or money, come in its place, together at least as much. What it covered goes on to
 * them: to the money first, then to the cheques in their order.
 */
export const replaceCheque = defineOperation({
  name: 'replaceCheque',
  permission: 'receivables.cheques',
  async run(op, input: ReplaceChequeInput): Promise<ChequeReplaced> {
    const faults: Fault[] = [];
    const reason = readReason(input.reason, ['reason'], faults);
    const asked = input.money ? askedOf(op, input.money) : {};
    const open = await openCheque(op, input.chequeId, 'Replacing a cheque', asked);
    const { cheque, book } = open;
    const inputs = input.cheques ?? [];
    if (inputs.length === 0 && !input.money) {
      faults.push(fault('NO_LINES', 'Name cheques, or money', ['cheques']));
    }
    const fresh = inputs.length > 0 ? readCheques(op, inputs, book, faults) : [];
    for (const n of fresh.length > 0 ? await findKnown(op, fresh) : []) {
      const message = 'This bank, number and account were entered before';
      faults.push(fault('CHEQUE_KNOWN', message, ['cheques', String(n), 'number']));
    }
    const money = input.money ? readMoney(op, input.money, open, ['money'], faults) : null;
    faults.push(...amountFaults(cheque, fresh, money?.amount ?? null));
    const receiptId = money?.receiptId ?? null;
    const step = stepOf('replaceCheque', cheque, { settlementReceiptId: receiptId });
    refuseIfAny(faults);
    const parts = partsOf(open, [...(money ? [money.amount] : []), ...amountsOf(fresh)]);
    const ofMoney = money ? (parts[0] ?? []) : [];
    const ofCheques = money ? parts.slice(1) : parts;
    if (money) enterChequeMoney(op, { ...open, coverage: ofMoney }, money);
    const newChequeIds = fresh.map(({ id }) => id);
    const tells = { newChequeIds, receiptId };
    oweCheques(op, op, [
      { ...step, effectiveOn: op.today, reason, tells },
      ...fresh.map((one, n) => ({
        ...{ act: 'receiveCheques' as const, before: null, effectiveOn: op.today },
        after: { ...one, replacesId: cheque.id },
        tells: { coverage: ofCheques[n] },
      })),
    ]);
    oweCoverage(
      op,
      fresh.map(({ id }, n) => ({ chequeId: id, rows: ofCheques[n] ?? [] })),
    );
    return { chequeId: cheque.id, newChequeIds, receiptId };
  },
});

const amountsOf = (cheques: readonly Cheque[]) => cheques.map(({ amount }) => amount);

/** What it covered, as far as that is still to be paid, for each that comes in its place. */
const partsOf = ({ coverage, book, secured }: OpenCheque, amounts: readonly string[]) =>
  passCoverage(trimCoverage(coverage, { open: book.open, secured }), amounts);

function amountFaults(
  { amount, currency }: Cheque,
  fresh: readonly Cheque[],
  money: string | null,
): Fault[] {
  const faults: Fault[] = [];
  fresh.forEach((one, n) => {
    if (one.currency === currency) return;
    const message = `It takes the place of ${currency}`;
    faults.push(fault('CURRENCY_MISMATCH', message, ['cheques', String(n), 'currency']));
  });
  const together = sumDecimals([...amountsOf(fresh), money ?? '0']);
  if (faults.length === 0 && compareDecimals(together, amount) < 0) {
    const message = `The cheque is ${amount}; what comes for it is ${together}`;
    faults.push(fault('LESS_THAN_CHEQUE', message, ['cheques'], { amount, together }));
  }
  return faults;
}
