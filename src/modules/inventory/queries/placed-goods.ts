import type { Id } from '../../../kernel/id.ts';
import { askable } from '../../../kernel/read-input.ts';
import { inOrder } from '../../../platform/database/in-order.ts';
import type { Queryable } from '../../../platform/database/statement.ts';
import { loadProductMeasures, type ProductMeasures } from '../../catalog/index.ts';
import { lotKey } from '../rules/lot-key.ts';
import type { GoodsNames, NamedGoods } from '../rules/read-goods.ts';
import { findNamedGoods } from './named-goods.ts';
import { findNamedLots, type NamesLots } from './named-lots.ts';
import { loadWarehouseFacts, type WarehouseFacts } from './warehouse-facts.ts';

export type FindLotId = (productId: Id, code: string) => Id | undefined;

/** The lots and serial numbers that are named, as far as they exist. */
export async function findLotIds(db: Queryable, lines: readonly NamesLots[]): Promise<FindLotId> {
  const lots = await findNamedLots(db, lines);
  return (productId, code) => lots.get(lotKey(productId, code))?.id;
}

/** What lines of goods inside one warehouse name, as far as it exists. */
export interface PlacedGoodsFacts {
  readonly warehouse: WarehouseFacts | undefined;
  readonly products: ReadonlyMap<Id, ProductMeasures>;
  /** The places asked for that are in the warehouse. */
  readonly placeIds: ReadonlySet<Id>;
  readonly named: NamedGoods;
  readonly lotId: FindLotId;
}

interface PlacedNames extends NamesLots, GoodsNames {
  readonly locationId: Id;
  readonly toLocationId?: Id | null;
}

/** Asks for all of it at once, whatever the number of lines. */
export async function loadPlacedGoodsFacts(
  db: Queryable,
  warehouseId: Id,
  lines: readonly PlacedNames[],
): Promise<PlacedGoodsFacts> {
  const places = askable(lines.flatMap((line) => [line.locationId, line.toLocationId]));
  const [warehouses, products, named, lotId] = await inOrder(
    loadWarehouseFacts(db, askable([warehouseId]), places),
    loadProductMeasures(db, askable(lines.map((line) => line.productId))),
    findNamedGoods(db, lines),
    findLotIds(db, lines),
  );
  const [warehouse] = warehouses.values();
  const placeIds = new Set(warehouse?.places.map((place) => place.id));
  return { warehouse, products, placeIds, named, lotId };
}
