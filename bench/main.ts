import { mkdir, writeFile } from 'node:fs/promises';
import { availableParallelism, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { openCompany, type Bench } from './bench.ts';
import { measureBulk } from './bulk.ts';
import { createDraftMaker } from './drafts.ts';
import { printTable, printVerdicts, type Outcome } from './figures.ts';
import { measureGrowth } from './growth.ts';
import { measurePage } from './page.ts';
import { measurePast } from './past.ts';
import { measureReserve } from './reserve.ts';
import { measureScan } from './scan.ts';
import { copyOf, large, requireSound, seed, small, startPostgres, withClient } from './seed.ts';
import { measureShip } from './ship.ts';

/*
 * `npm run bench` measures all parts, `npm run bench -- page` one; see README.md beside this file.
 */

/** In order: reading first, since the acts leave thousands of documents open and under way. */
const parts: Readonly<Record<string, (bench: Bench) => Promise<Outcome>>> = {
  page: measurePage,
  growth: measureGrowth,
  past: measurePast,
  reserve: measureReserve,
  scan: measureScan,
  ship: measureShip,
  bulk: measureBulk,
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
  const unknown = positionals.filter((name) => !Object.hasOwn(parts, name));
  if (unknown.length > 0) {
    throw new Error(`No part ${unknown.join(', ')}; there are ${Object.keys(parts).join(', ')}`);
  }
  const wanted = Object.keys(parts).filter(
    (name) => positionals.length === 0 || positionals.includes(name),
  );
  const postgres = await startPostgres();
  try {
    for (const size of [small, large]) await seed(postgres, size);
    const company = await openCompany(await copyOf(postgres, large));
    const bench: Bench = {
      postgres,
      rounds: Number(options.rounds),
      seconds: Number(options.seconds),
      pool: options.pool,
      large: company,
      small: await openCompany(await copyOf(postgres, small)),
      makeDrafts: createDraftMaker(company.url, company.shipperId),
    };
    const outcomes: Outcome[] = [];
    for (const name of wanted) outcomes.push(await measure(bench, name));
    await withClient(bench.large.url, (client) => client.query('analyze'));
    await requireSound(bench.large.url);
    await keep(outcomes);
    if (outcomes.some(({ verdicts }) => verdicts.some(({ met }) => !met))) process.exitCode = 1;
  } finally {
    await postgres.stop();
  }
}

async function measure(bench: Bench, name: string): Promise<Outcome> {
  const before = loadavg()[0]?.toFixed(1);
  console.log(`\n${name}: ${bench.rounds} rounds of ${bench.seconds} s (load before: ${before})`);
  const outcome = await (parts[name] as (bench: Bench) => Promise<Outcome>)(bench);
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
