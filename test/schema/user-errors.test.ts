import { readdir, readFile } from 'node:fs/promises';
import { isEnumType, isObjectType } from 'graphql';
import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import { errorCodes } from '../../src/modules/index.ts';
import { createHttpServer } from '../../src/platform/http/index.ts';
import { readConfig } from '../../src/config.ts';
import { createLog } from '../../src/platform/log.ts';
import { createMetrics } from '../../src/platform/metrics.ts';
import { createReader } from '../../src/platform/read/reader.ts';
import { contextFactory } from '../../src/schema/context.ts';
import { schema } from '../../src/schema/index.ts';
import { readModel } from '../../src/schema/read-model.ts';
import { idOf } from '../inventory/world.ts';
import { patienceMs } from '../support/wait-until.ts';
import { fieldsOf } from './matrix.ts';
import { closeCompany, openCompany, type Company } from './world.ts';

let c: Company;
beforeAll(async () => void (c = await openCompany()));
afterAll(() => closeCompany(c));

const codes = new Set(errorCodes);

test('every code that the source refuses with is one that clients know', async () => {
  const root = new URL('../../src/', import.meta.url);
  const files = (await readdir(root, { recursive: true })).filter((name) => name.endsWith('.ts'));
  const unknown: string[] = [];
  let found = 0;
  for (const file of files) {
    const text = await readFile(new URL(file, root), 'utf8');
    const calls = /\b(?:refuse|refuseWith|fault|catalogFault|unreadable)\(\s*'([A-Z_]+)'/g;
    const written = /\bcode: '([A-Z_]+)',\s*message/g;
    for (const [, code = ''] of [...text.matchAll(calls), ...text.matchAll(written)]) {
      found += 1;
      if (!codes.has(code)) unknown.push(`${file}: ${code}`);
    }
  }
  expect(found).toBeGreaterThan(80);
  expect(unknown).toEqual([]);
  const shown = schema.getType('UserErrorCode');
  expect(
    isEnumType(shown) &&
      shown
        .getValues()
        .map(({ name }) => name)
        .sort(),
  ).toEqual([...codes].sort());
});

const create = `mutation($input: CreateWarehouseInput!) { createWarehouse(input: $input) {
  warehouse { id } userErrors { __typename code message path } } }`;

test('a refusal names each fault, with its code, words and path, and shows nothing', async () => {
  const input = { code: 'not a code', nameEn: ' ', nameFa: '' };
  const { viewer } = c.people.ADMIN;
  const { data, errors } = await c.graphql.ask(create, { viewer, variables: { input } });
  expect(errors).toBeUndefined();
  expect(data.createWarehouse.warehouse).toBeNull();
  const faults = data.createWarehouse.userErrors as Record<string, unknown>[];
  expect(faults.map(({ code, path }) => `${String(code)} ${String(path)}`)).toEqual([
    'CODE_MALFORMED code',
    'TEXT_MALFORMED nameEn',
    'TEXT_MALFORMED nameFa',
  ]);
  expect(new Set(faults.map((fault) => fault['__typename']))).toEqual(new Set(['PlainUserError']));
  expect(faults.every((fault) => String(fault['message']).length > 10)).toBe(true);
});

const ship = `mutation($input: ShipStockTransferInput!) { shipStockTransfer(input: $input) {
  stockTransfer { state }
  userErrors { code path message
    ... on InsufficientStock { productId sku locationId location lot wanted available }
    ...Again } } }
  fragment Again on UserError { __typename again: code }`;

test('a shortage says what was wanted and what there is', async () => {
  const round = c.transfers.get('draft TEH > MHD');
  const input = {
    stockTransferId: round?.transfer.id,
    idempotencyKey: 'too much',
    lines: [
      {
        stockTransferLineId: round?.lineId,
        quantity: '5',
        lotCode: 'LT',
        locationId: idOf(c, 'TEH DOCK'),
      },
    ],
  };
  const { viewer } = c.people.CLERK;
  const { data } = await c.graphql.ask(ship, { viewer, variables: { input } });
  expect(data.shipStockTransfer).toEqual({
    stockTransfer: null,
    userErrors: [
      {
        __typename: 'InsufficientStock',
        code: 'INSUFFICIENT_STOCK',
        again: 'INSUFFICIENT_STOCK',
        message: expect.stringContaining('ROPE'),
        path: ['lines', '0', 'lotCode'],
        productId: idOf(c, 'ROPE'),
        sku: 'ROPE',
        locationId: idOf(c, 'TEH DOCK'),
        location: 'DOCK',
        lot: 'LT',
        wanted: '5',
        available: '0',
      },
    ],
  });
});

test('every type of refusal shows what the interface shows', () => {
  const type = schema.getType('UserError');
  const types = schema.getPossibleTypes(type as never).filter((possible) => isObjectType(possible));
  expect(types.map(({ name }) => name).sort()).toEqual(['InsufficientStock', 'PlainUserError']);
  for (const possible of types) {
    const named = fieldsOf(possible).map((field) => field.name);
    expect(named).toEqual(expect.arrayContaining(['code', 'message', 'path']));
  }
});

const top: [name: string, text: string, role: 'CLERK' | null, input: object, code: string][] = [
  ['nobody', create, null, { code: 'ABC', nameEn: 'a', nameFa: 'b' }, 'UNAUTHENTICATED'],
  ['a clerk', create, 'CLERK', { code: 'ABC', nameEn: 'a', nameFa: 'b' }, 'FORBIDDEN'],
  ['no names', create, 'CLERK', { code: 'ABC' }, 'BAD_USER_INPUT'],
  ['an unknown field', create, 'CLERK', { code: 'A', nameEn: 'a', x: 1 }, 'BAD_USER_INPUT'],
];

test.each(top)('top level: %s', async (_name, text, role, input, code) => {
  const viewer = role && c.people[role].viewer;
  const { data, errors } = await c.graphql.ask(text, { viewer, variables: { input } });
  expect(data ?? null).toBeNull();
  expect(new Set(errors?.map(({ extensions }) => extensions.code))).toEqual(new Set([code]));
  if (code === 'FORBIDDEN')
    expect(errors?.[0]?.extensions['permission']).toBe('inventory.configure');
});

test('one field out of reach leaves the others their answers', async () => {
  const text = '{ units { totalCount } person(id: "0190d9b0-0000-7000-8000-000000000000") { id } }';
  const { data, errors } = await c.graphql.ask(text, { viewer: c.people.CLERK.viewer });
  expect(data).toEqual({ units: { totalCount: 3 }, person: null });
  expect(errors).toMatchObject([{ path: ['person'], extensions: { code: 'FORBIDDEN' } }]);
});

describe('our own faults', () => {
  const text = '{ lots { nodes { code } } }';
  const masked = {
    message: expect.stringMatching(/^Something went wrong on our side; reference [0-9a-f]{10}$/),
    path: ['lots'],
    extensions: { code: 'INTERNAL', reference: expect.stringMatching(/^[0-9a-f]{10}$/) },
  };
  beforeAll(() => c.sql('alter table lot rename to lot_away'));
  afterAll(() => c.sql('alter table lot_away rename to lot'));

  test('are masked by both executors, under a reference', async () => {
    const { errors } = await c.graphql.ask(text, { viewer: c.people.ADMIN.viewer });
    expect(errors).toMatchObject([masked]);
    expect(JSON.stringify(errors)).not.toMatch(/relation|lot_|select/);
  });

  test('are masked over HTTP and WebSocket, and stand in the log', async () => {
    const expiresAt = new Date(Date.now() + 3_600_000);
    const lines: string[] = [];
    const log = createLog('error', { write: (line: string) => void lines.push(line) });
    const { database, perform, graphql } = c;
    const { feed, identity, webhooks } = graphql;
    const reader = createReader(database, readModel);
    const server = await createHttpServer({
      settings: { ...readConfig({}).http, port: 0, ide: false },
      schema,
      // By the clock of the wall, which sockets go by, the people of the tests expired long ago.
      authenticate: async () => ({ ...c.people.ADMIN.viewer, expiresAt }),
      contextFor: contextFactory({
        database,
        perform,
        reader,
        feed,
        identity,
        clock: c.clock,
        dayOf: () => '2026-03-21',
        companyPrefix: null,
        webhooks,
      }),
      ready: async () => [],
      log,
      metrics: createMetrics(),
      tuning: { initWaitMs: patienceMs },
    });
    const { url } = await server.listen();
    const headers = { 'content-type': 'application/json', authorization: 'Bearer any' };
    const body = JSON.stringify({ query: text });
    const posted = await fetch(`${url}/graphql`, { method: 'POST', headers, body });
    const overHttp = ((await posted.json()) as { errors: object[] }).errors;
    expect(overHttp).toMatchObject([masked]);
    const client = createClient({
      url: `${url.replace('http', 'ws')}/graphql`,
      webSocketImpl: WebSocket,
      retryAttempts: 0,
      connectionParams: { authorization: 'Bearer any' },
    });
    const answers = client.iterate({ query: text });
    const overSocket = (await answers.next()).value?.errors ?? [];
    expect(JSON.parse(JSON.stringify(overSocket))).toMatchObject([masked]);
    await client.dispose();
    await server.drain();
    const references = [...overHttp, ...overSocket].map(
      (error) => (error as { extensions: { reference: string } }).extensions.reference,
    );
    for (const reference of references) {
      expect(lines.filter((line) => line.includes(reference))).toHaveLength(1);
    }
  });
});
