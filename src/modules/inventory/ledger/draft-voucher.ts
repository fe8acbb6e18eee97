import { refuseIfAny, type Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { refusingClashes } from '../../../platform/database/constraint-faults.ts';
import { inOrder } from '../../../platform/database/in-order.ts';
import type { OperationContext } from '../../../platform/perform/operation.ts';
import { fault } from '../errors.ts';
import { draftEvents } from '../events.ts';
import { loadDraftFacts } from '../queries/draft-facts.ts';
import type { WarehouseFacts } from '../queries/warehouse-facts.ts';
import { voucherClashes } from '../rules/clashes.ts';
import { voucherSeries } from '../rules/kinds.ts';
import { planDraft, readHead, type VoucherLineInput } from '../rules/plan-draft.ts';
import { readOwnId, sizeFaults } from '../rules/read-input.ts';
import type { DraftKind } from '../rules/stock-voucher-states.ts';
import { announceVoucher } from './announce-voucher.ts';
import { ensureAnnouncedLots } from './announced-lots.ts';
import { expectSerials } from './expected-serials.ts';
import { nextNumber } from './next-number.ts';
import type { PostedVoucher } from './post-voucher.ts';
import { insertVoucher, type Demand } from './write-voucher.ts';

export interface DraftedVoucher extends PostedVoucher {
  /** In the order of the lines that were asked for. */
  readonly lineIds: readonly Id[];
}

export interface DraftWanted {
  readonly id?: Id | null;
  readonly warehouseId: Id;
  readonly reference?: string | null;
  readonly lines: readonly VoucherLineInput[];
  readonly kind: DraftKind;
  readonly outsideId: Id;
  readonly reason: string | null;
  /** The document that it serves, and the line of that for each of its lines. */
  readonly demand?: Demand & { readonly lineIds: readonly Id[] };
}

/**
 * A paper with its number and its lines, which moves and reserves nothing. Refuses every fault of
 * every line, and LOT_EXPIRY_DIFFERS of lots that come in.
 */
export async function draftVoucher(
  op: OperationContext,
  input: DraftWanted,
): Promise<DraftedVoucher> {
  refuseIfAny(sizeFaults(input.lines));
  const { kind, outsideId, demand } = input;
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
  const paper = { id: stockVoucherId, number, kind, warehouseId, demand: demand ?? null, ...head };
  await inOrder(
    refusingClashes(voucherClashes, () =>
      insertVoucher(
        op,
        { ...paper, state: 'DRAFT', datedOn: op.today },
        lines.map((line, index) => ({
          ...line,
          posted: '0',
          demandLineId: demand?.lineIds[index] ?? null,
        })),
      ),
    ),
    expectSerials(
      op,
      lines.map(({ id: lineId, serials }) => ({ lineId, serials })),
    ),
    announceVoucher(op, draftEvents[kind].drafted, stockVoucherId),
  );
  return { stockVoucherId, number, lineIds: lines.map((line) => line.id) };
}
