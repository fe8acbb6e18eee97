import type { Fault } from '../../../kernel/domain-error.ts';
import type { LocalDate } from '../../../kernel/local-date.ts';
import { inOrder } from '../../../platform/database/in-order.ts';
import { statement } from '../../../platform/database/statement.ts';
import type { OperationContext } from '../../../platform/perform/operation.ts';
import { fault, type Path } from '../errors.ts';

type Op = Pick<OperationContext, 'query'>;

/** Of everyone who posts together, and of who closes alone. */
const key = `hashtextextended('ledger_period', 0)`;
const keepOpen = statement(
  'ledger_period_keep',
  `select pg_advisory_xact_lock_shared(${key})::text`,
);
const takeAlone = statement('ledger_period_take', `select pg_advisory_xact_lock(${key})::text`);
const load = statement(
  'ledger_period_load',
  'select closed_through as "closedThrough", version from ledger_period',
);

export interface LedgerPeriodFacts {
  readonly closedThrough: LocalDate | null;
  readonly version: number;
}

/** The period as it stays until this act ends. Two statements on the wire together. */
export async function keepPeriod(op: Op): Promise<LedgerPeriodFacts> {
  const [, [period]] = await inOrder(op.query(keepOpen), op.query<LedgerPeriodFacts>(load));
  return period as LedgerPeriodFacts;
}

/** Same, for who changes it: waits for everyone who is posting. Before any other lock. */
export async function takePeriod(op: Op): Promise<LedgerPeriodFacts> {
  const [, [period]] = await inOrder(op.query(takeAlone), op.query<LedgerPeriodFacts>(load));
  return period as LedgerPeriodFacts;
}

/** Whether something may be posted on a day. */
export function periodFaults(
  { closedThrough }: LedgerPeriodFacts,
  day: LocalDate,
  path: Path,
): Fault[] {
  if (closedThrough === null || day > closedThrough) return [];
  const message = `The books are closed through ${closedThrough}; nothing is posted on ${day}`;
  return [fault('PERIOD_CLOSED', message, path, { closedThrough })];
}
