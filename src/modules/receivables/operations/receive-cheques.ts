import { refuseIfAny, type Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { defineOperation, type OperationContext } from '../../../platform/perform/operation.ts';
import { inOrder } from '../../../platform/database/in-order.ts';
import { readCustomer } from '../../parties/index.ts';
import { fault } from '../errors.ts';
import { findKnown, loadSecured } from '../ledger/load-cheques.ts';
import { openBook, requireCustomerReach, type PaymentBook } from '../ledger/open-book.ts';
import { oweCheques, oweCoverage } from '../ledger/write-cheques.ts';
import type { Cheque, Coverage } from '../rules/cheque.ts';
import { planCoverage, withCoverage, type ToCover } from '../rules/plan-coverage.ts';
import { readCheque, type ChequeInput } from '../rules/read-cheque.ts';
import type { ReceiptUse } from './record-receipt.ts';

/** So many at most are handed over at once. */
const most = 200;

export interface ReceiveChequesInput {
  readonly customerId: Id;
  readonly cheques: readonly ChequeInput[];
  /** What they cover where nobody says. */
  readonly use?: ReceiptUse | null;
}

export interface ChequesChanged {
  readonly chequeIds: readonly Id[];
}

/**
 * A customer hands cheques over, several at once. They are no money: what they cover is secured,
 * and not paid. Refuses CHEQUE_KNOWN for one that was entered before.
 */
export const receiveCheques = defineOperation({
  name: 'receiveCheques',
  permission: 'receivables.cheques',
  async run(op, input: ReceiveChequesInput): Promise<ChequesChanged> {
    const faults: Fault[] = [];
    const book = await openBook(op, { partyId: input.customerId });
    const { customer } = book;
    requireCustomerReach(op, 'receivables.cheques', customer, 'Receiving cheques');
    readCustomer(new Map([[customer.id, customer]]), customer.id, ['customerId'], faults);
    const cheques = readCheques(op, input.cheques, book, faults);
    const [known, secured] = await inOrder(findKnown(op, cheques), loadSecured(op, customer.id));
    for (const n of known) faults.push(knownFault(n));
    const toCover = { open: book.open, secured };
    const covered = coverAll(cheques, input, { toCover, path: ['cheques'] }, faults);
    refuseIfAny(faults);
    oweReceived(op, cheques, covered);
    return { chequeIds: cheques.map(({ id }) => id) };
  },
});

const knownFault = (n: number): Fault =>
  fault('CHEQUE_KNOWN', 'This bank, number and account were entered before', [
    ...['cheques', String(n), 'number'],
  ]);

/** Each as it is said; refuses two of the same bank, number and account. */
export function readCheques(
  op: OperationContext,
  inputs: readonly ChequeInput[],
  { customer, companyCurrency }: Pick<PaymentBook, 'customer' | 'companyCurrency'>,
  faults: Fault[],
): Cheque[] {
  if (inputs.length === 0 || inputs.length > most) {
    faults.push(fault('NO_LINES', `Name 1 to ${most} cheques`, ['cheques']));
  }
  const seen = new Set<string>();
  return inputs.slice(0, most).map((one, n) => {
    const path = ['cheques', String(n)];
    const owner = { ...customer };
    const cheque = readCheque(
      one,
      { owner, companyCurrency, path, newId: () => op.newId() },
      faults,
    );
    const key = JSON.stringify([cheque.bankKey, cheque.number, cheque.drawerAccount]);
    if (seen.has(key)) faults.push(knownFault(n));
    seen.add(key);
    return cheque;
  });
}

/** What each covers, what is due first in its turn first. */
export function coverAll(
  cheques: readonly Cheque[],
  { cheques: inputs, use }: Pick<ReceiveChequesInput, 'cheques' | 'use'>,
  { toCover, path }: { readonly toCover: ToCover; readonly path: readonly string[] },
  faults: Fault[],
): readonly (readonly Coverage[])[] {
  let now = toCover;
  const covered: (readonly Coverage[])[] = cheques.map(() => []);
  const turns = cheques.map((cheque, n) => ({ cheque, n, wishes: inputs[n]?.covers ?? null }));
  // What is named comes first, so that no proposal takes it away.
  turns.sort(
    (a, b) =>
      Number(a.wishes === null) - Number(b.wishes === null) ||
      (a.cheque.dueOn < b.cheque.dueOn ? -1 : a.cheque.dueOn > b.cheque.dueOn ? 1 : a.n - b.n),
  );
  for (const { cheque, n, wishes } of turns) {
    if (wishes === null && use === 'NONE') continue;
    const covering = { ...cheque, reference: cheque.note };
    const rows = planCoverage(covering, now, wishes, [...path, String(n), 'covers'], faults);
    covered[n] = rows;
    now = withCoverage(now, rows);
  }
  return covered;
}

/** Writes new cheques and what they cover, and tells of them. */
export function oweReceived(
  op: OperationContext,
  cheques: readonly Cheque[],
  covered: readonly (readonly Coverage[])[],
): void {
  const steps = cheques.map((after, n) => ({
    ...{ act: 'receiveCheques' as const, before: null, after, effectiveOn: op.today },
    tells: { coverage: covered[n] },
  }));
  oweCheques(op, op, steps);
  oweCoverage(
    op,
    cheques.map(({ id }, n) => ({ chequeId: id, rows: covered[n] ?? [] })),
  );
}
