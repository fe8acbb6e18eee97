import { refuseIfAny, type Fault } from '../../../kernel/domain-error.ts';
import type { Decimal } from '../../../kernel/decimal.ts';
import type { Id } from '../../../kernel/id.ts';
import type { LocalDate } from '../../../kernel/local-date.ts';
import type { OperationContext } from '../../../platform/perform/operation.ts';
import { fault } from '../errors.ts';
import { findNamedGoods } from '../queries/named-goods.ts';
import type { VoucherFacts, VoucherLine } from '../queries/voucher-facts.ts';
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
import { arriveAsDrafted, arriveAsScanned } from './drafted-arrivals.ts';
import { leaveAsDrafted, leaveAsScanned } from './drafted-picks.ts';
import { postDraft, type DraftedPart } from './post-draft.ts';

/** What moves of a draft: what somebody says, all of it, or what was scanned. */
export interface WhatIsPosted {
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

/** What is looked at once it is known what moves of each line, before it does. */
export type BeforePosting = (posted: ReadonlyMap<Id, Decimal>) => Promise<void> | void;

/**
 * The goods of a draft move: the caller holds its lock, and has seen that it may be posted. Refuses
 * NOTHING_TO_POST, MORE_THAN_REQUESTED, and SHORT_SHIPMENT with every line that would be short,
 * unless that is meant. Answers what moved of each line.
 */
export async function postDraftedVoucher(
  op: OperationContext,
  voucher: VoucherFacts,
  input: WhatIsPosted,
  before?: BeforePosting,
): Promise<ReadonlyMap<Id, Decimal>> {
  if (input.lines) refuseIfAny(sizeFaults(input.lines));
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
  await before?.(posted);
  await postDraft(op, voucher, parts, posted, datedOn);
  return posted;
}

/** What somebody says, or the draft; null: what was scanned. */
async function readWhat(
  op: OperationContext,
  voucher: VoucherFacts,
  { lines, usePlan, allowSwap }: WhatIsPosted,
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
