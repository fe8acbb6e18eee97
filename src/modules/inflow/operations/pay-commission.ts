import {
  compareDecimals,
  isZero,
  canonicalDecimal,
  subtractDecimals,
} from '../../../kernel/decimal.ts';
import { refuse, refuseIfAny, type Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { readLocalDate, type LocalDate } from '../../../kernel/local-date.ts';
import { readMoney } from '../../../kernel/money.ts';
import { readNote, readOwnId } from '../../../kernel/read-input.ts';
import { gather } from '../../../kernel/reading.ts';
import { refusingClashes } from '../../../platform/database/constraint-faults.ts';
import { statement } from '../../../platform/database/statement.ts';
import { defineOperation } from '../../../platform/perform/operation.ts';
import { loadCompany } from '../../parties/index.ts';
import { fault } from '../errors.ts';
import { inflowEvents } from '../events.ts';
import { requireSalesperson } from '../ledger/lock-subjects.ts';
import { commissionLeft } from '../queries/commissions.ts';
import { readPercent } from '../rules/read-input.ts';

const permission = 'inflow.payCommission';

export interface SetCommissionRateInput {
  /** Null: of all who have no rate of their own. */
  readonly salespersonId?: Id | null;
  readonly fromOn: LocalDate;
  readonly percent: string;
}

export interface CommissionRateSet {
  readonly commissionRateId: Id;
}

const saveAs = (who: 'person' | 'all') =>
  statement(
    `commission_rate_save_${who}`,
    `insert into commission_rate (id, salesperson_id, from_on, percent, set_at, set_by)
     values ($1, $2, $3, $4, $5, $6)
     on conflict ${who === 'person' ? '(salesperson_id, from_on)' : '(from_on)'}
       where salesperson_id is ${who === 'person' ? 'not null' : 'null'}
     do update set percent = excluded.percent, set_at = excluded.set_at, set_by = excluded.set_by
     returning id`,
  );
const saveOne = saveAs('person');
const saveAll = saveAs('all');

/** So much of what they bring in from a day on is theirs. What was earned before stays. */
export const setCommissionRate = defineOperation({
  name: 'setCommissionRate',
  permission,
  async run(op, input: SetCommissionRateInput): Promise<CommissionRateSet> {
    const person =
      input.salespersonId == null ? null : await requireSalesperson(op, input.salespersonId);
    const unitIds = person ? [person.teamId] : [];
    op.requireReach(permission, { unitIds }, 'Setting a commission');
    const faults: Fault[] = [];
    const percent = readPercent(input.percent, ['percent'], faults);
    const fromOn = gather(readLocalDate(input.fromOn), ['fromOn'], faults);
    refuseIfAny(faults);
    const values = [op.newId(), person?.id ?? null, fromOn, percent, op.now, op.actorId];
    const [saved] = await op.query<{ id: Id }>(person ? saveOne : saveAll, values);
    const { id } = saved as { id: Id };
    op.emit({
      type: inflowEvents.rateSet,
      subject: { type: 'commissionRate', id },
      ownerId: person?.id ?? null,
      unitIds,
      data: { commissionRate: { id, salespersonId: person?.id ?? null, fromOn, percent } },
    });
    return { commissionRateId: id };
  },
});

export interface RecordCommissionPayoutInput {
  readonly id?: Id | null;
  readonly salespersonId: Id;
  /** Below zero: paid back. */
  readonly amount: string;
  readonly paidOn: LocalDate;
  /** What was earned up to then is looked at. */
  readonly throughOn: LocalDate;
  readonly reference?: string | null;
}

export interface CommissionPaid {
  readonly commissionPayoutId: Id;
}

const insert = statement(
  'commission_payout_insert',
  `insert into commission_payout (id, salesperson_id, amount, paid_on, through_on, reference, at,
                                  actor_id, operation_id)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $9) returning number`,
);
const paidSoFar = statement(
  'commission_paid_so_far',
  `select trim_scale(coalesce(sum(amount), 0))::text as amount from commission_payout
   where salesperson_id = $1`,
);

/**
 * Somebody was paid commission that they earned, up to a day; never more than is left of it. What
 * is taken back later is taken off what they earn next, or is paid back.
 */
export const recordCommissionPayout = defineOperation({
  name: 'recordCommissionPayout',
  permission,
  async run(op, input: RecordCommissionPayoutInput): Promise<CommissionPaid> {
    const person = await requireSalesperson(op, input.salespersonId, { toPay: true });
    const unitIds = [person.teamId];
    op.requireReach(permission, { unitIds }, 'Recording a payout');
    const faults: Fault[] = [];
    const { currency } = await loadCompany(op);
    const id = readOwnId(input.id, () => op.newId(), ['id'], faults);
    const money = gather(readMoney(input.amount, currency), ['amount'], faults);
    const amount = canonicalDecimal(money?.amount ?? '0');
    if (money && isZero(amount)) {
      faults.push(fault('AMOUNT_MALFORMED', 'Nothing was paid', ['amount']));
    }
    const paidOn = gather(readLocalDate(input.paidOn), ['paidOn'], faults);
    const throughOn = gather(readLocalDate(input.throughOn), ['throughOn'], faults);
    const reference = readNote(input.reference, ['reference'], faults, 500);
    refuseIfAny(faults);
    const [paid] = await op.query<{ amount: string }>(paidSoFar, [person.id]);
    const isBack = amount.startsWith('-');
    const most = isBack
      ? (paid?.amount ?? '0')
      : await commissionLeft(op, person.id, throughOn as LocalDate);
    if (compareDecimals(isBack ? subtractDecimals('0', amount) : amount, most) > 0) {
      const message = isBack ? `Only ${most} was paid` : `Only ${most} is left to be paid`;
      refuse('PAYOUT_EXCEEDS_ACCRUAL', message, ['amount'], { most });
    }
    const clash = (key: string): Fault => fault('ID_TAKEN', `Something has the id ${key}`, ['id']);
    const values = [id, person.id, amount, paidOn, throughOn, reference, op.now, op.actorId];
    const [row] = await refusingClashes({ commission_payout_pkey: clash }, () =>
      op.query<{ number: string }>(insert, [...values, op.operationId]),
    );
    op.emit({
      type: inflowEvents.commissionPaid,
      subject: { type: 'commissionPayout', id },
      ownerId: person.id,
      unitIds,
      data: {
        commissionPayout: {
          id,
          number: row?.number,
          salespersonId: person.id,
          amount,
          currency,
          paidOn,
        },
      },
    });
    return { commissionPayoutId: id };
  },
});
