import { refuseIfAny, type Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import type { LocalDate } from '../../../kernel/local-date.ts';
import { askable } from '../../../kernel/read-input.ts';
import { defineOperation, type OperationContext } from '../../../platform/perform/operation.ts';
import { fault } from '../errors.ts';
import { choosePicks, partOf } from '../ledger/choose-picks.ts';
import { postVoucher, type PostedVoucher } from '../ledger/post-voucher.ts';
import { loadDraftFacts } from '../queries/draft-facts.ts';
import type { WarehouseFacts } from '../queries/warehouse-facts.ts';
import { issueDestinations, type IssueDestination } from '../rules/kinds.ts';
import { planDraft, readHead, type DraftLine, type VoucherLineInput } from '../rules/plan-draft.ts';
import { readDatedOn } from '../rules/read-goods.ts';
import { readOwnId, sizeFaults } from '../rules/read-input.ts';
import type { PickedLine } from '../rules/read-picks.ts';

export interface IssueGoodsInput {
  readonly id?: Id | null;
  readonly warehouseId: Id;
  readonly reference?: string | null;
  /** Needed where goods are scrapped. */
  readonly reason?: string | null;
  /** The business day it is booked on; today when left out, never a day to come. */
  readonly datedOn?: LocalDate | null;
  /** Lines that name no place, lot or serials take what goes first. */
  readonly lines: readonly VoucherLineInput[];
}

/**
 * Goods leave for a customer or are scrapped, at once: up to 1,000 lines, all or none. Nothing that
 * is promised to others leaves; to a customer nothing that is held or expired.
 */
export const issueGoods = defineOperation({
  name: 'issueGoods',
  permission: 'inventory.issue',
  run: (
    op,
    input: IssueGoodsInput & { readonly destination: Exclude<IssueDestination, 'SUPPLIER'> },
  ): Promise<PostedVoucher> => issue(op, input, input.destination),
});

/** Goods go back to their supplier from stock, at once; held and expired ones where named. */
export const returnToSupplier = defineOperation({
  name: 'returnToSupplier',
  permission: 'inventory.issue',
  run: (op, input: IssueGoodsInput): Promise<PostedVoucher> => issue(op, input, 'SUPPLIER'),
});

type IssuedLine = DraftLine & PickedLine;

async function issue(
  op: OperationContext,
  input: IssueGoodsInput,
  destination: IssueDestination,
): Promise<PostedVoucher> {
  const unitIds = askable([input.warehouseId]);
  op.requireReach('inventory.issue', { unitIds }, 'Issuing goods');
  const { outsideId, kind } = issueDestinations[destination];
  const { warehouse, lines, ...paper } = await plan(op, input, destination);
  const picks = await choosePicks(op, {
    warehouse,
    entries: lines.map((line, index) => ({
      line,
      quantity: line.inBase,
      locationId: line.fromLocationId,
      lotCode: input.lines[index]?.lotCode?.trim() || null,
      serials: line.serials,
      packageId: line.packageId,
      status: line.status,
      path: line.path,
    })),
    destinationId: outsideId,
    acceptShort: false,
  });
  const byLine = Map.groupBy(picks, (pick) => pick.line.id);
  return postVoucher(op, {
    ...paper,
    kind,
    warehouse,
    lines: lines.map((line) => ({
      ...line,
      parts: (byLine.get(line.id) ?? []).map((pick) => partOf(pick, outsideId)),
    })),
  });
}

async function plan(op: OperationContext, input: IssueGoodsInput, destination: IssueDestination) {
  refuseIfAny(sizeFaults(input.lines));
  const { outsideId, kind } = issueDestinations[destination];
  const { warehouse, goods } = await loadDraftFacts(op, input.warehouseId, input.lines);
  const faults: Fault[] = [];
  const id = readOwnId(input.id, op.newId, ['id'], faults);
  const head = readHead(input, outsideId, faults);
  const datedOn = readDatedOn(input.datedOn, op.today, faults);
  if (!warehouse) {
    faults.push(fault('WAREHOUSE_NOT_FOUND', 'There is no such warehouse', ['warehouseId']));
  }
  const planned = planDraft(input.lines, { ...goods, kind, outsideId, newId: op.newId }, faults);
  refuseIfAny(faults);
  const lines = planned.map((line): IssuedLine => ({
    ...line,
    sku: line.product.sku,
    tracking: line.product.tracking,
  }));
  return { id: id as Id, ...head, datedOn, warehouse: warehouse as WarehouseFacts, lines };
}
