import { refuse, refuseIfAny, type Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { refusingClashes } from '../../../platform/database/constraint-faults.ts';
import { inOrder } from '../../../platform/database/in-order.ts';
import { defineOperation } from '../../../platform/perform/operation.ts';
import { fault } from '../errors.ts';
import { draftEvents } from '../events.ts';
import { announceVoucher } from '../ledger/announce-voucher.ts';
import { ensureAnnouncedLots } from '../ledger/announced-lots.ts';
import { expectSerials } from '../ledger/expected-serials.ts';
import { rewriteDraft } from '../ledger/voucher-progress.ts';
import { loadDraftFacts } from '../queries/draft-facts.ts';
import { lockVoucher, type VoucherFacts } from '../queries/voucher-facts.ts';
import { isScanned } from '../queries/voucher-scans.ts';
import { voucherClashes } from '../rules/clashes.ts';
import { outside } from '../rules/kinds.ts';
import { planDraft, readHead, type VoucherLineInput } from '../rules/plan-draft.ts';
import { sizeFaults } from '../rules/read-input.ts';
import {
  permissionOfDraft,
  requireOwnVoucher,
  requireVoucherAct,
  type DraftKind,
} from '../rules/stock-voucher-states.ts';

export interface EditStockVoucherInput {
  readonly stockVoucherId: Id;
  /** The version that was looked at. */
  readonly expectedVersion: number;
  /** Left out: as it was. */
  readonly reference?: string | null;
  readonly reason?: string | null;
  /** All the lines there are to be; left out: as they were. */
  readonly lines?: readonly VoucherLineInput[] | null;
}

/**
 * A draft says something else: its words, or all of its lines anew. Refuses STALE, and LINE_SCANNED
 * where goods of its lines were scanned already, whatever became of the scans.
 */
export const editStockVoucher = defineOperation({
  name: 'editStockVoucher',
  permission: 'inventory.read',
  async run(op, input: EditStockVoucherInput): Promise<{ stockVoucherId: Id }> {
    if (input.lines) refuseIfAny(sizeFaults(input.lines));
    const voucher = await lockVoucher(op, input.stockVoucherId);
    const unitIds = [voucher.warehouse.id];
    op.requireReach(permissionOfDraft(voucher.kind), { unitIds }, 'Editing this voucher');
    requireOwnVoucher(voucher);
    requireVoucherAct(voucher, 'editStockVoucher');
    refuseIfAny(staleFaults(voucher, input.expectedVersion));
    if (input.lines && (await isScanned(op, voucher.id))) {
      const message = 'Goods of this voucher were scanned: cancel it, and draft another';
      refuse('LINE_SCANNED', message, ['lines']);
    }
    const kind = voucher.kind as DraftKind;
    const outsideId = outsideOf(voucher);
    const faults: Fault[] = [];
    const head = readHead(
      { reference: voucher.reference, reason: voucher.reason, ...said(input) },
      outsideId,
      faults,
    );
    const { goods } = await loadDraftFacts(op, voucher.warehouse.id, input.lines ?? []);
    const facts = { ...goods, kind, outsideId, newId: op.newId };
    const planned = input.lines ? planDraft(input.lines, facts, faults) : null;
    refuseIfAny(faults);
    const lines = planned && (await ensureAnnouncedLots(op, planned));
    await inOrder(
      refusingClashes(voucherClashes, () => rewriteDraft(op, voucher.id, head, lines)),
      expectSerials(
        op,
        (lines ?? []).map(({ id: lineId, serials }) => ({ lineId, serials })),
      ),
      announceVoucher(op, draftEvents[kind].edited, voucher.id),
    );
    return { stockVoucherId: voucher.id };
  },
});

const said = ({ reference, reason }: EditStockVoucherInput) => ({
  ...(reference != null && { reference }),
  ...(reason != null && { reason }),
});

/** The place outside that the goods of a draft come from or go to. */
function outsideOf(voucher: VoucherFacts): Id {
  const [line] = voucher.lines;
  const place = voucher.kind === 'RECEIPT' ? line?.fromLocationId : line?.toLocationId;
  return place ?? outside.supplier;
}

/** Somebody else has changed it since it was looked at. */
function staleFaults(voucher: VoucherFacts, expectedVersion: number): Fault[] {
  if (voucher.version === expectedVersion) return [];
  const message = `${voucher.number} is version ${voucher.version} by now, not ${expectedVersion}`;
  const details = { version: voucher.version };
  return [fault('STALE', message, ['expectedVersion'], details)];
}
