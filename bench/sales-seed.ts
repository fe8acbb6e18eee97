import type { Clock } from '../src/platform/clock.ts';
import { numberEvents, openProduct, type Product } from './company.ts';
import { helpers } from './goods-sql.ts';
import { enterSalesCompany, placeOrders, stockUp } from './sales-company.ts';
import { writeCustomers, writePastOrders } from './sales-sql.ts';
import { literal, withClient, type Seed } from './seed.ts';

const [customers, orders, open] = [2_000, 50_000, 500];

/** The past ends here; open orders are placed one a minute from then on. */
const pastEnds = Date.parse('2026-11-02T08:00:00Z');

/** A sales floor with prices, customers and their orders. */
export const salesFloor: Seed = {
  name: 'bench_sales',
  content: `${orders} orders of ${customers} customers, ${open} of them open`,
  files: ['company.ts', 'goods-sql.ts', 'sales-company.ts', 'sales-sql.ts', 'sales-seed.ts'],
  fill: fillSales,
};

async function fillSales(url: string): Promise<void> {
  await withProduct(url, async (product) => {
    await enterSalesCompany(product);
    await stockUp(product);
  });
  await withClient(url, async (client) => {
    await client.query('begin');
    for (const sql of helpers) await client.query(sql);
    for (const sql of writeCustomers) await client.query(literal(sql, [customers]));
    for (const sql of writePastOrders) await client.query(literal(sql, [orders - open]));
    await client.query('commit');
    await client.query('vacuum (analyze)');
  });
  await withProduct(url, (product) => placeOrders(product, open), minutesFrom(pastEnds));
  await withClient(url, async (client) => {
    await client.query('vacuum (analyze)');
    await client.query('checkpoint');
  });
}

async function withProduct(
  url: string,
  work: (product: Product) => Promise<void>,
  clock?: Clock,
): Promise<void> {
  const product = await openProduct(url, clock);
  try {
    await work(product);
    await numberEvents(product);
  } finally {
    await product.close();
  }
}

/** A minute later each time it is asked. */
function minutesFrom(instant: number): Clock {
  let minutes = 0;
  return { now: () => new Date(instant + (minutes += 1) * 60_000) };
}
