import {
  addDecimals,
  compareDecimals,
  isPositive,
  isZero,
  subtractDecimals,
  type Decimal,
} from '../../../kernel/decimal.ts';
import type { Id } from '../../../kernel/id.ts';
import type { LocalDate } from '../../../kernel/local-date.ts';
import type { Commitment } from './commitment.ts';
import { discountFor, toPayOn, type Discount, type Payable } from './early-discount.ts';

/** Why a commitment is paid by this money. */
export const allocationGrounds = ['NAMED', 'EXACT', 'SUBSET', 'OLDEST', 'CHOSEN'] as const;
export type AllocationGround = (typeof allocationGrounds)[number];

/** What of the money pays a commitment, and the discount that goes with it. */
export interface ProposedPart {
  readonly commitmentId: Id;
  /** In the currency of the commitment. */
  readonly money: Decimal;
  readonly discount: Discount;
  readonly ground: AllocationGround;
}

export interface MoneyToPlace {
  readonly amount: Decimal;
  readonly currency: string;
  readonly valuedOn: LocalDate;
  /** What the payer wrote. */
  readonly reference: string | null;
}

/** A commitment that is open, and the numbers it may be named by. */
export interface OpenCommitment extends Payable {
  /** Of itself, of its order and of the invoices that it pays. */
  readonly names: readonly string[];
}

/** Steps in search of a sum: enough for what people pay together, and soon at an end. */
const mostSteps = 20_000;
const mostInSubset = 30;

/**
 * What money pays where nobody says: what the payer names, else the one commitment, else those
 * together, that come to just this amount, with the discounts that it may have; what is left, or
 * all of it, the oldest first. Charges come before or behind their claim as the contract says.
 */
export function proposeAllocation(
  money: MoneyToPlace,
  commitments: readonly OpenCommitment[],
): ProposedPart[] {
  const open = inTurn(commitments.filter(({ currency }) => currency === money.currency));
  const named = open.filter((one) => isNamed(one, money.reference));
  const exact = findExact(money, named) ?? (named.length === 0 ? findExact(money, open) : null);
  if (exact) return place(money, exact.of, exact.ground);
  const rest = open.filter((one) => !named.includes(one));
  const parts = place(money, named, 'NAMED');
  const left = parts.reduce((sum, part) => subtractDecimals(sum, part.money), money.amount);
  return [...parts, ...place({ ...money, amount: left }, rest, 'OLDEST')];
}

/** Money goes to these, one after the other, as far as it lasts. */
export function place(
  { amount, valuedOn }: Pick<MoneyToPlace, 'amount' | 'valuedOn'>,
  of: readonly Payable[],
  ground: AllocationGround,
): ProposedPart[] {
  let rest = amount;
  let paidWhole = 0;
  const parts: ProposedPart[] = [];
  for (const one of of) {
    if (!isPositive(rest)) break;
    const wanted = toPayOn(one, valuedOn);
    const money = compareDecimals(wanted, rest) < 0 ? wanted : rest;
    const isShort = compareDecimals(money, wanted) < 0;
    const discount = discountFor(one, money, valuedOn, isShort && paidWhole > 0);
    if (!isShort) paidWhole += 1;
    if (isZero(money) && isZero(discount.amount)) continue;
    rest = subtractDecimals(rest, money);
    parts.push({ commitmentId: one.id, money, discount, ground });
  }
  return parts;
}

interface Exact {
  readonly of: readonly OpenCommitment[];
  readonly ground: AllocationGround;
}

function findExact(money: MoneyToPlace, open: readonly OpenCommitment[]): Exact | null {
  const wants = open.map((one) => toPayOn(one, money.valuedOn));
  const single = wants.findIndex((want) => compareDecimals(want, money.amount) === 0);
  if (single >= 0) return { of: [open[single] as OpenCommitment], ground: 'EXACT' };
  const subset = findSubset(wants.slice(0, mostInSubset), money.amount);
  return subset && { of: subset.map((n) => open[n] as OpenCommitment), ground: 'SUBSET' };
}

/**
 * The places of amounts that come to a sum, the first ones first; null: none, or too long a search.
 */
function findSubset(amounts: readonly Decimal[], sum: Decimal): number[] | null {
  // What those behind a place come to at most: below that there is nothing to be found.
  const behind: Decimal[] = ['0'];
  for (const amount of [...amounts].reverse()) {
    behind.unshift(addDecimals(behind[0] as Decimal, amount));
  }
  let steps = 0;
  const search = (from: number, left: Decimal): number[] | null => {
    if (isZero(left)) return [];
    if (from >= amounts.length || ++steps > mostSteps) return null;
    if (compareDecimals(behind[from] as Decimal, left) < 0) return null;
    const amount = amounts[from] as Decimal;
    if (compareDecimals(amount, left) <= 0 && isPositive(amount)) {
      const found = search(from + 1, subtractDecimals(left, amount));
      if (found) return [from, ...found];
    }
    return search(from + 1, left);
  };
  return search(0, sum);
}

/** Numbers are named by themselves: `SO-10` is not in `SO-107`. */
function isNamed({ names }: OpenCommitment, reference: string | null): boolean {
  if (reference === null) return false;
  const words = ` ${reference.toUpperCase().replaceAll(/[^A-Z0-9-]+/g, ' ')} `;
  return names.some((name) => words.includes(` ${name.toUpperCase()} `));
}

const costRank = { FEE: 0, INTEREST: 1 } as const;

/** What is due first first; a claim and the charges upon it together, in their agreed turn. */
function inTurn(open: readonly OpenCommitment[]): OpenCommitment[] {
  const byId = new Map(open.map((one) => [one.id, one]));
  const baseOf = (one: OpenCommitment): Commitment => byId.get(one.chargeOfId ?? '') ?? one;
  const rankOf = (one: OpenCommitment): number => {
    const rank = costRank[one.reason as keyof typeof costRank] ?? 2;
    return baseOf(one).appropriation === 'COSTS_FIRST' ? rank : 2 - rank;
  };
  const keyOf = (one: OpenCommitment): string =>
    `${baseOf(one).dueOn ?? '9999-12-31'} ${baseOf(one).id}`;
  return open
    .map((one, n) => ({ one, n, key: keyOf(one), rank: rankOf(one) }))
    .sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : a.rank - b.rank || a.n - b.n))
    .map(({ one }) => one);
}
