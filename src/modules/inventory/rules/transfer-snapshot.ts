import type { Decimal } from '../../../kernel/decimal.ts';
import type { Id } from '../../../kernel/id.ts';
import type { EventType, NewEvent } from '../../../platform/events/event.ts';
import type { StockTransferState } from './stock-transfer-states.ts';

export interface SnapshotLine {
  readonly id: Id;
  readonly lineNo: number;
  readonly productId: Id;
  readonly sku: string;
  readonly baseUnit: string;
  readonly unit: string;
  readonly requestedInUnit: Decimal;
  readonly requested: Decimal;
  readonly shipped: Decimal;
  readonly received: Decimal;
  readonly lost: Decimal;
  readonly returned: Decimal;
}

interface SnapshotEnd {
  readonly id: Id;
  readonly code: string;
}

export interface TransferSnapshot {
  readonly id: Id;
  readonly number: string;
  readonly state: StockTransferState;
  readonly note: string | null;
  /** ISO 8601. */
  readonly dueAt?: string | null;
  readonly carrier?: string | null;
  readonly returningAt?: string | null;
  readonly source: SnapshotEnd;
  readonly destination: SnapshotEnd;
  readonly lines: readonly SnapshotLine[];
}

/** Both warehouses see it. `change` is what the act did. */
export const transferEvent = (
  type: EventType,
  transfer: TransferSnapshot,
  change: Readonly<Record<string, unknown>>,
): NewEvent => ({
  type,
  subject: { type: 'stockTransfer', id: transfer.id },
  unitIds: [transfer.source.id, transfer.destination.id],
  data: { stockTransfer: snapshot(transfer), change },
});

const snapshot = (transfer: TransferSnapshot): Record<string, unknown> => ({
  id: transfer.id,
  number: transfer.number,
  state: transfer.state,
  note: transfer.note,
  dueAt: transfer.dueAt ?? null,
  carrier: transfer.carrier ?? null,
  returningAt: transfer.returningAt ?? null,
  source: { id: transfer.source.id, code: transfer.source.code },
  destination: { id: transfer.destination.id, code: transfer.destination.code },
  lines: transfer.lines.map((line) => ({
    id: line.id,
    lineNo: line.lineNo,
    productId: line.productId,
    sku: line.sku,
    unit: line.unit,
    requestedInUnit: line.requestedInUnit,
    baseUnit: line.baseUnit,
    requested: line.requested,
    shipped: line.shipped,
    received: line.received,
    lost: line.lost,
    returned: line.returned,
  })),
});
