import type { Fault } from '../../../kernel/domain-error.ts';
import { refuseIfAny } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import type { LocalDate } from '../../../kernel/local-date.ts';
import { readDay, readLine, readOwnId } from '../../../kernel/read-input.ts';
import { statement } from '../../../platform/database/statement.ts';
import { defineOperation } from '../../../platform/perform/operation.ts';
import { fault } from '../errors.ts';
import type { DayCount } from '../rules/kinds.ts';
import { readCode, readPercent, refuseMissing, requireAskable } from '../rules/read-input.ts';
import { emitConfigured, requireConfigure, writeRow } from './set-up.ts';

export interface InterestRateInput {
  readonly validFrom: LocalDate;
  /** Percent a year. */
  readonly percent: string;
}

export interface DefineInterestSchemeInput {
  readonly id?: Id | null;
  readonly code: string;
  readonly name: string;
  readonly basis: DayCount;
  readonly rates: readonly InterestRateInput[];
}

export interface InterestSchemeChanged {
  readonly interestSchemeId: Id;
}

const insert = statement(
  'interest_scheme_insert',
  'insert into interest_scheme (id, code, name, basis) values ($1, $2, $3, $4)',
);
const insertRates = statement(
  'interest_scheme_rates_insert',
  `insert into interest_scheme_rate (id, interest_scheme_id, valid_from, percent)
   select gen_random_uuid(), $1, r."validFrom", r.percent
   from jsonb_to_recordset($2::jsonb) as r("validFrom" date, percent numeric)`,
);

/** Says how interest on what is late is counted, and how much it is from which day on. */
export const defineInterestScheme = defineOperation({
  name: 'defineInterestScheme',
  permission: 'collections.configure',
  async run(op, input: DefineInterestSchemeInput): Promise<InterestSchemeChanged> {
    requireConfigure(op);
    const faults: Fault[] = [];
    const id = readOwnId(input.id, () => op.newId(), ['id'], faults);
    const code = readCode(input.code, faults);
    const name = readLine(input.name, 100, ['name'], faults);
    const days = new Set<string>();
    const rates = input.rates.map((rate, index) => {
      const path = ['rates', String(index)];
      const validFrom = readDay(rate.validFrom, [...path, 'validFrom'], faults);
      if (days.has(validFrom ?? '')) {
        faults.push(fault('ONE_MEANT', 'There is a rate from that day on', path));
      }
      days.add(validFrom ?? '');
      return {
        validFrom,
        percent: readPercent(rate.percent, [...path, 'percent'], faults, '1000'),
      };
    });
    await writeRow(op, insert, [id, code, name, input.basis], faults);
    await op.query(insertRates, [id, JSON.stringify(rates)]);
    const interestScheme = { id, code, name, basis: input.basis, rates };
    emitConfigured(op, 'interestScheme', id, { interestScheme });
    return { interestSchemeId: id };
  },
});

export interface SetInterestRateInput extends InterestRateInput {
  readonly interestSchemeId: Id;
}

const lock = statement(
  'interest_scheme_lock',
  'select id from interest_scheme where id = $1 for no key update',
);
const setRate = statement(
  'interest_scheme_rate_set',
  `insert into interest_scheme_rate (id, interest_scheme_id, valid_from, percent)
   values ($1, $2, $3, $4)
   on conflict on constraint interest_scheme_rate_day_unique
   do update set percent = excluded.percent`,
);
const raise = statement(
  'interest_scheme_raise',
  'update interest_scheme set version = version + 1 where id = $1',
);

/** From a day on interest is so much. What was charged before stays as it was charged. */
export const setInterestRate = defineOperation({
  name: 'setInterestRate',
  permission: 'collections.configure',
  async run(op, input: SetInterestRateInput): Promise<InterestSchemeChanged> {
    requireConfigure(op);
    const path = ['interestSchemeId'];
    const id = requireAskable(input.interestSchemeId, 'SCHEME_NOT_FOUND', 'scheme', path);
    const [scheme] = await op.query<{ id: Id }>(lock, [id]);
    if (!scheme) return refuseMissing('SCHEME_NOT_FOUND', 'scheme', path);
    const faults: Fault[] = [];
    const validFrom = readDay(input.validFrom, ['validFrom'], faults);
    const percent = readPercent(input.percent, ['percent'], faults, '1000');
    refuseIfAny(faults);
    await op.query(setRate, [op.newId(), id, validFrom, percent]);
    op.owe(raise, [id]);
    emitConfigured(op, 'interestScheme', id, { rate: { validFrom, percent } });
    return { interestSchemeId: id };
  },
});
