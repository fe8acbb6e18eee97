import { canonicalDecimal, isPositive, percentOf, type Decimal } from '../../../kernel/decimal.ts';
import { refuseIfAny, type Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { roundMoney } from '../../../kernel/money.ts';
import { inOrder } from '../../../platform/database/in-order.ts';
import { defineOperation, type OperationContext } from '../../../platform/perform/operation.ts';
import { fault } from '../errors.ts';
import { creditEvent, receivablesEvents } from '../events.ts';
import { rateOf } from '../ledger/cheque-money.ts';
import {
  loadBounceFacts,
  openCheque,
  type BounceFacts,
  type OpenCheque,
} from '../ledger/load-cheques.ts';
import { lockCreditAccounts } from '../ledger/lock-accounts.ts';
import { periodFaults } from '../ledger/periods.ts';
import { raiseCommitments, type NewCommitment } from '../ledger/raise-commitments.ts';
import { takeMoneyBack } from '../ledger/take-money-back.ts';
import { saveCreditTerms } from '../ledger/write-account.ts';
import { oweCheques, stepOf } from '../ledger/write-cheques.ts';
import { loadCommitments } from '../ledger/write-commitments.ts';
import { loadReceipt } from '../ledger/write-receipts.ts';
import type { ReturnReason } from '../rules/cheque-kinds.ts';
import type { Receipt } from '../rules/receipt.ts';
import { readAmount } from '../rules/read-credit.ts';
import { readPastDay, readWords } from '../rules/read-payment.ts';

export interface ReturnChequeInput {
  readonly chequeId: Id;
  readonly reason: ReturnReason;
  readonly note?: string | null;
  /** The day it counts on; today when left out. */
  readonly returnedOn?: string | null;
  /** What the customer pays: the bank's fee, in the firm's currency; as is set, when left out. */
  readonly fee?: string | null;
  /** And a penalty, in the cheque's; as is set, when left out. */
  readonly penalty?: string | null;
}

export interface ChequeReturned {
  readonly chequeId: Id;
  /** What is charged for it. */
  readonly chargeIds: readonly Id[];
  /** The customer gets no more credit by it. */
  readonly isHeld: boolean;
}

/**
 * The bank did not pay, or took its money back: in one act what the cheque paid is open again by
 * its original day, the fee and the penalty are asked for, and the customer's credit is held where
 * that is the rule. Refuses RECEIPT_REFUNDED where some of the money was paid out.
 */
export const returnCheque = defineOperation({
  name: 'returnCheque',
  permission: 'receivables.cheques',
  async run(op, input: ReturnChequeInput): Promise<ChequeReturned> {
    const faults: Fault[] = [];
    const on = readPastDay(input.returnedOn, op.today, ['returnedOn'], faults) ?? op.today;
    const note = readWords(input.note, 500, ['note'], faults);
    const open = await openCheque(op, input.chequeId, 'Returning a cheque', { day: on });
    const { cheque, book } = open;
    const step = stepOf('returnCheque', cheque, {
      ...{ receiptId: null, returnedOn: on, returnReason: input.reason },
      ...{ bounces: cheque.bounces + 1, clearedOn: null, endorsedTo: null },
    });
    const [facts, receipt] = await inOrder(
      loadBounceFacts(op, book.customer.id, on),
      cheque.receiptId === null ? Promise.resolve(null) : loadReceipt(op, cheque.receiptId),
    );
    if (receipt) faults.push(...refundFaults(receipt));
    faults.push(...dayFaults(cheque.depositedOn, receipt, on));
    faults.push(...periodFaults(book.period, on, ['returnedOn']));
    const charges = readCharges(open, input, facts, faults);
    refuseIfAny(faults);
    const bounces = facts.allBounces + 1;
    const told = { ...step, effectiveOn: on, reason: note ?? input.reason };
    const [causedBy] = oweCheques(op, op, [
      { ...told, tells: { bounces, coverage: open.coverage } },
    ]);
    const reason = `Cheque ${cheque.number} was returned: ${input.reason}`;
    const { companyCurrency } = book;
    if (receipt)
      await takeMoneyBack(op, receipt, { reason, on, companyCurrency, causedBy: causedBy as Id });
    const chargeIds = await charge(op, open, { charges, on, causedBy: causedBy as Id });
    const isHeld = await holdCredit(op, open, facts, causedBy as Id);
    return { chequeId: cheque.id, chargeIds, isHeld };
  },
});

function refundFaults({ refunded }: Receipt): Fault[] {
  if (!isPositive(refunded)) return [];
  const message = `${refunded} of it were paid out to the customer`;
  return [fault('RECEIPT_REFUNDED', message, ['chequeId'], { refunded })];
}

/** A bank returns what it had, and takes back what it paid. */
function dayFaults(depositedOn: string | null, receipt: Receipt | null, on: string): Fault[] {
  const since = receipt?.valuedOn ?? depositedOn;
  if (since === null || on >= since) return [];
  const message = `It was ${receipt ? 'paid' : 'deposited'} on ${since}`;
  return [fault('BEFORE_DEPOSIT', message, ['returnedOn'], { since })];
}

/** Something that a customer pays for a cheque that came back. */
interface Charge {
  readonly currency: string;
  readonly amount: Decimal;
  readonly rate: Decimal;
  readonly note: string;
}

function readCharges(
  { cheque, book }: OpenCheque,
  input: ReturnChequeInput,
  { bounceFee, bouncePenaltyPercent }: BounceFacts,
  faults: Fault[],
): Charge[] {
  const { companyCurrency } = book;
  const { currency, number } = cheque;
  const fee =
    input.fee == null
      ? bounceFee
      : (readAmount(input.fee, companyCurrency, ['fee'], faults) ?? '0');
  const set = roundMoney(percentOf(cheque.amount, bouncePenaltyPercent), currency).amount;
  const penalty =
    input.penalty == null
      ? canonicalDecimal(set)
      : (readAmount(input.penalty, currency, ['penalty'], faults) ?? '0');
  const charges: Charge[] = [];
  if (isPositive(fee)) {
    const note = `The bank’s fee for cheque ${number}, which was returned`;
    charges.push({ currency: companyCurrency, amount: fee, rate: '1', note });
  }
  if (isPositive(penalty)) {
    const rate = rateOf(cheque, book, null, ['penalty'], faults);
    const note = `Penalty for cheque ${number}, which was returned`;
    charges.push({ currency, amount: penalty, rate, note });
  }
  return charges;
}

/** Raises the charges upon what the cheque was to pay first, or upon nothing where that is over. */
async function charge(
  op: OperationContext,
  { coverage, book }: OpenCheque,
  {
    charges,
    on,
    causedBy,
  }: {
    readonly charges: readonly Charge[];
    readonly on: string;
    readonly causedBy: Id;
  },
): Promise<Id[]> {
  if (charges.length === 0) return [];
  const covered = await loadCommitments(
    op,
    coverage.map(({ commitmentId }) => commitmentId),
  );
  const standing = covered.filter(({ ended }) => ended === null);
  const [chargeOf = null] = standing.sort((a, b) =>
    (a.dueOn ?? '9999') < (b.dueOn ?? '9999') ? -1 : 1,
  );
  const { id: partyId, ownerId, teamId } = book.customer;
  const raised = charges.map((one): NewCommitment => ({
    ...{ ...one, partyId, reason: 'FEE', chargeOf, dueOn: on, ownerId, teamId },
  }));
  const at = { effectiveOn: on, companyCurrency: book.companyCurrency };
  const by = {
    ...actOf(op),
    emit: (event: Parameters<typeof op.emit>[0]) => op.emit({ ...event, causedBy }),
  };
  return (await raiseCommitments(op, by, raised, at)).map(({ id }) => id);
}

const actOf = ({ operationId, actorId }: OperationContext) => ({ operationId, actorId });

/** The stop-credit rule: so many that came back within so many days. */
async function holdCredit(
  op: OperationContext,
  { book, cheque }: OpenCheque,
  { bounces, holdFrom, holdWithinDays }: BounceFacts,
  causedBy: Id,
): Promise<boolean> {
  if (holdFrom === null || bounces + 1 < holdFrom) return false;
  const [account] = await lockCreditAccounts(op, [book.customer.id]);
  if (!account || account.heldReason !== null) return false;
  const heldReason =
    `${bounces + 1} cheques were returned within ${holdWithinDays} days, ` +
    `the last is ${cheque.number}`;
  await saveCreditTerms(op, { ...account, heldReason });
  const event = creditEvent(receivablesEvents.held, book.customer, { reason: heldReason });
  op.emit({ ...event, causedBy });
  return true;
}
