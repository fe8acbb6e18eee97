import {
  compareDecimals,
  divideDecimals,
  isPositive,
  multiplyDecimals,
  sumDecimals,
  type Decimal,
} from '../../../kernel/decimal.ts';
import type { Id } from '../../../kernel/id.ts';
import type { LocalDate } from '../../../kernel/local-date.ts';
import { anyOf } from '../../../platform/database/any-of.ts';
import { statement } from '../../../platform/database/statement.ts';
import type { OperationContext } from '../../../platform/perform/operation.ts';
import type { Customer } from '../../parties/index.ts';
import { collectionsEvents, customerEvent } from '../events.ts';
import type { PlanState } from '../rules/kinds.ts';
import { settleOriginals, type PlanRule } from '../rules/make-plan.ts';
import type { ClaimFacts } from '../rules/claim-facts.ts';
import {
  cancelClaims,
  raiseClaims,
  reviveClaims,
  settleClaims,
  supersedeClaims,
  unsettleClaims,
  type NewClaim,
} from './change-claims.ts';
import { oweEntries } from './write-entries.ts';

/** A part of a plan, and what is open of its commitments once there are some. */
export interface InstalmentRow {
  readonly id: Id;
  readonly lineNo: number;
  readonly dueOn: LocalDate;
  readonly principal: Decimal;
  readonly interest: Decimal;
  readonly commitmentId: Id | null;
  readonly interestCommitmentId: Id | null;
  readonly isEnded: boolean;
  /** Null while the plan is only proposed. */
  readonly paid: Decimal | null;
  readonly open: Decimal | null;
  readonly interestPaid: Decimal | null;
  readonly interestOpen: Decimal | null;
}

export interface PlanRow extends PlanRule {
  readonly id: Id;
  readonly number: string;
  readonly partyId: Id;
  readonly currency: string;
  readonly state: PlanState;
  readonly amount: Decimal;
  readonly interest: Decimal;
  /** What it stands for: as it was when the plan began, and what is open of it now. */
  readonly items: readonly {
    readonly commitmentId: Id;
    readonly amount: Decimal;
    readonly open: Decimal;
  }[];
  readonly instalments: readonly InstalmentRow[];
  /** Allocations that it made and that stand, the last first. */
  readonly settlements: readonly {
    readonly allocationId: Id;
    readonly commitmentId: Id;
    readonly amount: Decimal;
  }[];
}

const text = (column: string): string => `trim_scale(${column})::text`;

const columns = `p.id, p.number, p.party_id as "partyId", p.currency, p.state,
  ${text('p.amount')} as amount, ${text('p.interest')} as interest,
  p.most_missed as "mostMissed", p.most_days_late as "mostDaysLate",
  (select json_agg(json_build_object('commitmentId', i.commitment_id, 'amount', ${text('i.amount')},
                                     'open', ${text('o.amount - o.settled')})
                   order by i.due_on, i.commitment_id)
   from payment_plan_item i join payment_commitment o on o.id = i.commitment_id
   where i.payment_plan_id = p.id) as items,
  (select json_agg(json_build_object('id', l.id, 'lineNo', l.line_no,
     'dueOn', coalesce(k.due_on, l.due_on), 'isEnded', k.ended is not null,
     'principal', ${text('l.principal')}, 'interest', ${text('l.interest')},
     'commitmentId', l.commitment_id, 'interestCommitmentId', l.interest_commitment_id,
     'paid', ${text('k.settled')}, 'open', ${text('k.amount - k.settled')},
     'interestPaid', ${text('n.settled')}, 'interestOpen', ${text('n.amount - n.settled')})
     order by l.line_no)
   from payment_plan_instalment l
   left join payment_commitment k on k.id = l.commitment_id
   left join payment_commitment n on n.id = l.interest_commitment_id and n.ended is null
   where l.payment_plan_id = p.id) as instalments,
  coalesce((select json_agg(json_build_object('allocationId', a.id,
                              'commitmentId', a.commitment_id, 'amount', ${text('a.amount')})
                            order by a.id desc)
   from payment_plan_settlement s join allocation a on a.id = s.allocation_id
   where s.payment_plan_id = p.id and a.reverses_id is null
     and not exists (select from allocation r where r.reverses_id = a.id)), '[]') as settlements
 from payment_plan p`;

export const planById = statement('payment_plan_by_id', `select ${columns} where p.id = $1`);
const plansByIds = statement(
  'payment_plans_by_ids',
  `select ${columns} where p.id = ${anyOf('$1')} order by p.id`,
);

export const loadPlans = (op: OperationContext, ids: readonly Id[]): Promise<PlanRow[]> =>
  op.query<PlanRow>(plansByIds, [ids]);

const accept = statement(
  'payment_plan_accept',
  `with plan as (
     update payment_plan set state = 'ACTIVE', accepted_on = $2, accepted_by = $3,
                             version = version + 1
     where id = $1
   )
   update payment_plan_instalment l
   set commitment_id = c."commitmentId", interest_commitment_id = c."interestId"
   from jsonb_to_recordset($4::jsonb) as c(id uuid, "commitmentId" uuid, "interestId" uuid)
   where l.id = c.id`,
);

/** The instalments are owed in place of what the plan stands for. Behind the customer's lock. */
export async function startPlan(
  op: OperationContext,
  plan: PlanRow,
  claims: readonly ClaimFacts[],
  acceptedBy: string,
): Promise<void> {
  const [first] = claims;
  if (!first) throw new Error(`${plan.number} stands for nothing`);
  // One rate for all, by which they come to the same in the firm's currency.
  const worth = sumDecimals(claims.map(({ open, rate }) => multiplyDecimals(open, rate)));
  const rate = divideDecimals(worth, plan.amount, 10);
  const { ownerId, teamId } = first;
  const common = { partyId: plan.partyId, currency: plan.currency, rate, ownerId, teamId };
  const links = plan.instalments.map(({ id, interest }) => ({
    id,
    commitmentId: op.newId(),
    interestId: isPositive(interest) ? op.newId() : null,
  }));
  const raised = plan.instalments.flatMap((line, index): NewClaim[] => {
    const link = links[index];
    if (!link) return [];
    const { dueOn } = line;
    const note = `Instalment ${line.lineNo} of ${plan.number}`;
    const part = { ...common, id: link.commitmentId, dueOn, note, amount: line.principal };
    const main: NewClaim = { ...part, reason: 'PLAN', chargeOfId: null };
    if (link.interestId === null) return [main];
    const agreed = { ...part, id: link.interestId, amount: line.interest };
    return [main, { ...agreed, reason: 'INTEREST', chargeOfId: link.commitmentId }];
  });
  await raiseClaims(op, raised);
  await supersedeClaims(
    op,
    claims.map(({ id }) => id),
    `${plan.number} stands in its place`,
  );
  await op.query(accept, [plan.id, op.today, acceptedBy, JSON.stringify(links)]);
}

const end = statement(
  'payment_plan_end',
  `update payment_plan set state = $2, ended_on = $3, reason = $4, version = version + 1
   where id = $1`,
);
const keep = statement(
  'payment_plan_settlements_insert',
  `insert into payment_plan_settlement (allocation_id, payment_plan_id)
   select a, $1 from unnest($2::uuid[]) a`,
);

export interface PlanEnd {
  readonly state: 'COMPLETED' | 'BROKEN' | 'CANCELLED';
  readonly reason: string | null;
}

/**
 * A plan stands no longer: what it stood for is owed again, with the days it was due, less what was
 * paid on the plan. What of agreed interest is not due yet is not asked for.
 */
export async function endPlan(
  op: OperationContext,
  plan: PlanRow,
  { state, reason }: PlanEnd,
  customer: Customer,
): Promise<void> {
  await op.query(end, [plan.id, state, op.today, reason]);
  if (plan.state === 'ACTIVE') await giveBack(op, plan, reason ?? state);
  const type = {
    COMPLETED: collectionsEvents.planCompleted,
    BROKEN: collectionsEvents.planBroken,
    CANCELLED: collectionsEvents.planCancelled,
  }[state];
  const paymentPlan = { ...plan, state, reason, endedOn: op.today };
  const data = { paymentPlan, change: { state: { from: plan.state, to: state } } };
  op.emit(customerEvent(type, customer, { type: 'paymentPlan', id: plan.id }, data));
  const entry = { document: 'PLAN' as const, documentId: plan.id, partyId: plan.partyId };
  oweEntries(op, [{ ...entry, from: plan.state, to: state, reason }]);
}

async function giveBack(op: OperationContext, plan: PlanRow, reason: string): Promise<void> {
  const { instalments, items } = plan;
  await supersedeUnpaid(op, plan, reason);
  const notDue = instalments.filter(
    ({ interestPaid, interestOpen, dueOn }) =>
      interestOpen !== null && interestPaid === '0' && dueOn > op.today,
  );
  await cancelClaims(
    op,
    notDue.flatMap(({ interestCommitmentId }) => interestCommitmentId ?? []),
    `${plan.number}: ${reason}`,
  );
  await reviveClaims(
    op,
    items.map(({ commitmentId }) => commitmentId),
  );
  await settle(op, plan);
}

/** What is open of its instalments is asked for no more: what they stood for is. */
async function supersedeUnpaid(op: OperationContext, plan: PlanRow, why: string): Promise<void> {
  const unpaid = plan.instalments.filter((one) => !one.isEnded && isPositive(one.open ?? '0'));
  await supersedeClaims(
    op,
    unpaid.flatMap(({ commitmentId }) => commitmentId ?? []),
    `${plan.number}: ${why}`,
  );
}

/** No more than is open: what was credited meanwhile is not settled twice. */
async function settle(op: OperationContext, plan: PlanRow): Promise<void> {
  const originals = plan.items.map(({ commitmentId, amount, open }) => ({
    id: commitmentId,
    open: compareDecimals(open, amount) < 0 ? open : amount,
  }));
  const parts = settleOriginals(paidOn(plan), originals);
  const made = await settleClaims(op, parts, `Paid on ${plan.number}`);
  if (made.length > 0) op.owe(keep, [plan.id, made]);
}

/** What was paid on the instalments of a plan, agreed interest left out. */
export const paidOn = ({ instalments }: PlanRow): Decimal =>
  sumDecimals(instalments.map(({ paid }) => paid ?? '0'));

/**
 * A payment on a plan that has ended was taken back: what it had settled is owed again. All that
 * the plan settled is taken back and settled anew by what is left.
 */
export async function resettlePlan(
  op: OperationContext,
  plan: PlanRow,
  customer: Customer,
): Promise<void> {
  const ids = plan.settlements.map(({ allocationId }) => allocationId);
  await supersedeUnpaid(op, plan, 'A payment was taken back');
  const back = await unsettleClaims(op, ids, `Taken back on ${plan.number}`);
  op.owe(keep, [plan.id, back]);
  const items = plan.items.map((item) => {
    const own = plan.settlements.filter((one) => one.commitmentId === item.commitmentId);
    return { ...item, open: sumDecimals([item.open, ...own.map(({ amount }) => amount)]) };
  });
  await settle(op, { ...plan, items });
  const paymentPlan = { ...plan, paid: paidOn(plan) };
  const subject = { type: 'paymentPlan', id: plan.id };
  const data = { paymentPlan, change: { paid: { to: paidOn(plan) } } };
  op.emit(customerEvent(collectionsEvents.planResettled, customer, subject, data));
}
