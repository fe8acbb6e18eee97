import { askable } from '../../../kernel/read-input.ts';
import { defineOperation } from '../../../platform/perform/operation.ts';
import { arriveFromSupplier } from '../ledger/arrivals.ts';
import { postVoucher, type PostedVoucher } from '../ledger/post-voucher.ts';
import { readArrival, type ArrivalInput } from '../queries/read-arrival.ts';
import { outside } from '../rules/kinds.ts';

export type ReceiveGoodsInput = ArrivalInput;

/**
 * Goods come in from a supplier and are put away: up to 1,000 lines, all or none. A line of lots
 * names its lot, one of serial numbers exactly as many distinct ones as pieces: none that is in
 * stock, went to a customer or was scrapped.
 */
export const receiveGoods = defineOperation({
  name: 'receiveGoods',
  permission: 'inventory.receive',
  async run(op, input: ReceiveGoodsInput): Promise<PostedVoucher> {
    op.requireReach(
      'inventory.receive',
      { unitIds: askable([input.warehouseId]) },
      'Receiving goods',
    );
    const { lines, ...receipt } = await readArrival(op, input);
    const arrived = await arriveFromSupplier(op, lines);
    return postVoucher(op, {
      ...receipt,
      kind: 'RECEIPT',
      lines: lines.map((line, index) => ({
        id: op.newId(),
        productId: line.product.productId,
        unit: line.unit,
        inUnit: line.inUnit,
        inBase: line.inBase,
        ownerId: line.ownerId,
        status: line.status,
        fromLocationId: outside.supplier,
        toLocationId: line.locationId,
        lotId: arrived[index]?.lotId ?? null,
        parts: arrived[index]?.parts ?? [],
      })),
    });
  },
});
