import { addDecimals, isPositive, type Decimal } from '../../../kernel/decimal.ts';
import type { Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { inOrder } from '../../../platform/database/in-order.ts';
import type { OperationContext } from '../../../platform/perform/operation.ts';
import { fault } from '../errors.ts';
import type { CountFacts } from '../queries/count-facts.ts';
import { findCountLines, findSerialsSeen } from '../queries/count-lines.ts';
import { countKey, type CountAgain, type CountKey } from '../rules/count-kinds.ts';
import { stepOf, type LineToCount } from '../rules/plan-count-entries.ts';
import { lotKey } from '../rules/lot-key.ts';
import { lockLevels } from './lock-levels.ts';
import { ensureLots } from './lots.ts';
import { writeCountEntries, type NewCountEntry } from './write-count-entries.ts';

/** So much of one key, seen by somebody; in the base unit but for `inUnit`. */
export interface SeenGoods {
  readonly key: CountKey;
  readonly sku: string;
  readonly lotCode: string | null;
  readonly quantity: Decimal;
  readonly unit: string;
  readonly inUnit: Decimal;
  readonly again: CountAgain | null;
  /** Null: just now. */
  readonly countedAt: Date | null;
  readonly scanId: Id | null;
  readonly path: readonly string[];
}

interface Known extends LineToCount {
  readonly isNew: boolean;
}

/**
 * Writes what was seen, in this order, each against the book of its instant. Answers for each why
 * it does not count, or null: what is refused is not written, the rest is, and the caller refuses
 * all of it or not. The caller holds the count's lock and has locked the lots (`lotsOfSeen`). Four
 * statements in two round trips, five with serial numbers.
 */
export async function recordCounted(
  op: OperationContext,
  count: CountFacts,
  seen: readonly SeenGoods[],
): Promise<(Fault | null)[]> {
  const keys = [...new Map(seen.map(({ key }) => [countKey(key), key])).values()];
  const serials = keys.flatMap((key) => (key.isSerial && key.lotId ? [key.lotId] : []));
  const warehouseId = count.warehouse.id;
  const [, known, elsewhere] = await inOrder(
    lockLevels(
      op,
      keys.map(({ productId }) => ({ productId, warehouseId })),
    ),
    findCountLines(op, count.id, keys),
    findSerialsSeen(op, count.id, serials),
  );
  const lines = new Map<string, Known>(
    known.flatMap(({ index, ...line }) => {
      const key = keys[index];
      return key ? [[countKey(key), { ...line, isNew: false }]] : [];
    }),
  );
  const seenAt = new Map(elsewhere.map((at) => [at.lotId, at]));
  const entries: NewCountEntry[] = [];
  const refused = seen.map((goods) => {
    const line = lines.get(countKey(goods.key));
    const what = goods.lotCode === null ? goods.sku : `${goods.sku} ${goods.lotCode}`;
    const at = goods.key.isSerial && goods.key.lotId ? seenAt.get(goods.key.lotId) : undefined;
    if (at && at.stockCountLineId !== line?.id && isPositive(goods.quantity)) {
      return fault('SERIAL_COUNTED', `${what} was counted at ${at.location}`, goods.path);
    }
    const { isSerial } = goods.key;
    const step = stepOf(line, { isSerial, what }, goods.again, goods.path);
    if ('code' in step) return step;
    const id = line?.id ?? op.newId();
    const isNewLine = line?.isNew ?? true;
    entries.push({ ...goods, ...step, lineId: id, isNewLine });
    const before = step.anew ? '0' : (line?.counted ?? '0');
    lines.set(countKey(goods.key), {
      id,
      state: line?.state ?? 'OPEN',
      round: step.round,
      counted: addDecimals(before, goods.quantity),
      countedBefore: false,
      isNew: isNewLine,
    });
    if (isSerial && goods.key.lotId && isPositive(goods.quantity)) {
      const here = { lotId: goods.key.lotId, stockCountLineId: id, location: 'another place' };
      seenAt.set(goods.key.lotId, here);
    }
    return null;
  });
  if (entries.length > 0) await writeCountEntries(op, count, entries);
  return refused;
}

/** Goods whose lot, or serial number, is told by its code. */
interface ByCode {
  readonly key: Omit<CountKey, 'lotId'>;
  readonly lotCode: string | null;
}

/** The same with their lots, locked; those that nobody has seen before are made. */
export async function lotsOfSeen<Seen extends ByCode>(
  op: OperationContext,
  seen: readonly Seen[],
): Promise<(Seen & { readonly key: CountKey })[]> {
  const lots = await ensureLots(
    op,
    seen.flatMap(({ key: { productId, isSerial }, lotCode }) => {
      const kind = isSerial ? ('SERIAL' as const) : ('LOT' as const);
      return lotCode === null ? [] : [{ productId, kind, code: lotCode, expiresOn: null }];
    }),
  );
  return seen.map((goods) => {
    const { key, lotCode } = goods;
    const lot = lotCode === null ? null : lots.get(lotKey(key.productId, lotCode));
    return { ...goods, key: { ...key, lotId: lot?.id ?? null } };
  });
}
