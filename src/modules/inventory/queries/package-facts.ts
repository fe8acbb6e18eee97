import type { Decimal } from '../../../kernel/decimal.ts';
import { refuse } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { askable } from '../../../kernel/read-input.ts';
import { inOrder } from '../../../platform/database/in-order.ts';
import { statement, type Queryable } from '../../../platform/database/statement.ts';
import type { OperationContext } from '../../../platform/perform/operation.ts';
import type { StockStatus } from '../rules/kinds.ts';

/** Goods in a package, or in one that is in it. */
export interface PackageGoods {
  readonly packageId: Id;
  readonly sscc: string;
  /** 1 for what is in the package itself, 2 for what is in a package in it. */
  readonly depth: number;
  readonly productId: Id;
  readonly sku: string;
  readonly baseUnit: string;
  readonly baseDecimals: number;
  readonly lotId: Id | null;
  readonly lotCode: string | null;
  readonly isSerial: boolean;
  readonly ownerId: Id | null;
  readonly status: StockStatus;
  /** In the base unit. */
  readonly quantity: Decimal;
  readonly locationId: Id;
}

export interface PackageFacts {
  readonly id: Id;
  readonly sscc: string;
  readonly parentId: Id | null;
  readonly version: number;
  /** The package itself and those that it is in, the outermost last. */
  readonly above: readonly Id[];
  /** The package itself and those in it. */
  readonly below: readonly Id[];
  /** How many levels those are, its own included. */
  readonly levels: number;
  /** Where everything is that is in the outermost package. */
  readonly places: readonly PackagePlace[];
  readonly goods: readonly PackageGoods[];
}

export interface PackagePlace {
  readonly id: Id;
  readonly code: string;
  /** Null: on its way. */
  readonly warehouseId: Id | null;
  /** That warehouse; both ends of the transfer that it is on its way with. */
  readonly unitIds: readonly Id[];
}

/** Packages and all those that they are in: two acts on one pallet take turns. */
const lock = statement(
  'stock_package_lock',
  `with recursive up(id, parent_id, depth) as (
     select id, parent_id, 1 from stock_package where id = any($1::uuid[])
     union all
     select p.id, p.parent_id, up.depth + 1
     from up join stock_package p on p.id = up.parent_id where up.depth < 10
   )
   select p.id from stock_package p where p.id in (select id from up)
   order by p.id for no key update`,
);

const load = statement(
  'stock_package_facts',
  `with recursive up(of, id, parent_id, depth) as (
     select id, id, parent_id, 1 from stock_package where id = any($1::uuid[])
     union all
     select up.of, p.id, p.parent_id, up.depth + 1
     from up join stock_package p on p.id = up.parent_id where up.depth < 10
   ), down(of, id, depth) as (
     select id, id, 1 from stock_package where id = any($1::uuid[])
     union all
     select down.of, p.id, down.depth + 1
     from down join stock_package p on p.parent_id = down.id where down.depth < 10
   ), whole(of, id, depth) as (
     select of, id, 1 from up where parent_id is null
     union all
     select whole.of, p.id, whole.depth + 1
     from whole join stock_package p on p.parent_id = whole.id where whole.depth < 10
   )
   select p.id, p.sscc, p.parent_id as "parentId", p.version,
     (select json_agg(id order by depth) from up where up.of = p.id) as above,
     (select json_agg(id order by depth, id) from down where down.of = p.id) as below,
     (select max(depth) from down where down.of = p.id) as levels,
     coalesce((select json_agg(json_build_object('id', l.id, 'code', l.code,
           'warehouseId', l.warehouse_id, 'unitIds', case when t.id is null
             then json_build_array(l.warehouse_id)
             else json_build_array(t.source_id, t.destination_id) end))
       from location l left join stock_transfer t on t.transit_id = l.id
       where l.id in (select b.location_id
                      from whole join stock_balance b on b.package_id = whole.id
                      where whole.of = p.id)), '[]') as places,
     coalesce((select json_agg(json_build_object('packageId', i.id, 'sscc', i.sscc,
         'depth', down.depth, 'productId', b.product_id, 'sku', x.sku,
         'baseUnit', x.base_unit_code, 'baseDecimals', u.decimals,
         'lotId', b.lot_id, 'lotCode', lot.code,
         'isSerial', b.is_serial, 'ownerId', b.owner_id, 'status', b.status,
         'quantity', trim_scale(b.on_hand)::text, 'locationId', b.location_id)
         order by down.depth, i.sscc, x.sku, lot.code)
       from down
       join stock_package i on i.id = down.id
       join stock_balance b on b.package_id = down.id
       join product x on x.id = b.product_id
       join unit u on u.code = x.base_unit_code
       left join lot on lot.id = b.lot_id
       where down.of = p.id), '[]') as goods
   from stock_package p where p.id = any($1::uuid[])`,
);

/** What is in packages, in those in them too; by id. One statement. */
export async function loadPackages(
  db: Queryable,
  ids: readonly Id[],
): Promise<Map<Id, PackageFacts>> {
  const rows = await db.query<PackageFacts>(load, [askable(ids)]);
  return new Map(rows.map((row) => [row.id, row]));
}

/** Locks packages and those they are in, then tells of them. One round trip. */
export async function lockPackages(
  op: OperationContext,
  ids: readonly Id[],
): Promise<Map<Id, PackageFacts>> {
  const [, facts] = await inOrder(op.query(lock, [askable(ids)]), loadPackages(op, ids));
  return facts;
}

/** Same of one; refuses PACKAGE_NOT_FOUND. */
export async function lockPackage(op: OperationContext, id: Id): Promise<PackageFacts> {
  const [found] = (await lockPackages(op, [id])).values();
  return found ?? refuse('PACKAGE_NOT_FOUND', 'There is no such package', ['stockPackageId']);
}
