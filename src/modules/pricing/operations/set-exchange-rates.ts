import { isPositive, readDecimal, type Decimal } from '../../../kernel/decimal.ts';
import { refuseIfAny, type Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { readLocalDate, type LocalDate } from '../../../kernel/local-date.ts';
import { gather } from '../../../kernel/reading.ts';
import { statement } from '../../../platform/database/statement.ts';
import { defineOperation, type OperationContext } from '../../../platform/perform/operation.ts';
import { loadCompany } from '../../parties/index.ts';
import { fault } from '../errors.ts';
import { exchangeRatesEvent } from '../events.ts';
import { readCurrency } from '../rules/read-input.ts';

export interface ExchangeRateInput {
  readonly currency: string;
  readonly onDay: LocalDate;
  /** One unit of it in units of the firm's currency. */
  readonly rate: Decimal;
}

export interface SetExchangeRatesInput {
  readonly rates: readonly ExchangeRateInput[];
}

/** What a numeric(20,10) column holds. */
const rateLimits = { integerDigits: 10, fractionDigits: 10 };

const mostRates = 1000;

const upsertStatement = statement(
  'pricing_set_rates',
  `insert into exchange_rate as e (id, currency, on_day, rate, created_at, created_by)
   select id, currency, on_day, rate, $5, $6
   from unnest($1::uuid[], $2::text[], $3::date[], $4::numeric[]) as r(id, currency, on_day, rate)
   order by currency, on_day
   on conflict (currency, on_day) do update
     set rate = excluded.rate, created_at = excluded.created_at, created_by = excluded.created_by
   returning id, currency, on_day as "onDay", trim_scale(rate)::text as rate`,
);

/**
 * What currencies are worth from days on, up to 1,000 at once, all or none. A rate holds until the
 * next one; one that is set again replaces what was set for its day. Documents keep the rate that
 * they were priced by.
 */
export const setExchangeRates = defineOperation({
  name: 'setExchangeRates',
  permission: 'pricing.edit',
  async run(op, input: SetExchangeRatesInput): Promise<{ exchangeRateIds: readonly Id[] }> {
    op.requireReach('pricing.edit', {}, 'setExchangeRates');
    refuseIfAny(countFaults(input.rates.length));
    const { currency } = await loadCompany(op);
    const rates = readRates(input.rates, currency);
    const rows = await op.query<Row>(upsertStatement, [
      rates.map(() => op.newId()),
      rates.map((rate) => rate.currency),
      rates.map(({ onDay }) => onDay),
      rates.map(({ rate }) => rate),
      op.now,
      op.actorId,
    ]);
    announce(op, rows);
    const ids = new Map(rows.map((row) => [keyOf(row), row.id]));
    return { exchangeRateIds: rates.map((rate) => ids.get(keyOf(rate)) ?? '') };
  },
});

interface Row extends ExchangeRateInput {
  readonly id: Id;
}

function countFaults(count: number): Fault[] {
  if (count === 0) return [fault('NOTHING_TO_SET', 'There are no rates to set', ['rates'])];
  if (count <= mostRates) return [];
  const message = `At most ${mostRates} rates are set at once; these are ${count}`;
  return [fault('TOO_MANY_ROWS', message, ['rates'])];
}

const keyOf = ({ currency, onDay }: Pick<Row, 'currency' | 'onDay'>): string =>
  `${currency} ${onDay}`;

function readRates(inputs: readonly ExchangeRateInput[], firm: string): ExchangeRateInput[] {
  const faults: Fault[] = [];
  const seen = new Set<string>();
  const rates = inputs.flatMap((input, i) => {
    const path = ['rates', String(i)];
    const currency = readCurrency(input.currency, [...path, 'currency'], faults);
    const onDay = gather(readLocalDate(input.onDay), [...path, 'onDay'], faults);
    const rate = gather(readDecimal(input.rate, rateLimits), [...path, 'rate'], faults);
    if (currency === firm) {
      const message = `Rates are told in ${firm}: it has none itself`;
      faults.push(fault('CURRENCY_IS_THE_FIRMS', message, [...path, 'currency']));
    }
    if (rate !== null && !isPositive(rate)) {
      faults.push(fault('RATE_MALFORMED', 'A rate is more than zero', [...path, 'rate']));
    }
    if (currency === null || onDay === null || rate === null) return [];
    const key = keyOf({ currency, onDay });
    if (seen.has(key)) {
      faults.push(fault('RATE_REPEATED', `${currency} on ${onDay} is stated twice`, path));
    }
    seen.add(key);
    return [{ currency, onDay, rate }];
  });
  refuseIfAny(faults);
  return rates;
}

/** One event for each currency, under the id of its newest rate. */
function announce(op: OperationContext, rows: readonly Row[]): void {
  for (const [currency, rates] of Map.groupBy(rows, (row) => row.currency)) {
    const sorted = rates.toSorted((a, b) => (a.onDay < b.onDay ? -1 : 1));
    op.emit(exchangeRatesEvent(sorted.at(-1)?.id ?? '', currency, sorted));
  }
}
