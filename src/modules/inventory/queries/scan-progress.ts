import { compareDecimals, subtractDecimals, type Decimal } from '../../../kernel/decimal.ts';
import type { Id } from '../../../kernel/id.ts';
import type { LocalDate } from '../../../kernel/local-date.ts';
import type { Queryable } from '../../../platform/database/statement.ts';
import { differencesOf, isPostable, type ScanDifference } from '../rules/scan-session.ts';
import { scanTaskRules } from '../rules/scan-tasks.ts';
import { proposeWalk } from './pick-proposal.ts';
import {
  loadScanSession,
  type ScanLineProgress,
  type ScanSessionFacts,
} from './scan-session-facts.ts';

/** What to scan next: so much of a product, and where it is best taken from. */
export interface ScanToDo {
  readonly lineId: Id;
  readonly productId: Id;
  readonly sku: string;
  readonly quantity: Decimal;
  readonly locationId: Id | null;
  readonly locationCode: string | null;
  readonly lotCode: string | null;
}

export interface ScanProgress {
  readonly session: ScanSessionFacts;
  readonly lines: readonly ScanLineProgress[];
  readonly differences: readonly ScanDifference[];
  /** Null when nothing is missing, or nothing that is missing can be had. */
  readonly nextToDo: ScanToDo | null;
}

/**
 * Where a session stands, for a device that comes back: line by line, what differs, and what to do
 * next, by the way pickers walk and what goes first. Null when there is none such. The caller has
 * seen to the rights.
 */
export async function scanProgress(
  db: Queryable,
  sessionId: Id,
  today: LocalDate,
): Promise<ScanProgress | null> {
  const session = await loadScanSession(db, sessionId);
  if (!session) return null;
  const open = session.state === 'OPEN' && isPostable(session);
  const lines = open ? session.lines : [];
  const nextToDo = await findNext(db, session, lines, today);
  const differences = differencesOf({ ...session, lines });
  return { session, lines: session.lines, differences, nextToDo };
}

async function findNext(
  db: Queryable,
  { task, document }: ScanSessionFacts,
  lines: readonly ScanLineProgress[],
  today: LocalDate,
): Promise<ScanToDo | null> {
  const missing = lines.filter((line) => compareDecimals(line.counted, line.expected) < 0);
  const [first] = missing;
  if (!first) return null;
  const lackOf = (line: ScanLineProgress) => subtractDecimals(line.expected, line.counted);
  if (!scanTaskRules[task].takes) {
    const { lineId, productId, sku } = first;
    const nowhere = { locationId: null, locationCode: null, lotCode: null };
    return { lineId, productId, sku, quantity: lackOf(first), ...nowhere };
  }
  const [pick] = document ? (await proposeWalk(db, document.id, today)).picks : [];
  if (!pick) return null;
  const { lineId, productId, quantity, locationId, location, lot } = pick;
  const sku = missing.find((line) => line.lineId === lineId)?.sku ?? '';
  return { lineId, productId, sku, quantity, locationId, locationCode: location, lotCode: lot };
}
