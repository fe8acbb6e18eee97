import {
  compareDecimals,
  divideDecimals,
  isPositive,
  multiplyDecimals,
  subtractDecimals,
  sumDecimals,
  type Decimal,
} from '../../../kernel/decimal.ts';
import { DomainError, refuse, refuseIfAny, type Fault } from '../../../kernel/domain-error.ts';
import { isId, type Id } from '../../../kernel/id.ts';
import { addDays, type LocalDate } from '../../../kernel/local-date.ts';
import { defineOperation, type OperationContext } from '../../../platform/perform/operation.ts';
import { fault, type Path } from '../errors.ts';
import { openBook } from '../ledger/open-book.ts';
import {
  loadOrderCommitments,
  changesBetween,
  oweCommitments,
} from '../ledger/write-commitments.ts';
import { plainTerms, type Commitment } from '../rules/commitment.ts';
import { inCompany } from '../rules/company-amounts.ts';
import { dateByMilestone } from '../rules/order-schedule.ts';
import { freeOf, otherPayments, withPercents } from '../rules/other-terms.ts';
import { isLive, type Scheduling } from '../rules/schedule-book.ts';
import type { DueTrigger, PaymentMethod, TermsReason } from '../rules/money-kinds.ts';
import { readDays, readPositiveAmount, readReason } from '../rules/read-credit.ts';
import { readDay, readPastDay } from '../rules/read-payment.ts';

export interface ScheduledPaymentInput {
  readonly reason: TermsReason;
  readonly amount: string;
  readonly dueTrigger: DueTrigger;
  /** Of DATE: the day. */
  readonly dueOn?: string | null;
  /** Of the others: so many days later. */
  readonly days?: number | null;
  readonly method?: PaymentMethod | null;
}

export interface RescheduleOrderPaymentsInput {
  readonly salesOrderId: Id;
  readonly payments: readonly ScheduledPaymentInput[];
  readonly reason: string;
}

export interface OrderPaymentsChanged {
  readonly salesOrderId: Id;
  readonly commitmentIds: readonly Id[];
}

const mostPayments = 120;

/**
 * The customer and we agree on other parts and days for what of an order is neither paid nor
 * invoiced: these payments come in its place, and make up just that: SCHEDULE_NOT_WHOLE otherwise.
 */
export const rescheduleOrderPayments = defineOperation({
  name: 'rescheduleOrderPayments',
  permission: 'receivables.commit',
  async run(op, input: RescheduleOrderPaymentsInput): Promise<OrderPaymentsChanged> {
    const { before, companyCurrency } = await openOrder(
      op,
      input.salesOrderId,
      'Agreeing on payments',
    );
    const first = before[0] as Commitment;
    const faults: Fault[] = [];
    const reason = readReason(input.reason, ['reason'], faults);
    const asked = readPayments(input.payments, first.currency, faults);
    refuseIfAny(faults);
    const kept = before.filter(isLive).map(cutToKept);
    const rest = sumDecimals(kept.map(({ given }) => given));
    const whole = sumDecimals(asked.map(({ amount }) => amount));
    if (compareDecimals(rest, whole) !== 0) {
      const message = `${rest} are neither paid nor invoiced; the payments make ${whole}`;
      refuse('SCHEDULE_NOT_WHOLE', message, ['payments'], { rest, whole });
    }
    const born = asked.map((one, n) => bornOf(op, before, one, n, reason));
    const rows = [...kept.map(({ row }) => row), ...born].map((row) =>
      sized(row, before, companyCurrency),
    );
    const changes = changesBetween(op, before, withPercents(rows));
    oweCommitments(op, changes);
    return { salesOrderId: input.salesOrderId, commitmentIds: born.map(({ id }) => id) };
  },
});

export interface RecordCommissioningInput {
  readonly salesOrderId: Id;
  /** Today when left out. */
  readonly commissionedOn?: string | null;
}

/** What was sold runs: payments that wait for that get their day. */
export const recordCommissioning = defineOperation({
  name: 'recordCommissioning',
  permission: 'receivables.commit',
  async run(op, input: RecordCommissioningInput): Promise<OrderPaymentsChanged> {
    const what = 'Recording a commissioning';
    const { before, companyCurrency } = await openOrder(op, input.salesOrderId, what);
    const faults: Fault[] = [];
    const day = readPastDay(input.commissionedOn, op.today, ['commissionedOn'], faults) ?? op.today;
    refuseIfAny(faults);
    const scheduling = { order: orderOf(before), commitments: before, lines: [] };
    const facts: Scheduling = {
      ...scheduling,
      companyCurrency,
      today: op.today,
      newId: () => op.newId(),
    };
    const changes = changesBetween(op, before, dateByMilestone(facts, day));
    if (changes.length === 0) {
      refuse('NOTHING_CHANGED', 'No payment waits for that', ['salesOrderId']);
    }
    oweCommitments(op, changes);
    return {
      salesOrderId: input.salesOrderId,
      commitmentIds: changes.map(({ after }) => after.id),
    };
  },
});

/** The commitments of an order, behind the lock of its customer's account. ORDER_NOT_FOUND. */
async function openOrder(op: OperationContext, given: Id, what: string) {
  const id = given.toLowerCase();
  const path = ['salesOrderId'];
  const known = isId(id) ? await loadOrderCommitments(op, [id]) : [];
  const [first] = known;
  if (!first) refuse('ORDER_NOT_FOUND', 'There is nothing to be paid for such an order', path);
  const { companyCurrency } = await openBook(op, { partyId: first.partyId });
  const before = await loadOrderCommitments(op, [id]);
  const { ownerId, teamId } = first;
  const unitIds = teamId === null ? [] : [teamId];
  op.requireReach('receivables.commit', { ownerId, unitIds }, what);
  return { before, companyCurrency };
}

/** What orders and their commitments have in common, as far as dating them needs it. */
const orderOf = (rows: readonly Commitment[]) => {
  const first = rows[0] as Commitment;
  return {
    id: first.salesOrderId as Id,
    number: orderNumberOf(first),
    partyId: first.partyId,
    currency: first.currency,
    rate: first.rate,
    orderedOn: first.dueOn ?? '',
    ownerId: first.ownerId,
    teamId: first.teamId,
    total: sumDecimals(rows.filter(isLive).map(({ amount }) => amount)),
    tax: sumDecimals(rows.filter(isLive).map(({ tax }) => tax)),
    unbilled: '0',
  };
};

const orderNumberOf = ({ number }: Commitment): string => number.slice(0, number.lastIndexOf('-'));

/** What of it is paid or invoiced stays; the rest is given up. */
function cutToKept(row: Commitment): { readonly row: Commitment; readonly given: Decimal } {
  if (row.ended !== null) return { row, given: '0' };
  const given = freeOf(row);
  if (!isPositive(given)) return { row, given: '0' };
  const kept = subtractDecimals(row.amount, given);
  const cut: Commitment = isPositive(kept)
    ? { ...row, amount: kept }
    : { ...row, ended: 'CANCELLED', endReason: otherPayments };
  return { row: cut, given };
}

interface Asked {
  readonly reason: TermsReason;
  readonly amount: Decimal;
  readonly dueTrigger: DueTrigger;
  readonly dueOn: LocalDate | null;
  readonly days: number;
  readonly method: PaymentMethod | null;
}

function readPayments(
  payments: readonly ScheduledPaymentInput[],
  currency: string,
  faults: Fault[],
): Asked[] {
  if (payments.length === 0 || payments.length > mostPayments) {
    throw new DomainError([
      fault('NO_LINES', `There are 1 to ${mostPayments} payments`, ['payments']),
    ]);
  }
  return payments.map((payment, index) => {
    const path: Path = ['payments', String(index)];
    const dueOn = readDay(payment.dueOn, [...path, 'dueOn'], faults);
    if ((payment.dueTrigger === 'DATE') !== (payment.dueOn != null)) {
      const message = 'A day is said where DATE is, and nowhere else';
      faults.push(fault('DATE_MALFORMED', message, [...path, 'dueOn']));
    }
    return {
      reason: payment.reason,
      amount: readPositiveAmount(payment.amount, currency, [...path, 'amount'], faults) ?? '0',
      dueTrigger: payment.dueTrigger,
      dueOn,
      days: readDays(payment.days ?? 0, [...path, 'days'], faults),
      method: payment.method ?? null,
    };
  });
}

function bornOf(
  op: OperationContext,
  before: readonly Commitment[],
  asked: Asked,
  n: number,
  note: string,
): Commitment {
  const first = before[0] as Commitment;
  const taken = before.map(({ number }) => Number(number.slice(number.lastIndexOf('-') + 1)));
  const lines = before.map(({ lineNo }) => lineNo ?? 0);
  const { days, dueTrigger } = asked;
  return {
    ...first,
    ...plainTerms,
    ...asked,
    dueOn: dueTrigger === 'ORDER' ? addDays(op.today, days) : asked.dueOn,
    id: op.newId(),
    number: `${orderNumberOf(first)}-${Math.max(...taken) + 1 + n}`,
    lineNo: Math.max(...lines) + 1 + n,
    ...{ settled: '0', billed: '0', companySettled: '0', datedById: null, discountUntil: null },
    ...{ appropriation: first.appropriation, ended: null, endReason: null, note },
  };
}

/** The amount, and what follows from it. */
function sized(
  row: Commitment,
  before: readonly Commitment[],
  companyCurrency: string,
): Commitment {
  const same = before.find(({ id }) => id === row.id);
  if (same && compareDecimals(same.amount, row.amount) === 0) return row;
  const known = before.find(({ amount }) => isPositive(amount)) as Commitment;
  const tax = divideDecimals(multiplyDecimals(known.tax, row.amount), known.amount, 4);
  const company = inCompany(row.amount, row.rate, companyCurrency);
  const companyAmount =
    compareDecimals(row.amount, row.settled) === 0 ? row.companySettled : company;
  return { ...row, companyAmount, tax };
}
