import type { Decimal } from '../../../kernel/decimal.ts';
import type { Id } from '../../../kernel/id.ts';
import { statement } from '../../../platform/database/statement.ts';
import type { OperationContext } from '../../../platform/perform/operation.ts';
import type { CountDecision, CountKey, CountLineState } from '../rules/count-kinds.ts';
import type { StockStatus } from '../rules/kinds.ts';

/** A line whose book is not what was found, or of which nobody knows. */
export interface CountDifference extends CountKey {
  readonly id: Id;
  readonly state: CountLineState;
  readonly counted: Decimal;
  readonly expected: Decimal;
  readonly difference: Decimal;
  readonly decision: CountDecision | null;
  readonly decisionReason: string | null;
  readonly sku: string;
  readonly lotCode: string | null;
  readonly location: string;
  readonly baseUnit: string;
  /** Of one base unit; null: not known. */
  readonly standardCost: Decimal | null;
}

const find = statement(
  'stock_count_differences',
  `select l.id, l.state, trim_scale(l.counted)::text as counted,
          trim_scale(l.expected)::text as expected, trim_scale(l.difference)::text as difference,
          l.decision, l.decision_reason as "decisionReason", l.location_id as "locationId",
          l.product_id as "productId", l.lot_id as "lotId", l.is_serial as "isSerial",
          l.owner_id as "ownerId", l.status, l.package_id as "packageId", p.sku,
          lot.code as "lotCode", place.code as location, p.base_unit_code as "baseUnit",
          trim_scale(p.standard_cost)::text as "standardCost"
   from stock_count_line l
   join product p on p.id = l.product_id
   join location place on place.id = l.location_id
   left join lot on lot.id = l.lot_id
   where l.stock_count_id = $1 and (l.difference <> 0 or l.state = 'DISPUTED')
   order by place.walk_order, place.code, p.sku, lot.code, l.id`,
);

/** The differences of a count that is reviewed, as one walks by them. */
export const findCountDifferences = (
  op: OperationContext,
  stockCountId: Id,
): Promise<CountDifference[]> => op.query<CountDifference>(find, [stockCountId]);

/** Where the book has a serial number. */
export interface BookedSerial {
  readonly lotId: Id;
  readonly locationId: Id;
  readonly location: string;
  /** Null: on its way between two. */
  readonly warehouseId: Id | null;
  readonly ownerId: Id | null;
  readonly status: StockStatus;
  readonly packageId: Id | null;
}

const findSerials = statement(
  'stock_count_booked_serials',
  `select b.lot_id as "lotId", b.location_id as "locationId",
          concat_ws(' ', w.code, l.code) as location, l.warehouse_id as "warehouseId",
          b.owner_id as "ownerId", b.status, b.package_id as "packageId"
   from stock_balance b
   join location l on l.id = b.location_id
   left join warehouse w on w.id = l.warehouse_id
   where b.lot_id = any($1::uuid[]) and b.is_serial`,
);

/** Lock their lots, and the levels of their products, first. */
export const findBookedSerials = (
  op: OperationContext,
  lotIds: readonly Id[],
): Promise<BookedSerial[]> => op.query<BookedSerial>(findSerials, [lotIds]);

const findLines = statement(
  'stock_count_lines_to_decide',
  `select l.id, l.state, l.difference <> 0 as "hasDifference",
          (select max(r.round) from stock_count_result r where r.stock_count_line_id = l.id)
            as rounds
   from stock_count_line l
   where l.stock_count_id = $1 and l.id = any($2::uuid[])`,
);

/** A line that somebody decides about. */
export interface LineToDecide {
  readonly id: Id;
  readonly state: CountLineState;
  readonly hasDifference: boolean;
  readonly rounds: number;
}

export const findLinesToDecide = (
  op: OperationContext,
  stockCountId: Id,
  lineIds: readonly Id[],
): Promise<LineToDecide[]> => op.query<LineToDecide>(findLines, [stockCountId, lineIds]);
