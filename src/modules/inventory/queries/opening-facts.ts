import type { Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { inOrder } from '../../../platform/database/in-order.ts';
import type { CsvRow } from '../../../platform/csv.ts';
import type { Queryable } from '../../../platform/database/statement.ts';
import { loadProductMeasures } from '../../catalog/index.ts';
import { fault } from '../errors.ts';
import type { PlaceFacts } from '../rules/placed-goods.ts';
import {
  normalName,
  unknownId,
  type OpeningColumn,
  type OpeningIds,
} from '../rules/read-opening-row.ts';
import { findNamedByCode } from './named-by-code.ts';
import { findNamedGoods } from './named-goods.ts';
import { loadWarehouseFacts, type WarehouseFacts } from './warehouse-facts.ts';

type Row = CsvRow<OpeningColumn>;

/** What the rows of an opening stock name, as far as it exists. */
export interface OpeningFacts extends PlaceFacts {
  readonly warehouses: ReadonlyMap<Id, WarehouseFacts>;
  warehouseOf(row: Row): WarehouseFacts | undefined;
  /** The ids of a row's names; what does not exist is unknown, and some of it a fault. */
  idsOf(row: Row, path: readonly string[], faults: Fault[]): OpeningIds;
}

/** Four or five statements, whatever the number of rows. */
export async function loadOpeningFacts(db: Queryable, rows: readonly Row[]): Promise<OpeningFacts> {
  const namesOf = ({ at }: Row) => ({
    warehouse: normalName(at.warehouse),
    location: at.location,
    sku: normalName(at.sku),
  });
  const named = await findNamedByCode(db, rows.map(namesOf));
  const places = [...named.locationIds.values()];
  const [warehouses, products, goods] = await inOrder(
    loadWarehouseFacts(db, [...named.warehouseIds.values()], places),
    loadProductMeasures(db, [...named.productIds.values()]),
    findNamedGoods(
      db,
      rows.map(({ at }) => ({ ownerCode: at.owner, sscc: at.sscc })),
    ),
  );
  const warehouseOf = (row: Row) =>
    warehouses.get(named.warehouseIds.get(namesOf(row).warehouse ?? '') ?? unknownId);
  const defaults = [...warehouses.values()].flatMap((w) => w.receiptLocation?.id ?? []);
  return {
    warehouses,
    products,
    placeIds: new Set([...places, ...defaults]),
    named: goods,
    warehouseOf,
    idsOf(row, path, faults) {
      const names = namesOf(row);
      const warehouse = warehouseOf(row);
      if (!warehouse) {
        const message = 'There is no such warehouse';
        faults.push(fault('WAREHOUSE_NOT_FOUND', message, [...path, 'warehouseId']));
      } else if (names.location === null && !warehouse.receiptLocation) {
        const message = `${warehouse.code} has no default location for receipts: name one`;
        faults.push(fault('NO_RECEIPT_LOCATION', message, [...path, 'locationId']));
      }
      const locationId =
        names.location === null
          ? warehouse?.receiptLocation?.id
          : named.locationIds.get(`${names.warehouse} ${names.location}`);
      return {
        productId: named.productIds.get(names.sku ?? '') ?? unknownId,
        locationId: locationId ?? unknownId,
      };
    },
  };
}
