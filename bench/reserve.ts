import { newId, type Id } from '../src/kernel/id.ts';
import { measureAct, type Subject, type Trial } from './act.ts';
import type { Bench } from './bench.ts';
import type { Outcome } from './figures.ts';
import { withClient } from './seed.ts';

const query = `mutation Reserve($input: ReserveStockInput!) {
  reserveStock(input: $input) {
    demandId
    reservations { stockReservationId demandLineId state held waiting }
    userErrors { code message path }
  }
}`;

interface Goods {
  readonly productIds: readonly Id[];
  readonly warehouseIds: readonly Id[];
}

const linesEach = 5;

/** One piece of each product. */
function subjectOf(productIds: readonly Id[], warehouseId: Id): Subject {
  const demandId = newId();
  const lines = productIds.map((productId) => ({
    productId,
    warehouseId,
    quantity: '1',
    unit: 'PCE',
  }));
  const input = { idempotencyKey: newId(), demandId, lines };
  return {
    id: demandId,
    body: JSON.stringify({ query, operationName: 'Reserve', variables: { input } }),
    names: [...productIds, warehouseId],
  };
}

/** Five products that are spread as those of transfers; `hot`: the first is always the same. */
function createSubjects({ productIds, warehouseIds }: Goods, hot: boolean) {
  let next = 0;
  const productOf = (n: number, line: number): Id =>
    hot && line === 0
      ? (productIds[0] as Id)
      : (productIds[1 + ((n * 7 + line * 61) % (productIds.length - 1))] as Id);
  return (count: number): Promise<Subject[]> => {
    const first = next;
    next += count;
    return Promise.resolve(
      Array.from({ length: count }, (_, index) => {
        const n = first + index;
        const warehouseId = warehouseIds[hot ? 0 : n % warehouseIds.length] as Id;
        return subjectOf(
          Array.from({ length: linesEach }, (_none, line) => productOf(n, line)),
          warehouseId,
        );
      }),
    );
  };
}

async function goodsOf(url: string): Promise<Goods> {
  const { rows } = await withClient(url, (client) =>
    client.query<Goods>(
      `select array(select id::text from product order by sku limit 300) as "productIds",
              array(select id::text from warehouse order by code) as "warehouseIds"`,
    ),
  );
  return rows[0] as Goods;
}

/** Goods are set aside for demands of five lines. */
export async function measureReserve(bench: Bench): Promise<Outcome> {
  const goods = await goodsOf(bench.large.url);
  const distinct = createSubjects(goods, false);
  const hot = createSubjects(goods, true);
  const trial = (connections: number, isHot: boolean): Trial => ({
    what: isHot ? 'reserveStock of 5 lines, one hot' : 'reserveStock of 5 lines, distinct',
    connections,
    atLeast: isHot ? 1 : 0.4,
    subjects: isHot ? hot : distinct,
  });
  const countSql = `select count(*)::int as count from (
      select demand_id from stock_reservation where demand_id = any($1::uuid[])
      group by demand_id having sum(held) = ${linesEach}) held`;
  return measureAct(bench, bench.large.shipper, { operation: 'reserveStock', countSql }, [
    trial(8, false),
    trial(8, true),
    trial(64, true),
  ]);
}
