import type { ApolloServer } from '@apollo/server';
import { fastifyApolloHandler } from '@as-integrations/fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { GraphQLError } from 'graphql';
import type { Viewer } from '../identity/viewer.ts';
import { viewerOf, type Authenticate } from './credential.ts';
import type { ApolloContext } from './apollo.ts';
import { corsHeaders, isForeign } from './origin.ts';
import type { PresentError } from './present-error.ts';
import type { RecordOperation } from './record.ts';
import { describeRequest, type MetaOptions, type RequestMeta } from './request-meta.ts';

export interface GraphqlRouteParts {
  readonly apollo: ApolloServer<ApolloContext>;
  readonly authenticate: Authenticate;
  contextFor(viewer: Viewer | null, request: RequestMeta): object;
  readonly present: PresentError;
  readonly record: RecordOperation;
  readonly path: string;
  readonly settings: MetaOptions & { readonly allowedOrigins: readonly string[] };
}

declare module 'fastify' {
  interface FastifyRequest {
    operation: RequestMeta | null;
    startedAt: number;
  }
}

/** GraphQL over HTTP: queries by GET and POST, mutations by POST, JSON alone, one at a time. */
export function serveGraphql(server: FastifyInstance, parts: GraphqlRouteParts): void {
  const { path, settings } = parts;
  server.decorateRequest('operation', null);
  server.decorateRequest('startedAt', 0);
  const handler = fastifyApolloHandler(parts.apollo, { context: contextMaker(parts) });

  const onRequest = async (request: FastifyRequest, reply: FastifyReply): Promise<unknown> => {
    request.startedAt = performance.now();
    request.operation = describeRequest(request.raw, 'http', settings);
    reply.header('x-request-id', request.operation.requestId);
    const cors = corsHeaders(request.headers, settings.allowedOrigins);
    if (cors) reply.headers(cors);
    if (!isForeign(request.headers, settings.allowedOrigins)) return undefined;
    return refuse(reply, 403, 'This origin may not call this server');
  };
  const onResponse = async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    const { operation } = request;
    if (!operation) return;
    if (operation.outcome === 'ok' && reply.statusCode >= 400) {
      operation.outcome = reply.statusCode >= 500 ? 'failed' : 'refused';
    }
    parts.record(operation, request.startedAt, reply.statusCode);
  };
  server.route({ method: ['GET', 'POST'], url: path, onRequest, onResponse, handler });
  server.options(path, { onRequest }, (_request, reply) =>
    reply.code(204).header('allow', 'GET, POST').send(),
  );
  server.route({
    method: ['PUT', 'PATCH', 'DELETE'],
    url: path,
    onRequest,
    handler: (_request, reply) =>
      refuse(reply.header('allow', 'GET, POST'), 405, 'GraphQL is asked by GET or POST'),
  });
}

/** A new context for each operation, for whoever the credential of this very request belongs to. */
function contextMaker(parts: GraphqlRouteParts) {
  return async (request: FastifyRequest): Promise<ApolloContext> => {
    const meta = request.operation ?? describeRequest(request.raw, 'http', parts.settings);
    try {
      const viewer = await viewerOf(request.headers.authorization, meta, parts.authenticate);
      return { contextValue: parts.contextFor(viewer, meta), request: meta };
    } catch (error) {
      throw withStatus(parts.present(error, meta));
    }
  };
}

function withStatus(error: GraphQLError): GraphQLError {
  const { code } = error.extensions;
  const status = code === 'UNAUTHENTICATED' ? 401 : code === 'UNAVAILABLE' ? 503 : 500;
  const headers = new Map(status === 401 ? [['www-authenticate', 'Bearer']] : []);
  return new GraphQLError(error.message, {
    extensions: { ...error.extensions, http: { status, headers } },
  });
}

/** Answers an error in GraphQL's form before there is an operation. */
export function refuse(reply: FastifyReply, status: number, message: string): FastifyReply {
  const errors = [{ message, extensions: { code: 'BAD_USER_INPUT' } }];
  return reply.code(status).type('application/json; charset=utf-8').send({ errors });
}
