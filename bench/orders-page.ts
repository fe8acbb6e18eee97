import type { Outcome } from './figures.ts';
import { ask } from './load.ts';
import {
  ordersPageBody,
  postgraphileBody,
  rowsOfOurs,
  rowsOfPostgraphile,
} from './orders-page-query.ts';
import { kilobytes, requireSame, takeTurns } from './page.ts';
import { startFloor, startPostgraphile, startServer } from './processes.ts';
import type { SalesBench } from './sales-bench.ts';

/**
 * A page of 50 orders with customer, 5 lines each and their products, for the leader of one of four
 * teams: our server against the floor that sends the same bytes, and against PostGraphile with the
 * same rows.
 */
export async function measureOrdersPage(bench: SalesBench): Promise<Outcome> {
  const { url, leaderKey: key, teamId } = bench;
  const theirBody = postgraphileBody(teamId);
  const server = await startServer(url);
  const floor = await startFloor('orders', url, [teamId]);
  const postgraphile = await startPostgraphile(url);
  try {
    const askAll = async (): Promise<readonly [string, string]> => {
      const ours = await ask(server.url, key, ordersPageBody);
      requireSame(ours, await ask(floor.url, key, ordersPageBody));
      const theirs = await ask(postgraphile.url, key, theirBody);
      requireSame(
        JSON.stringify(rowsOfOurs(ours), null, 1),
        JSON.stringify(rowsOfPostgraphile(theirs), null, 1),
      );
      return [ours, theirs];
    };
    const [ours, theirs] = await askAll();
    const [mine, bare, graphile] = await takeTurns(bench, key, [
      { of: server, body: ordersPageBody },
      { of: floor, body: ordersPageBody },
      { of: postgraphile, body: theirBody },
    ]);
    await askAll();
    const toFloor = mine.perSecond / bare.perSecond;
    const toGraphile = mine.perSecond / graphile.perSecond;
    return {
      rows: [
        { what: `page of 50 orders, ${kilobytes(ours)} kB`, ...mine },
        { what: 'floor: bare node:http, the same bytes', ...bare },
        { what: `PostGraphile, the same rows, ${kilobytes(theirs)} kB`, ...graphile },
      ],
      verdicts: [
        verdict('page of orders against the floor', toFloor, 0.6),
        verdict('page of orders against PostGraphile', toGraphile, 2),
      ],
    };
  } finally {
    await Promise.all([server.stop(), floor.stop(), postgraphile.stop()]);
  }
}

const verdict = (what: string, ratio: number, atLeast: number) => ({
  what,
  ratio,
  target: `at least ${atLeast.toFixed(2)}`,
  met: ratio >= atLeast,
});
