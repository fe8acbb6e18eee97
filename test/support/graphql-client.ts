import { ApolloClient, HttpLink, InMemoryCache, type ApolloLink } from '@apollo/client';
import { CombinedGraphQLErrors } from '@apollo/client/errors';
import { SetContextLink } from '@apollo/client/link/context';
import { GraphQLWsLink } from '@apollo/client/link/subscriptions';
import { parse, print, separateOperations, type DocumentNode } from 'graphql';
import { createClient, type Client } from 'graphql-ws';
import { readFileSync } from 'node:fs';
import WebSocket from 'ws';
import { waitUntil } from './wait-until.ts';

export type Variables = Readonly<Record<string, unknown>>;

/** What is wrong with an act, as its payload says. */
export interface UserError {
  readonly code: string;
  readonly message: string;
  readonly path: readonly string[];
}

/** Someone at a screen or with a scanner: an Apollo Client, signed in or not. */
export interface Desk {
  /** The data of a query. @throws CombinedGraphQLErrors */
  ask<Data>(document: DocumentNode, variables?: Variables): Promise<Data>;
  /** The payload of a mutation's one field. @throws CombinedGraphQLErrors */
  act<Payload>(document: DocumentNode, variables?: Variables): Promise<Payload>;
  /** The data of a mutation with several fields. @throws CombinedGraphQLErrors */
  actAll<Data>(document: DocumentNode, variables?: Variables): Promise<Data>;
  close(): Promise<void>;
}

export interface DeskOptions {
  /** Where the server is, without a path. */
  readonly url: string;
  readonly token?: string | null;
  /** Everything over HTTP, or everything over one WebSocket. */
  readonly over?: 'HTTP' | 'WebSocket';
}

/** Sits down at a desk; nothing is kept between questions, so each answer is the server's own. */
export function openDesk({ url, token = null, over = 'HTTP' }: DeskOptions): Desk {
  const socket = over === 'WebSocket' ? openSocket(url, token).client : null;
  const link = socket ? new GraphQLWsLink(socket) : httpLink(url, token);
  const client = new ApolloClient({
    link,
    cache: new InMemoryCache(),
    defaultOptions: { query: { fetchPolicy: 'no-cache' }, mutate: { fetchPolicy: 'no-cache' } },
  });
  const actAll = async <Data>(mutation: DocumentNode, variables: Variables = {}): Promise<Data> =>
    withoutTypenames((await client.mutate({ mutation, variables })).data) as Data;
  return {
    ask: async <Data>(query: DocumentNode, variables: Variables = {}) =>
      withoutTypenames((await client.query({ query, variables })).data) as Data,
    act: async <Payload>(mutation: DocumentNode, variables?: Variables) =>
      Object.values(await actAll<Record<string, unknown>>(mutation, variables))[0] as Payload,
    actAll,
    async close() {
      client.stop();
      await socket?.dispose();
    },
  };
}

/** Apollo Client asks for them by itself. */
function withoutTypenames(data: unknown): unknown {
  if (Array.isArray(data)) return data.map(withoutTypenames);
  if (data === null || typeof data !== 'object') return data;
  const parts = Object.entries(data).filter(([name]) => name !== '__typename');
  return Object.fromEntries(parts.map(([name, part]) => [name, withoutTypenames(part)]));
}

function httpLink(url: string, token: string | null): ApolloLink {
  const credential = new SetContextLink((before) => ({
    ...before,
    headers: token === null ? {} : { authorization: `Bearer ${token}` },
  }));
  return credential.concat(new HttpLink({ uri: `${url}/graphql` }));
}

/** The codes of the errors that an answer came with instead of data, such as FORBIDDEN. */
export async function errorCodesOf(answer: Promise<unknown>): Promise<unknown[]> {
  try {
    await answer;
  } catch (error) {
    if (CombinedGraphQLErrors.is(error)) return error.errors.map((e) => e.extensions?.['code']);
    throw error;
  }
  return [];
}

export interface ToldEvent {
  readonly position: string;
  readonly id: string;
  readonly type: string;
  readonly subjectId: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** A client that follows the events, and goes on where it was when its line was cut. */
export interface Watcher {
  /** Everything told so far, over all lines. */
  readonly events: readonly ToldEvent[];
  /** The line breaks: no goodbye, no close frame. */
  cut(): Promise<void>;
  /** Calls again, after the last position seen. */
  resume(): void;
  /** Waits until an event has been told of which `wanted` is true. @throws what went wrong */
  until(wanted: (event: ToldEvent) => boolean): Promise<ToldEvent>;
  close(): Promise<void>;
}

/** Follows by graphql-ws, from behind the position `after`; `query` takes `$after`. */
export function watchEvents(
  { url, token }: { readonly url: string; readonly token: string },
  query: DocumentNode,
  after: string,
): Watcher {
  const text = print(query);
  const events: ToldEvent[] = [];
  let line = openSocket(url, token);
  let broken: Promise<void>;
  let failure: Error | undefined;

  const resume = (): void => {
    line = openSocket(url, token);
    follow();
  };
  const follow = (): void => {
    broken = new Promise((resolve) => {
      line.client.subscribe<{ events: ToldEvent }>(
        { query: text, variables: { after: events.at(-1)?.position ?? after } },
        {
          next: ({ data, errors }) => {
            if (data) events.push(data.events);
            else failure = new Error(JSON.stringify(errors));
          },
          // An error or an end: either way this line tells nothing any more.
          error: () => resolve(),
          complete: () => resolve(),
        },
      );
    });
  };
  follow();
  return {
    events,
    async cut() {
      line.cut();
      await broken;
    },
    resume,
    until: async (wanted) => {
      await waitUntil(() => failure !== undefined || events.some(wanted), 'the event');
      if (failure) throw failure;
      return events.find(wanted) as ToldEvent;
    },
    async close() {
      await line.client.dispose();
    },
  };
}

interface Line {
  readonly client: Client;
  cut(): void;
}

function openSocket(url: string, token: string | null): Line {
  let open: WebSocket | undefined;
  const client = createClient({
    url: `${url.replace(/^http/, 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    // Who calls again says after which position: the client must not do it by itself.
    retryAttempts: 0,
    connectionParams: token === null ? {} : { authorization: `Bearer ${token}` },
    on: { opened: (socket) => void (open = socket as WebSocket) },
  });
  return { client, cut: () => open?.terminate() };
}

/** An operation of `docs/examples/<file>.graphql`, with the fragments it uses. */
export function exampleOperation(file: string, name: string): DocumentNode {
  const path = new URL(`../../docs/examples/${file}.graphql`, import.meta.url);
  const found = separateOperations(parse(readFileSync(path, 'utf8')))[name];
  if (!found) throw new Error(`${file} has no operation ${name}`);
  return found;
}

/** The variables beside an example. */
export function exampleVariables(file: string): Variables {
  const path = new URL(`../../docs/examples/${file}.json`, import.meta.url);
  return (JSON.parse(readFileSync(path, 'utf8')) as { variables: Variables }).variables;
}
