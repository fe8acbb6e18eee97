import { addDecimals, isPositive } from '../../../kernel/decimal.ts';
import { refuse, refuseIfAny, type Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { readLine, readReason } from '../../../kernel/read-input.ts';
import { requireTransition } from '../../../kernel/transitions.ts';
import { defineOperation, type OperationContext } from '../../../platform/perform/operation.ts';
import type { Customer } from '../../parties/index.ts';
import { fault } from '../errors.ts';
import { collectionsEvents, customerEvent } from '../events.ts';
import { loadClaims } from '../ledger/find-commitments.ts';
import type { PaymentPlanChanged } from './propose-payment-plan.ts';
import { againstPlan } from '../rules/against-plan.ts';
import type { ClaimFacts } from '../rules/claim-facts.ts';
import { openDocument } from '../ledger/open-customer.ts';
import { oweEntries } from '../ledger/write-entries.ts';
import { endPlan, planById, startPlan, type PlanRow } from '../ledger/write-plans.ts';
import { endPromises } from '../ledger/write-promises.ts';
import { loadOpenPromises } from '../queries/promise-money.ts';
import { planMachine } from '../rules/states.ts';

const permission = 'collections.plan';

const source = {
  load: planById,
  missing: 'PLAN_NOT_FOUND',
  name: 'plan',
  path: ['paymentPlanId'],
} as const;

export interface AcceptPaymentPlanInput {
  readonly paymentPlanId: Id;
  /** Who agreed to it, at the customer's. */
  readonly acceptedBy: string;
}

/**
 * The customer agrees: the instalments are owed in place of what the plan stands for, which is
 * superseded and never deleted. Refused where any of it has changed since the offer.
 */
export const acceptPaymentPlan = defineOperation({
  name: 'acceptPaymentPlan',
  permission,
  async run(op, input: AcceptPaymentPlanInput): Promise<PaymentPlanChanged> {
    const wanted = { permission, what: 'Agreeing on instalments' };
    const opened = await openDocument<PlanRow>(op, source, input.paymentPlanId, wanted);
    const { document: plan, customer } = opened;
    requireTransition(planMachine, plan.state, 'acceptPaymentPlan');
    const faults: Fault[] = [];
    const acceptedBy = readLine(input.acceptedBy, 100, ['acceptedBy'], faults);
    const claims = await claimsOf(op, plan, faults);
    if (plan.instalments.some(({ dueOn }) => dueOn < op.today)) {
      faults.push(fault('PLAN_STALE', 'Its first day is over: make another', ['paymentPlanId']));
    }
    refuseIfAny(faults);
    await supersedePromises(op, plan, customer);
    await startPlan(op, plan, claims, acceptedBy);
    const paymentPlan = { ...plan, state: 'ACTIVE', acceptedOn: op.today, acceptedBy };
    const data = { paymentPlan, change: { state: { from: 'PROPOSED', to: 'ACTIVE' } } };
    const subject = { type: 'paymentPlan', id: plan.id };
    op.emit(customerEvent(collectionsEvents.planCreated, customer, subject, data));
    const entry = { document: 'PLAN' as const, documentId: plan.id, partyId: plan.partyId };
    oweEntries(op, [{ ...entry, from: 'PROPOSED', to: 'ACTIVE', reason: acceptedBy }]);
    return { paymentPlanId: plan.id };
  },
});

/** What the plan stands for, just as it was when it was proposed. */
async function claimsOf(
  op: OperationContext,
  plan: PlanRow,
  faults: Fault[],
): Promise<ClaimFacts[]> {
  const ids = plan.items.map(({ commitmentId }) => commitmentId);
  const found = await loadClaims(op, ids);
  return plan.items.flatMap((item) => {
    const claim = found.get(item.commitmentId);
    const path = ['paymentPlanId'];
    if (!claim) return [];
    faults.push(...againstPlan(claim).map(([code, message]) => fault(code, message, path)));
    if (claim.ended === null && claim.open === item.amount) return [claim];
    const message = `${claim.number} is not what it was: ${item.amount} was open`;
    faults.push(fault('PLAN_STALE', message, path, { open: claim.open }));
    return [];
  });
}

/** What was promised of it is part of the plan now. */
async function supersedePromises(
  op: OperationContext,
  plan: PlanRow,
  customer: Customer,
): Promise<void> {
  const ids = new Set(plan.items.map(({ commitmentId }) => commitmentId));
  const open = await loadOpenPromises(op, [plan.partyId]);
  const covered = open.filter((one) => one.commitmentIds.some((id) => ids.has(id)));
  const end = { received: '0', reason: plan.number, supersededById: null };
  await endPromises(
    op,
    covered.map((promise) => ({ promise, state: 'SUPERSEDED' as const, ...end })),
    new Map([[plan.partyId, customer]]),
  );
}

export interface CancelPaymentPlanInput {
  readonly paymentPlanId: Id;
  readonly reason: string;
}

/** An offer is withdrawn; or a plan is given up: what it stood for is owed again. */
export const cancelPaymentPlan = defineOperation({
  name: 'cancelPaymentPlan',
  permission,
  async run(op, input: CancelPaymentPlanInput): Promise<PaymentPlanChanged> {
    const wanted = { permission, what: 'Giving a plan up' };
    const opened = await openDocument<PlanRow>(op, source, input.paymentPlanId, wanted);
    const { document: plan, customer } = opened;
    requireTransition(planMachine, plan.state, 'cancelPaymentPlan');
    const faults: Fault[] = [];
    const reason = readReason(input.reason, ['reason'], faults);
    refuseIfAny(faults);
    if (plan.state === 'ACTIVE' && isPaid(plan)) {
      refuse('ILLEGAL_STATE', 'All of it is paid: it is not given up', ['paymentPlanId']);
    }
    await endPlan(op, plan, { state: 'CANCELLED', reason }, customer);
    return { paymentPlanId: plan.id };
  },
});

const isPaid = ({ instalments }: PlanRow): boolean =>
  instalments.every(
    ({ open, interestOpen }) => !isPositive(addDecimals(open ?? '0', interestOpen ?? '0')),
  );
