import { refuseIfAny, type Fault } from '../../../kernel/domain-error.ts';
import { isId, type Id } from '../../../kernel/id.ts';
import type { LocalDate } from '../../../kernel/local-date.ts';
import { mayAct } from '../../../kernel/transitions.ts';
import { defineOperation, type OperationContext } from '../../../platform/perform/operation.ts';
import { fault } from '../errors.ts';
import { lockCheques, pledgeFaults } from '../ledger/load-cheques.ts';
import { oweCheques, stepOf } from '../ledger/write-cheques.ts';
import type { Cheque } from '../rules/cheque.ts';
import { chequeMachine } from '../rules/cheque-states.ts';
import { readNeededWords, readPastDay } from '../rules/read-payment.ts';
import { findMoneyAccount } from './money-account-of.ts';
import type { ChequesChanged } from './receive-cheques.ts';

const most = 500;

export interface DepositChequesInput {
  readonly chequeIds: readonly Id[];
  /** The account at the bank that is to get the money. */
  readonly moneyAccountId: Id;
  readonly slipNumber: string;
  readonly depositedOn?: string | null;
  /** True: the bank keeps those that are not due yet. */
  readonly beforeDue?: boolean | null;
}

/**
 * Cheques are given to a bank, all on one slip: all of them, or none. Not before their day unless
 * that is said: CHEQUE_NOT_DUE.
 */
export const depositCheques = defineOperation({
  name: 'depositCheques',
  permission: 'receivables.cheques',
  async run(op, input: DepositChequesInput): Promise<ChequesChanged> {
    const faults: Fault[] = [];
    const on = readPastDay(input.depositedOn, op.today, ['depositedOn'], faults) ?? op.today;
    const slipNumber = readNeededWords(input.slipNumber, 100, ['slipNumber'], faults);
    const cheques = await takeCheques(op, input.chequeIds, faults);
    const currency = cheques[0]?.currency ?? '';
    const { moneyAccountId } = input;
    const accountId = await findMoneyAccount(op, moneyAccountId, currency, faults);
    cheques.forEach((cheque, n) => faults.push(...faultsOf(cheque, { n, on, currency }, input)));
    faults.push(...(await pledgeFaults(op, cheques, (n) => ['chequeIds', String(n)])));
    refuseIfAny(faults);
    const deposited = { moneyAccountId: accountId, slipNumber, depositedOn: on };
    const steps = cheques.map((cheque) => ({
      ...stepOf('depositCheques', cheque, deposited),
      effectiveOn: on,
    }));
    oweCheques(op, op, steps);
    return { chequeIds: cheques.map(({ id }) => id) };
  },
});

/** In the order in which they are named, each once, behind their locks and within reach. */
async function takeCheques(
  op: OperationContext,
  given: readonly Id[],
  faults: Fault[],
): Promise<readonly Cheque[]> {
  if (given.length === 0 || given.length > most) {
    faults.push(fault('NO_LINES', `Name 1 to ${most} cheques`, ['chequeIds']));
  }
  const ids = given.slice(0, most).map((id) => id.toLowerCase());
  const found = new Map(
    (await lockCheques(op, ids.filter(isId))).map((cheque) => [cheque.id, cheque]),
  );
  const seen = new Set<Id>();
  ids.forEach((id, n) => {
    const path = ['chequeIds', String(n)];
    if (!found.has(id)) faults.push(fault('CHEQUE_NOT_FOUND', 'There is no such cheque', path));
    if (seen.has(id)) faults.push(fault('NAMED_TWICE', 'This cheque is named before', path));
    seen.add(id);
  });
  refuseIfAny(faults);
  const cheques = ids.map((id) => found.get(id) as Cheque);
  for (const { ownerId, teamId } of cheques) {
    const belongs = { ownerId, unitIds: teamId === null ? [] : [teamId] };
    op.requireReach('receivables.cheques', belongs, 'Depositing cheques');
  }
  return cheques;
}

function faultsOf(
  cheque: Cheque,
  { n, on, currency }: { readonly n: number; readonly on: LocalDate; readonly currency: string },
  { beforeDue }: DepositChequesInput,
): Fault[] {
  const path = ['chequeIds', String(n)];
  const { state, number, dueOn } = cheque;
  const { from } = chequeMachine.acts.depositCheques;
  if (!mayAct(chequeMachine, state, 'depositCheques')) {
    const message = `${number} is ${state}: it cannot be deposited`;
    return [{ code: 'ILLEGAL_STATE', message, path, details: { state, allowedFrom: from } }];
  }
  const faults: Fault[] = [];
  if (dueOn > on && beforeDue !== true) {
    const message = `${number} is due on ${dueOn}`;
    faults.push(fault('CHEQUE_NOT_DUE', message, path, { dueOn }));
  }
  if (cheque.currency !== currency) {
    const message = `${number} is in ${cheque.currency}: one slip has one currency`;
    faults.push(fault('CURRENCY_MISMATCH', message, path, { currency }));
  }
  return faults;
}
