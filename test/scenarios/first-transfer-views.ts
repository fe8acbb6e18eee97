import { parse } from 'graphql';
import { newId } from '../../src/kernel/id.ts';
import { exampleOperation, type Desk, type UserError } from '../support/graphql-client.ts';
import { boiler, papers, radiator, sealant } from './first-transfer-papers.ts';

const stockTransferId = papers.request.id;

/** What people in the warehouses do about the first transfer, and what their screens then show. */

interface Received {
  readonly stockVoucher: {
    readonly number: string;
    readonly lines: readonly { product: { sku: string }; quantity: string }[];
  } | null;
  readonly userErrors: readonly UserError[];
}

interface Transferred {
  readonly stockTransfer: Transfer | null;
  readonly userErrors: readonly UserError[];
}

interface Transfer {
  readonly id: string;
  readonly number: string;
  readonly state: string;
  readonly lines: readonly TransferLine[];
  readonly availableActions: readonly { readonly name: string; readonly allowed: boolean }[];
}

const stages = ['requested', 'shipped', 'received', 'lost', 'returned'] as const;
type TransferLine = Readonly<Record<(typeof stages)[number], string>> & {
  readonly product: { readonly sku: string };
};

/** The state, and of each line how much is at which stage; fails when the act was refused. */
export function shown({ stockTransfer, userErrors }: Transferred): string[] {
  expect(userErrors).toEqual([]);
  const { state, lines } = stockTransfer as Transfer;
  const stagesOf = (line: TransferLine): string =>
    stages.flatMap((stage) => (line[stage] === '0' ? [] : `${line[stage]} ${stage}`)).join(', ');
  return [state, ...lines.map((line) => `${line.product.sku}: ${stagesOf(line)}`)];
}

/** Who sits at the desk, and what that person may do. */
export async function me(desk: Desk): Promise<{ person: object; grants: readonly object[] }> {
  return (
    await desk.ask<{ viewer: Awaited<ReturnType<typeof me>> }>(exampleOperation('1-clerk', 'Me'))
  ).viewer;
}

export const note = (desk: Desk, receipt: object): Promise<Received> =>
  desk.act(exampleOperation('1-clerk', 'ReceiveGoods'), { receipt });

export const draft = (desk: Desk): Promise<Transferred> =>
  desk.act(exampleOperation('1-clerk', 'CreateTransfer'), { transfer: papers.request });

/** What is on its way to a warehouse, the newest first. */
export async function arriving(desk: Desk, warehouse: string): Promise<readonly Transfer[]> {
  const { stockTransfers } = await desk.ask<{ stockTransfers: { nodes: readonly Transfer[] } }>(
    exampleOperation('1-clerk', 'Arriving'),
    { warehouse },
  );
  return stockTransfers.nodes;
}

/** The newest line of a stock card. */
export async function lastOnCard(desk: Desk, product: string, warehouse: string): Promise<object> {
  const { stockCard } = await desk.ask<{ stockCard: { entries: readonly object[] } }>(
    exampleOperation('1-clerk', 'StockCard'),
    { productId: product, isfahan: warehouse },
  );
  return stockCard.entries.at(-1) ?? {};
}

export const ship = (desk: Desk, idempotencyKey: string): Promise<Transferred> =>
  desk.act(exampleOperation('1-clerk', 'Ship'), { shipment: { stockTransferId, idempotencyKey } });

/** What was scanned. */
export const receive = (desk: Desk, idempotencyKey: string): Promise<Transferred> =>
  desk.act(exampleOperation('1-clerk', 'Receive'), {
    arrival: { stockTransferId, idempotencyKey },
  });

export const settle = (
  desk: Desk,
  idempotencyKey: string,
  lines: readonly object[],
): Promise<Transferred> =>
  desk.act(exampleOperation('1-clerk', 'Settle'), {
    settlement: { stockTransferId, lines, idempotencyKey },
  });

const recordScan = parse(`mutation Scan($scan: RecordScanInput!) {
  recordScan(input: $scan) {
    answer { outcome counted expected next goTo { code } }
    userErrors { code message path }
  }
}`);

interface Scanned {
  readonly answer: {
    readonly outcome: string;
    readonly counted: string | null;
    readonly expected: string | null;
    readonly next: string;
    readonly goTo: { readonly code: string } | null;
  };
  readonly userErrors: readonly UserError[];
}

/** Scans with a new id at the time it is, if not said otherwise; answers what the display shows. */
export function scanner(desk: Desk, step: 'SHIP' | 'RECEIVE') {
  return async (reading: Readonly<Record<string, string>>): Promise<string> => {
    const facts = { scanId: newId(), scannedAt: new Date().toISOString(), deviceId: 'SCANNER-1' };
    const scan = { ...facts, stockTransferId, step, ...reading };
    const { answer, userErrors } = await desk.act<Scanned>(recordScan, { scan });
    expect(userErrors).toEqual([]);
    const { outcome, counted, expected, next, goTo } = answer;
    const count = expected === null ? '' : ` ${counted} of ${expected}`;
    return `${outcome}${count}: ${next}${goTo ? ` ${goTo.code}` : ''}`;
  };
}

const quantitiesQuery = parse(`query Quantities($skus: [String!]!) {
  products(filter: { sku: { in: $skus } }) {
    nodes { sku quantities { warehouse { code } onHand inTransitIn } }
  }
}`);

interface Quantities {
  readonly sku: string;
  readonly quantities: readonly {
    readonly warehouse: { readonly code: string };
    readonly onHand: string;
    readonly inTransitIn: string;
  }[];
}

export type Stock = ReadonlyMap<string, number>;

/** By `<SKU> in <warehouse>` and `<SKU> on the way to <warehouse>`. */
export async function stockSeenBy(desk: Desk): Promise<Stock> {
  const skus = [radiator.sku, boiler.sku, sealant.sku];
  const { products } = await desk.ask<{ products: { nodes: readonly Quantities[] } }>(
    quantitiesQuery,
    { skus },
  );
  return new Map(
    products.nodes.flatMap(({ sku, quantities }) =>
      quantities.flatMap(({ warehouse: { code }, onHand, inTransitIn }): [string, number][] => [
        [`${sku} in ${code}`, Number(onHand)],
        [`${sku} on the way to ${code}`, Number(inTransitIn)],
      ]),
    ),
  );
}

/** What is now otherwise than it was: `RA-AL-08 in TEH: +12`. */
export const changes = (before: Stock, now: Stock): string[] =>
  [...new Set([...before.keys(), ...now.keys()])]
    .map((place) => ({ place, change: (now.get(place) ?? 0) - (before.get(place) ?? 0) }))
    .filter(({ change }) => change !== 0)
    .map(({ place, change }) => `${place}: ${change > 0 ? '+' : ''}${change}`)
    .sort();

const journeyQuery = parse(`query Journey($filter: StockMoveFilter!) {
  stockMoves(filter: $filter, orderBy: SEQ_ASC) {
    nodes {
      kind reason responsible
      fromLocation { code warehouse { code } }
      toLocation { code warehouse { code } }
      actor { nameEn }
    }
  }
}`);

interface Place {
  readonly code: string;
  readonly warehouse: { readonly code: string } | null;
}

interface Move {
  readonly kind: string;
  readonly reason: string | null;
  readonly responsible: string | null;
  readonly fromLocation: Place;
  readonly toLocation: Place;
  readonly actor: { readonly nameEn: string } | null;
}

const placeInWords = ({ code, warehouse }: Place): string =>
  warehouse ? `${warehouse.code} ${code}` : code;

/** The moves that match, oldest first: what, from where to where, who, why. */
export async function journey(desk: Desk, filter: object): Promise<string[]> {
  const { stockMoves } = await desk.ask<{ stockMoves: { nodes: readonly Move[] } }>(journeyQuery, {
    filter,
  });
  return stockMoves.nodes.map((move) => {
    const way = `${placeInWords(move.fromLocation)} > ${placeInWords(move.toLocation)}`;
    const why = [move.reason, move.responsible].filter(Boolean).join(', ');
    return `${move.kind} ${way}, ${move.actor?.nameEn}${why ? `: ${why}` : ''}`;
  });
}

const whereQuery = exampleOperation('1-clerk', 'Quantities');

interface Found {
  readonly lot: { readonly code: string } | null;
  readonly location: Place;
}

/** Where a product is now: `<lot or serial> <warehouse> <location>`. */
export async function whereabouts(desk: Desk, productId: string): Promise<string[]> {
  const { whereIsProduct } = await desk.ask<{ whereIsProduct: readonly Found[] }>(whereQuery, {
    productId,
  });
  return whereIsProduct.map(({ lot, location }) => `${lot?.code} ${placeInWords(location)}`);
}

const scansQuery = parse(`query Scans($id: ID!) {
  stockTransfer(id: $id) { scans { step outcome } }
}`);

/** How many scans in a step of the transfer had which outcome, these in the order of letters. */
export async function scanCounts(desk: Desk, step: 'SHIP' | 'RECEIVE'): Promise<string> {
  const { stockTransfer } = await desk.ask<{
    stockTransfer: { scans: readonly { step: string; outcome: string }[] };
  }>(scansQuery, { id: stockTransferId });
  const outcomes = stockTransfer.scans.flatMap((s) => (s.step === step ? [s.outcome] : []));
  const counts = Map.groupBy(outcomes.sort(), (outcome) => outcome);
  return [...counts].map(([outcome, scans]) => `${scans.length} ${outcome}`).join(', ');
}

const headQuery = parse('query Head { events(after: "0", first: 1) { headPosition } }');

/** The position of the newest event. */
export async function headPosition(desk: Desk): Promise<string> {
  return (await desk.ask<{ events: { headPosition: string } }>(headQuery)).events.headPosition;
}
