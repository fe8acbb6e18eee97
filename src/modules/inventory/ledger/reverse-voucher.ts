import { refuseIfAny } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import type { LocalDate } from '../../../kernel/local-date.ts';
import { refusingClashes } from '../../../platform/database/constraint-faults.ts';
import type { OperationContext } from '../../../platform/perform/operation.ts';
import { inventoryEvents } from '../events.ts';
import { findVoucherMoves, type VoucherMove } from '../queries/voucher-moves.ts';
import type { VoucherFacts, VoucherLine } from '../queries/voucher-facts.ts';
import { reversalClashes } from '../rules/clashes.ts';
import { isOutside, outside } from '../rules/kinds.ts';
import { announceVoucher } from './announce-voucher.ts';
import { lockLots } from './lots.ts';
import { postVoucher, type PostedVoucher, type VoucherPart } from './post-voucher.ts';
import { serialsInStock } from './serials-in-stock.ts';
import { lockReturned, requireWithCustomers } from './with-customers.ts';

export interface Reversal {
  /** Of the voucher that takes it back. */
  readonly id: Id;
  readonly reason: string;
  readonly datedOn: LocalDate;
}

type Mirrored = VoucherPart & { readonly line: VoucherLine };

/**
 * A posted voucher is taken back as a whole by another of its kind: every move goes the other way,
 * to where the goods were. The caller holds its lock, and has seen that it may be. Refuses what is
 * no longer there, promised to others, or came back from customers already.
 */
export async function reverseVoucher(
  op: OperationContext,
  voucher: VoucherFacts,
  { id, reason, datedOn }: Reversal,
): Promise<PostedVoucher> {
  const parts = mirrored(voucher, await findVoucherMoves(op, voucher.id));
  await requireReturnable(op, parts, voucher.id);
  const byLine = Map.groupBy(parts, (part) => part.line.id);
  const { kind, warehouse, reference, lines, demandKind, demandId } = voucher;
  const answer = await refusingClashes(reversalClashes, () =>
    postVoucher(op, {
      id,
      kind,
      warehouse,
      reference,
      reason,
      datedOn,
      reversalOfId: voucher.id,
      demand: demandKind && demandId ? { kind: demandKind, id: demandId } : null,
      lines: lines
        .filter((line) => byLine.has(line.id))
        .map((line) => ({
          ...line,
          id: op.newId(),
          fromLocationId: line.toLocationId,
          toLocationId: line.fromLocationId,
          parts: byLine.get(line.id) ?? [],
        })),
    }),
  );
  const reversal = { id: answer.stockVoucherId, number: answer.number, reason };
  await announceVoucher(op, inventoryEvents.stockVoucherReversed, voucher.id, { reversal });
  return answer;
}

/** Each move of the voucher the other way. */
function mirrored(voucher: VoucherFacts, moves: readonly VoucherMove[]): Mirrored[] {
  const lines = new Map(voucher.lines.map((line) => [line.id, line]));
  return moves.map((move) => {
    const line = lines.get(move.lineId);
    if (!line) throw new Error('A move is of no line of its voucher');
    const { lotId, isSerial, ownerId, quantity } = move;
    return {
      line,
      lotId,
      isSerial,
      ownerId,
      quantity,
      fromId: move.toId,
      toId: move.fromId,
      fromStatus: move.toStatus,
      toStatus: move.fromStatus,
      fromPackageId: move.toPackageId,
      toPackageId: move.fromPackageId,
      reverses: move.seq,
      path: ['stockVoucherId'],
    };
  });
}

/** What comes back from outside must be there still: with a customer, and in no other place. */
async function requireReturnable(
  op: OperationContext,
  parts: readonly Mirrored[],
  voucherId: Id,
): Promise<void> {
  const back = parts.filter((part) => isOutside(part.fromId) && !isOutside(part.toId));
  const fromCustomers = parts.filter((part) => part.fromId === outside.customer);
  if (fromCustomers.length > 0) {
    await lockReturned(
      op,
      fromCustomers.map((part) => part.line.productId),
    );
  }
  await lockLots(
    op,
    back.flatMap(({ lotId }) => lotId ?? []),
  );
  if (fromCustomers.length > 0) await requireWithCustomers(op, fromCustomers, voucherId);
  const serials = back.flatMap((part) => (part.isSerial && part.lotId ? [part] : []));
  if (serials.length === 0) return;
  refuseIfAny(
    await serialsInStock(op, new Map(serials.map((part) => [part.lotId as Id, part.path]))),
  );
}
