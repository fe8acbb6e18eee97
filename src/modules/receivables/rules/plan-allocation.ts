import {
  canonicalDecimal,
  compareDecimals,
  divideDecimals,
  isPositive,
  isZero,
  multiplyDecimals,
  subtractDecimals,
  type Decimal,
} from '../../../kernel/decimal.ts';
import type { Fault } from '../../../kernel/domain-error.ts';
import { isId, type Id } from '../../../kernel/id.ts';
import type { LocalDate } from '../../../kernel/local-date.ts';
import { roundMoney } from '../../../kernel/money.ts';
import { fault, type Path } from '../errors.ts';
import { openOf, type Commitment } from './commitment.ts';
import { discountFor, toPayOn, type Discount } from './early-discount.ts';
import {
  proposeAllocation,
  type AllocationGround,
  type OpenCommitment,
} from './propose-allocation.ts';
import { readPositiveAmount } from './read-credit.ts';
import type { AllocationWish } from './receipt.ts';
import { freeOf, settleBy, type Settled, type Source } from './settling.ts';

/** So many at most by one act. */
export const mostAllocations = 500;

/** What of a source goes to which commitment. */
export interface PlannedAllocation {
  readonly commitment: OpenCommitment;
  /** In the currency of the commitment. */
  readonly money: Decimal;
  /** In the currency of the source. */
  readonly sourceAmount: Decimal;
  readonly discount: Discount;
  readonly ground: AllocationGround;
}

export interface Allocating {
  readonly source: Source;
  /** What the payer wrote. */
  readonly reference: string | null;
  readonly open: readonly OpenCommitment[];
  /** What one unit of the source's currency is worth in the firm's. */
  readonly rate: Decimal;
  readonly companyCurrency: string;
}

/**
 * What a source pays. `wishes` null: what is proposed. Where one says which, each fault is told:
 * COMMITMENT_NOT_OPEN, NAMED_TWICE, MORE_THAN_OPEN, MORE_THAN_FREE, and what amounts may lack.
 */
export function planAllocation(
  allocating: Allocating,
  wishes: readonly AllocationWish[] | null,
  path: Path,
  faults: Fault[],
): PlannedAllocation[] {
  if (wishes === null) return proposed(allocating);
  const { source } = allocating;
  const seen = new Set<Id>();
  const planned: PlannedAllocation[] = [];
  let left = freeOf(source);
  if (wishes.length > mostAllocations) {
    const message = `At most ${mostAllocations} are settled by one act`;
    faults.push(fault('TOO_MANY_ALLOCATIONS', message, path));
    return [];
  }
  wishes.forEach((wish, index) => {
    const at = [...path, String(index)];
    const found = findOpen(allocating, wish, at, seen, faults);
    if (!found) return;
    const one = chosen(allocating, found, wish, { left, at, others: planned }, faults);
    if (!one) return;
    planned.push(one);
    left = subtractDecimals(left, one.sourceAmount);
    if (compareDecimals(left, '0') < 0) {
      const message = `That is more than is left: ${freeOf(source)} in all`;
      faults.push(fault('MORE_THAN_FREE', message, at, { free: freeOf(source) }));
      left = '0';
    }
  });
  return planned;
}

function proposed({ source, reference, open }: Allocating): PlannedAllocation[] {
  const byId = new Map(open.map((one) => [one.id, one]));
  const { currency } = source;
  const money = { amount: freeOf(source), currency, valuedOn: dayOf(source), reference };
  return proposeAllocation(money, open).map((part) => ({
    commitment: byId.get(part.commitmentId) as OpenCommitment,
    money: part.money,
    sourceAmount: part.money,
    discount: part.discount,
    ground: part.ground,
  }));
}

/** A day on which nothing is early: credit notes earn no discount. */
const lateEver: LocalDate = '9999-12-31';
const dayOf = ({ kind, valuedOn }: Source): LocalDate => (kind === 'RECEIPT' ? valuedOn : lateEver);

function findOpen(
  { open }: Allocating,
  { commitmentId }: AllocationWish,
  at: Path,
  seen: Set<Id>,
  faults: Fault[],
): OpenCommitment | null {
  const path = [...at, 'commitmentId'];
  const id = commitmentId.toLowerCase();
  const found = isId(id) ? open.find((one) => one.id === id) : undefined;
  if (!found) {
    faults.push(fault('COMMITMENT_NOT_OPEN', 'The customer has no such commitment to pay', path));
    return null;
  }
  if (seen.has(id)) {
    faults.push(fault('NAMED_TWICE', 'This commitment is named before', path));
    return null;
  }
  seen.add(id);
  return found;
}

interface Place {
  readonly left: Decimal;
  readonly at: Path;
  readonly others: readonly PlannedAllocation[];
}

function chosen(
  allocating: Allocating,
  commitment: OpenCommitment,
  wish: AllocationWish,
  { left, at, others }: Place,
  faults: Fault[],
): PlannedAllocation | null {
  const { source } = allocating;
  const { currency } = commitment;
  const isSame = currency === source.currency;
  const day = dayOf(source);
  const wanted = toPayOn(commitment, day);
  const before = faults.length;
  const said =
    wish.amount == null
      ? null
      : readPositiveAmount(wish.amount, currency, [...at, 'amount'], faults);
  const sourceSaid =
    wish.sourceAmount == null
      ? null
      : readPositiveAmount(wish.sourceAmount, source.currency, [...at, 'sourceAmount'], faults);
  if (faults.length > before) return null;
  if (isSame && sourceSaid !== null && said !== null && compareDecimals(said, sourceSaid) !== 0) {
    const message = 'In one currency both amounts are the same';
    faults.push(fault('AMOUNT_MALFORMED', message, [...at, 'sourceAmount']));
    return null;
  }
  const amounts = isSame
    ? sameAmounts(said ?? sourceSaid, wanted, left)
    : otherAmounts(allocating, commitment, { said, sourceSaid, wanted, left });
  if (compareDecimals(amounts.money, openOf(commitment)) > 0) {
    const open = openOf(commitment);
    const message = `${commitment.number} is open by ${open} only`;
    faults.push(fault('MORE_THAN_OPEN', message, [...at, 'amount'], { open }));
    return null;
  }
  if (!isPositive(amounts.money) || !isPositive(amounts.sourceAmount)) {
    faults.push(fault('MORE_THAN_FREE', 'Nothing is left for this one', at, { free: left }));
    return null;
  }
  const isShort = compareDecimals(amounts.money, wanted) < 0;
  const discount = discountFor(commitment, amounts.money, day, isShort && others.length > 0);
  return { commitment, ...amounts, discount, ground: 'CHOSEN' };
}

const sameAmounts = (said: Decimal | null, wanted: Decimal, left: Decimal) => {
  const money = said ?? (compareDecimals(wanted, left) < 0 ? wanted : left);
  return { money, sourceAmount: money };
};

/**
 * What one does not say follows from the rates: of the money on its day, of the claim as it arose.
 */
function otherAmounts(
  { source, rate, companyCurrency }: Allocating,
  { currency, rate: claimRate }: Commitment,
  asked: {
    readonly said: Decimal | null;
    readonly sourceSaid: Decimal | null;
    readonly wanted: Decimal;
    readonly left: Decimal;
  },
) {
  // Of the two, one is mostly the firm's; what the other is worth on the day is the money's rate.
  const dayRate = source.currency === companyCurrency ? claimRate : rate;
  const inSource = (amount: Decimal): Decimal =>
    source.currency === companyCurrency
      ? rounded(multiplyDecimals(amount, dayRate), source.currency)
      : rounded(divideDecimals(multiplyDecimals(amount, claimRate), rate, 12), source.currency);
  const inClaim = (amount: Decimal): Decimal =>
    rounded(divideDecimals(multiplyDecimals(amount, rate), claimRate, 12), currency);
  const money =
    asked.said ?? (asked.sourceSaid === null ? asked.wanted : inClaim(asked.sourceSaid));
  const sourceAmount = asked.sourceSaid ?? inSource(money);
  if (asked.said !== null || asked.sourceSaid !== null) return { money, sourceAmount };
  return compareDecimals(sourceAmount, asked.left) <= 0
    ? { money, sourceAmount }
    : { money: inClaim(asked.left), sourceAmount: asked.left };
}

const rounded = (exact: Decimal, currency: string): Decimal =>
  canonicalDecimal(roundMoney(exact, currency).amount);

/** Carries a plan out: each part, and the discount beside it. */
export function settlePlan(
  source: Source,
  planned: readonly PlannedAllocation[],
  {
    effectiveOn,
    companyCurrency,
    newId,
  }: {
    readonly effectiveOn: LocalDate;
    readonly companyCurrency: string;
    newId(): Id;
  },
): { readonly done: readonly Settled[]; readonly source: Source } {
  const done: Settled[] = [];
  let now = source;
  for (const { commitment, money, sourceAmount, discount } of planned) {
    let row: Commitment = commitment;
    const kind = source.kind === 'RECEIPT' ? 'RECEIPT' : 'CREDIT_NOTE';
    if (isPositive(money)) {
      const paying = { id: newId(), amount: money, sourceAmount, kind, effectiveOn } as const;
      const paid = settleBy(row, now, paying, companyCurrency);
      done.push(paid);
      row = paid.commitment;
      now = paid.source ?? now;
    }
    if (isZero(discount.amount)) continue;
    const { amount, tax } = discount;
    const granting = { id: newId(), amount, tax, kind: 'DISCOUNT', effectiveOn } as const;
    done.push(settleBy(row, null, granting, companyCurrency));
  }
  return { done, source: now };
}
