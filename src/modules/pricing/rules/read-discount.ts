import { compareDecimals, isPositive, readDecimal, type Decimal } from '../../../kernel/decimal.ts';
import type { Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import type { LocalDate } from '../../../kernel/local-date.ts';
import { readMoney } from '../../../kernel/money.ts';
import { readOwnId } from '../../../kernel/read-input.ts';
import { gather } from '../../../kernel/reading.ts';
import { fault } from '../errors.ts';
import type { RuleFacts } from './facts.ts';
import type { AmountPer, CountedBy, DiscountEffect, DiscountTarget, Stacking } from './kinds.ts';
import { readCode, readCurrency, readPeriod, readText } from './read-input.ts';
import { readFreeGoods, type FreeGoodsInput } from './read-free-goods.ts';
import { readMinimum } from './read-item.ts';
import { readPriority } from './read-list.ts';
import { longestChain, percentLimits, priceLimits } from './read-override.ts';

/** A rule whole: what an act decides on, and what events show. */
export interface DiscountRuleRecord extends RuleFacts {
  readonly name: string;
  readonly active: boolean;
  readonly version: number;
}

export interface DiscountRuleInput extends FreeGoodsInput {
  readonly id?: Id | null;
  readonly code: string;
  readonly name: string;
  readonly target: DiscountTarget;
  /** DISCOUNT when left out. */
  readonly effect?: DiscountEffect | null;
  /** Whose: a customer's, a segment's, or everybody's. */
  readonly partyId?: Id | null;
  readonly segmentId?: Id | null;
  /** Which goods: a product, a category and those below it, or all. */
  readonly productId?: Id | null;
  readonly categoryId?: Id | null;
  /** One after the other; these, an amount, or free goods. */
  readonly percents?: readonly Decimal[] | null;
  readonly amount?: Decimal | null;
  /** UNIT or LINE of a rule of lines (UNIT when left out), DOCUMENT of one of documents. */
  readonly amountPer?: AmountPer | null;
  /** Of the amounts; the rule then holds for documents in it only. */
  readonly currency?: string | null;
  readonly minQuantity?: Decimal | null;
  readonly minAmount?: Decimal | null;
  /** LINE when left out. */
  readonly countedBy?: CountedBy | null;
  /** ON_RUNNING when left out. */
  readonly stacking?: Stacking | null;
  readonly exclusionGroup?: string | null;
  readonly priority?: number | null;
  /** Today when left out. */
  readonly validFrom?: LocalDate | null;
  readonly validTo?: LocalDate | null;
}

/** The rule that was stated; every fault is added. That whose and what is there, is asked later. */
export function readDiscountRule(
  input: DiscountRuleInput,
  reading: { readonly today: LocalDate; readonly faults: Fault[]; newId(): Id },
): DiscountRuleRecord {
  const { faults } = reading;
  const rule: DiscountRuleRecord = {
    id: readOwnId(input.id, reading.newId, ['id'], faults),
    code: readCode(input.code, 30, ['code'], faults),
    name: readText(input.name, ['name'], faults),
    target: input.target,
    effect: input.effect ?? 'DISCOUNT',
    partyId: input.partyId?.toLowerCase() ?? null,
    segmentId: input.segmentId?.toLowerCase() ?? null,
    productId: input.productId?.toLowerCase() ?? null,
    categoryId: input.categoryId?.toLowerCase() ?? null,
    ...readSize(input, faults),
    ...readFreeGoods(input, faults),
    minQuantity: readMinimum(input.minQuantity ?? '0', ['minQuantity'], faults) ?? '0',
    countedBy: input.countedBy ?? 'LINE',
    stacking: input.stacking ?? 'ON_RUNNING',
    exclusionGroup:
      input.exclusionGroup == null
        ? null
        : readCode(input.exclusionGroup, 30, ['exclusionGroup'], faults),
    priority: readPriority(input.priority ?? 0, ['priority'], faults),
    ...readPeriod(input, reading.today, [], faults),
    active: true,
    version: 1,
  };
  refuseBoth(rule, faults);
  return rule;
}

function refuseBoth(rule: DiscountRuleRecord, faults: Fault[]): void {
  if (rule.partyId !== null && rule.segmentId !== null) {
    const message = "A discount is a customer's or a segment's, not both";
    faults.push(fault('DISCOUNT_MALFORMED', message, ['segmentId']));
  }
  if (rule.productId !== null && rule.categoryId !== null) {
    const message = 'A discount is on a product or on a category, not on both';
    faults.push(fault('DISCOUNT_MALFORMED', message, ['categoryId']));
  }
}

type Size = Pick<RuleFacts, 'percents' | 'amount' | 'amountPer' | 'currency' | 'minAmount'>;

function readSize(input: DiscountRuleInput, faults: Fault[]): Size {
  refuseSizes(input, faults);
  const currency =
    input.currency == null ? null : readCurrency(input.currency, ['currency'], faults);
  const minAmount = readAmount(input.minAmount ?? '0', currency, 'minAmount', faults);
  if (currency === null && (input.amount != null || isPositive(minAmount))) {
    faults.push(fault('DISCOUNT_MALFORMED', 'Amounts are of a currency: say which', ['currency']));
  }
  return {
    percents: input.percents == null ? null : readChain(input, faults),
    ...(input.amount == null
      ? { amount: null, amountPer: null }
      : { amount: readTaken(input, currency, faults), amountPer: readPer(input, faults) }),
    currency,
    minAmount,
  };
}

function refuseSizes(input: DiscountRuleInput, faults: Fault[]): void {
  const sizes = ['percents', 'amount', 'freeQuantity'] as const;
  const said = sizes.filter((field) => input[field] != null);
  const message = 'A discount is percents, an amount or free goods: say one of them';
  for (const field of said.length === 0 ? (['percents'] as const) : said.slice(1)) {
    faults.push(fault('DISCOUNT_MALFORMED', message, [field]));
  }
}

function readChain(input: DiscountRuleInput, faults: Fault[]): Decimal[] {
  const percents = input.percents ?? [];
  if (percents.length === 0 || percents.length > longestChain) {
    const message = `A chain has 1 to ${longestChain} percentages`;
    faults.push(fault('DISCOUNT_MALFORMED', message, ['percents']));
  }
  const most = input.effect === 'SURCHARGE' ? '999' : '100';
  return percents.flatMap((text, i) => {
    const path = ['percents', String(i)];
    const percent = gather(readDecimal(text, percentLimits), path, faults);
    if (percent === null) return [];
    if (isPositive(percent) && compareDecimals(percent, most) <= 0) return [percent];
    const message = `A percentage is more than 0 and at most ${most}`;
    faults.push(fault('DISCOUNT_MALFORMED', message, path));
    return [];
  });
}

/** Of one unit it may be less than a minor unit of the currency. */
function readTaken(input: DiscountRuleInput, currency: string | null, faults: Fault[]): Decimal {
  const perUnit = input.target === 'LINE' && (input.amountPer ?? 'UNIT') === 'UNIT';
  const text = input.amount ?? '0';
  const amount = perUnit
    ? (gather(readDecimal(text, priceLimits), ['amount'], faults) ?? '1')
    : readAmount(text, currency, 'amount', faults);
  if (!isPositive(amount)) {
    faults.push(fault('DISCOUNT_MALFORMED', 'An amount is more than zero', ['amount']));
  }
  return amount;
}

function readPer(input: DiscountRuleInput, faults: Fault[]): AmountPer {
  const isDocument = input.target === 'DOCUMENT';
  const per = input.amountPer ?? (isDocument ? 'DOCUMENT' : 'UNIT');
  if ((per === 'DOCUMENT') !== isDocument) {
    const message = isDocument
      ? 'What is taken off a document is of the document'
      : 'What is taken off a line is of the line or of its units';
    faults.push(fault('DISCOUNT_MALFORMED', message, ['amountPer']));
  }
  return per;
}

function readAmount(
  text: Decimal,
  currency: string | null,
  field: 'amount' | 'minAmount',
  faults: Fault[],
): Decimal {
  if (currency === null) return gather(readDecimal(text), [field], faults) ?? '0';
  const money = gather(readMoney(text, currency), [field], faults);
  const amount = money?.amount ?? '0';
  if (compareDecimals(amount, '0') >= 0) return amount;
  faults.push(fault('DISCOUNT_MALFORMED', 'An amount is not less than zero', [field]));
  return '0';
}
