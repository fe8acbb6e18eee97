import type { Id } from '../../../kernel/id.ts';
import type { OperationContext } from '../../../platform/perform/operation.ts';
import { lotKey } from '../rules/lot-key.ts';
import { wordsOf } from '../rules/read-scans.ts';
import { indexFacts, resolveScan } from '../rules/resolve-scan.ts';
import type { ScanFacts, ScanLot, ScanWork, SentScan } from '../rules/scan-case.ts';
import { asksFor, type ScanDecision, type Tally } from '../rules/scan-tally.ts';
import { countScans, type CountScan } from './count-scans.ts';
import { ensureLots, type WantedLot } from './lots.ts';

/**
 * The lots that scans may mean; with those that nobody has seen before, which are made where goods
 * come in that their document announces. One round trip when there are any.
 */
export async function withNewLots(
  op: OperationContext,
  facts: ScanFacts,
  scans: readonly SentScan[],
): Promise<readonly ScanLot[]> {
  if (facts.work.task !== 'PUT_IN') return facts.lots;
  const index = indexFacts(facts);
  const wanted = scans.flatMap((scan): WantedLot[] => {
    const goods = resolveScan(scan, index, new Set());
    if (goods.is !== 'GOODS' || goods.lot || goods.lotCode === null) return [];
    const { tracking, id: productId } = goods.product;
    const named = { productId, lotId: null, lotCode: goods.lotCode };
    if (tracking === 'NONE' || !facts.lines.some((line) => asksFor(line, named))) return [];
    const { expiresOn = null, bestBeforeOn = null } = scan.symbol ?? {};
    return [{ productId, kind: tracking, code: goods.lotCode, expiresOn, bestBeforeOn }];
  });
  const lots = await ensureLots(op, wanted);
  const made = new Map(
    wanted.flatMap(({ productId, kind, code }): [Id, ScanLot][] => {
      const lot = lots.get(lotKey(productId, code));
      const fresh = { productId, code, kind, expired: false, counted: false };
      return lot ? [[lot.id, { id: lot.id, ...fresh }]] : [];
    }),
  );
  return [...facts.lots, ...made.values()];
}

/** The decisions; while counting, the count has the last word on what would match. */
export async function withCounts(
  op: OperationContext,
  work: ScanWork,
  after: Pick<Tally, 'documentChosen'>,
  scans: readonly SentScan[],
  decisions: readonly ScanDecision[],
): Promise<readonly ScanDecision[]> {
  const { document, startedAt } = work;
  if (document?.kind !== 'COUNT' || !after.documentChosen || startedAt === null) return decisions;
  const counted = decisions.flatMap((decision, i): CountScan[] => {
    const scan = scans[i];
    return decision.outcome === 'MATCHED' && scan ? [countedBy(scan, decision, op.now)] : [];
  });
  if (counted.length === 0) return decisions;
  const session = { startedAt: new Date(startedAt) };
  const ends = await countScans(op, document.id, session, counted);
  const byScan = new Map(ends.map((end) => [end.scanId, end.outcome]));
  return decisions.map((decision, i): ScanDecision => {
    const outcome = byScan.get(scans[i]?.scanId ?? '');
    if (outcome === undefined || outcome === 'MATCHED') return decision;
    const signal = outcome === 'DUPLICATE' || outcome === 'WRONG_LOCATION' ? 'ATTENTION' : 'ERROR';
    return { ...decision, outcome, signal, next: 'PUT_ASIDE' };
  });
}

/** A scan that has waited counts at its own instant; one that comes at once counts now. */
const waitedMs = 60_000;

function countedBy(scan: SentScan, decision: ScanDecision, now: Date): CountScan {
  const { product, place, package: packed, quantity } = decision;
  if (!product || !place || quantity === null) {
    throw new Error('A scan that counts says what and where');
  }
  const { lotCode, serial, label } = wordsOf(scan);
  const told = product.tracking === 'LOT' ? lotCode : serial;
  const waited = now.getTime() - scan.scannedAt.getTime() > waitedMs;
  return {
    scanId: scan.scanId,
    key: {
      locationId: place.id,
      productId: product.id,
      ownerId: null,
      status: 'AVAILABLE',
      packageId: packed?.id ?? null,
      isSerial: product.tracking === 'SERIAL',
    },
    sku: product.sku,
    lotCode: product.tracking === 'NONE' ? null : (decision.lot?.code ?? told ?? label),
    quantity,
    unit: product.baseUnit,
    inUnit: quantity,
    scannedAt: waited ? scan.scannedAt : null,
  };
}
