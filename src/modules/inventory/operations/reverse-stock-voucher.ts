import { refuseIfAny, type Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import type { LocalDate } from '../../../kernel/local-date.ts';
import { refusingClashes } from '../../../platform/database/constraint-faults.ts';
import { defineOperation, type OperationContext } from '../../../platform/perform/operation.ts';
import { inventoryEvents } from '../events.ts';
import { announceVoucher } from '../ledger/announce-voucher.ts';
import { lockLots } from '../ledger/lots.ts';
import { postVoucher, type PostedVoucher, type VoucherPart } from '../ledger/post-voucher.ts';
import { serialsInStock } from '../ledger/serials-in-stock.ts';
import { lockReturned, requireWithCustomers } from '../ledger/with-customers.ts';
import { findVoucherMoves, type VoucherMove } from '../queries/voucher-moves.ts';
import { lockVoucher, type VoucherFacts, type VoucherLine } from '../queries/voucher-facts.ts';
import { reversalClashes } from '../rules/clashes.ts';
import { isOutside, outside } from '../rules/kinds.ts';
import { readDatedOn } from '../rules/read-goods.ts';
import { readOwnId } from '../rules/read-input.ts';
import { readReason } from '../rules/read-reason.ts';
import { requireVoucherAct } from '../rules/stock-voucher-states.ts';

export interface ReverseStockVoucherInput {
  readonly stockVoucherId: Id;
  /** Of the voucher that takes it back. */
  readonly id?: Id | null;
  readonly reason: string;
  /** The business day it is booked on; today when left out, never a day to come. */
  readonly datedOn?: LocalDate | null;
}

type Mirrored = VoucherPart & { readonly line: VoucherLine };

/**
 * A posted voucher of any kind is taken back as a whole by another of its kind, with a number of
 * its own: every move goes the other way, to where the goods were. Refuses ALREADY_REVERSED,
 * INSUFFICIENT_STOCK where they are no longer there or promised to others, and what customers have
 * given back already (NOT_AT_CUSTOMER, MORE_THAN_ISSUED).
 */
export const reverseStockVoucher = defineOperation({
  name: 'reverseStockVoucher',
  permission: 'inventory.reverse',
  async run(op, input: ReverseStockVoucherInput): Promise<PostedVoucher> {
    const voucher = await lockVoucher(op, input.stockVoucherId);
    const unitIds = [voucher.warehouse.id];
    op.requireReach('inventory.reverse', { unitIds }, 'Taking this voucher back');
    requireVoucherAct(voucher, 'reverseStockVoucher');
    const faults: Fault[] = [];
    const id = readOwnId(input.id, op.newId, ['id'], faults);
    const reason = readReason(input.reason, ['reason'], faults);
    const datedOn = readDatedOn(input.datedOn, op.today, faults);
    refuseIfAny(faults);
    const parts = mirrored(voucher, await findVoucherMoves(op, voucher.id));
    await requireReturnable(op, parts, voucher.id);
    const byLine = Map.groupBy(parts, (part) => part.line.id);
    const { kind, warehouse, reference, lines } = voucher;
    const answer = await refusingClashes(reversalClashes, () =>
      postVoucher(op, {
        id: id as Id,
        kind,
        warehouse,
        reference,
        reason,
        datedOn,
        reversalOfId: voucher.id,
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
  },
});

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
