import type { Decimal } from '../../../kernel/decimal.ts';
import type { Id } from '../../../kernel/id.ts';
import type { Tracking } from '../../catalog/index.ts';
import type { PlannedMove } from '../rules/planned-move.ts';
import { outside, type ShortageOutcome } from '../rules/kinds.ts';
import type { ArrivalCounter } from '../rules/line-changes.ts';

/** What of a line rises when its goods are settled as missing. */
export const missingCounter = (outcome: ShortageOutcome): ArrivalCounter =>
  outcome === 'LOST' ? 'lost' : 'returned';

interface Missing {
  readonly line: { readonly id: Id; readonly productId: Id; readonly tracking: Tracking };
  readonly lotId: Id | null;
  readonly packageId: Id | null;
  readonly quantity: Decimal;
  readonly outcome: ShortageOutcome;
  readonly reason: string;
  readonly responsible: string | null;
  readonly path: readonly string[];
}

interface OnItsWay {
  readonly id: Id;
  readonly transitId: Id;
  readonly source: { readonly receiptLocationId: Id | null };
}

/** Goods that will not arrive leave the way: lost, or back at the source's default place. */
export function missingMove(transfer: OnItsWay, part: Missing): PlannedMove {
  const lost = part.outcome === 'LOST';
  const back = transfer.source.receiptLocationId;
  if (!lost && back === null) throw new Error('The source has no default location for receipts');
  return {
    kind: lost ? 'TRANSFER_LOSS' : 'TRANSFER_RETURN',
    productId: part.line.productId,
    lotId: part.lotId,
    isSerial: part.line.tracking === 'SERIAL',
    fromId: transfer.transitId,
    toId: lost ? outside.lostInTransit : (back as Id),
    fromPackageId: part.packageId,
    quantity: part.quantity,
    documentId: transfer.id,
    lineId: part.line.id,
    reason: part.reason,
    responsible: part.responsible,
    path: part.path,
  };
}
