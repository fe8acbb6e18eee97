import { readdir, readFile } from 'node:fs/promises';
import { basename, extname, join, relative } from 'node:path';
import { getDistDirectory, renderAltair, renderInitSnippet } from 'altair-static';
import type { FastifyInstance, FastifyReply } from 'fastify';

/** A tab of the IDE: an operation that works, with all it needs. */
export interface Example {
  readonly title: string;
  readonly query: string;
  readonly variables: string;
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * Examples are files `<order>-<name>.graphql`, whose first line is `# <title>`; a `.json` beside
 * one holds its `variables` and `headers`.
 */
export async function readExamples(folder: string): Promise<Example[]> {
  const files = (await readdir(folder)).filter((name) => name.endsWith('.graphql')).sort();
  return Promise.all(files.map((file) => readExample(folder, file)));
}

async function readExample(folder: string, file: string): Promise<Example> {
  const query = await readFile(join(folder, file), 'utf8');
  const beside = await readFile(join(folder, file.replace(/\.graphql$/, '.json')), 'utf8').catch(
    () => '{}',
  );
  const { variables = {}, headers = {} } = JSON.parse(beside) as Partial<
    Pick<Example, 'headers'> & { variables: object }
  >;
  const title = /^# *(.+)/.exec(query)?.[1] ?? basename(file, '.graphql');
  return { title, query, variables: JSON.stringify(variables, null, 2), headers };
}

/** The IDE at `/`, whole from this server: no other host is asked for anything. */
export function serveIde(server: FastifyInstance, graphql: string, examples: Example[]): void {
  const options = altairOptions(graphql, examples);
  const page = renderAltair(options);
  const start = renderInitSnippet(options);
  const folder = getDistDirectory();
  const kept = new Map<string, Promise<Buffer>>();

  server.get('/', (_request, reply) =>
    withPolicy(reply, pagePolicy).type(types['.html']).send(page),
  );
  server.get('/ide/start.js', (_request, reply) => reply.type(types['.js']).send(start));
  server.get<{ Params: { '*': string } }>('/ide/*', async (request, reply) => {
    const name = request.params['*'];
    const path = join(folder, name);
    const type = typeOf(name);
    if (!type || relative(folder, path).startsWith('..')) return reply.callNotFound();
    if (!kept.has(path)) kept.set(path, readFile(path));
    const content = await kept.get(path)?.catch(() => null);
    if (!content) {
      kept.delete(path);
      return reply.callNotFound();
    }
    // Scripts that a user writes into the IDE run there, away from everything else.
    const policy = name.startsWith('iframe-sandbox/') ? 'sandbox allow-scripts' : pagePolicy;
    return withPolicy(reply, policy)
      .header('cache-control', 'max-age=3600')
      .type(type)
      .send(content);
  });
}

function altairOptions(graphql: string, examples: Example[]): object {
  const tabs = examples.map((example) => ({
    initialName: example.title,
    initialQuery: example.query,
    initialVariables: example.variables,
    initialHeaders: example.headers,
    initialSubscriptionsPayload: connectionParams(example.headers),
    endpointURL: graphql,
    subscriptionsEndpoint: graphql,
    initialSubscriptionRequestHandlerId: 'graphql-ws',
  }));
  return {
    baseURL: '/ide/',
    serveInitialOptionsInSeperateRequest: 'start.js',
    endpointURL: graphql,
    subscriptionsEndpoint: graphql,
    initialSubscriptionRequestHandlerId: 'graphql-ws',
    initialWindows: tabs,
    instanceStorageNamespace: 'bazargan_',
    disableAccount: true,
    initialEnvironments: { base: { title: 'Bazargan', variables: { token: '' } } },
  };
}

/** On a WebSocket the credential comes with the first message, not in a header. */
function connectionParams(headers: Readonly<Record<string, string>>): Record<string, string> {
  const authorization = headers['Authorization'] ?? headers['authorization'];
  return authorization ? { authorization } : {};
}

const pagePolicy = [
  "default-src 'self'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self' data:",
  "worker-src 'self' blob:",
  "connect-src 'self'",
  "frame-ancestors 'none'",
].join('; ');

const withPolicy = (reply: FastifyReply, policy: string): FastifyReply =>
  reply.headers({ 'content-security-policy': policy, 'x-content-type-options': 'nosniff' });

const typeOf = (name: string): string | undefined =>
  (types as Readonly<Record<string, string>>)[extname(name)];

const types = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff': 'font/woff',
  '.woff2': 'font/woff2',
  '.ttf': 'font/ttf',
};
