import { connect } from 'node:net';
import { askOn, openReady } from './raw-socket.ts';
import { openTestHttp, type TestHttp } from './test-http.ts';
import { counted } from './test-schema.ts';

let http: TestHttp;
beforeAll(async () => void (http = await openTestHttp()));
afterAll(() => http.drain());

const graphql = (): string => `${http.url}/graphql`;
const json = { 'content-type': 'application/json' };

async function get(query: string, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(`${graphql()}?${new URLSearchParams({ query })}`, { headers });
}

/** The probes of graphql-cop, each asked as it asks. */
describe('the probes of graphql-cop', () => {
  test('alias overloading', async () => {
    const aliases = Array.from({ length: 101 }, (_, at) => `alias${at}:__typename`).join(' \n');
    expect((await http.ask(`query cop { ${aliases} }`)).body.data).toBeUndefined();
  });

  test('array-based batching', async () => {
    const body = JSON.stringify(Array(10).fill({ query: 'query cop { __typename }' }));
    const response = await fetch(graphql(), { method: 'POST', headers: json, body });
    expect(response.status).toBe(400);
    expect(Array.isArray(await response.json())).toBe(false);
    const raw = await openReady(http.url);
    raw.send(JSON.stringify([{ type: 'subscribe', id: '1', payload: { query: '{ hello }' } }]));
    expect(await raw.closed).toMatchObject({ code: 4400 });
  });

  test('directive overloading', async () => {
    const { body } = await http.ask('query cop { __typename @aa@aa@aa@aa@aa@aa@aa@aa@aa@aa }');
    expect(body.errors?.length).toBeLessThan(10);
  });

  test('circular query by introspection', async () => {
    const { body } = await http.ask(
      `{ __schema { types { ${'fields { type { '.repeat(4)} name ${'} } '.repeat(4)} } } }`,
    );
    expect(body.data).toBeUndefined();
  });

  test('field duplication', async () => {
    expect(
      (await http.ask(`query cop { ${'__typename \n'.repeat(500)} }`)).body.data,
    ).toBeUndefined();
  });

  test('mutation by GET', async () => {
    const response = await get('mutation cop { count(n: 13) }');
    expect(response.status).toBe(405);
    expect(response.headers.get('allow')).toBe('POST');
    expect(counted()).not.toContain(13);
  });

  test('query by GET from a page of another site', async () => {
    expect((await get('{ hello }')).status).toBe(200);
    for (const headers of [
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
      { origin: 'https://evil.example' },
      { origin: 'null' },
    ]) {
      const response = await get('{ hello }', headers as unknown as Record<string, string>);
      expect(response.status).toBe(403);
      expect(await response.text()).not.toContain('world');
    }
  });

  test.each(['application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', 'text/plain'])(
    'POST as %s',
    async (type) => {
      const response = await fetch(graphql(), {
        method: 'POST',
        headers: { 'content-type': type },
        body: 'query=mutation+cop+%7B+count(n:14)+%7D',
      });
      expect(response.status).toBe(415);
      expect(counted()).not.toContain(14);
    },
  );

  test('tracing and debugging', async () => {
    for (const query of [
      'query cop { __typename }',
      'query cop { broken nothing }',
      '{ broken }',
    ]) {
      const { body } = await http.ask(query, { headers: { 'x-apollo-tracing': '1' } });
      const text = JSON.stringify(body);
      for (const word of ['tracing', 'stacktrace', 'stack', 'exception', '.ts:']) {
        expect(text).not.toContain(word);
      }
    }
  });

  test('an IDE at the endpoint', async () => {
    const response = await fetch(graphql(), { headers: { accept: 'text/html' } });
    expect(response.headers.get('content-type')).toContain('application/json');
    expect(await response.text()).not.toMatch(/graphiql|playground|sandbox/i);
  });

  test('suggestions of field names', async () => {
    const shy = await openTestHttp({ settings: { introspection: false } });
    for (const query of ['{ hell }', '{ box { siz } }', '{ thing { ... on Bx { name } } }']) {
      const { body } = await shy.ask(query);
      expect(body.errors?.[0]?.extensions['code']).toBe('GRAPHQL_VALIDATION_FAILED');
      expect(JSON.stringify(body)).not.toContain('Did you mean');
      const raw = await openReady(shy.url);
      expect(JSON.stringify(await askOn(raw, query))).not.toContain('Did you mean');
      raw.socket.close();
    }
    const variables = { c: 'RE' };
    const { body } = await shy.ask('query($c: Colour) { favourite(of: $c) }', { variables });
    expect(JSON.stringify(body)).not.toContain('Did you mean');
    for (const query of ['{ __schema { types { name } } }', '{ __type(name: "Box") { name } }']) {
      expect((await shy.ask(query)).body.data).toBeUndefined();
      const raw = await openReady(shy.url);
      expect(await askOn(raw, query)).toMatchObject({ type: 'error' });
      raw.socket.close();
    }
    await shy.drain();
  });

  test('errors nobody handled', async () => {
    const bodies = [
      '',
      'null',
      '"x"',
      '[]',
      '{}',
      '{"query":null}',
      '{"query":"{ hello }","variables":[]}',
      '{"__proto__":1}',
      '{',
    ];
    for (const body of bodies) {
      const response = await fetch(graphql(), { method: 'POST', headers: json, body });
      expect(response.status).toBe(400);
      const { errors } = (await response.json()) as { errors: { message: string }[] };
      expect(errors).toHaveLength(1);
      expect(JSON.stringify(errors)).not.toMatch(/node_modules|at .*:\d+/);
    }
  });
});

describe('errors', () => {
  test.each([
    ['{ secret }', { code: 'UNAUTHENTICATED' }],
    ['{ locked }', { code: 'FORBIDDEN', permission: 'vault.open' }],
    [
      '{ refused }',
      {
        code: 'BAD_USER_INPUT',
        faults: [
          {
            code: 'TOO_FEW',
            message: 'Only 2 are left',
            path: ['lines', '0'],
            details: { available: '2' },
          },
          { code: 'UNKNOWN', message: 'No such thing', path: ['lines', '1'] },
        ],
      },
    ],
  ])('%s tells its code', async (query, extensions) => {
    const { body } = await http.ask(query);
    expect(body.errors?.[0]?.extensions).toEqual(extensions);
    expect(body.errors?.[0]?.path).toHaveLength(1);
  });

  test.each(['{ broken }', '{ brokenNow }', '{ badEnum }', '{ strict { name } }'])(
    '%s is masked, and found in the log by its reference',
    async (query) => {
      const { body } = await http.ask(query);
      const [error] = body.errors ?? [];
      const reference = error?.extensions['reference'] as string;
      expect(error?.message).toBe(`Something went wrong on our side; reference ${reference}`);
      expect(JSON.stringify(body)).not.toContain('hunter2');
      const line = http.lines.find((entry) => entry['reference'] === reference);
      expect(line).toMatchObject({ level: 'error', msg: 'an operation failed' });
      const { message, stack } = line?.['err'] as { message: string; stack: string };
      expect(message).toMatch(/hunter2|represent|non-nullable/);
      if (query.includes('broken')) expect(stack).toContain('test-schema.ts');
    },
  );

  test('a credential that does not hold is 401, also where nobody need sign in', async () => {
    const { status, headers, body } = await http.ask('{ hello }', { token: 'unknown' });
    expect(status).toBe(401);
    expect(headers.get('www-authenticate')).toBe('Bearer');
    expect(body.errors?.[0]?.extensions).toEqual({ code: 'UNAUTHENTICATED' });
    expect(body.data).toBeUndefined();
  });

  test('without a credential one is nobody; with one, oneself', async () => {
    expect((await http.ask('{ me }')).body).toEqual({ data: { me: null } });
    const { token, viewer } = http.signIn();
    expect((await http.ask('{ me }', { token })).body).toEqual({ data: { me: viewer.personId } });
  });

  test('a context of its own for each request', async () => {
    expect((await http.ask('{ uses }')).body).toEqual({ data: { uses: 1 } });
    expect((await http.ask('{ uses }')).body).toEqual({ data: { uses: 1 } });
  });
});

describe('requests', () => {
  test('are told from one another by an id, theirs when it is sane', async () => {
    const given = await http.ask('query Mine { hello }', {
      headers: { 'x-request-id': 'scanner-7:0001' },
    });
    expect(given.headers.get('x-request-id')).toBe('scanner-7:0001');
    const line = http.lines.find((entry) => entry['requestId'] === 'scanner-7:0001');
    expect(line).toMatchObject({
      transport: 'http',
      kind: 'query',
      operation: 'Mine',
      outcome: 'ok',
      status: 200,
    });
    const bad = await http.ask('{ hello }', { headers: { 'x-request-id': 'a b"c' } });
    expect(bad.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
  });

  test('secrets stay out of the log', async () => {
    const { token } = http.signIn();
    await http.ask('{ me }', { token });
    await http.ask('query($password: String) { thing(kind: $password) { name } }', {
      variables: { password: 'hunter3' },
    });
    const text = JSON.stringify(http.lines);
    expect(text).not.toContain(token);
    expect(text).not.toContain('hunter3');
  });

  test('that are too large are 413', async () => {
    const { status, body } = await http.ask(`{ hello } # ${'x'.repeat(1_000_000)}`);
    expect(status).toBe(413);
    expect(body.errors?.[0]?.extensions).toEqual({ code: 'BAD_USER_INPUT' });
  });

  test('of other methods are 405', async () => {
    const response = await fetch(graphql(), { method: 'PUT', headers: json, body: '{}' });
    expect(response.status).toBe(405);
    expect(response.headers.get('allow')).toBe('GET, POST');
  });

  test('of pages of an allowed site are answered', async () => {
    const origin = 'https://desk.example';
    const preflight = await fetch(graphql(), { method: 'OPTIONS', headers: { origin } });
    expect(preflight.status).toBe(204);
    expect(preflight.headers.get('access-control-allow-origin')).toBe(origin);
    const { status, headers } = await http.ask('{ hello }', { headers: { origin } });
    expect([status, headers.get('access-control-allow-origin')]).toEqual([200, origin]);
    const foreign = await fetch(graphql(), {
      method: 'OPTIONS',
      headers: { origin: 'https://evil.example' },
    });
    expect([foreign.status, foreign.headers.get('access-control-allow-origin')]).toEqual([
      403,
      null,
    ]);
  });

  test('that never finish their head are cut', async () => {
    const socket = connect(http.port, '127.0.0.1');
    socket.write('POST /graphql HTTP/1.1\r\nhost: x\r\n');
    const drip = setInterval(() => socket.write('x-slow: 1\r\n'), 1000);
    await new Promise((resolve) =>
      socket
        .once('close', resolve)
        .on('error', () => undefined)
        .resume(),
    );
    clearInterval(drip);
  });
});
