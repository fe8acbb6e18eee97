import { compareDecimals, readDecimal, type Decimal } from '../../../kernel/decimal.ts';
import type { Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { readQuantityValue } from '../../../kernel/quantity.ts';
import { gather } from '../../../kernel/reading.ts';
import { fault } from '../errors.ts';
import type { RuleFacts } from './facts.ts';
import { isOfOtherGoods } from './free-goods.ts';
import type { CountedBy, DiscountEffect, DiscountTarget } from './kinds.ts';

export interface FreeGoodsInput {
  /** For every so many base units of what the rule is for … */
  readonly forEvery?: Decimal | null;
  /** … so many base units are free: of this product, or, when left out, of those ordered. */
  readonly freeQuantity?: Decimal | null;
  readonly freeProductId?: Id | null;
  /** No more than so many base units on one document. */
  readonly mostFree?: Decimal | null;
}

interface RuleInput extends FreeGoodsInput {
  readonly target: DiscountTarget;
  readonly effect?: DiscountEffect | null;
  readonly productId?: Id | null;
  readonly countedBy?: CountedBy | null;
}

type FreeGoods = Pick<RuleFacts, 'forEvery' | 'freeQuantity' | 'freeProductId' | 'mostFree'>;

const none: FreeGoods = { forEvery: null, freeQuantity: null, freeProductId: null, mostFree: null };

/** What is free, if anything; every fault of it is added. */
export function readFreeGoods(input: RuleInput, faults: Fault[]): FreeGoods {
  if (input.freeQuantity == null) {
    for (const field of ['forEvery', 'freeProductId', 'mostFree'] as const) {
      if (input[field] == null) continue;
      const message = 'Nothing is free as long as `freeQuantity` does not say how much';
      faults.push(fault('DISCOUNT_MALFORMED', message, [field]));
    }
    return none;
  }
  const free: FreeGoods = {
    forEvery: readUnits(input, 'forEvery', faults),
    freeQuantity: readUnits(input, 'freeQuantity', faults),
    freeProductId: input.freeProductId?.toLowerCase() ?? null,
    mostFree: readUnits(input, 'mostFree', faults),
  };
  if (input.forEvery == null) {
    const message = 'Say for every how many units something is free';
    faults.push(fault('DISCOUNT_MALFORMED', message, ['forEvery']));
  }
  refuseKind(input, faults);
  refuseAllFree({ ...free, productId: input.productId?.toLowerCase() ?? null }, faults);
  return free;
}

function readUnits(
  input: FreeGoodsInput,
  field: 'forEvery' | 'freeQuantity' | 'mostFree',
  faults: Fault[],
): Decimal | null {
  const text = input[field];
  if (text == null) return null;
  const units = gather(readDecimal(text), [field], faults);
  if (units === null || compareDecimals(units, '0') > 0) return units;
  faults.push(fault('DISCOUNT_MALFORMED', 'So many units are more than zero', [field]));
  return null;
}

function refuseKind(input: RuleInput, faults: Fault[]): void {
  if (input.target !== 'LINE') {
    const message = 'Units of lines are free, not a part of the document';
    faults.push(fault('DISCOUNT_MALFORMED', message, ['target']));
  }
  if (input.effect === 'SURCHARGE') {
    faults.push(fault('DISCOUNT_MALFORMED', 'What is free is no surcharge', ['effect']));
  }
  if (input.countedBy === 'GROUP' && input.productId == null && input.freeProductId == null) {
    const message = 'Of several products together, say which is free, or count them one by one';
    faults.push(fault('DISCOUNT_MALFORMED', message, ['countedBy']));
  }
}

function refuseAllFree(rule: FreeGoods & Pick<RuleFacts, 'productId'>, faults: Fault[]): void {
  const { forEvery, freeQuantity } = rule;
  if (isOfOtherGoods(rule) || forEvery === null || freeQuantity === null) return;
  if (compareDecimals(freeQuantity, forEvery) < 0) return;
  const message = `Of ${forEvery} units of a product not ${freeQuantity} can be free`;
  faults.push(fault('DISCOUNT_MALFORMED', message, ['freeQuantity']));
}

/** A product that a rule gives away, and how many places of its base unit there are. */
export interface GivenProduct {
  readonly sku: string;
  readonly active: boolean;
  readonly decimals: number;
}

/** Faults of a rule that gives away what is not there, or is not counted like this. */
export function refuseGiven(rule: FreeGoods, given: GivenProduct | null, faults: Fault[]): void {
  if (rule.freeProductId !== null && given?.active !== true) {
    const [code, message] = given
      ? (['PRODUCT_INACTIVE', `${given.sku} is traded no longer`] as const)
      : (['PRODUCT_NOT_FOUND', 'There is no such product'] as const);
    faults.push(fault(code, message, ['freeProductId']));
  }
  if (!given) return;
  for (const field of ['freeQuantity', 'mostFree'] as const) {
    const units = rule[field];
    if (units !== null) gather(readQuantityValue(units, given), [field], faults);
  }
}
