import type { Id } from '../../../kernel/id.ts';
import { askable } from '../../../kernel/read-input.ts';
import { inOrder } from '../../../platform/database/in-order.ts';
import type { Queryable } from '../../../platform/database/statement.ts';
import { loadProductMeasures } from '../../catalog/index.ts';
import { lotKey } from '../rules/lot-key.ts';
import type { DraftFacts, VoucherLineInput } from '../rules/plan-draft.ts';
import { findNamedGoods } from './named-goods.ts';
import { findNamedLots } from './named-lots.ts';
import { loadWarehouseFacts, type WarehouseFacts } from './warehouse-facts.ts';

/** What is known of a warehouse and of the goods that lines name, in one round trip. */
export async function loadDraftFacts(
  db: Queryable,
  warehouseId: Id,
  lines: readonly VoucherLineInput[],
): Promise<{
  readonly warehouse: WarehouseFacts | undefined;
  readonly goods: Omit<DraftFacts, 'kind' | 'outsideId' | 'newId'>;
}> {
  const [warehouses, products, named, lots] = await inOrder(
    loadWarehouseFacts(db, askable([warehouseId]), askable(lines.map((line) => line.locationId))),
    loadProductMeasures(db, askable(lines.map((line) => line.productId))),
    findNamedGoods(db, lines),
    findNamedLots(db, lines),
  );
  const [warehouse] = warehouses.values();
  return {
    warehouse,
    goods: {
      products,
      named,
      locationIds: new Set(warehouse?.places.map((place) => place.id)),
      lotId: (productId, code) => lots.get(lotKey(productId, code))?.id,
    },
  };
}
