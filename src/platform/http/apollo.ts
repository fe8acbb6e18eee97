import {
  ApolloServer,
  type ApolloServerOptionsWithGateway,
  type ApolloServerPlugin,
} from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginSchemaReportingDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import type { GraphQLFormattedError, GraphQLSchema } from 'graphql';
import type { Log } from '../log.ts';
import type { Documents } from './documents.ts';
import type { Executor } from './executor.ts';
import type { RequestMeta } from './request-meta.ts';
import { stringifyAnswer } from './shortcut.ts';

/** Apollo copies what it is given, which would strip a context of its private parts. */
export interface ApolloContext {
  readonly contextValue: object;
  readonly request: RequestMeta;
}

export interface ApolloOptions {
  readonly schema: GraphQLSchema;
  readonly executor: Executor;
  readonly documents: Documents;
  readonly log: Log;
  readonly hideSuggestions: boolean;
}

/** Apollo Server for the protocol on HTTP; running an operation is our executor's. */
export async function startApollo(options: ApolloOptions): Promise<ApolloServer<ApolloContext>> {
  const { documents, log } = options;
  const apollo = new ApolloServer<ApolloContext>({
    gateway: asGateway(options.schema, options.executor),
    parseOptions: documents.parseOptions,
    validationRules: [...documents.rules],
    validationOptions: documents.validationOptions,
    documentStore: documents.store,
    formatError: options.hideSuggestions ? withoutSuggestions : masked,
    stringifyResult: stringifyAnswer,
    nodeEnv: 'production',
    introspection: true,
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    persistedQueries: false,
    // Forms are not parsed and foreign pages are refused before this is reached.
    csrfPrevention: false,
    logger: {
      debug: (message) => log.debug(message),
      info: (message) => log.debug(message),
      warn: (message) => log.warn(message),
      error: (message) => log.error(message),
    },
    plugins: [
      ApolloServerPluginCacheControlDisabled(),
      ApolloServerPluginInlineTraceDisabled(),
      ApolloServerPluginLandingPageDisabled(),
      ApolloServerPluginSchemaReportingDisabled(),
      ApolloServerPluginUsageReportingDisabled(),
      statusByMediaType,
    ],
  });
  await apollo.start();
  return apollo;
}

/**
 * GraphQL over HTTP: only `application/graphql-response+json` tells by its status that a
 * well-formed request has errors. As plain JSON such an answer is 200, since what stands between
 * might take a 400 for its own.
 */
const statusByMediaType: ApolloServerPlugin<ApolloContext> = {
  requestDidStart: async () => ({
    async willSendResponse({ request, response, contextValue, errors }) {
      const { outcome } = contextValue.request;
      if (errors && outcome === 'ok') contextValue.request.outcome = 'refused';
      if (response.http.status !== 400 || response.body.kind !== 'single') return;
      if (request.http?.headers.get('accept')?.includes('graphql-response+json')) return;
      const code = response.body.singleResult.errors?.[0]?.extensions?.['code'];
      if (code !== 'BAD_REQUEST') response.http.status = 200;
    },
  }),
};

type Gateway = ApolloServerOptionsWithGateway<ApolloContext>['gateway'];

/** The one place where Apollo lets another executor in. */
function asGateway(schema: GraphQLSchema, executor: Executor): Gateway {
  return {
    onSchemaLoadOrUpdate(listener) {
      listener({ apiSchema: schema, coreSupergraphSdl: '' });
      return () => {};
    },
    load: async () => ({
      executor: async ({ document, request, context }) =>
        executor.execute({
          document,
          operationName: request.operationName,
          variables: request.variables,
          mayBeText: true,
          ...(context as ApolloContext),
        }),
    }),
    stop: async () => {},
  };
}

/** Errors of an operation come presented; what else is internal must not speak for itself. */
function masked(error: GraphQLFormattedError): GraphQLFormattedError {
  if (error.extensions?.['code'] !== 'INTERNAL_SERVER_ERROR') return error;
  return { message: 'Something went wrong on our side', extensions: { code: 'INTERNAL' } };
}

function withoutSuggestions(error: GraphQLFormattedError): GraphQLFormattedError {
  const safe = masked(error);
  return { ...safe, message: safe.message.replace(/ ?Did you mean .*\?/s, '') };
}
