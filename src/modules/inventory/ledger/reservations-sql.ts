/*
 * The parts of the statements that write reservations; `list` is a parameter that holds JSON, and
 * not arrays: for arrays PostgreSQL makes a new plan each time.
 */

/** New reservations. */
export const insertMade = (list: string): string => `
     insert into stock_reservation (
       id, demand_kind, demand_id, demand_line_id, product_id, warehouse_id, strength, location_id,
       lot_id, package_id, quantity, held, released, all_or_nothing, priority, wanted_on,
       expires_at, ended, created_at, created_by)
     select * from json_to_recordset(${list}::json) as r(
       id uuid, "demandKind" text, "demandId" uuid, "demandLineId" uuid, "productId" uuid,
       "warehouseId" uuid, strength text, "locationId" uuid, "lotId" uuid, "packageId" uuid,
       quantity numeric, held numeric, released numeric, "allOrNothing" boolean, priority int,
       "wantedOn" date, "expiresAt" timestamptz, ended text, "createdAt" timestamptz,
       "createdBy" uuid)
     returning id`;

/** Why they have changed. */
export const insertEntries = (list: string): string => `
     insert into stock_reservation_entry (
       stock_reservation_id, product_id, warehouse_id, kind, held_change, at, operation_id,
       actor_id, reason)
     select * from json_to_recordset(${list}::json) as e(
       id uuid, "productId" uuid, "warehouseId" uuid, kind text, held numeric, at timestamptz,
       "operationId" uuid, "actorId" uuid, reason text)
     returning seq`;

/** What is reserved and waits in warehouses. */
export const changeLevels = (list: string): string => `
     update stock_level s set reserved = s.reserved + l.reserved, waiting = s.waiting + l.waiting
     from json_to_recordset(${list}::json) as l(
       "productId" uuid, "warehouseId" uuid, reserved numeric, waiting numeric)
     where s.product_id = l."productId" and s.warehouse_id = l."warehouseId"
     returning s.product_id, s.warehouse_id, s.sellable - s.reserved as available, l.reserved`;

/** What is promised from places. */
export const changePlaces = (list: string): string => `
     update stock_balance b set hard_reserved = b.hard_reserved + p.reserved
     from json_to_recordset(${list}::json) as p(
       "productId" uuid, "locationId" uuid, "lotId" uuid, "packageId" uuid, reserved numeric)
     where b.product_id = p."productId" and b.location_id = p."locationId"
       and b.lot_id is not distinct from p."lotId" and b.owner_id is null
       and b.status = 'AVAILABLE' and b.package_id is not distinct from p."packageId"
     returning b.id`;
