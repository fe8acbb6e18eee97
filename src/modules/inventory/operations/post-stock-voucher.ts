import { refuseIfAny, type Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import type { LocalDate } from '../../../kernel/local-date.ts';
import { defineOperation, type OperationContext } from '../../../platform/perform/operation.ts';
import { fault } from '../errors.ts';
import { arriveAsDrafted, arriveAsScanned } from '../ledger/drafted-arrivals.ts';
import { leaveAsDrafted, leaveAsScanned } from '../ledger/drafted-picks.ts';
import { postDraft, type DraftedPart } from '../ledger/post-draft.ts';
import { findNamedGoods } from '../queries/named-goods.ts';
import { lockVoucher, type VoucherFacts, type VoucherLine } from '../queries/voucher-facts.ts';
import { findScannedGoods } from '../queries/voucher-scans.ts';
import {
  entriesAsDrafted,
  postedByLine,
  postingFaults,
  readEntries,
  unexpectedSerials,
  type PostedLineInput,
  type PostingEntry,
} from '../rules/plan-posting.ts';
import { readDatedOn } from '../rules/read-goods.ts';
import { sizeFaults } from '../rules/read-input.ts';
import { permissionOfDraft, requireVoucherAct } from '../rules/stock-voucher-states.ts';

export interface PostStockVoucherInput {
  readonly stockVoucherId: Id;
  /** What came or leaves, told by hand; left out: what was scanned. */
  readonly lines?: readonly PostedLineInput[] | null;
  /** In their place: everything as the draft says, taken from where it is proposed. */
  readonly usePlan?: boolean | null;
  /** Less than the draft says is meant. */
  readonly acceptShort?: boolean | null;
  /** Serials that were not announced may come in place of those that were. */
  readonly allowSwap?: boolean | null;
  readonly datedOn?: LocalDate | null;
}

/**
 * The goods of a draft move: they come in, or leave, from the voucher's own reservations first;
 * what it had set aside beyond that is free again. Refuses NOTHING_TO_POST, MORE_THAN_REQUESTED,
 * and SHORT_SHIPMENT with every line that would be short, unless that is meant.
 */
export const postStockVoucher = defineOperation({
  name: 'postStockVoucher',
  permission: 'inventory.read',
  async run(op, input: PostStockVoucherInput): Promise<{ stockVoucherId: Id }> {
    if (input.lines) refuseIfAny(sizeFaults(input.lines));
    const voucher = await lockVoucher(op, input.stockVoucherId);
    const unitIds = [voucher.warehouse.id];
    op.requireReach(permissionOfDraft(voucher.kind), { unitIds }, 'Posting this voucher');
    requireVoucherAct(voucher, 'postStockVoucher');
    const faults: Fault[] = [];
    const datedOn = readDatedOn(input.datedOn, op.today, faults);
    if (input.lines && input.usePlan) {
      const message = 'Say what moves by lines, or as it is drafted: not both';
      faults.push(fault('WHICH_GOODS', message, ['usePlan']));
    }
    const entries = await readWhat(op, voucher, input, faults);
    refuseIfAny(faults);
    const acceptShort = input.acceptShort ?? false;
    const parts = await goodsOf(op, voucher, entries, acceptShort);
    const posted = postedByLine(voucher.lines, parts);
    refuseIfAny(postingFaults(voucher.lines, posted, acceptShort));
    await postDraft(op, voucher, parts, posted, datedOn);
    return { stockVoucherId: voucher.id };
  },
});

/** What somebody says, or the draft; null: what was scanned. */
async function readWhat(
  op: OperationContext,
  voucher: VoucherFacts,
  { lines, usePlan, allowSwap }: PostStockVoucherInput,
  faults: Fault[],
): Promise<PostingEntry<VoucherLine>[] | null> {
  const arriving = voucher.kind === 'RECEIPT';
  if (lines) {
    const named = await findNamedGoods(op, lines);
    const entries = readEntries(lines, voucher.lines, named, arriving, faults);
    if (arriving && !allowSwap) faults.push(...unexpectedSerials(entries));
    return entries;
  }
  return usePlan ? entriesAsDrafted(voucher.lines, arriving) : null;
}

async function goodsOf(
  op: OperationContext,
  voucher: VoucherFacts,
  entries: readonly PostingEntry<VoucherLine>[] | null,
  acceptShort: boolean,
): Promise<DraftedPart[]> {
  const arriving = voucher.kind === 'RECEIPT';
  if (entries !== null) {
    return arriving
      ? arriveAsDrafted(op, voucher, entries)
      : leaveAsDrafted(op, voucher, entries, acceptShort);
  }
  const scanned = await findScannedGoods(op, voucher.id);
  return arriving ? arriveAsScanned(op, voucher, scanned) : leaveAsScanned(op, voucher, scanned);
}
