import { addDecimals, isPositive } from '../../../kernel/decimal.ts';
import { refuse } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import type { LocalDate } from '../../../kernel/local-date.ts';
import { inOrder } from '../../../platform/database/in-order.ts';
import type { ActContext, OperationContext } from '../../../platform/perform/operation.ts';
import { loadCompany } from '../../parties/index.ts';
import { loadTermsLines, type ScheduleTerms } from '../queries/payment-terms.ts';
import { afterInvoice, type Commitment, type ScheduleLine } from '../rules/commitment.ts';
import {
  billSchedule,
  dateByDelivery,
  dateByMilestone,
  fitSchedule,
  undateByDelivery,
  type Arrival,
  type Bill,
  type Billing,
} from '../rules/order-schedule.ts';
import type { OrderToPay, Scheduling } from '../rules/schedule-book.ts';
import { fitToOtherTerms, type OtherTerms } from '../rules/other-terms.ts';
import { lockCreditAccounts } from './lock-accounts.ts';
import { letGoOf } from './let-go.ts';
import {
  changesBetween,
  loadOrderCommitments,
  oweCommitments,
  type CommitmentChange,
} from './write-commitments.ts';

/** An order, and what was agreed about paying it. */
export interface OrderWithTerms extends OrderToPay {
  readonly paymentTermsId: Id | null;
  /** After the invoice, where no terms are named. */
  readonly paymentDays: number;
}

/** What happened to an order beside that its lines say something else. */
export interface OrderNews {
  readonly billing?: Billing;
  readonly arrival?: Arrival;
  /** The delivery that is taken back. */
  readonly undelivered?: Id;
  /** Commissioned on that day. */
  readonly commissionedOn?: LocalDate;
  /** Other terms, days or payments are agreed upon for what of it is neither paid nor billed. */
  readonly otherTerms?: OtherTerms;
  /** What is agreed for it, instead of its terms. */
  readonly lines?: readonly ScheduleLine[];
}

type Op = Pick<OperationContext, 'query' | 'owe' | 'now' | 'today' | 'newId'>;
type By = Pick<ActContext, 'operationId' | 'actorId' | 'emit'>;

/**
 * Orders that are written now raise their commitments, with the commit. The caller has locked the
 * accounts of their customers. No round trip.
 */
export function raiseSchedules(
  op: Pick<OperationContext, 'owe' | 'now' | 'today' | 'newId'>,
  orders: readonly {
    readonly by: By;
    readonly order: OrderWithTerms;
  }[],
  { companyCurrency, terms }: ScheduleTerms,
): void {
  const known = new Map(terms.map(({ id, lines }) => [id, lines]));
  oweCommitments(
    op,
    orders.flatMap(({ by, order }) => {
      const named = order.paymentTermsId === null ? undefined : known.get(order.paymentTermsId);
      const lines = named ?? [afterInvoice(order.paymentDays)];
      const scheduling = schedulingOf(op, { order, lines, commitments: [], companyCurrency });
      return changesBetween(by, [], fitSchedule(scheduling).commitments);
    }),
  );
}

/**
 * Brings the commitments of an order to what is to be paid for it, and to what happened: parts that
 * were delivered or invoiced get their day. Only what is neither paid nor billed is rewritten; what
 * is paid beyond that becomes the customer's credit. Locks the customer's account. One round trip,
 * another for an order that has no commitments yet. Answers what changed, and what an invoice is
 * paid by, which the caller writes once it has its number, and the last day of that.
 */
export async function scheduleOrder(
  op: Op,
  by: By,
  order: OrderWithTerms,
  news: OrderNews = {},
): Promise<Scheduled> {
  const [, before, company] = await inOrder(
    lockCreditAccounts(op, [order.partyId]),
    loadOrderCommitments(op, [order.id]),
    loadCompany(op),
  );
  // Of one that has none yet, terms are its own from the beginning; payments are still to be whole.
  const isFirst = before.length === 0 && news.otherTerms?.payments === undefined;
  const otherTerms = isFirst ? undefined : news.otherTerms;
  const isAgreed = before.length > 0 && !otherTerms;
  const lines = isAgreed ? [] : (news.lines ?? (await linesOf(op, order)));
  const facts = { order, lines, companyCurrency: company.currency };
  const scheduling = schedulingOf(op, withBilling(facts, before, news.billing));
  const fitted = otherTerms ? fitToOtherTerms(scheduling, otherTerms) : fitSchedule(scheduling);
  if (isPositive(fitted.stuck)) {
    const message = 'A payment plan stands in place of what is to be paid for it';
    refuse('COMMITMENT_IN_PLAN', message, ['salesOrderId'], { amount: fitted.stuck });
  }
  const { commitments, bills } = afterNews(op, facts, fitted.commitments, news);
  const letGo = await letGoOf(op, by, fitted.overpaid, company.currency);
  const changes = changesBetween(by, before, commitments.map(letGo.applied));
  letGo.owe();
  oweCommitments(op, changes);
  return { dueOn: lastDueOf(commitments, bills), bills, changes };
}

/** What scheduling an order came to. */
export interface Scheduled {
  readonly changes: readonly CommitmentChange[];
  readonly bills: readonly Bill[];
  readonly dueOn: LocalDate | null;
}

interface Facts {
  readonly order: OrderToPay;
  readonly lines: readonly ScheduleLine[];
  readonly companyCurrency: string;
}

const schedulingOf = (
  op: Pick<OperationContext, 'today' | 'newId'>,
  facts: Facts & { readonly commitments: readonly Commitment[] },
): Scheduling => ({ ...facts, today: op.today, newId: () => op.newId() });

/** What is invoiced now is not to be invoiced any more, and is to be paid all the same. */
const withBilling = (
  facts: Facts,
  commitments: readonly Commitment[],
  billing: Billing | undefined,
): Facts & { readonly commitments: readonly Commitment[] } => ({
  ...facts,
  commitments,
  order: billing
    ? { ...facts.order, unbilled: addDecimals(facts.order.unbilled, billing.amount) }
    : facts.order,
});

function afterNews(
  op: Op,
  facts: Facts,
  commitments: readonly Commitment[],
  news: OrderNews,
): { readonly commitments: readonly Commitment[]; readonly bills: readonly Bill[] } {
  let now = commitments;
  const on = () => schedulingOf(op, { ...facts, commitments: now });
  if (news.undelivered !== undefined) now = undateByDelivery(now, news.undelivered);
  if (news.arrival) now = dateByDelivery(on(), news.arrival);
  if (news.commissionedOn !== undefined) now = dateByMilestone(on(), news.commissionedOn);
  return news.billing ? billSchedule(on(), news.billing) : { commitments: now, bills: [] };
}

async function linesOf(op: Op, { paymentTermsId, paymentDays }: OrderWithTerms) {
  if (paymentTermsId === null) return [afterInvoice(paymentDays)];
  const terms = await loadTermsLines(op, [paymentTermsId]);
  return terms.get(paymentTermsId) ?? [afterInvoice(paymentDays)];
}

function lastDueOf(commitments: readonly Commitment[], bills: readonly Bill[]): LocalDate | null {
  const billed = new Set(bills.map(({ commitmentId }) => commitmentId));
  const days = commitments.flatMap(({ id, dueOn }) => (billed.has(id) && dueOn ? [dueOn] : []));
  return days.sort().at(-1) ?? null;
}
