import type { Id } from '../../src/kernel/id.ts';
import {
  declareCountLocationEmpty,
  finishCountLocation,
  planStockCount,
  postStockCount,
  recordCount,
  startStockCount,
  type CountedLineInput,
  type PlanStockCountInput,
} from '../../src/modules/inventory/index.ts';
import type { Caller } from '../../src/platform/perform/operation.ts';
import { asSystem } from '../support/perform.ts';
import { goodsOf } from './acts.ts';
import { idOf, type World } from './world.ts';

/** A count of TEH under way: `counting(w, { places: ['TEH A1'], recountPercent: '0' })`. */
export async function counting(
  w: World,
  options: Partial<PlanStockCountInput> & {
    readonly places?: readonly string[];
    readonly products?: readonly string[];
  } = {},
  caller: Caller = asSystem,
): Promise<Id> {
  const id = await planned(w, options, caller);
  await w.perform(startStockCount, { stockCountId: id }, caller);
  return id;
}

export async function planned(
  w: World,
  options: Parameters<typeof counting>[1] = {},
  caller: Caller = asSystem,
): Promise<Id> {
  const { places, products, ...input } = options;
  const plan = {
    warehouseId: idOf(w, 'TEH'),
    locationIds: places?.map((place) => idOf(w, place)) ?? null,
    productIds: products?.map((sku) => idOf(w, sku)) ?? null,
    ...input,
  };
  return (await w.perform(planStockCount, plan, caller)).stockCountId;
}

/** `count(w, id, 'TEH A1 VALVE 10', 'TEH A1 BOILER S1,S2')`: found by hand, by the caller. */
export const count = (
  w: World,
  stockCountId: Id,
  goods: readonly string[],
  caller: Caller = asSystem,
  more: Partial<CountedLineInput> = {},
): Promise<unknown> => w.perform(recordCount, countInput(w, stockCountId, goods, more), caller);

export const countInput = (
  w: World,
  stockCountId: Id,
  goods: readonly string[],
  more: Partial<CountedLineInput> = {},
) => ({
  stockCountId,
  lines: goods.map((text) => {
    const [warehouse, place, ...rest] = text.split(' ');
    const { sku, quantity, lot, serials } = goodsOf(rest.join(' '));
    return {
      locationId: idOf(w, `${warehouse} ${place}`),
      productId: idOf(w, sku),
      quantity,
      unit: sku === 'ROPE' ? 'MTR' : 'PCE',
      lotCode: lot,
      serials,
      ...more,
    };
  }),
});

export const finish = (
  w: World,
  stockCountId: Id,
  place: string,
  caller: Caller = asSystem,
): Promise<unknown> =>
  w.perform(finishCountLocation, { stockCountId, locationId: idOf(w, place) }, caller);

export const empty = (
  w: World,
  stockCountId: Id,
  place: string,
  caller: Caller = asSystem,
): Promise<unknown> =>
  w.perform(declareCountLocationEmpty, { stockCountId, locationId: idOf(w, place) }, caller);

export const post = (w: World, stockCountId: Id, caller: Caller = asSystem) =>
  w.perform(postStockCount, { stockCountId }, caller);

/** `REVIEW`, then `A1 VALVE COUNTED counted 8 expected 10 difference -2`, as shown. */
export async function countState(w: World, stockCountId: Id): Promise<string[]> {
  const [head] = await w.sql<{ state: string }>('select state from stock_count where id = $1', [
    stockCountId,
  ]);
  const rows = await w.sql<{ line: string }>(
    `select concat_ws(' ', p.code, product.sku, lot.code, nullif(l.status, 'AVAILABLE'), l.state,
              case when l.round > 1 then 'round ' || l.round end,
              case when l.disturbed then 'disturbed' end,
              'counted ' || trim_scale(l.counted), 'expected ' || trim_scale(l.expected),
              'difference ' || trim_scale(l.difference), l.decision) as line
     from stock_count_line l
     join location p on p.id = l.location_id join product on product.id = l.product_id
     left join lot on lot.id = l.lot_id
     where l.stock_count_id = $1`,
    [stockCountId],
  );
  return [head?.state ?? 'none', ...rows.map((row) => row.line).sort()];
}

/** The line of `A1 VALVE` or `A1 BOILER S1`. */
export async function countLine(w: World, stockCountId: Id, name: string): Promise<Id> {
  const rows = await w.sql<{ id: Id }>(
    `select l.id from stock_count_line l
     join location p on p.id = l.location_id join product on product.id = l.product_id
     left join lot on lot.id = l.lot_id
     where l.stock_count_id = $1 and concat_ws(' ', p.code, product.sku, lot.code) = $2`,
    [stockCountId, name],
  );
  if (!rows[0]) throw new Error(`The count has no line of ${name}`);
  return rows[0].id;
}
