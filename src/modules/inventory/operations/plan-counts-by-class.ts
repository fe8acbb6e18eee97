import { refuseIfAny, type Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { askable } from '../../../kernel/read-input.ts';
import { inOrder } from '../../../platform/database/in-order.ts';
import { defineOperation } from '../../../platform/perform/operation.ts';
import { fault } from '../errors.ts';
import { takeCountTurn } from '../queries/count-facts.ts';
import { findDueProducts } from '../queries/due-counts.ts';
import { loadWarehouseFacts } from '../queries/warehouse-facts.ts';
import { countClasses } from '../rules/kinds.ts';
import { mostLines } from '../rules/read-input.ts';
import {
  insertPlanned,
  readTerms,
  type CountTerms,
  type StockCountPlanned,
} from './plan-stock-count.ts';

export interface PlanCountsByClassInput extends CountTerms {
  readonly warehouseId: Id;
}

/**
 * Plans a count for each class of which something is due: products that the warehouse has, and has
 * not counted for a month (A), a quarter (B), a year (C). At most 1,000 of a class, longest first;
 * what an open count is about already is left to it. Nothing is due: nothing is planned.
 */
export const planCountsByClass = defineOperation({
  name: 'planCountsByClass',
  permission: 'inventory.count',
  async run(op, input: PlanCountsByClassInput): Promise<{ stockCountIds: readonly Id[] }> {
    const unitIds = askable([input.warehouseId]);
    op.requireReach('inventory.count', { unitIds }, 'Planning counts here');
    const faults: Fault[] = [];
    const terms = readTerms(op, input, faults);
    const [warehouseId] = unitIds;
    const [warehouse] = (await loadWarehouseFacts(op, unitIds)).values();
    if (!warehouse || !warehouseId) {
      faults.push(fault('WAREHOUSE_NOT_FOUND', 'There is no such warehouse', ['warehouseId']));
    }
    refuseIfAny(faults);
    if (!warehouse) return { stockCountIds: [] };
    // Two who plan at once would both find the same products due.
    const [, due] = await inOrder(
      takeCountTurn(op, warehouse.id),
      findDueProducts(op, warehouse.id, terms.plannedOn),
    );
    const planned: StockCountPlanned[] = [];
    for (const countClass of countClasses) {
      const productIds = due
        .filter((product) => product.countClass === countClass)
        .map((product) => product.productId);
      if (productIds.length === 0) continue;
      const count = {
        id: op.newId(),
        ...terms,
        locationIds: null,
        productIds: productIds.slice(0, mostLines),
        countClasses: [countClass],
        note: null,
      };
      planned.push(await insertPlanned(op, warehouse, count));
    }
    return { stockCountIds: planned.map((count) => count.stockCountId) };
  },
});
