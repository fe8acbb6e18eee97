import { multiplyDecimals, type Decimal } from '../../../kernel/decimal.ts';
import type { Fault } from '../../../kernel/domain-error.ts';
import type { LocalDate } from '../../../kernel/local-date.ts';
import { roundMoney } from '../../../kernel/money.ts';
import { fault } from '../errors.ts';
import type { StageForecast } from './kinds.ts';
import { readPercent } from './read-input.ts';
import type { OpportunityRecord } from './records.ts';

export type ExpectedAmount = Pick<
  OpportunityRecord,
  'expectedAmount' | 'companyAmount' | 'rate' | 'rateOn'
>;

export const nothingExpected: ExpectedAmount = {
  expectedAmount: null,
  companyAmount: null,
  rate: null,
  rateOn: null,
};

/** An amount in the deal's currency and in the firm's, at the rate of a day. */
export function expectedAt(
  amount: Decimal,
  { rate, rateOn }: { readonly rate: Decimal; readonly rateOn: LocalDate },
  companyCurrency: string,
): ExpectedAmount {
  const exact = multiplyDecimals(amount, rate);
  const companyAmount = roundMoney(exact, companyCurrency).amount;
  return { expectedAmount: amount, companyAmount, rate, rateOn };
}

interface Chances {
  readonly probability: number;
  readonly forecastCategory: StageForecast;
}

/** How likely it is, and what it counts as: the stage's, but for what is said. */
export function chancesIn(
  stage: Chances,
  said: { readonly probability?: number | null; readonly forecastCategory?: StageForecast | null },
  faults: Fault[],
): Chances {
  return {
    probability: readPercent(said.probability ?? stage.probability, ['probability'], faults),
    forecastCategory: said.forecastCategory ?? stage.forecastCategory,
  };
}

/** What is closed is certain, one way or the other. */
export const closedAs = (state: 'WON' | 'LOST' | 'WITHDRAWN', closedAt: Date) => ({
  state,
  closedAt,
  probability: state === 'WON' ? 100 : 0,
  forecastCategory: 'CLOSED' as const,
});

/** What it was closed by is forgotten by the row; its history tells. */
export const reopened = {
  state: 'OPEN' as const,
  closedAt: null,
  reasonId: null,
  competitor: null,
  wonByKind: null,
  wonById: null,
  wonWithoutOrder: null,
};

export const rateMissing = (currency: string): Fault =>
  fault('EXCHANGE_RATE_MISSING', `No rate of ${currency} is known up to today`, ['currency']);
