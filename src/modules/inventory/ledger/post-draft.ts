import type { Decimal } from '../../../kernel/decimal.ts';
import type { Id } from '../../../kernel/id.ts';
import type { LocalDate } from '../../../kernel/local-date.ts';
import { inOrder } from '../../../platform/database/in-order.ts';
import type { OperationContext } from '../../../platform/perform/operation.ts';
import { voucherPosted } from '../events.ts';
import type { VoucherFacts } from '../queries/voucher-facts.ts';
import { announceVoucher } from './announce-voucher.ts';
import { consumeReservations, type TakenGoods } from './consume-reservations.ts';
import { requirePackagesTogether } from './packages-together.ts';
import { postMoves } from './post-moves.ts';
import type { VoucherPart } from './post-voucher.ts';
import { releaseReservations } from './release-reservations.ts';
import { markVoucherPosted } from './voucher-progress.ts';

/** Goods that move for a line of a draft. */
export interface DraftedPart extends VoucherPart {
  readonly line: {
    readonly id: Id;
    readonly productId: Id;
    readonly demandLineId?: Id | null;
  };
}

/**
 * The draft's goods move, and it is posted for ever. What leaves comes out of the
 * reservations of what it serves first: of the voucher itself, where what is left of them is free
 * again, or of the demand that it is drafted for, which goes on. The caller holds the voucher's
 * lock, and where goods leave those of the levels of all its lines.
 */
export async function postDraft(
  op: OperationContext,
  voucher: VoucherFacts,
  parts: readonly DraftedPart[],
  posted: ReadonlyMap<Id, Decimal>,
  datedOn: LocalDate,
): Promise<void> {
  const leaves = voucher.kind !== 'RECEIPT';
  if (leaves) await consumeReservations(op, takenOf(voucher, parts));
  const moves = parts.map(({ line, ...part }) => ({
    ...part,
    kind: voucher.kind,
    productId: line.productId,
    documentId: voucher.id,
    lineId: line.id,
  }));
  // A refusal of the moves undoes the others.
  await inOrder(
    postMoves(op, moves, datedOn),
    markVoucherPosted(op, voucher.id, datedOn, posted),
    announceVoucher(op, voucherPosted[voucher.kind], voucher.id),
  );
  await requirePackagesTogether(op, moves);
  // Only now: who waits would take what is just leaving.
  if (leaves) await releaseReservations(op, { demandIds: [voucher.id], ending: 'SHORT_CLOSED' });
}

/** What of the parts can have been reserved: our own, available. */
const takenOf = (voucher: VoucherFacts, parts: readonly DraftedPart[]): TakenGoods[] =>
  parts
    .filter((part) => part.ownerId == null && (part.fromStatus ?? 'AVAILABLE') === 'AVAILABLE')
    .map((part) => ({
      demandLineId: part.line.demandLineId ?? part.line.id,
      productId: part.line.productId,
      warehouseId: voucher.warehouse.id,
      locationId: part.fromId,
      lotId: part.lotId,
      packageId: part.fromPackageId ?? null,
      quantity: part.quantity,
    }));
