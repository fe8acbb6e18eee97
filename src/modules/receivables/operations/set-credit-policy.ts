import type { Decimal } from '../../../kernel/decimal.ts';
import { refuse, refuseIfAny, type Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { statement } from '../../../platform/database/statement.ts';
import { defineOperation } from '../../../platform/perform/operation.ts';
import { receivablesEvents } from '../events.ts';
import { loadCompany } from '../../parties/index.ts';
import { checkPoints, type CheckPoint } from '../rules/credit.ts';
import { readAmount, readDays } from '../rules/read-credit.ts';

export interface SetCreditPolicyInput {
  readonly checkPoint: CheckPoint;
  readonly expectedVersion: number;
  /** What is not said stays. */
  readonly checksLimit?: boolean | null;
  readonly checksOverdue?: boolean | null;
  readonly checksHold?: boolean | null;
  /** So much overdue, in the firm's currency, is passed over; and what is so for no more days. */
  readonly overdueAmount?: string | null;
  readonly overdueDays?: number | null;
}

export interface CreditPolicySet {
  readonly creditPolicyId: Id;
  readonly version: number;
}

interface Policy {
  readonly id: Id;
  readonly checksLimit: boolean;
  readonly checksOverdue: boolean;
  readonly checksHold: boolean;
  readonly overdueAmount: Decimal;
  readonly overdueDays: number;
  readonly version: number;
}

const lock = statement(
  'credit_policy_lock',
  `select id, checks_limit as "checksLimit", checks_overdue as "checksOverdue",
          checks_hold as "checksHold", trim_scale(overdue_amount)::text as "overdueAmount",
          overdue_days as "overdueDays", version
   from credit_policy where check_point = $1 for no key update`,
);

const save = statement(
  'credit_policy_save',
  `update credit_policy set checks_limit = $2, checks_overdue = $3, checks_hold = $4,
                            overdue_amount = $5, overdue_days = $6, version = $7
   where check_point = $1`,
);

/** What is asked of a customer at orders, at deliveries or at invoices, from now on. */
export const setCreditPolicy = defineOperation({
  name: 'setCreditPolicy',
  permission: 'receivables.configure',
  async run(op, input: SetCreditPolicyInput): Promise<CreditPolicySet> {
    op.requireReach('receivables.configure', {}, 'Saying what is asked of customers');
    const { checkPoint } = input;
    const [before] = await op.query<Policy>(lock, [checkPoint]);
    if (!before) {
      const message = `A check point is ${checkPoints.join(', ')}`;
      refuse('UNKNOWN_CHECK_POINT', message, ['checkPoint']);
    }
    const { version } = before;
    if (version !== input.expectedVersion) {
      const message = `Someone has changed this policy meanwhile: it is at version ${version}`;
      refuse('STALE', message, ['expectedVersion'], { version });
    }
    const faults: Fault[] = [];
    const after = readPolicy(before, input, (await loadCompany(op)).currency, faults);
    refuseIfAny(faults);
    const { checksLimit, checksOverdue, checksHold, overdueAmount, overdueDays } = after;
    const values = [checksLimit, checksOverdue, checksHold, overdueAmount, overdueDays];
    await op.query(save, [checkPoint, ...values, after.version]);
    op.emit({
      type: receivablesEvents.policySet,
      subject: { type: 'creditPolicy', id: before.id },
      data: { creditPolicy: { checkPoint, ...after }, before },
    });
    return { creditPolicyId: before.id, version: after.version };
  },
});

function readPolicy(
  before: Policy,
  input: SetCreditPolicyInput,
  currency: string,
  faults: Fault[],
): Policy {
  const amount =
    input.overdueAmount == null
      ? before.overdueAmount
      : readAmount(input.overdueAmount, currency, ['overdueAmount'], faults);
  return {
    id: before.id,
    checksLimit: input.checksLimit ?? before.checksLimit,
    checksOverdue: input.checksOverdue ?? before.checksOverdue,
    checksHold: input.checksHold ?? before.checksHold,
    overdueAmount: amount ?? before.overdueAmount,
    overdueDays:
      input.overdueDays == null
        ? before.overdueDays
        : readDays(input.overdueDays, ['overdueDays'], faults),
    version: before.version + 1,
  };
}
