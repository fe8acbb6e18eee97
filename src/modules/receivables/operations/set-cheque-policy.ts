import { compareDecimals, type Decimal } from '../../../kernel/decimal.ts';
import { refuse, refuseIfAny, type Fault } from '../../../kernel/domain-error.ts';
import { readDecimal } from '../../../kernel/decimal.ts';
import { gather } from '../../../kernel/reading.ts';
import { statement } from '../../../platform/database/statement.ts';
import { defineOperation } from '../../../platform/perform/operation.ts';
import { loadCompany } from '../../parties/index.ts';
import { fault, type Path } from '../errors.ts';
import { receivablesEvents } from '../events.ts';
import { readAmount, readDays } from '../rules/read-credit.ts';

export interface SetChequePolicyInput {
  readonly expectedVersion: number;
  /** What is not said stays. Days of the week: 1 is Monday. */
  readonly weekend?: readonly number[] | null;
  /** In the firm's currency. */
  readonly bounceFee?: string | null;
  readonly bouncePenaltyPercent?: string | null;
  /** So many that came back within so many days; 0: no credit is held for cheques. */
  readonly holdFrom?: number | null;
  readonly holdWithinDays?: number | null;
  readonly reliefPercent?: string | null;
  readonly reliefFromCleared?: number | null;
  readonly reliefMostReturned?: number | null;
  readonly guaranteeAlarmDays?: readonly number[] | null;
}

export interface ChequePolicySet {
  readonly chequePolicyId: string;
  readonly version: number;
}

interface Policy {
  readonly weekend: readonly number[];
  readonly bounceFee: Decimal;
  readonly bouncePenaltyPercent: Decimal;
  readonly holdFrom: number | null;
  readonly holdWithinDays: number;
  readonly reliefPercent: Decimal;
  readonly reliefFromCleared: number;
  readonly reliefMostReturned: number;
  readonly guaranteeAlarmDays: readonly number[];
}

const lock = statement(
  'cheque_policy_lock',
  `select weekend, trim_scale(bounce_fee)::text as "bounceFee",
          trim_scale(bounce_penalty_percent)::text as "bouncePenaltyPercent",
          hold_from as "holdFrom", hold_within_days as "holdWithinDays",
          trim_scale(relief_percent)::text as "reliefPercent",
          relief_from_cleared as "reliefFromCleared",
          relief_most_returned as "reliefMostReturned",
          guarantee_alarm_days as "guaranteeAlarmDays", version
   from cheque_policy for no key update`,
);

const save = statement(
  'cheque_policy_save',
  `update cheque_policy set weekend = $1, bounce_fee = $2, bounce_penalty_percent = $3,
     hold_from = $4, hold_within_days = $5, relief_percent = $6, relief_from_cleared = $7,
     relief_most_returned = $8, guarantee_alarm_days = $9, version = version + 1`,
);

/** What is asked of customers whose cheques come back, and how much cheques count, from now on. */
export const setChequePolicy = defineOperation({
  name: 'setChequePolicy',
  permission: 'receivables.configure',
  async run(op, input: SetChequePolicyInput): Promise<ChequePolicySet> {
    op.requireReach('receivables.configure', {}, 'Saying what cheques count');
    const [found] = await op.query<Policy & { version: number }>(lock, []);
    const { version, ...before } = found as Policy & { version: number };
    if (version !== input.expectedVersion) {
      const message = `Someone has changed it meanwhile: it is at version ${version}`;
      refuse('STALE', message, ['expectedVersion'], { version });
    }
    const faults: Fault[] = [];
    const after = readPolicy(before, input, (await loadCompany(op)).currency, faults);
    refuseIfAny(faults);
    op.owe(save, [
      ...[after.weekend, after.bounceFee, after.bouncePenaltyPercent, after.holdFrom],
      ...[after.holdWithinDays, after.reliefPercent, after.reliefFromCleared],
      ...[after.reliefMostReturned, after.guaranteeAlarmDays],
    ]);
    op.emit({
      type: receivablesEvents.chequePolicySet,
      subject: { type: 'chequePolicy', id: op.operationId },
      data: { chequePolicy: after, before },
    });
    return { chequePolicyId: '1', version: version + 1 };
  },
});

function readPolicy(
  before: Policy,
  input: SetChequePolicyInput,
  currency: string,
  faults: Fault[],
): Policy {
  const days = (name: 'holdWithinDays' | 'reliefFromCleared' | 'reliefMostReturned'): number =>
    input[name] == null ? before[name] : readDays(input[name], [name], faults);
  const percent = (name: 'bouncePenaltyPercent' | 'reliefPercent'): Decimal =>
    input[name] == null ? before[name] : readHundredth(input[name], [name], faults);
  const { bounceFee, weekend, guaranteeAlarmDays, holdFrom } = input;
  const within = days('holdWithinDays');
  if (within < 1) faults.push(fault('DAYS_MALFORMED', 'At least one day', ['holdWithinDays']));
  return {
    weekend: weekend == null ? before.weekend : readWeekend(weekend, faults),
    bounceFee:
      bounceFee == null
        ? before.bounceFee
        : (readAmount(bounceFee, currency, ['bounceFee'], faults) ?? '0'),
    bouncePenaltyPercent: percent('bouncePenaltyPercent'),
    holdFrom: holdFrom == null ? before.holdFrom : readDays(holdFrom, ['holdFrom'], faults) || null,
    holdWithinDays: within,
    reliefPercent: percent('reliefPercent'),
    reliefFromCleared: days('reliefFromCleared'),
    reliefMostReturned: days('reliefMostReturned'),
    guaranteeAlarmDays:
      guaranteeAlarmDays == null
        ? before.guaranteeAlarmDays
        : [...new Set(guaranteeAlarmDays)].map((day, n) =>
            readDays(day, ['guaranteeAlarmDays', String(n)], faults),
          ),
  };
}

function readHundredth(text: string, path: Path, faults: Fault[]): Decimal {
  const share = gather(readDecimal(text, { integerDigits: 3, fractionDigits: 6 }), path, faults);
  if (share === null) return '0';
  if (compareDecimals(share, '0') >= 0 && compareDecimals(share, '100') <= 0) return share;
  faults.push(fault('PERCENTS_NOT_WHOLE', 'It is 0 to 100', path));
  return '0';
}

function readWeekend(days: readonly number[], faults: Fault[]): readonly number[] {
  const distinct = [...new Set(days)].sort((a, b) => a - b);
  const isWeek = distinct.every((day) => Number.isInteger(day) && day >= 1 && day <= 7);
  if (!isWeek || distinct.length > 6) {
    const message = 'Days of the week are 1 to 7, and on one of them banks are open';
    faults.push(fault('DAYS_MALFORMED', message, ['weekend']));
  }
  return distinct;
}
