import {
  compareDecimals,
  isPositive,
  subtractDecimals,
  type Decimal,
} from '../../../kernel/decimal.ts';
import { inOrder } from '../../../platform/database/in-order.ts';
import type { ActContext, OperationContext } from '../../../platform/perform/operation.ts';
import type { Commitment } from '../rules/commitment.ts';
import type { Overpaid } from '../rules/schedule-book.ts';
import {
  settleBy,
  takeBack,
  type Allocation,
  type Settled,
  type Source,
} from '../rules/settling.ts';
import { loadAllocationsOf, loadSources, oweAllocations } from './write-allocations.ts';
import { loadCommitments } from './write-commitments.ts';

type Op = Pick<OperationContext, 'query' | 'owe' | 'now' | 'today' | 'newId'>;
type By = Pick<ActContext, 'operationId' | 'actorId' | 'emit'>;

/** What letting go comes to: applied to rows that are otherwise changed, and written when asked. */
export interface LetGo {
  applied(row: Commitment): Commitment;
  owe(): void;
}

const nothing: LetGo = { applied: (row) => row, owe: () => undefined };

/**
 * Money that is more than will be to pay becomes its customer's credit again: what settled last is
 * taken back first, and what of that is still needed settles anew. Nothing is read where nothing is
 * overpaid.
 */
export async function letGoOf(
  op: Op,
  by: By,
  overpaid: readonly Overpaid[],
  companyCurrency: string,
): Promise<LetGo> {
  if (overpaid.length === 0) return nothing;
  const ids = overpaid.map(({ commitmentId }) => commitmentId);
  const [commitments, allocations] = await inOrder(
    loadCommitments(op, ids),
    loadAllocationsOf(op, ids),
  );
  const named = allocations.flatMap((a) => a.receiptId ?? a.openCreditId ?? []);
  const sources = new Map((await loadSources(op, named)).map((source) => [source.id, source]));
  const done: Settled[] = [];
  const rows = new Map(commitments.map((row) => [row.id, row]));
  for (const { commitmentId, amount } of overpaid) {
    const own = allocations.filter((allocation) => allocation.commitmentId === commitmentId);
    const commitment = rows.get(commitmentId) as Commitment;
    const back = takeBackNewest(op, { commitment, own, amount, sources, companyCurrency });
    done.push(...back);
    rows.set(commitmentId, back.at(-1)?.commitment ?? commitment);
  }
  return {
    applied(row) {
      const { settled, companySettled } = rows.get(row.id) ?? row;
      const isPaid = compareDecimals(settled, row.amount) === 0;
      const companyAmount = isPaid ? companySettled : row.companyAmount;
      return { ...row, settled, companySettled, companyAmount };
    },
    owe: () => oweAllocations(op, by, done),
  };
}

interface TakingBack {
  readonly commitment: Commitment;
  readonly own: readonly Allocation[];
  readonly amount: Decimal;
  readonly sources: Map<string, Source>;
  readonly companyCurrency: string;
}

function takeBackNewest(
  op: Pick<Op, 'newId' | 'today'>,
  { commitment, own, amount, sources, companyCurrency }: TakingBack,
): Settled[] {
  const done: Settled[] = [];
  let row = commitment;
  let rest = amount;
  const keep = (settled: Settled): void => {
    done.push(settled);
    row = settled.commitment;
    if (settled.source) sources.set(settled.source.id, settled.source);
  };
  for (const allocation of [...own].reverse()) {
    if (!isPositive(rest)) break;
    const sourceOf = (): Source | null =>
      sources.get(allocation.receiptId ?? allocation.openCreditId ?? '') ?? null;
    const by = { id: op.newId(), effectiveOn: op.today, note: 'More was paid than is asked for' };
    keep(takeBack(row, sourceOf(), allocation, by, companyCurrency));
    const kept = subtractDecimals(allocation.amount, rest);
    if (compareDecimals(kept, '0') > 0 && allocation.sourceCurrency === row.currency) {
      const again = { ...allocation, id: op.newId(), amount: kept, effectiveOn: op.today };
      keep(settleBy(row, sourceOf(), { ...again, sourceAmount: kept, tax: '0' }, companyCurrency));
      rest = '0';
    } else rest = subtractDecimals(rest, allocation.amount);
  }
  return done;
}
