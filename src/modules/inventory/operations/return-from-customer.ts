import { refuseIfAny, type Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { defineOperation, type OperationContext } from '../../../platform/perform/operation.ts';
import { fault } from '../errors.ts';
import { lockLots } from '../ledger/lots.ts';
import { postVoucher, type PostedVoucher } from '../ledger/post-voucher.ts';
import {
  lockReturned,
  requireWithCustomers,
  type ReturningPart,
} from '../ledger/with-customers.ts';
import { findNamedLots, type NamedLot } from '../queries/named-lots.ts';
import { readArrival, type ArrivalInput } from '../queries/read-arrival.ts';
import { lockVoucher, type VoucherFacts } from '../queries/voucher-facts.ts';
import { outside, type ReturnDisposition } from '../rules/kinds.ts';
import { lotKey } from '../rules/lot-key.ts';
import type { PlannedReceiptLine, ReceiptLineInput } from '../rules/plan-receipt.ts';
import { askable, readText } from '../rules/read-input.ts';

export interface ReturnedLineInput extends Omit<ReceiptLineInput, 'lot' | 'status'> {
  readonly lotCode?: string | null;
  readonly disposition: ReturnDisposition;
}

export interface ReturnFromCustomerInput extends Omit<ArrivalInput, 'lines'> {
  /** The issue that the goods left with; no more of it comes back than it brought. */
  readonly stockVoucherId?: Id | null;
  readonly reason?: string | null;
  readonly lines: readonly ReturnedLineInput[];
}

/**
 * Goods come back from a customer: on sale again, to be looked at, held, or straight to the scrap
 * heap, each line as it says. Only what went to customers and has not come back: serials that are
 * there by their last move, of others no more than is out; of the issue that is named, no more than
 * it brought. Refuses NOT_AT_CUSTOMER and MORE_THAN_ISSUED.
 */
export const returnFromCustomer = defineOperation({
  name: 'returnFromCustomer',
  permission: 'inventory.receive',
  async run(op, input: ReturnFromCustomerInput): Promise<PostedVoucher> {
    const unitIds = askable([input.warehouseId]);
    op.requireReach('inventory.receive', { unitIds }, 'Taking goods back');
    const issue = input.stockVoucherId == null ? null : await lockIssue(op, input.stockVoucherId);
    const { lines, ...paper } = await readArrival(op, arrivalOf(input), {
      mayBeInactive: true,
      lotField: 'lotCode',
    });
    const faults: Fault[] = [];
    const reason = readText(input.reason, { most: 500, optional: true }, ['reason'], faults);
    const lots = await findNamedLots(op, lines.map(lotsNamed));
    const returned = lines.map((line, index) => {
      const to = input.lines[index]?.disposition === 'SCRAP' ? outside.scrap : line.locationId;
      return { line, to, parts: partsOf(line, to, lots, faults) };
    });
    refuseIfAny(faults);
    const parts = returned.flatMap((entry) => entry.parts);
    await lockReturned(
      op,
      lines.map((line) => line.product.productId),
    );
    await lockLots(
      op,
      parts.flatMap(({ lotId }) => lotId ?? []),
    );
    await requireWithCustomers(op, parts, issue?.id ?? null);
    return postVoucher(op, {
      ...paper,
      kind: 'CUSTOMER_RETURN',
      reason,
      returnOfId: issue?.id ?? null,
      lines: returned.map(({ line, to, parts: [...moved] }) => ({
        id: op.newId(),
        productId: line.product.productId,
        unit: line.unit,
        inUnit: line.inUnit,
        inBase: line.inBase,
        ownerId: line.ownerId,
        status: line.status,
        packageId: line.packageId,
        lotId: line.lot === null ? null : (moved[0]?.lotId ?? null),
        fromLocationId: outside.customer,
        toLocationId: to,
        parts: moved,
      })),
    });
  },
});

/** The issue behind its lock: two returns of it take turns. */
async function lockIssue(op: OperationContext, stockVoucherId: Id): Promise<VoucherFacts> {
  const issue = await lockVoucher(op, stockVoucherId);
  const faults: Fault[] = [];
  const at = ['stockVoucherId'];
  if (issue.kind !== 'ISSUE' || issue.state !== 'POSTED' || issue.reversalOfId !== null) {
    faults.push(fault('WRONG_KIND', `${issue.number} is no posted goods issue`, at));
  }
  if (issue.reversedBy !== null) {
    const message = `${issue.number} was taken back by ${issue.reversedBy}`;
    faults.push(fault('ALREADY_REVERSED', message, at));
  }
  refuseIfAny(faults);
  return issue;
}

const arrivalOf = (input: ReturnFromCustomerInput): ArrivalInput => ({
  ...input,
  lines: input.lines.map(({ disposition, lotCode, ...line }) => ({
    ...line,
    lot: lotCode == null ? null : { code: lotCode },
    // What is scrapped lies nowhere, in no condition.
    status: disposition === 'SCRAP' ? 'AVAILABLE' : disposition,
  })),
});

const lotsNamed = (line: PlannedReceiptLine) => ({
  productId: line.product.productId,
  lotCode: line.lot,
  serials: line.serials,
});

function partsOf(
  line: PlannedReceiptLine,
  toId: Id,
  lots: ReadonlyMap<string, NamedLot>,
  faults: Fault[],
): ReturningPart[] {
  const { product, path } = line;
  const part = {
    line: product,
    isSerial: product.tracking === 'SERIAL',
    ownerId: line.ownerId,
    fromId: outside.customer,
    toId,
    toStatus: line.status,
    toPackageId: toId === outside.scrap ? null : line.packageId,
  };
  const codes = line.lot === null ? line.serials : [line.lot];
  if (codes.length === 0) return [{ ...part, lotId: null, quantity: line.inBase, path }];
  return codes.flatMap((code, index) => {
    const at = line.lot === null ? [...path, 'serials', String(index)] : [...path, 'lotCode'];
    const lot = lots.get(lotKey(product.productId, code));
    const quantity = line.lot === null ? '1' : line.inBase;
    if (lot) return [{ ...part, lotId: lot.id, quantity, path: at }];
    faults.push(fault('LOT_NOT_FOUND', `${product.sku} ${code} was never seen here`, at));
    return [];
  });
}
