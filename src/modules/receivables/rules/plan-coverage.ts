import {
  addDecimals,
  compareDecimals,
  isPositive,
  subtractDecimals,
  type Decimal,
} from '../../../kernel/decimal.ts';
import type { Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { fault, type Path } from '../errors.ts';
import type { Coverage, CoverageWish } from './cheque.ts';
import { openOf } from './commitment.ts';
import { proposeAllocation, type OpenCommitment } from './propose-allocation.ts';
import { readPositiveAmount } from './read-credit.ts';

/** What a customer has to pay, and what other cheques cover of it. */
export interface ToCover {
  readonly open: readonly OpenCommitment[];
  readonly secured: ReadonlyMap<Id, Decimal>;
}

export interface Covering {
  readonly amount: Decimal;
  readonly currency: string;
  /** What was written beside it: numbers of orders and invoices. */
  readonly reference: string | null;
}

const lesser = (a: Decimal, b: Decimal): Decimal => (compareDecimals(a, b) < 0 ? a : b);

/** What of a commitment no cheque covers. */
const freeOf = (one: OpenCommitment, { secured }: ToCover): Decimal => {
  const free = subtractDecimals(openOf(one), secured.get(one.id) ?? '0');
  return isPositive(free) ? free : '0';
};

/** No discount is early enough: the day on which a cheque is money is not known. */
const someDay = '9999-12-31';

/**
 * What a cheque is to pay: what is named, or what its note, its amount or its turn tell. Each fault
 * is told: COMMITMENT_NOT_OPEN, NAMED_TWICE, CURRENCY_MISMATCH, MORE_THAN_OPEN, MORE_THAN_FREE.
 */
export function planCoverage(
  cheque: Covering,
  toCover: ToCover,
  wishes: readonly CoverageWish[] | null,
  path: Path,
  faults: Fault[],
): Coverage[] {
  if (wishes !== null) return named(cheque, toCover, wishes, path, faults);
  const open = toCover.open
    .filter((one) => isPositive(freeOf(one, toCover)))
    .map((one) => ({ ...one, settled: subtractDecimals(one.amount, freeOf(one, toCover)) }));
  return proposeAllocation({ ...cheque, valuedOn: someDay }, open).map(
    ({ commitmentId, money }) => ({
      commitmentId,
      amount: money,
    }),
  );
}

function named(
  cheque: Covering,
  toCover: ToCover,
  wishes: readonly CoverageWish[],
  path: Path,
  faults: Fault[],
): Coverage[] {
  const covered: Coverage[] = [];
  let left = cheque.amount;
  wishes.forEach((wish, index) => {
    const at = [...path, String(index)];
    const id = wish.commitmentId.toLowerCase();
    const found = toCover.open.find((one) => one.id === id);
    const idPath = [...at, 'commitmentId'];
    if (!found) {
      const message = 'The customer has no such commitment to pay';
      faults.push(fault('COMMITMENT_NOT_OPEN', message, idPath));
    } else if (covered.some(({ commitmentId }) => commitmentId === id)) {
      faults.push(fault('NAMED_TWICE', 'This commitment is named before', idPath));
    } else if (found.currency !== cheque.currency) {
      const message = `${found.number} is in ${found.currency}, the cheque in ${cheque.currency}`;
      faults.push(fault('CURRENCY_MISMATCH', message, idPath));
    } else {
      const amount = amountOf(wish, found, { toCover, left, at }, faults);
      if (amount === null) return;
      covered.push({ commitmentId: id, amount });
      left = subtractDecimals(left, amount);
    }
  });
  return covered;
}

function amountOf(
  wish: CoverageWish,
  found: OpenCommitment,
  { toCover, left, at }: { readonly toCover: ToCover; readonly left: Decimal; readonly at: Path },
  faults: Fault[],
): Decimal | null {
  const free = freeOf(found, toCover);
  const path = [...at, 'amount'];
  const said =
    wish.amount == null
      ? lesser(free, left)
      : readPositiveAmount(wish.amount, found.currency, path, faults);
  if (said === null) return null;
  if (!isPositive(free) || compareDecimals(said, free) > 0) {
    const message = `${free} of ${found.number} are neither paid nor covered`;
    faults.push(fault('MORE_THAN_OPEN', message, path, { free }));
    return null;
  }
  if (!isPositive(said) || compareDecimals(said, left) > 0) {
    const message = `The cheque covers ${left} more`;
    faults.push(fault('MORE_THAN_FREE', message, path, { free: left }));
    return null;
  }
  return said;
}

/** Coverage as far as there is still something to cover. */
export const trimCoverage = (rows: readonly Coverage[], toCover: ToCover): Coverage[] =>
  rows.flatMap(({ commitmentId, amount }) => {
    const found = toCover.open.find(({ id }) => id === commitmentId);
    const most = found ? lesser(amount, freeOf(found, toCover)) : '0';
    return isPositive(most) ? [{ commitmentId, amount: most }] : [];
  });

/** What is covered once these rows are, too. */
export function withCoverage(toCover: ToCover, rows: readonly Coverage[]): ToCover {
  const secured = new Map(toCover.secured);
  for (const { commitmentId, amount } of rows) {
    secured.set(commitmentId, addDecimals(secured.get(commitmentId) ?? '0', amount));
  }
  return { ...toCover, secured };
}

/** What one cheque covered goes on to others, in their order, as far as each lasts. */
export function passCoverage(
  rows: readonly Coverage[],
  amounts: readonly Decimal[],
): readonly (readonly Coverage[])[] {
  const rest = rows.map((row) => ({ ...row }));
  return amounts.map((amount) => {
    let left = amount;
    const passed: Coverage[] = [];
    for (const row of rest) {
      const taken = lesser(row.amount, left);
      if (!isPositive(taken)) continue;
      passed.push({ commitmentId: row.commitmentId, amount: taken });
      row.amount = subtractDecimals(row.amount, taken);
      left = subtractDecimals(left, taken);
    }
    return passed;
  });
}
