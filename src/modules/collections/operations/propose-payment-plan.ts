import { compareDecimals, isPositive, sumDecimals, type Decimal } from '../../../kernel/decimal.ts';
import { type Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import type { LocalDate } from '../../../kernel/local-date.ts';
import { readDay, readNote, readOwnId } from '../../../kernel/read-input.ts';
import { statement } from '../../../platform/database/statement.ts';
import { defineOperation, type OperationContext } from '../../../platform/perform/operation.ts';
import { fault } from '../errors.ts';
import { collectionsEvents, customerEvent } from '../events.ts';
import { readClaims } from '../ledger/find-commitments.ts';
import { againstPlan } from '../rules/against-plan.ts';
import { openCustomer } from '../ledger/open-customer.ts';
import { oweEntries } from '../ledger/write-entries.ts';
import type { PlanStep } from '../rules/kinds.ts';
import { makePlan, planSum, type PlanLine } from '../rules/make-plan.ts';
import {
  readAmount,
  readCount,
  readDays,
  readPercent,
  readPositiveAmount,
} from '../rules/read-input.ts';
import { writeRow } from './set-up.ts';

export interface PlanInstalmentInput {
  readonly dueOn: LocalDate;
  readonly principal: string;
  readonly interest?: string | null;
}

export interface ProposePaymentPlanInput {
  readonly id?: Id | null;
  readonly partyId: Id;
  readonly currency: string;
  /** What the plan is to stand for: open, and billed where they are of an order. */
  readonly commitmentIds: readonly Id[];
  /** So many equal instalments from a day on; or each as it is said. */
  readonly count?: number | null;
  readonly firstDueOn?: LocalDate | null;
  readonly step?: PlanStep | null;
  readonly interestPercent?: string | null;
  readonly instalments?: readonly PlanInstalmentInput[] | null;
  readonly mostMissed?: number | null;
  readonly mostDaysLate?: number | null;
  readonly note?: string | null;
}

export interface PaymentPlanChanged {
  readonly paymentPlanId: Id;
}

const permission = 'collections.plan';

const insert = statement(
  'payment_plan_insert',
  `insert into payment_plan (id, party_id, currency, state, amount, interest, interest_percent,
     most_missed, most_days_late, note, proposed_on, created_at, created_by, operation_id)
   values ($1, $2, $3, 'PROPOSED', $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
);
const insertItems = statement(
  'payment_plan_items_insert',
  `insert into payment_plan_item (id, payment_plan_id, commitment_id, due_on, amount)
   select gen_random_uuid(), $1, i.id, i."dueOn", i.open
   from jsonb_to_recordset($2::jsonb) as i(id uuid, "dueOn" date, open numeric)`,
);
const insertLines = statement(
  'payment_plan_instalments_insert',
  `insert into payment_plan_instalment (id, payment_plan_id, line_no, due_on, principal, interest)
   select gen_random_uuid(), $1, l."lineNo", l."dueOn", l.principal, l.interest
   from jsonb_to_recordset($2::jsonb) as l("lineNo" int, "dueOn" date, principal numeric,
                                           interest numeric)`,
);

/**
 * Offers a customer to pay what it owes by instalments. Nothing of what is owed changes until the
 * plan is accepted.
 */
export const proposePaymentPlan = defineOperation({
  name: 'proposePaymentPlan',
  permission,
  async run(op, input: ProposePaymentPlanInput): Promise<PaymentPlanChanged> {
    const wanted = { permission, what: 'Offering instalments' };
    const customer = await openCustomer(op, input.partyId, wanted);
    const faults: Fault[] = [];
    const id = readOwnId(input.id, () => op.newId(), ['id'], faults);
    const mostMissed = readCount(input.mostMissed ?? 0, [0, 100], ['mostMissed'], faults);
    const mostDaysLate = readDays(input.mostDaysLate ?? 10, ['mostDaysLate'], faults);
    const percentPath = ['interestPercent'];
    const percent = readPercent(input.interestPercent ?? '0', percentPath, faults);
    const note = readNote(input.note, ['note'], faults);
    const { currency } = input;
    const path = ['commitmentIds'];
    const claims = await readClaims(op, input.commitmentIds, {
      ...{ partyId: customer.id, currency, path, faults, refuse: againstPlan },
    });
    if (input.commitmentIds.length === 0) {
      faults.push(fault('COMMITMENTS_MISSING', 'A plan stands for something', path));
    }
    const amount = sumDecimals(claims.map(({ open }) => open));
    const lines = faults.length > 0 ? [] : readLines(op, input, { amount, percent }, faults);
    const interest = sumDecimals(lines.map((line) => line.interest));
    const said = [id, customer.id, currency, amount, interest, percent, mostMissed, mostDaysLate];
    const values = [...said, note, op.today, op.now, op.actorId, op.operationId];
    await writeRow(op, insert, values, faults);
    await op.query(insertItems, [id, JSON.stringify(claims)]);
    await op.query(insertLines, [id, JSON.stringify(lines)]);
    const paymentPlan = {
      ...{ id, state: 'PROPOSED', currency, amount, interest, interestPercent: percent },
      ...{ mostMissed, mostDaysLate, items: claims.map((claim) => claim.id), instalments: lines },
    };
    const subject = { type: 'paymentPlan', id };
    op.emit(customerEvent(collectionsEvents.planProposed, customer, subject, { paymentPlan }));
    const entry = { document: 'PLAN' as const, documentId: id, partyId: customer.id };
    oweEntries(op, [{ ...entry, from: null, to: 'PROPOSED' }]);
    return { paymentPlanId: id };
  },
});

function readLines(
  op: OperationContext,
  input: ProposePaymentPlanInput,
  { amount, percent }: { readonly amount: Decimal; readonly percent: Decimal },
  faults: Fault[],
): PlanLine[] {
  const { currency, instalments } = input;
  if (instalments != null && instalments.length > 0) {
    if (input.count != null) faults.push(fault('ONE_MEANT', 'Either so many or these', ['count']));
    const lines = instalments.map((line, index) => {
      const path = ['instalments', String(index)];
      return {
        lineNo: index + 1,
        dueOn: readAhead(op, line.dueOn, [...path, 'dueOn'], faults),
        principal: readPositiveAmount(line.principal, currency, [...path, 'principal'], faults),
        interest: readAmount(line.interest ?? '0', currency, [...path, 'interest'], faults),
      };
    });
    if (compareDecimals(planSum(lines), amount) !== 0) {
      const message = `They come to ${planSum(lines)}; ${amount} is owed`;
      faults.push(fault('INSTALMENTS_DIFFER', message, ['instalments'], { owed: amount }));
    }
    return lines;
  }
  const count = readCount(input.count ?? 0, [1, 120], ['count'], faults);
  const firstDueOn = readAhead(op, input.firstDueOn, ['firstDueOn'], faults);
  if (faults.length > 0) return [];
  const terms = { amount, currency, count, startsOn: op.today, firstDueOn };
  const step = input.step ?? 'MONTH';
  const lines = makePlan({ ...terms, step, interestPercent: percent, basis: 'ACT_365' });
  if (lines.every(({ principal }) => isPositive(principal))) return lines;
  faults.push(fault('COUNT_MALFORMED', 'There is too little for so many', ['count']));
  return lines;
}

function readAhead(
  op: OperationContext,
  day: LocalDate | null | undefined,
  path: readonly string[],
  faults: Fault[],
): LocalDate {
  const read = readDay(day, path, faults) ?? op.today;
  if (day == null || read < op.today) {
    faults.push(fault('DAY_NOT_AHEAD', 'A day from today on is needed', path));
  }
  return read;
}
