import type { Id } from '../../../kernel/id.ts';
import type { Fault } from '../../../kernel/domain-error.ts';
import type { Tracking } from '../../catalog/index.ts';
import type { PlannedMove } from '../rules/planned-move.ts';
import type { DiscrepancyFacts, SerialPlace } from '../queries/discrepancy-facts.ts';
import { fault } from '../errors.ts';
import { outside, type DiscrepancySettlement } from '../rules/kinds.ts';
import { lineChanges, type ArrivalCounter, type LineChange } from '../rules/line-changes.ts';
import { arrivalFaults, drawFromTransit } from '../rules/plan-arrival.ts';
import { missingCounter, missingMove } from './missing-goods.ts';

interface Part {
  readonly lineId: Id;
  readonly lotId: Id | null;
  readonly lotCode: string | null;
  readonly packageId: Id | null;
  readonly quantity: string;
}

interface Transfer {
  readonly id: Id;
  readonly transitId: Id;
  readonly source: {
    readonly id: Id;
    readonly code: string;
    readonly receiptLocationId: Id | null;
  };
  readonly lines: readonly {
    readonly id: Id;
    readonly productId: Id;
    readonly sku: string;
    readonly tracking: Tracking;
  }[];
  readonly inTransit: readonly Part[];
  readonly scanned: readonly Part[];
}

/** A discrepancy, its transfer, and what is said of it. */
export interface SettlementCase {
  readonly transfer: Transfer;
  readonly discrepancy: DiscrepancyFacts;
  readonly settlement: DiscrepancySettlement;
  readonly reason: string;
  readonly responsible: string | null;
  /** Where in the destination the goods are, or are put. */
  readonly locationId: Id | null;
  /** Of a match: the shortage elsewhere, and its transfer. */
  readonly match: { readonly transfer: Transfer; readonly shortage: DiscrepancyFacts } | null;
  /** Of a swap: where the serial number that came is by the book. */
  readonly otherAt: SerialPlace | null;
}

export interface SettlementPlan {
  readonly moves: readonly PlannedMove[];
  /** Of the transfer that the goods were on their way in. */
  readonly changes: readonly LineChange[];
}

const nothing: SettlementPlan = { moves: [], changes: [] };

/** What moves when it is settled so; faults where the book says that this cannot be. */
export function planSettlement(one: SettlementCase, faults: Fault[]): SettlementPlan {
  const { kind } = one.discrepancy;
  switch (one.settlement) {
    case 'LOST':
      return leaveTheWay(one, faults);
    case 'RETURNED_TO_SOURCE':
      return kind === 'SHORTAGE' ? leaveTheWay(one, faults) : nothing;
    case 'ACCEPTED':
      return kind === 'SERIAL_SWAP' ? swap(one, faults) : accept(one);
    case 'MATCHED':
      return drawOnMatch(one, faults);
    case 'SCRAPPED':
    case 'RELEASED':
      return leaveQuarantine(one);
    case 'REFUSED':
      return nothing;
  }
}

/** The goods of a discrepancy on the way of a transfer, in the packages that they are in. */
function onTheWay(transfer: Transfer, goods: DiscrepancyFacts, faults: Fault[]) {
  const line = transfer.lines.find(({ id }) => id === goods.lineId);
  if (!line) throw new Error('A discrepancy names a line that is gone');
  const { lotId, lotCode, quantity } = goods;
  const counted = { line, lotId, lotCode, quantity, path: [] };
  const found = arrivalFaults([counted], transfer.inTransit, transfer.scanned);
  faults.push(...found);
  return found.length > 0 ? [] : drawFromTransit([counted], transfer.inTransit, transfer.scanned);
}

function leaveTheWay(one: SettlementCase, faults: Fault[]): SettlementPlan {
  const { transfer, discrepancy, reason, responsible } = one;
  const outcome = one.settlement === 'LOST' ? 'LOST' : 'RETURNED_TO_SOURCE';
  if (outcome !== 'LOST' && !transfer.source.receiptLocationId) {
    const message = `${transfer.source.code} has no default location for receipts`;
    faults.push(fault('NO_RECEIPT_LOCATION', message, ['settlement']));
    return nothing;
  }
  const parts = onTheWay(transfer, discrepancy, faults);
  return {
    moves: parts.map((part) => missingMove(transfer, { ...part, outcome, reason, responsible })),
    changes: lineChanges(parts, () => missingCounter(outcome)),
  };
}

/** What every move of a settlement tells. */
const common = ({ transfer, discrepancy, reason, responsible }: SettlementCase) => ({
  productId: discrepancy.productId,
  lotId: discrepancy.lotId,
  isSerial: discrepancy.tracking === 'SERIAL',
  quantity: discrepancy.quantity,
  documentId: transfer.id,
  lineId: discrepancy.lineId ?? discrepancy.id,
  reason,
  responsible,
  path: [] as readonly string[],
});

const accept = (one: SettlementCase): SettlementPlan => ({
  moves: [
    {
      ...common(one),
      kind: 'TRANSFER_OVERAGE',
      fromId: outside.adjustment,
      toId: one.locationId as Id,
    },
  ],
  changes: [],
});

/** The goods are those that another transfer lacks. */
function drawOnMatch(one: SettlementCase, faults: Fault[]): SettlementPlan {
  const { match } = one;
  if (!match) return nothing;
  const { productId, lotId, quantity } = one.discrepancy;
  const { shortage } = match;
  const same =
    shortage.kind === 'SHORTAGE' &&
    shortage.productId === productId &&
    shortage.lotId === lotId &&
    shortage.quantity === quantity;
  if (!same) {
    const message = 'A match is an open shortage of the same goods, of the same quantity';
    faults.push(fault('MATCH_DIFFERS', message, ['matchedDiscrepancyId']));
    return nothing;
  }
  const parts = onTheWay(match.transfer, shortage, faults);
  return {
    moves: parts.map((part) => ({
      ...common(one),
      kind: 'TRANSFER_RECEIPT',
      quantity: part.quantity,
      fromId: match.transfer.transitId,
      toId: one.locationId as Id,
      fromPackageId: part.packageId,
      documentId: match.transfer.id,
      lineId: part.line.id,
    })),
    changes: lineChanges(parts, (): ArrivalCounter => 'received'),
  };
}

const leaveQuarantine = (one: SettlementCase): SettlementPlan => {
  const fromId = one.locationId as Id;
  const scrapped = one.settlement === 'SCRAPPED';
  return {
    moves: [
      {
        ...common(one),
        kind: scrapped ? 'ADJUSTMENT' : 'STATUS_CHANGE',
        fromId,
        toId: scrapped ? outside.scrap : fromId,
        fromStatus: 'QUARANTINE',
        toStatus: scrapped ? 'QUARANTINE' : 'AVAILABLE',
      },
    ],
    changes: [],
  };
};

/**
 * The one on paper never left: it lies where the other was. The other was shipped in its place, and
 * has arrived.
 */
function swap(one: SettlementCase, faults: Fault[]): SettlementPlan {
  const { transfer, discrepancy, otherAt } = one;
  const { source } = transfer;
  if (!otherAt?.free || otherAt.warehouseId !== source.id) {
    const place = otherAt && [otherAt.warehouse, otherAt.location].filter(Boolean).join(' ');
    const where = place ? `at ${place}` : 'nowhere in stock';
    const what = `${discrepancy.sku} ${discrepancy.otherLotCode}`;
    const message = `${what} is ${where}, not free in ${source.code}: it cannot come from there`;
    faults.push(fault('SERIAL_ELSEWHERE', message, [], { location: place }));
    return nothing;
  }
  const parts = onTheWay(transfer, discrepancy, faults);
  const [part] = parts;
  if (!part) return nothing;
  const arrived = { ...common(one), lotId: discrepancy.otherLotId };
  const { transitId } = transfer;
  const there = otherAt.locationId;
  return {
    moves: [
      {
        ...common(one),
        kind: 'TRANSFER_SWAP',
        fromId: transitId,
        toId: there,
        fromPackageId: part.packageId,
      },
      { ...arrived, kind: 'TRANSFER_SWAP', fromId: there, toId: transitId },
      { ...arrived, kind: 'TRANSFER_RECEIPT', fromId: transitId, toId: one.locationId as Id },
    ],
    changes: lineChanges(parts, (): ArrivalCounter => 'received'),
  };
}
