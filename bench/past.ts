import type { Bench } from './bench.ts';
import { figuresOf, type Outcome } from './figures.ts';
import { ask, measured, sendLoad, type Round } from './load.ts';
import { startServer } from './processes.ts';
import { withClient } from './seed.ts';

const quantities = `query Quantities($id: ID!, $asOf: DateTime) {
  product(id: $id) {
    id
    sku
    quantities(asOf: $asOf) { warehouse { id code } onHand reserved available inTransitIn }
  }
}`;

const report = `query Report($asOf: DateTime) {
  inventoryReport(first: 25, asOf: $asOf) {
    rows { product { id sku } warehouse { id code } onHand reserved available inTransitIn }
    next
  }
}`;

interface Question {
  readonly what: string;
  readonly body: string;
  readonly rounds: Round[];
}

/**
 * Quantities as of the end of a past day, half-way through what the company ever moved, which is
 * the furthest from both ends; beside the same questions about now.
 */
export async function measurePast(bench: Bench): Promise<Outcome> {
  const { postgres, large, rounds, seconds } = bench;
  const { productId, asOf } = await halfWay(large.url);
  const questions = (['now', asOf] as const).flatMap((at) => {
    const variables = { id: productId, asOf: at === 'now' ? null : at };
    const when = at === 'now' ? 'now' : `as of ${at}`;
    return [
      questionOf(`a product's quantities ${when}`, quantities, variables),
      questionOf(`a page of the report of all items ${when}`, report, { asOf: variables.asOf }),
    ];
  });
  const server = await startServer(large.url);
  try {
    const round = (body: string, length: number): Promise<Round> =>
      measured(server.pid, postgres.pid, () =>
        sendLoad(server.url, large.readerKey, [body], { seconds: length }),
      );
    for (const { body } of questions) {
      await ask(server.url, large.readerKey, body);
      await round(body, 2);
    }
    for (let n = 0; n < rounds; n += 1) {
      for (const question of questions) question.rounds.push(await round(question.body, seconds));
    }
  } finally {
    await server.stop();
  }
  const rows = questions.map((question) => ({
    what: question.what,
    ...figuresOf(question.rounds),
  }));
  return { rows, verdicts: [] };
}

const questionOf = (what: string, query: string, variables: object): Question => ({
  what,
  body: JSON.stringify({ query, variables }),
  rounds: [],
});

/** A product as any other, and the end of the day before which half of its moves were made. */
async function halfWay(url: string): Promise<{ productId: string; asOf: string }> {
  const { rows } = await withClient(url, (client) =>
    client.query<{ productId: string; asOf: Date }>(
      `with product as (select id from product order by sku offset 100 limit 1)
       select p.id as "productId",
              date_trunc('day', percentile_disc(0.5) within group (order by m.moved_at),
                         'Asia/Tehran') + interval '1 day' - interval '1 millisecond' as "asOf"
       from product p join stock_move m on m.product_id = p.id
       group by p.id`,
    ),
  );
  const [found] = rows;
  if (!found) throw new Error('Nothing has moved yet');
  return { productId: found.productId, asOf: found.asOf.toISOString() };
}
