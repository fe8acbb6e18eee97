import { compareDecimals, readDecimal, type Decimal } from '../../../kernel/decimal.ts';
import { refuseIfAny, type Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { gather } from '../../../kernel/reading.ts';
import { statement } from '../../../platform/database/statement.ts';
import { defineOperation, type OperationContext } from '../../../platform/perform/operation.ts';
import { fault } from '../errors.ts';
import { taxEvent } from '../events.ts';
import { overlapping } from '../rules/periods.ts';
import type { Period } from '../rules/facts.ts';
import {
  readCode,
  readPeriod,
  readText,
  tellPeriod,
  type PeriodInput,
} from '../rules/read-input.ts';
import { lockPricing, requireVersion } from './change-price-list.ts';

export interface TaxRateInput extends PeriodInput {
  /** Percent. */
  readonly rate: Decimal;
}

export interface SetTaxInput {
  readonly code: string;
  readonly nameEn: string;
  readonly nameFa: string;
  /** True: products that name no tax bear this one, and no other one any more. */
  readonly isDefault?: boolean | null;
  /** All of its rates, by when they hold. */
  readonly rates: readonly TaxRateInput[];
  /** Of a tax that is there: the version that the editor has seen. */
  readonly expectedVersion?: number | null;
}

interface Rate extends Period {
  readonly rate: Decimal;
}

const mostRates = 100;
const rateLimits = { integerDigits: 4, fractionDigits: 6 };

/**
 * A tax, its name and its rates by period, said anew as a whole: it is made, or changed. What was
 * priced before keeps the rate that it was priced by.
 */
export const setTax = defineOperation({
  name: 'setTax',
  permission: 'pricing.edit',
  async run(op, input: SetTaxInput): Promise<{ code: string; version: number }> {
    op.requireReach('pricing.edit', {}, 'setTax');
    await lockPricing(op);
    const faults: Fault[] = [];
    const code = readCode(input.code, 20, ['code'], faults);
    const nameEn = readText(input.nameEn, ['nameEn'], faults);
    const nameFa = readText(input.nameFa, ['nameFa'], faults);
    const rates = readRates(input.rates, op.today, faults);
    refuseIfAny(faults);
    await requireSeen(op, code, input.expectedVersion ?? null);
    const isDefault = input.isDefault ?? false;
    const version = await write(op, { code, nameEn, nameFa, isDefault }, rates);
    op.emit(taxEvent(op.operationId, { code, nameEn, nameFa, isDefault, version, rates }));
    return { code, version };
  },
});

function readRates(inputs: readonly TaxRateInput[], today: string, faults: Fault[]): Rate[] {
  if (inputs.length === 0 || inputs.length > mostRates) {
    const message = `A tax has 1 to ${mostRates} rates; these are ${inputs.length}`;
    faults.push(fault('TAX_RATE_MALFORMED', message, ['rates']));
  }
  const rates = inputs.map((input, i) => {
    const path = ['rates', String(i)];
    const rate = gather(readDecimal(input.rate, rateLimits), [...path, 'rate'], faults) ?? '0';
    if (compareDecimals(rate, '0') < 0 || compareDecimals(rate, '1000') > 0) {
      const message = 'A rate is from 0 to 1,000 percent';
      faults.push(fault('TAX_RATE_MALFORMED', message, [...path, 'rate']));
    }
    return { rate, ...readPeriod(input, today, path, faults) };
  });
  for (const { at, other } of overlapping(rates)) {
    const mine = rates[at];
    const theirs = rates[other];
    if (!mine || !theirs) continue;
    const message =
      `${mine.rate} % from ${tellPeriod(mine)} and ${theirs.rate} % from ${tellPeriod(theirs)} ` +
      'hold on the same days';
    faults.push(fault('TAX_RATES_OVERLAP', message, ['rates', String(at)], { other }));
  }
  return rates;
}

const versionStatement = statement(
  'pricing_tax_version',
  'select version from tax where code = $1',
);

async function requireSeen(
  op: OperationContext,
  code: string,
  expected: number | null,
): Promise<void> {
  const [found] = await op.query<{ version: number }>(versionStatement, [code]);
  if (found) requireVersion(found.version, expected ?? 0, 'tax');
  else if (expected !== null) {
    refuseIfAny([fault('TAX_NOT_FOUND', `There is no tax ${code}`, ['code'])]);
  }
}

const noDefaultStatement = statement(
  'pricing_no_default_tax',
  `update tax set is_default = false, version = version + 1
   where is_default and code <> $1`,
);

const saveStatement = statement(
  'pricing_save_tax',
  `insert into tax as t (code, name_en, name_fa, is_default) values ($1, $2, $3, $4)
   on conflict (code) do update
     set name_en = excluded.name_en, name_fa = excluded.name_fa,
         is_default = excluded.is_default, version = t.version + 1
   returning version`,
);

const forgetRatesStatement = statement(
  'pricing_forget_tax_rates',
  'delete from tax_rate where tax_code = $1',
);

const saveRatesStatement = statement(
  'pricing_save_tax_rates',
  `insert into tax_rate (id, tax_code, rate, valid_from, valid_to)
   select id, $1, rate, valid_from, valid_to
   from unnest($2::uuid[], $3::numeric[], $4::date[], $5::date[])
     as r(id, rate, valid_from, valid_to)`,
);

async function write(
  op: OperationContext,
  tax: { code: string; nameEn: string; nameFa: string; isDefault: boolean },
  rates: readonly Rate[],
): Promise<number> {
  const { code, nameEn, nameFa, isDefault } = tax;
  if (isDefault) await op.query(noDefaultStatement, [code]);
  const values = [code, nameEn, nameFa, isDefault];
  const [saved] = await op.query<{ version: number }>(saveStatement, values);
  await op.query(forgetRatesStatement, [code]);
  await op.query(saveRatesStatement, [
    code,
    rates.map((): Id => op.newId()),
    rates.map(({ rate }) => rate),
    rates.map(({ validFrom }) => validFrom),
    rates.map(({ validTo }) => validTo),
  ]);
  return saved?.version ?? 1;
}
