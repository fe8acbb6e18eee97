import type { Id } from '../../../kernel/id.ts';
import type { OperationContext } from '../../../platform/perform/operation.ts';
import type { VoucherFacts, VoucherLine } from '../queries/voucher-facts.ts';
import type { ScannedGoods } from '../queries/voucher-scans.ts';
import { outside } from '../rules/kinds.ts';
import type { PostingEntry } from '../rules/plan-posting.ts';
import type { Pick } from '../rules/read-picks.ts';
import { choosePicks, partOf } from './choose-picks.ts';
import { lockLevels } from './lock-levels.ts';
import type { DraftedPart } from './post-draft.ts';

/** Every line's level, also of those that nothing leaves for: their reservations end. */
const lockAll = (op: OperationContext, { lines, warehouse }: VoucherFacts): Promise<unknown> =>
  lockLevels(
    op,
    lines.map(({ productId }) => ({ productId, warehouseId: warehouse.id })),
  );

const destinationOf = ({ lines }: VoucherFacts): Id => lines[0]?.toLocationId ?? outside.customer;

const leaving = (pick: Pick<VoucherLine>, destinationId: Id): DraftedPart => ({
  ...partOf(pick, destinationId),
  line: pick.line,
});

/** What leaves as somebody or the draft says, else as it is chosen; refuses as `choosePicks`. */
export async function leaveAsDrafted(
  op: OperationContext,
  voucher: VoucherFacts,
  entries: readonly PostingEntry<VoucherLine>[],
  acceptShort: boolean,
): Promise<DraftedPart[]> {
  await lockAll(op, voucher);
  const destinationId = destinationOf(voucher);
  const { warehouse } = voucher;
  const picks = await choosePicks(op, { warehouse, entries, destinationId, acceptShort });
  return picks.map((pick) => leaving(pick, destinationId));
}

/** What leaves as it was scanned. */
export async function leaveAsScanned(
  op: OperationContext,
  voucher: VoucherFacts,
  scanned: readonly ScannedGoods[],
): Promise<DraftedPart[]> {
  await lockAll(op, voucher);
  const lines = new Map(voucher.lines.map((line) => [line.id, line]));
  return scanned.flatMap(({ lineId, ...goods }) => {
    const line = lines.get(lineId);
    if (!line) throw new Error('A scanned line is not of this stock voucher');
    const { status } = line;
    return [leaving({ ...goods, line, status, path: [] }, destinationOf(voucher))];
  });
}
