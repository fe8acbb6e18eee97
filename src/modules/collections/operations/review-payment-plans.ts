import { addDecimals, compareDecimals, sumDecimals } from '../../../kernel/decimal.ts';
import type { Id } from '../../../kernel/id.ts';
import type { LocalDate } from '../../../kernel/local-date.ts';
import { statement, type Queryable } from '../../../platform/database/statement.ts';
import { defineOperation } from '../../../platform/perform/operation.ts';
import { lockCustomers } from '../../parties/verbs.ts';
import { lockCreditAccounts } from '../../receivables/verbs.ts';
import {
  endPlan,
  loadPlans,
  paidOn,
  resettlePlan,
  type PlanEnd,
  type PlanRow,
} from '../ledger/write-plans.ts';
import { judgePlan } from '../rules/make-plan.ts';

export interface PaymentPlansReviewed {
  readonly completed: number;
  readonly broken: number;
  /** What they stood for was credited, or a payment of it from before was taken back. */
  readonly cancelled: number;
  readonly resettled: number;
  readonly isAll: boolean;
}

const batch = 50;

/**
 * Active plans that are paid, or not kept, or stand for what is not as it was; and plans that have
 * ended, of which less is paid than they have settled.
 */
const due = `from (
    select p.id, p.party_id from payment_plan p
    join lateral (
      select count(*) filter (where o.open > 0) as open,
             count(*) filter (where o.open > 0 and o.due_on < $1::date) as missed,
             max($1::date - o.due_on) filter (where o.open > 0) as late
      from payment_plan_instalment l
      cross join lateral (
        select coalesce(sum(k.amount - k.settled), 0) as open,
               max(k.due_on) filter (where k.id = l.commitment_id) as due_on
        from payment_commitment k
        where k.id in (l.commitment_id, l.interest_commitment_id)) o
      where l.payment_plan_id = p.id
    ) s on true
    where p.state = 'ACTIVE'
      and (s.open = 0 or s.missed > p.most_missed or s.late > p.most_days_late
           or exists (select from payment_plan_item i
                      join payment_commitment k on k.id = i.commitment_id
                      where i.payment_plan_id = p.id and k.amount - k.settled <> i.amount))
    union all
    select p.id, p.party_id from payment_plan p
    where p.state in ('BROKEN', 'CANCELLED') and p.accepted_on is not null
      and not exists (select from payment_plan_item i
                      join payment_commitment k on k.id = i.commitment_id
                      where i.payment_plan_id = p.id and k.ended is not null)
      and (select coalesce(sum(k.settled), 0) from payment_plan_instalment l
           join payment_commitment k on k.id = l.commitment_id where l.payment_plan_id = p.id)
        < (select coalesce(sum(a.amount), 0) from payment_plan_settlement s
           join allocation a on a.id = s.allocation_id where s.payment_plan_id = p.id)
  ) d`;

const hasDue = statement('payment_plans_have_due', `select exists (select ${due}) as due`);
const findDue = statement(
  'payment_plans_due',
  `select d.id, d.party_id as "partyId" ${due} order by d.party_id, d.id limit ${batch}`,
);

/** Whether a plan waits to be reviewed. */
export async function hasPlansToReview(db: Queryable, today: LocalDate): Promise<boolean> {
  const [row] = await db.query<{ due: boolean }>(hasDue, [today]);
  return row?.due === true;
}

/**
 * Ends plans that are paid, which settles what they stood for, and plans that were not kept, or
 * stand for what is not as it was, which brings it back; where a payment on one that has ended was
 * taken back, what it had settled is owed again. Told from what is paid by now; done twice it does
 * nothing more.
 */
export const reviewPaymentPlans = defineOperation({
  name: 'reviewPaymentPlans',
  permission: 'collections.dun',
  async run(op, _input: Record<string, never>): Promise<PaymentPlansReviewed> {
    op.requireReach('collections.dun', {}, 'Reviewing plans');
    const found = await op.query<{ id: Id; partyId: Id }>(findDue, [op.today]);
    const done = { completed: 0, broken: 0, cancelled: 0, resettled: 0 };
    if (found.length === 0) return { ...done, isAll: true };
    const partyIds = [...new Set(found.map(({ partyId }) => partyId))];
    const customers = await lockCustomers(op, partyIds);
    await lockCreditAccounts(op, partyIds);
    const plans = await loadPlans(
      op,
      found.map(({ id }) => id),
    );
    for (const plan of plans) {
      const customer = customers.get(plan.partyId);
      if (!customer) continue;
      const end = plan.state === 'ACTIVE' ? endOf(plan, op.today) : null;
      if (end) {
        await endPlan(op, plan, end, customer);
        done[counted[end.state]] += 1;
      } else if (plan.state !== 'ACTIVE' && hasDrifted(plan)) {
        await resettlePlan(op, plan, customer);
        done.resettled += 1;
      }
    }
    return { ...done, isAll: found.length < batch };
  },
});

const counted = { COMPLETED: 'completed', BROKEN: 'broken', CANCELLED: 'cancelled' } as const;

/** How an active plan ends today; null: it does not. */
function endOf(plan: PlanRow, today: LocalDate): PlanEnd | null {
  const lines = plan.instalments.map(({ dueOn, open, interestOpen }) => ({
    dueOn,
    open: addDecimals(open ?? '0', interestOpen ?? '0'),
  }));
  const state = judgePlan(plan, lines, today);
  if (state === 'COMPLETED') return { state, reason: null };
  if (state === 'BROKEN') return { state, reason: 'It was not kept' };
  // A payment from before it was taken back, or a credit note settled a part of it.
  const isAsItWas = plan.items.every(({ amount, open }) => compareDecimals(amount, open) === 0);
  const reason = 'What it stands for is not what it was';
  return isAsItWas ? null : { state: 'CANCELLED', reason };
}

/** What credit notes settled meanwhile is not settled once more, so there may be more paid. */
const hasDrifted = (plan: PlanRow): boolean =>
  compareDecimals(paidOn(plan), sumDecimals(plan.settlements.map(({ amount }) => amount))) < 0;
