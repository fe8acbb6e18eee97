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
