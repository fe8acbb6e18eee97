import { refuseIfAny, type Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { refusingClashes } from '../../../platform/database/constraint-faults.ts';
import { inOrder } from '../../../platform/database/in-order.ts';
import { defineOperation, type OperationContext } from '../../../platform/perform/operation.ts';
import { fault } from '../errors.ts';
import { draftEvents } from '../events.ts';
import { announceVoucher } from '../ledger/announce-voucher.ts';
import { ensureAnnouncedLots } from '../ledger/announced-lots.ts';
import { expectSerials } from '../ledger/expected-serials.ts';
import { nextNumber } from '../ledger/next-number.ts';
import type { PostedVoucher } from '../ledger/post-voucher.ts';
import { insertVoucher } from '../ledger/write-voucher.ts';
import { loadDraftFacts } from '../queries/draft-facts.ts';
import type { WarehouseFacts } from '../queries/warehouse-facts.ts';
import { voucherClashes } from '../rules/clashes.ts';
import {
  issueDestinations,
  outside,
  voucherSeries,
  type IssueDestination,
} from '../rules/kinds.ts';
import { planDraft, readHead, type VoucherLineInput } from '../rules/plan-draft.ts';
import { askable, readOwnId, sizeFaults } from '../rules/read-input.ts';
import type { DraftKind } from '../rules/stock-voucher-states.ts';

export interface DraftGoodsReceiptInput {
  readonly id?: Id | null;
  readonly warehouseId: Id;
  readonly reference?: string | null;
  readonly lines: readonly VoucherLineInput[];
}

export interface DraftGoodsIssueInput extends DraftGoodsReceiptInput {
  readonly destination: IssueDestination;
  /** Needed where goods are scrapped. */
  readonly reason?: string | null;
}

/**
 * Goods are expected from a supplier: a paper with its number, which moves nothing yet. Lots that
 * it names are made with it where nobody has seen them. Refuses LOT_EXPIRY_DIFFERS.
 */
export const draftGoodsReceipt = defineOperation({
  name: 'draftGoodsReceipt',
  permission: 'inventory.receive',
  async run(op, input: DraftGoodsReceiptInput): Promise<PostedVoucher> {
    const unitIds = askable([input.warehouseId]);
    op.requireReach('inventory.receive', { unitIds }, 'Announcing goods');
    return draft(op, { ...input, kind: 'RECEIPT', outsideId: outside.supplier, reason: null });
  },
});

/**
 * Goods are to leave for a customer, a supplier (a return) or the scrap heap: a paper with its
 * number, which neither moves nor reserves anything yet.
 */
export const draftGoodsIssue = defineOperation({
  name: 'draftGoodsIssue',
  permission: 'inventory.issue',
  async run(op, input: DraftGoodsIssueInput): Promise<PostedVoucher> {
    const unitIds = askable([input.warehouseId]);
    op.requireReach('inventory.issue', { unitIds }, 'Issuing goods');
    const { kind, outsideId } = issueDestinations[input.destination];
    return draft(op, { ...input, kind, outsideId, reason: input.reason ?? null });
  },
});

interface Wanted extends DraftGoodsReceiptInput {
  readonly kind: DraftKind;
  readonly outsideId: Id;
  readonly reason: string | null;
}

async function draft(op: OperationContext, input: Wanted): Promise<PostedVoucher> {
  refuseIfAny(sizeFaults(input.lines));
  const { kind, outsideId } = input;
  const { warehouse, goods } = await loadDraftFacts(op, input.warehouseId, input.lines);
  const faults: Fault[] = [];
  const id = readOwnId(input.id, op.newId, ['id'], faults);
  const head = readHead(input, outsideId, faults);
  if (!warehouse) {
    faults.push(fault('WAREHOUSE_NOT_FOUND', 'There is no such warehouse', ['warehouseId']));
  }
  const facts = { ...goods, kind, outsideId, newId: op.newId };
  const planned = planDraft(input.lines, facts, faults);
  refuseIfAny(faults);
  const lines = await ensureAnnouncedLots(op, planned);
  const stockVoucherId = id as Id;
  const { id: warehouseId, code } = warehouse as WarehouseFacts;
  const series = voucherSeries[kind];
  const number = await nextNumber(op, series, { id: warehouseId, code });
  const paper = { id: stockVoucherId, number, kind, warehouseId, ...head };
  await inOrder(
    refusingClashes(voucherClashes, () =>
      insertVoucher(
        op,
        { ...paper, state: 'DRAFT', datedOn: op.today },
        lines.map((line) => ({ ...line, posted: '0' })),
      ),
    ),
    expectSerials(
      op,
      lines.map(({ id: lineId, serials }) => ({ lineId, serials })),
    ),
    announceVoucher(op, draftEvents[kind].drafted, stockVoucherId),
  );
  return { stockVoucherId, number };
}
