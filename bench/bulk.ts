import type { Id } from '../src/kernel/id.ts';
import { importProducts } from '../src/modules/catalog/index.ts';
import { createStockTransfer, receiveGoods } from '../src/modules/inventory/index.ts';
import type { Bench } from './bench.ts';
import { openProduct, type Product } from './company.ts';
import { figuresOf, type Outcome, type Verdict } from './figures.ts';
import { ask, measured, type Load, type Round } from './load.ts';
import { startServer } from './processes.ts';
import { shipBody } from './ship.ts';

const manyLines = 1000;
/** Transfers of each kind that are shipped in a round. */
const [many, single] = [2, 100];
const target = 0.1;

interface Goods {
  readonly productIds: readonly Id[];
  readonly warehouseIds: readonly Id[];
}

/**
 * Transfers of 1,000 lines, each of another product, are shipped one after the other on one
 * connection; against transfers of one line. What a line costs, in time and in CPU time.
 */
export async function measureBulk({ postgres, large, rounds }: Bench): Promise<Outcome> {
  const product = await openProduct(large.url);
  const server = await startServer(large.url);
  const [whole, lone]: [Round[], Round[]] = [[], []];
  try {
    const goods = await stock(product);
    const round = async (count: number, lines: number): Promise<Round> => {
      const bodies = await drafts(product, goods, { count, lines });
      return measured(server.pid, postgres.pid, () =>
        inTurn(bodies, (body) => ask(server.url, large.shipper.key, body)),
      );
    };
    for (let n = -1; n < rounds; n += 1) {
      const [large, small] = [await round(many, manyLines), await round(single, 1)];
      if (n < 0) continue;
      whole.push(large);
      lone.push(small);
    }
  } finally {
    await server.stop();
    await product.close();
  }
  const [big, small] = [figuresOf(whole), figuresOf(lone)];
  return {
    rows: [
      { what: 'shipStockTransfer of 1,000 lines, one after the other', ...big },
      { what: 'shipStockTransfer of 1 line, one after the other', ...small },
    ],
    verdicts: [
      verdictOf('time', small.perSecond / big.perSecond),
      verdictOf('CPU', (big.nodeMs + big.postgresMs) / (small.nodeMs + small.postgresMs)),
    ],
  };
}

function verdictOf(what: string, times: number): Verdict {
  const ratio = times / manyLines;
  const met = ratio <= target;
  return { what: `${what} a line: 1,000 lines against one`, ratio, target: 'at most 0.10', met };
}

/** Products of which nothing else here knows, a thousand, and plenty of each in one warehouse. */
async function stock({ act, database: { pool } }: Product): Promise<Goods> {
  const rows = Array.from({ length: manyLines }, (_, index) => ({
    sku: `BULK-${String(index + 1).padStart(4, '0')}`,
    nameEn: `Fitting ${index + 1}`,
    nameFa: `اتصال ${index + 1}`,
    baseUnit: 'PCE',
    tracking: 'NONE' as const,
  }));
  const { productIds } = await act(importProducts, { rows });
  const found = await pool.query<{ id: Id }>('select id from warehouse order by code');
  const warehouseIds = found.rows.map(({ id }) => id);
  await act(receiveGoods, {
    warehouseId: warehouseIds[0] as Id,
    lines: productIds.map((productId) => ({ productId, quantity: '1000000', unit: 'PCE' })),
  });
  return { productIds, warehouseIds };
}

/** Requests that ship so many new transfers of so many lines. */
async function drafts(
  { act, database: { pool } }: Product,
  { productIds, warehouseIds }: Goods,
  { count, lines }: { readonly count: number; readonly lines: number },
): Promise<string[]> {
  const [source, destination] = warehouseIds as [Id, Id];
  const bodies: string[] = [];
  for (let n = 0; n < count; n += 1) {
    const wanted = Array.from({ length: lines }, (_, index) => ({
      productId: productIds[(n + index) % productIds.length] as Id,
      quantity: '2',
      unit: 'PCE',
    }));
    const { stockTransferId } = await act(createStockTransfer, {
      sourceWarehouseId: source,
      destinationWarehouseId: destination,
      lines: wanted,
    });
    const { rows } = await pool.query<{ id: Id; locationId: Id; quantity: number }>(
      `select l.id, p.id as "locationId", l.requested::float as quantity
       from stock_transfer_line l
       join location p on p.warehouse_id = $2 and p.default_receipt
       where l.stock_transfer_id = $1 order by l.line_no`,
      [stockTransferId, source],
    );
    bodies.push(shipBody(stockTransferId, rows));
  }
  return bodies;
}

async function inTurn(
  bodies: readonly string[],
  send: (body: string) => Promise<unknown>,
): Promise<Load> {
  const took: number[] = [];
  for (const body of bodies) {
    const startedAt = performance.now();
    await send(body);
    took.push(performance.now() - startedAt);
  }
  took.sort((a, b) => a - b);
  const seconds = took.reduce((sum, ms) => sum + ms, 0) / 1000;
  const p50 = took[took.length >> 1] ?? Number.NaN;
  return { requests: took.length, seconds, p50, p99: took.at(-1) ?? Number.NaN };
}
