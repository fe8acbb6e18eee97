import { parse } from 'graphql';
import { newId } from '../../src/kernel/id.ts';
import type { Desk, UserError } from '../support/graphql-client.ts';

/** What people of a warehouse do all day, and what their screens then show. */

type Done<T> = T & { readonly userErrors: readonly UserError[] };

const capital = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1);

/** A mutation by its name: `answer` is what is read of its payload. Fails when it is refused. */
export async function act<T = unknown>(
  desk: Desk,
  name: string,
  input: object,
  answer: string,
): Promise<T> {
  const { userErrors, ...payload } = await attempt<T>(desk, name, input, answer);
  expect(userErrors).toEqual([]);
  return payload as T;
}

/** The same, as it is answered when it is refused. */
export const attempt = <T = unknown>(
  desk: Desk,
  name: string,
  input: object,
  answer: string,
): Promise<Done<T>> =>
  desk.act(
    parse(`mutation Act($input: ${capital(name)}Input!) {
      ${name}(input: $input) { ${answer} userErrors { code message path } }
    }`),
    { input },
  );

/** The codes that an act is refused with. */
export const refusal = async (desk: Desk, name: string, input: object): Promise<string[]> =>
  (await attempt(desk, name, input, '')).userErrors.map(({ code }) => code);

export interface Voucher {
  readonly id: string;
  readonly number: string;
  readonly state: string;
  readonly lines: readonly {
    readonly product: { readonly sku: string };
    readonly lot: { readonly code: string } | null;
    readonly quantity: string;
    readonly picked: string;
    readonly posted: string;
  }[];
}

export const voucherAnswer = `stockVoucher {
  id number state lines { product { sku } lot { code } quantity picked posted }
}`;

/** `SL-310-RD 6 posted 6`, after the state. */
export const voucherShown = ({ state, lines }: Voucher): string[] => [
  state,
  ...lines.map(({ product, quantity, posted }) => `${product.sku} ${quantity} posted ${posted}`),
];

interface Answer {
  readonly outcome: string;
  readonly next: string;
  readonly counted: string | null;
  readonly expected: string | null;
  readonly location: { readonly code: string } | null;
  readonly goTo: { readonly code: string } | null;
}

type Scan = string | Readonly<Record<string, string>>;

const shown = ({ outcome, next, counted, expected, location, goTo }: Answer): string => {
  const count = expected === null ? '' : ` ${counted} of ${expected}`;
  const place = location ? ` at ${location.code}` : '';
  return `${outcome}${count}${place}: ${next}${goTo ? ` ${goTo.code}` : ''}`;
};

/** What a scanner holds until the network is there: each with its id from the first moment. */
export const queued = (...scans: readonly Scan[]): readonly object[] =>
  scans.map((scan) => ({
    scanId: newId(),
    scannedAt: new Date().toISOString(),
    ...(typeof scan === 'string' ? { code: scan } : scan),
  }));

/** Sends what was scanned in one request; answers what the display shows for each. */
export async function send(
  desk: Desk,
  scanSessionId: string,
  scans: readonly object[],
): Promise<string[]> {
  const { answers } = await act<{ answers: readonly Answer[] }>(
    desk,
    'recordScans',
    { scanSessionId, scans },
    'answers { outcome next counted expected location { code } goTo { code } }',
  );
  return answers.map(shown);
}

/** Someone begins to scan; answers the session's id. */
export async function begin(
  desk: Desk,
  warehouseId: string,
  task: string,
  documentId?: string,
): Promise<string> {
  const input = { warehouseId, task, documentId };
  const { scanSession } = await act<{ scanSession: { id: string } }>(
    desk,
    'startScanSession',
    input,
    'scanSession { id }',
  );
  return scanSession.id;
}

/** All is scanned; `decisions` of what differs. */
export const complete = (
  desk: Desk,
  scanSessionId: string,
  decisions: readonly object[] = [],
): Promise<{ completed: boolean; posted: boolean }> =>
  act(
    desk,
    'completeScanSession',
    { scanSessionId, decisions, idempotencyKey: newId() },
    'completed posted',
  );

const levelQuery = parse(`query Level($sku: String!, $warehouse: String!) {
  stockLevels(filter: { product: { sku: { eq: $sku } }, warehouse: { code: { eq: $warehouse } } }) {
    nodes { onHand reserved available waiting }
  }
}`);

type Level = Readonly<Record<'onHand' | 'reserved' | 'available' | 'waiting', string>>;

/** What a warehouse has of a product, can still promise, and is asked for. */
export async function level(desk: Desk, sku: string, warehouse: string): Promise<Level> {
  type Levels = { stockLevels: { nodes: readonly Level[] } };
  const { stockLevels } = await desk.ask<Levels>(levelQuery, { sku, warehouse });
  const [found] = stockLevels.nodes;
  if (!found) throw new Error(`${warehouse} has never had ${sku}`);
  return found;
}

const asOfQuery = parse(`query AsOf($id: ID!, $asOf: DateTime) {
  product(id: $id) {
    quantities(asOf: $asOf) { warehouse { code } onHand reserved available inTransitIn }
  }
}`);

/** A product's quantities by warehouse at an instant, or now. */
export async function quantities(desk: Desk, id: string, asOf?: string): Promise<unknown> {
  const { product } = await desk.ask<{ product: { quantities: unknown } }>(asOfQuery, { id, asOf });
  return product.quantities;
}

const placeQuery = parse(`query Place($warehouse: String!, $code: String!) {
  locations(filter: { warehouse: { code: { eq: $warehouse } }, code: { eq: $code } }) {
    nodes { id }
  }
}`);

export async function placeId(desk: Desk, warehouse: string, code: string): Promise<string> {
  type Places = { locations: { nodes: readonly { id: string }[] } };
  const { locations } = await desk.ask<Places>(placeQuery, { warehouse, code });
  return locations.nodes[0]?.id ?? '';
}

const expectedQuery = parse(`query Expected($id: ID!) {
  product(id: $id) { quantities { warehouse { code } expected } }
}`);

/** How many are announced, or still to come from elsewhere. */
export async function expectedIn(desk: Desk, id: string, warehouse: string): Promise<string> {
  type Row = { warehouse: { code: string }; expected: string };
  const { product } = await desk.ask<{ product: { quantities: readonly Row[] } }>(expectedQuery, {
    id,
  });
  return product.quantities.find((row) => row.warehouse.code === warehouse)?.expected ?? '0';
}

const progressQuery = parse(`query Progress($id: ID!) {
  scanSessionProgress(id: $id) {
    locationCode documentNumber lines { sku counted expected } nextToDo { sku }
  }
}`);

/** What a device shows that has just come back. */
export async function progress(desk: Desk, id: string): Promise<unknown> {
  const asked = await desk.ask<{ scanSessionProgress: unknown }>(progressQuery, { id });
  return asked.scanSessionProgress;
}

const proposalQuery = parse(`query Proposal($id: ID!) {
  pickProposal(stockVoucherId: $id) {
    picks { location { code } lot { code } quantity } missing { quantity }
  }
}`);

interface Proposal {
  readonly picks: readonly {
    readonly location: { readonly code: string };
    readonly lot: { readonly code: string } | null;
    readonly quantity: string;
  }[];
  readonly missing: readonly unknown[];
}

/** Where to pick what an issue wants, in order: `<place> <lot> <quantity>`. */
export async function proposal(desk: Desk, id: string): Promise<string[]> {
  const { pickProposal } = await desk.ask<{ pickProposal: Proposal }>(proposalQuery, { id });
  expect(pickProposal.missing).toEqual([]);
  return pickProposal.picks.map((pick) =>
    [pick.location.code, pick.lot?.code, pick.quantity].filter(Boolean).join(' '),
  );
}

const traceQuery = parse(`query Trace($id: ID!) {
  lotTrace(lotId: $id) {
    origins { kind outside quantity warehouse { code } }
    destinations { kind outside quantity warehouse { code } }
    places { location { code } onHand }
  }
}`);
const lotQuery = parse(`query Lot($code: String!) {
  lots(filter: { code: { eq: $code } }) { nodes { id } }
}`);

/** Where a lot came from, where it went, and where the rest is. */
export async function trace(desk: Desk, code: string): Promise<unknown> {
  const { lots } = await desk.ask<{ lots: { nodes: readonly { id: string }[] } }>(lotQuery, {
    code,
  });
  const asked = await desk.ask<{ lotTrace: unknown }>(traceQuery, { id: lots.nodes[0]?.id });
  return asked.lotTrace;
}

const differencesQuery = parse(`query Differences($id: ID!) {
  scanSessionProgress(id: $id) { differences { kind lineId scanId code counted expected } }
}`);

interface Difference {
  readonly kind: string;
  readonly lineId: string | null;
  readonly scanId: string | null;
}

/** What has to be decided before a session is complete. */
export async function differences(desk: Desk, id: string): Promise<readonly Difference[]> {
  type Asked = { scanSessionProgress: { differences: readonly Difference[] } };
  return (await desk.ask<Asked>(differencesQuery, { id })).scanSessionProgress.differences;
}

const balancesQuery = parse(`query At($product: ID!, $location: ID!) {
  stockBalances(
    filter: { product: { id: { eq: $product } }, location: { id: { eq: $location } } }
  ) { nodes { onHand } }
}`);

export async function onHandAt(desk: Desk, product: string, location: string): Promise<number> {
  type Balances = { stockBalances: { nodes: readonly { onHand: string }[] } };
  const { stockBalances } = await desk.ask<Balances>(balancesQuery, { product, location });
  return stockBalances.nodes.reduce((sum, { onHand }) => sum + Number(onHand), 0);
}
