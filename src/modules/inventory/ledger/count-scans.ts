import type { Decimal } from '../../../kernel/decimal.ts';
import type { Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { requireTransition } from '../../../kernel/transitions.ts';
import type { OperationContext } from '../../../platform/perform/operation.ts';
import { fault } from '../errors.ts';
import { lockCount, type CountFacts } from '../queries/count-facts.ts';
import type { CountKey } from '../rules/count-kinds.ts';
import { stockCountStates } from '../rules/stock-count-states.ts';
import { lotsOfSeen, recordCounted } from './record-counted.ts';

/** Goods that a scan stands for, at the place that was scanned before. */
export interface CountScan {
  readonly scanId: Id;
  readonly key: Omit<CountKey, 'lotId'>;
  readonly sku: string;
  /** Its lot or serial number, seen before or not. */
  readonly lotCode: string | null;
  /** In the base unit. */
  readonly quantity: Decimal;
  readonly unit: string;
  readonly inUnit: Decimal;
  /** By the device's clock, of a scan that waited to be sent; null: just now. */
  readonly scannedAt: Date | null;
}

export type CountScanOutcome =
  'MATCHED' | 'UNEXPECTED' | 'WRONG_LOCATION' | 'DUPLICATE' | 'BLOCKED';

export interface CountScanEnd {
  readonly scanId: Id;
  readonly outcome: CountScanOutcome;
  /** Why it does not count. */
  readonly why: Fault | null;
}

const outcomes: Readonly<Record<string, CountScanOutcome>> = {
  LOCATION_NOT_FOUND: 'WRONG_LOCATION',
  NOT_IN_COUNT: 'UNEXPECTED',
  ALREADY_COUNTED: 'DUPLICATE',
  SERIAL_COUNTED: 'DUPLICATE',
};

/**
 * Counts what a session's scans stand for, in their order: from zero, each adding to those before,
 * a serial number once. A scan that waited counts at its own instant, but not before the session
 * began nor after now. Refuses STOCK_COUNT_NOT_FOUND and ILLEGAL_STATE; a scan that does not count
 * says so for itself. The caller has locked the session, and no lots; scans that were recorded
 * before are not to come again. A constant number of statements.
 */
export async function countScans(
  op: OperationContext,
  stockCountId: Id,
  session: { readonly startedAt: Date },
  scans: readonly CountScan[],
): Promise<CountScanEnd[]> {
  const unique = (ids: readonly Id[]): Id[] => [...new Set(ids)];
  const count = await lockCount(
    op,
    stockCountId,
    unique(scans.map(({ key }) => key.locationId)),
    unique(scans.map(({ key }) => key.productId)),
  );
  const unitIds = [count.warehouse.id];
  op.requireReach('inventory.count', { unitIds }, 'Counting here');
  requireTransition(stockCountStates, count.state, 'recordCount');
  const misplaced = scans.map((scan) => misplacedFault(count, scan));
  const placed = scans.filter((_scan, index) => misplaced[index] === null);
  const again = 'ADD' as const;
  const refused = await recordCounted(
    op,
    count,
    (await lotsOfSeen(op, placed)).map((scan) => ({
      ...scan,
      again,
      countedAt: scan.scannedAt && within(scan.scannedAt, session.startedAt, op.now),
      path: [],
    })),
  );
  const ends = new Map(placed.map((scan, index) => [scan, refused[index] ?? null]));
  return scans.map((scan, index) => {
    const why = misplaced[index] ?? ends.get(scan) ?? null;
    const outcome = why === null ? 'MATCHED' : (outcomes[why.code] ?? 'BLOCKED');
    return { scanId: scan.scanId, outcome, why };
  });
}

function misplacedFault(count: CountFacts, { key, sku }: CountScan): Fault | null {
  const place = count.places.find(({ locationId }) => locationId === key.locationId);
  if (!place) return fault('LOCATION_NOT_FOUND', 'The warehouse has no such location');
  if (place.state === null && !count.everyLocation) {
    return fault('NOT_IN_COUNT', `This count does not go to ${place.code}`);
  }
  if (place.state === 'COUNTED') return fault('LOCATION_COUNTED', `${place.code} is done`);
  if (count.productIds.includes(key.productId)) return null;
  return fault('NOT_IN_COUNT', `This count is not about ${sku}`);
}

const within = (instant: Date, from: Date, to: Date): Date =>
  instant < from ? from : instant > to ? to : instant;
