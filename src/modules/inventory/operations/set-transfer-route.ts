import { refuseIfAny, type Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { askable } from '../../../kernel/read-input.ts';
import { statement } from '../../../platform/database/statement.ts';
import { defineOperation } from '../../../platform/perform/operation.ts';
import { fault } from '../errors.ts';
import { inventoryEvents } from '../events.ts';
import { loadWarehouseFacts } from '../queries/warehouse-facts.ts';
import { readText } from '../rules/read-input.ts';

export interface SetTransferRouteInput {
  readonly sourceWarehouseId: Id;
  readonly destinationWarehouseId: Id;
  /** How long goods are on the road, 1 to 8784 (a year). */
  readonly leadHours: number;
  readonly carrier?: string | null;
}

const set = statement(
  'stock_transfer_route_set',
  `insert into stock_transfer_route as r (id, source_id, destination_id, lead_hours, carrier)
   values ($1, $2, $3, $4, $5)
   on conflict (source_id, destination_id)
     do update set lead_hours = excluded.lead_hours, carrier = excluded.carrier,
                   version = r.version + 1
   returning r.id`,
);

const mostHours = 8_784;

/**
 * How long goods are on the road from one warehouse to another, and who carries them: what is
 * shipped from now on is due by it. The way back is another route.
 */
export const setTransferRoute = defineOperation({
  name: 'setTransferRoute',
  permission: 'inventory.configure',
  async run(op, input: SetTransferRouteInput): Promise<{ stockTransferRouteId: Id }> {
    const unitIds = askable([input.sourceWarehouseId]);
    op.requireReach('inventory.configure', { unitIds }, 'Setting a route from this warehouse');
    const ends = askable([input.sourceWarehouseId, input.destinationWarehouseId]);
    const warehouses = await loadWarehouseFacts(op, ends);
    const faults: Fault[] = [];
    for (const field of ['sourceWarehouseId', 'destinationWarehouseId'] as const) {
      if (warehouses.has(input[field].toLowerCase())) continue;
      faults.push(fault('WAREHOUSE_NOT_FOUND', 'There is no such warehouse', [field]));
    }
    if (ends.length === 1 && faults.length === 0) {
      const message = 'A route goes to another warehouse';
      faults.push(fault('SAME_WAREHOUSE', message, ['destinationWarehouseId']));
    }
    if (!Number.isInteger(input.leadHours) || input.leadHours < 1 || input.leadHours > mostHours) {
      const message = `A route takes 1 to ${mostHours} whole hours`;
      faults.push(fault('LEAD_TIME_MALFORMED', message, ['leadHours']));
    }
    const carrier = readText(input.carrier, { most: 200, optional: true }, ['carrier'], faults);
    refuseIfAny(faults);
    const { leadHours } = input;
    const [row] = await op.query<{ id: Id }>(set, [op.newId(), ...ends, leadHours, carrier]);
    if (!row) throw new Error('The route was not written');
    const [sourceId, destinationId] = ends;
    const route = { id: row.id, sourceId, destinationId, leadHours, carrier };
    op.emit({
      type: inventoryEvents.stockTransferRouteSet,
      subject: { type: 'stockTransferRoute', id: row.id },
      unitIds: ends,
      data: { stockTransferRoute: route },
    });
    return { stockTransferRouteId: row.id };
  },
});
