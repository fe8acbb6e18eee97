import type { Bench, Company } from './bench.ts';
import { figuresOf, type Outcome, type Row, type Verdict } from './figures.ts';
import { ask, measured, sendLoad, warmUp, type Round } from './load.ts';
import { pageBody } from './page-query.ts';
import { startServer, type Running } from './processes.ts';
import { withClient } from './seed.ts';

interface Place {
  readonly company: Company;
  readonly server: Running;
  readonly body: string;
  readonly rounds: Round[];
}

/** The same questions of a company that has moved goods 10,000 times and of one with 1,000,000. */
export async function measureGrowth(bench: Bench): Promise<Outcome> {
  const servers: Running[] = [];
  const start = async (company: Company): Promise<Running> => {
    const server = await startServer(company.url);
    servers.push(server);
    return server;
  };
  try {
    const [few, many] = [await start(bench.small), await start(bench.large)];
    const outcomes = [
      await compare(bench, 'page of 50 transfers', [
        { company: bench.small, server: few, body: pageBody, rounds: [] },
        { company: bench.large, server: many, body: pageBody, rounds: [] },
      ]),
      await compare(bench, "a product's quantities", [
        { company: bench.small, server: few, body: await quantitiesBody(bench.small), rounds: [] },
        { company: bench.large, server: many, body: await quantitiesBody(bench.large), rounds: [] },
      ]),
    ];
    return {
      rows: outcomes.flatMap(({ rows }) => rows),
      verdicts: outcomes.flatMap(({ verdicts }) => verdicts),
    };
  } finally {
    await Promise.all(servers.map((server) => server.stop()));
  }
}

async function compare(
  { postgres, rounds, seconds }: Bench,
  what: string,
  places: readonly [Place, Place],
): Promise<Outcome> {
  const round = async (at: Place, other: Place, length: number): Promise<Round> => {
    const { server, company, body } = at;
    other.server.pause();
    try {
      return await measured(server.pid, postgres.pid, () =>
        sendLoad(server.url, company.readerKey, [body], { seconds: length }),
      );
    } finally {
      other.server.resume();
    }
  };
  const [few, many] = places;
  for (const { server, company, body } of places) await ask(server.url, company.readerKey, body);
  await warmUp((length) => round(few, many, length));
  await warmUp((length) => round(many, few, length));
  for (let n = 0; n < rounds; n += 1) {
    few.rounds.push(await round(few, many, seconds));
    many.rounds.push(await round(many, few, seconds));
  }
  const rows: Row[] = [
    { what: `${what} at 10,000 moves`, ...figuresOf(few.rounds) },
    { what: `${what} at 1,000,000 moves`, ...figuresOf(many.rounds) },
  ];
  return { rows, verdicts: [verdictOf(what, rows as [Row, Row])] };
}

function verdictOf(what: string, [few, many]: [Row, Row]): Verdict {
  const ratio = many.perSecond / few.perSecond;
  return {
    what: `${what}: a hundred times the moves`,
    ratio,
    target: '0.75 to 1.25',
    met: ratio >= 0.75 && ratio <= 1.25,
  };
}

/** What the product screen asks: where a product is, and how much of it. */
async function quantitiesBody({ url }: Company): Promise<string> {
  const { rows } = await withClient(url, (client) =>
    client.query<{ id: string }>('select id from product order by sku offset 100 limit 1'),
  );
  return JSON.stringify({
    query: `query Quantities($id: ID!) {
  product(id: $id) {
    id
    sku
    nameEn
    quantities { warehouse { id code nameEn } onHand inTransitIn inTransitOut }
  }
}`,
    operationName: 'Quantities',
    variables: { id: rows[0]?.id },
  });
}
