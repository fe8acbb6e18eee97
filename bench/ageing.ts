import type { BooksBench } from './books.ts';
import { figuresOf, type Outcome } from './figures.ts';
import { ask, measured, sendLoad, type Round } from './load.ts';
import { startServer } from './processes.ts';
import { withClient } from './seed.ts';

const query = `query Ageing($asOf: LocalDate, $partyId: ID, $by: AgeingGroup) {
  receivablesAgeing(currency: "IRR", asOf: $asOf, partyId: $partyId, by: $by, first: 50) {
    count
    totals { open { amount } late { amount } notDue { amount } unallocated { amount } }
    rows { party { name } open { amount } late { amount } notDue { amount } }
  }
}`;

/** What is owed and how late it is, of all customers and of one: today, and as of a past day. */
export async function measureAgeing(bench: BooksBench): Promise<Outcome> {
  const { postgres, rounds, seconds } = bench;
  const { rows } = await withClient(bench.url, (client) =>
    client.query<{ partyId: string }>('select id as "partyId" from party order by id limit 1'),
  );
  const [one] = rows;
  const past = '2026-06-30';
  const questions = [
    { what: 'ageing of all customers', connections: 1, variables: {} },
    { what: `ageing of all as of ${past}`, connections: 1, variables: { asOf: past } },
    { what: 'ageing by salesperson', connections: 1, variables: { by: 'OWNER' } },
    { what: 'ageing of one customer', connections: 8, variables: { ...one } },
    { what: `ageing of one as of ${past}`, connections: 8, variables: { ...one, asOf: past } },
  ].map((question) => ({ ...question, taken: [] as Round[] }));
  const server = await startServer(bench.url);
  try {
    for (let n = 0; n <= rounds; n += 1) {
      for (const { variables, connections, taken } of questions) {
        const body = JSON.stringify({ query, variables });
        await ask(server.url, bench.key, body);
        const round = await measured(server.pid, postgres.pid, () =>
          sendLoad(server.url, bench.key, [body], {
            seconds: seconds * (connections === 1 ? 3 : 1),
            connections,
          }),
        );
        // The first one warms up.
        if (n > 0) taken.push(round);
      }
    }
  } finally {
    await server.stop();
  }
  return {
    rows: questions.map(({ what, taken }) => ({ what, ...figuresOf(taken) })),
    verdicts: [],
  };
}
