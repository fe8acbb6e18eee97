import { DomainError, refuse, refuseIfAny, type Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { requireTransition } from '../../../kernel/transitions.ts';
import { inOrder } from '../../../platform/database/in-order.ts';
import { defineOperation, type OperationContext } from '../../../platform/perform/operation.ts';
import { inventoryEvents } from '../events.ts';
import { announceCount } from '../ledger/announce-count.ts';
import { lockLevels } from '../ledger/lock-levels.ts';
import { ensureLots } from '../ledger/lots.ts';
import { postTruth } from '../ledger/post-truth.ts';
import { postVoucher, type VoucherPlanLine } from '../ledger/post-voucher.ts';
import { markEnded } from '../ledger/write-count.ts';
import {
  findBookedSerials,
  findCountDifferences,
  type CountDifference,
} from '../queries/count-differences.ts';
import { lockCount, type CountFacts } from '../queries/count-facts.ts';
import { needsApproval } from '../rules/needs-approval.ts';
import {
  acceptedOf,
  planCountPosting,
  undecidedFaults,
  type CountPosting,
} from '../rules/plan-count-posting.ts';
import { readDatedOn } from '../rules/read-goods.ts';
import { stockCountStates } from '../rules/stock-count-states.ts';

export interface PostStockCountInput {
  readonly stockCountId: Id;
  /** The business day of the differences; today when left out. */
  readonly datedOn?: string | null;
}

export interface StockCountPosted {
  readonly stockCountId: Id;
  /** Null: what was found is what the book says. */
  readonly stockVoucherId: Id | null;
}

/**
 * The book follows what was counted: each difference, as it was found then, in one voucher,
 * whatever has moved since and whoever was promised the goods. Refuses DECISION_REQUIRED with every
 * line that is disputed, APPROVAL_REQUIRED where the differences are worth more than the
 * warehouse's limit, PERIOD_CLOSED where the day is.
 */
export const postStockCount = defineOperation({
  name: 'postStockCount',
  permission: 'inventory.count',
  async run(op, input: PostStockCountInput): Promise<StockCountPosted> {
    const count = await lockCount(op, input.stockCountId);
    const unitIds = [count.warehouse.id];
    op.requireReach('inventory.count', { unitIds }, 'Posting a count of this warehouse');
    requireTransition(stockCountStates, count.state, 'postStockCount');
    const faults: Fault[] = [];
    const datedOn = readDatedOn(input.datedOn, op.today, faults);
    refuseIfAny(faults);
    const differences = await findCountDifferences(op, count.id);
    refuseIfAny(undecidedFaults(differences));
    requireApproval(count, differences);
    const postings = await plan(op, count, differences);
    const voucher = {
      id: op.newId(),
      kind: 'COUNT' as const,
      warehouse: count.warehouse,
      datedOn,
      reference: count.number,
      lines: postings.map(lineOf),
    };
    const stockVoucherId = postings.length > 0 ? voucher.id : null;
    if (stockVoucherId) await post(op, voucher, postings);
    await inOrder(
      markEnded(op, count.id, { state: 'POSTED', stockVoucherId }),
      announceCount(op, inventoryEvents.stockCountPosted, count.id, { stockVoucherId }),
    );
    return { stockCountId: count.id, stockVoucherId };
  },
});

function requireApproval(count: CountFacts, differences: readonly CountDifference[]): void {
  const limit = count.warehouse.adjustmentLimit;
  const goods = acceptedOf(differences).map((line) => ({ ...line, quantity: line.difference }));
  if (count.approvedAt !== null || !needsApproval(limit, goods)) return;
  const message = `The differences are worth more than ${limit}: a second person has to approve`;
  refuse('APPROVAL_REQUIRED', message, [], { limit });
}

/** Lots first, then levels: behind these the book stands still. */
async function plan(
  op: OperationContext,
  count: CountFacts,
  differences: readonly CountDifference[],
): Promise<CountPosting[]> {
  const accepted = acceptedOf(differences);
  const serials = accepted.filter((line) => line.isSerial);
  await ensureLots(
    op,
    serials.map(({ productId, lotCode }) => ({
      productId,
      kind: 'SERIAL' as const,
      code: lotCode ?? '',
      expiresOn: null,
    })),
  );
  const warehouseId = count.warehouse.id;
  const [, booked] = await inOrder(
    lockLevels(
      op,
      accepted.map(({ productId }) => ({ productId, warehouseId })),
    ),
    findBookedSerials(
      op,
      serials.flatMap(({ lotId }) => (lotId === null ? [] : [lotId])),
    ),
  );
  const faults: Fault[] = [];
  const inBook = new Map(booked.map((serial) => [serial.lotId, serial]));
  const postings = planCountPosting(differences, warehouseId, inBook, faults);
  refuseIfAny(faults);
  return postings;
}

/** The paper's line is the count's, so that either finds the other. */
const lineOf = ({ line, ...way }: CountPosting): VoucherPlanLine => ({
  id: line.id,
  productId: line.productId,
  unit: line.baseUnit,
  inUnit: way.quantity,
  inBase: way.quantity,
  lotId: line.lotId,
  ownerId: line.ownerId,
  status: line.status,
  fromLocationId: way.fromId,
  toLocationId: way.toId,
  packageId: line.packageId,
  parts: [
    {
      ...way,
      lotId: line.lotId,
      isSerial: line.isSerial,
      ownerId: line.ownerId,
      path: ['lines', line.id],
    },
  ],
});

/** A place that has too little by now for what was missed then is told by its line. */
async function post(
  op: OperationContext,
  voucher: Parameters<typeof postVoucher>[1],
  postings: readonly CountPosting[],
): Promise<void> {
  try {
    await postVoucher(op, voucher, postTruth);
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    const byId = new Map(postings.map(({ line }) => [line.id, line]));
    throw new DomainError(
      error.faults.map(({ path, ...rest }) => {
        const line = path[0] === 'lines' ? byId.get(path[1] ?? '') : undefined;
        if (!line) return { ...rest, path };
        const details = { ...rest.details, stockCountLineId: line.id };
        return { ...rest, path: [], details };
      }),
    );
  }
}
