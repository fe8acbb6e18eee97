import { mkdir, writeFile } from 'node:fs/promises';
import { availableParallelism, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { measureAgeing } from './ageing.ts';
import { openCompany, type Bench, type Setting } from './bench.ts';
import { books, openBooks, type BooksBench } from './books.ts';
import { measureBulk } from './bulk.ts';
import { createDraftMaker } from './drafts.ts';
import { measureFanout } from './events-fanout.ts';
import { measureReplay } from './events-replay.ts';
import { printTable, printVerdicts, type Outcome } from './figures.ts';
import { measureGrowth } from './growth.ts';
import { measureOrdersPage } from './orders-page.ts';
import { measureOrders } from './orders.ts';
import { measurePage } from './page.ts';
import { measurePast } from './past.ts';
import { measureReceipts } from './receipts.ts';
import { paymentsHouse } from './payments.ts';
import { measureReserve } from './reserve.ts';
import { measureScan } from './scan.ts';
import { openSalesFloor, type SalesBench } from './sales-bench.ts';
import { salesFloor } from './sales-seed.ts';
import {
  copyOf,
  large,
  requireSound,
  small,
  sow,
  startPostgres,
  withClient,
  type Seed,
} from './seed.ts';
import { measureShip } from './ship.ts';

/*
 * `npm run bench` measures all parts, `npm run bench -- page` one; see README.md beside this file.
 */

/** In order: reading first, since the acts leave thousands of documents open and under way. */
const goodsParts: Readonly<Record<string, (bench: Bench) => Promise<Outcome>>> = {
  page: measurePage,
  growth: measureGrowth,
  past: measurePast,
  reserve: measureReserve,
  scan: measureScan,
  ship: measureShip,
  bulk: measureBulk,
};

const salesParts: Readonly<Record<string, (bench: SalesBench) => Promise<Outcome>>> = {
  'orders-page': measureOrdersPage,
  orders: measureOrders,
  receipts: measureReceipts,
};

type BooksParts = Readonly<Record<string, (bench: BooksBench) => Promise<Outcome>>>;

const bookParts: BooksParts = { ageing: measureAgeing };

const paymentParts: BooksParts = {
  'events-replay': measureReplay,
  'events-fanout': measureFanout,
};

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '3' },
    pool: { type: 'string' },
  },
});

async function main(): Promise<void> {
  const known = [goodsParts, salesParts, bookParts, paymentParts].flatMap((parts) =>
    Object.keys(parts),
  );
  const unknown = positionals.filter((name) => !known.includes(name));
  if (unknown.length > 0) {
    throw new Error(`No part ${unknown.join(', ')}; there are ${known.join(', ')}`);
  }
  const postgres = await startPostgres();
  const setting: Setting = {
    postgres,
    rounds: Number(options.rounds),
    seconds: Number(options.seconds),
    pool: options.pool,
  };
  try {
    const outcomes = [
      ...(await measureAll(goodsParts, () => openGoods(setting))),
      ...(await measureAll(salesParts, () => openSales(setting))),
      ...(await measureAll(bookParts, () => openSown(setting, books))),
      ...(await measureAll(paymentParts, () => openSown(setting, paymentsHouse))),
    ];
    await keep(outcomes);
    if (outcomes.some(({ verdicts }) => verdicts.some(({ met }) => !met))) process.exitCode = 1;
  } finally {
    await postgres.stop();
  }
}

async function openGoods(setting: Setting): Promise<Bench> {
  const { postgres } = setting;
  for (const company of [small, large]) await sow(postgres, company);
  const company = await openCompany(await copyOf(postgres, large));
  return {
    ...setting,
    url: company.url,
    large: company,
    small: await openCompany(await copyOf(postgres, small)),
    makeDrafts: createDraftMaker(company.url, company.shipper.personId),
  };
}

async function openSales(setting: Setting): Promise<SalesBench> {
  await sow(setting.postgres, salesFloor);
  return openSalesFloor(setting, await copyOf(setting.postgres, salesFloor));
}

async function openSown(setting: Setting, seed: Seed): Promise<BooksBench> {
  await sow(setting.postgres, seed);
  return openBooks(setting, await copyOf(setting.postgres, seed));
}

/** Measures those of the parts that are wanted; what they worked on is sound afterwards. */
async function measureAll<B extends Setting & { readonly url: string }>(
  parts: Readonly<Record<string, (bench: B) => Promise<Outcome>>>,
  open: () => Promise<B>,
): Promise<Outcome[]> {
  const wanted = Object.entries(parts).filter(
    ([name]) => positionals.length === 0 || positionals.includes(name),
  );
  if (wanted.length === 0) return [];
  const bench = await open();
  const outcomes: Outcome[] = [];
  for (const [name, measure] of wanted) outcomes.push(await tell(bench, name, measure));
  await withClient(bench.url, (client) => client.query('analyze'));
  await requireSound(bench.url);
  return outcomes;
}

async function tell<B extends Setting>(
  bench: B,
  name: string,
  measure: (bench: B) => Promise<Outcome>,
): Promise<Outcome> {
  const before = loadavg()[0]?.toFixed(1);
  console.log(`\n${name}: ${bench.rounds} rounds of ${bench.seconds} s (load before: ${before})`);
  const outcome = await measure(bench);
  console.log(printTable(outcome.rows));
  console.log(printVerdicts(outcome.verdicts));
  return outcome;
}

async function keep(outcomes: readonly Outcome[]): Promise<void> {
  const folder = new URL('results/', import.meta.url);
  await mkdir(folder, { recursive: true });
  const result = {
    at: new Date().toISOString(),
    node: process.version,
    cores: availableParallelism(),
    rounds: options.rounds,
    seconds: options.seconds,
    pool: options.pool ?? 'default',
    rows: outcomes.flatMap(({ rows }) => rows),
    verdicts: outcomes.flatMap(({ verdicts }) => verdicts),
  };
  await writeFile(new URL('latest.json', folder), `${JSON.stringify(result, null, 2)}\n`);
}

await main();
