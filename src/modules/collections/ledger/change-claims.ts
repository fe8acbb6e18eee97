import type { Decimal } from '../../../kernel/decimal.ts';
import { refuseIfAny } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import type { LocalDate } from '../../../kernel/local-date.ts';
import type { OperationContext } from '../../../platform/perform/operation.ts';
import { loadCompany } from '../../parties/index.ts';
import {
  allocateByPlan,
  cancelCommitments,
  keepPeriod,
  loadAllocations,
  loadCommitments,
  periodFaults,
  raiseCommitments,
  reviveCommitments,
  supersedeCommitments,
  takeBackByPlan,
} from '../../receivables/verbs.ts';

/*
 * What collecting does to what is owed, by ids: behind the locks of the customers' accounts,
 * written with the commit, in a period that is open.
 */

/** What a customer owes from now on: charges upon another, instalments of a plan. */
export interface NewClaim {
  readonly id: Id;
  readonly partyId: Id;
  readonly reason: 'FEE' | 'INTEREST' | 'PLAN';
  readonly chargeOfId: Id | null;
  readonly currency: string;
  readonly amount: Decimal;
  readonly rate: Decimal;
  readonly dueOn: LocalDate;
  readonly ownerId: Id | null;
  readonly teamId: Id | null;
  readonly note: string;
}

/** Refuses PERIOD_CLOSED: today nothing is posted. */
const requireOpenToday = async (op: OperationContext): Promise<void> =>
  refuseIfAny(periodFaults(await keepPeriod(op), op.today, []));

/** Fees and interest are posted; instalments of a plan are not: that is owed already. */
export async function raiseClaims(
  op: OperationContext,
  raised: readonly NewClaim[],
): Promise<void> {
  if (raised.length === 0) return;
  await requireOpenToday(op);
  const { currency: companyCurrency } = await loadCompany(op);
  const at = { effectiveOn: op.today, companyCurrency };
  // What stands in a plan is charged upon once it is there itself.
  const [upon, whole] = [raised.filter(isCharge), raised.filter((one) => !isCharge(one))];
  await raiseCommitments(op, op, whole, at);
  const known = await loadCommitments(
    op,
    upon.flatMap(({ chargeOfId }) => chargeOfId ?? []),
  );
  const byId = new Map(known.map((row) => [row.id, row]));
  const charges = upon.map((one) => ({ ...one, chargeOf: byId.get(one.chargeOfId ?? '') ?? null }));
  await raiseCommitments(op, op, charges, at);
}

const isCharge = ({ chargeOfId }: NewClaim): boolean => chargeOfId !== null;

/** They are not asked for after all; nothing of them is paid. */
export async function cancelClaims(
  op: OperationContext,
  ids: readonly Id[],
  reason: string,
): Promise<void> {
  if (ids.length === 0) return;
  await requireOpenToday(op);
  cancelCommitments(op, op, await loadCommitments(op, ids), { reason, effectiveOn: op.today });
}

/** Something stands in their place. */
export async function supersedeClaims(
  op: OperationContext,
  ids: readonly Id[],
  reason: string,
): Promise<void> {
  if (ids.length > 0) supersedeCommitments(op, op, await loadCommitments(op, ids), reason);
}

/** They are owed again, with the days they were due. */
export async function reviveClaims(op: OperationContext, ids: readonly Id[]): Promise<void> {
  if (ids.length > 0) reviveCommitments(op, op, await loadCommitments(op, ids));
}

/** What was paid on a plan settles these, each once. Answers the allocations. */
export async function settleClaims(
  op: OperationContext,
  parts: readonly { readonly commitmentId: Id; readonly amount: Decimal }[],
  note: string,
): Promise<Id[]> {
  if (parts.length === 0) return [];
  await requireOpenToday(op);
  const { currency: companyCurrency } = await loadCompany(op);
  const rows = await loadCommitments(
    op,
    parts.map(({ commitmentId }) => commitmentId),
  );
  const amounts = new Map(parts.map((part) => [part.commitmentId, part.amount]));
  const settled = rows.map((commitment) => ({
    commitment,
    amount: amounts.get(commitment.id) ?? '0',
  }));
  const at = { effectiveOn: op.today, companyCurrency, note };
  return allocateByPlan(op, op, settled, at).map(({ allocation }) => allocation.id);
}

/** Takes back what a plan settled. Answers the allocations by which it was. */
export async function unsettleClaims(
  op: OperationContext,
  allocationIds: readonly Id[],
  note: string,
): Promise<Id[]> {
  if (allocationIds.length === 0) return [];
  await requireOpenToday(op);
  const { currency: companyCurrency } = await loadCompany(op);
  const made = await loadAllocations(op, allocationIds);
  const rows = await loadCommitments(
    op,
    made.map(({ commitmentId }) => commitmentId),
  );
  const taken = made.flatMap((allocation) => {
    const commitment = rows.find(({ id }) => id === allocation.commitmentId);
    return commitment ? [{ commitment, allocation }] : [];
  });
  const at = { effectiveOn: op.today, companyCurrency, note };
  return takeBackByPlan(op, op, taken, at).map(({ allocation }) => allocation.id);
}
