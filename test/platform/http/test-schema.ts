import { EventEmitter, on } from 'node:events';
import {
  GraphQLEnumType,
  GraphQLInt,
  GraphQLInterfaceType,
  GraphQLList,
  GraphQLNonNull,
  GraphQLObjectType,
  GraphQLScalarType,
  GraphQLSchema,
  GraphQLString,
  GraphQLUnionType,
  Kind,
  type GraphQLFieldConfigMap,
} from 'graphql';
import { DomainError } from '../../../src/kernel/domain-error.ts';
import { Forbidden, Unauthenticated } from '../../../src/platform/identity/access-error.ts';
import type { Viewer } from '../../../src/platform/identity/viewer.ts';

/** What resolvers of this schema get. The private part breaks when someone copies the object. */
export class TestContext {
  readonly viewer: Viewer | null;
  readonly request: object;
  #uses = 0;

  constructor(viewer: Viewer | null, request: object) {
    this.viewer = viewer;
    this.request = request;
  }

  use(): number {
    return (this.#uses += 1);
  }
}

/** A scalar whose inner form is an object, as days and amounts may be. */
const Day = new GraphQLScalarType({
  name: 'Day',
  serialize: (value) => (value as { text: string }).text,
  parseValue: (value) => ({ text: String(value) }),
  parseLiteral: (node) => ({ text: node.kind === Kind.STRING ? node.value : '' }),
});

const Colour = new GraphQLEnumType({
  name: 'Colour',
  values: { RED: { value: 1 }, BLUE: { value: 2 } },
});

const Thing: GraphQLInterfaceType = new GraphQLInterfaceType({
  name: 'Thing',
  fields: () => ({ name: { type: new GraphQLNonNull(GraphQLString) } }),
  resolveType: (value: { kind: string }) => {
    if (value.kind === 'throws') throw new Error('no kind');
    return value.kind;
  },
});

const shared = (): GraphQLFieldConfigMap<Record<string, unknown>, TestContext> => ({
  name: { type: new GraphQLNonNull(GraphQLString) },
  parent: { type: Thing, resolve: async (value) => value['parent'] ?? null },
  things: {
    type: new GraphQLNonNull(ThingConnection),
    args: { first: { type: GraphQLInt }, last: { type: GraphQLInt } },
    resolve: (_value, { first }) => page(first ?? 1),
  },
  lines: {
    type: new GraphQLNonNull(new GraphQLList(new GraphQLNonNull(Box))),
    resolve: () => [{ kind: 'Box', name: 'line', size: 1 }],
  },
});

const Box: GraphQLObjectType = new GraphQLObjectType({
  name: 'Box',
  interfaces: () => [Thing],
  fields: () => ({
    ...shared(),
    size: { type: new GraphQLNonNull(GraphQLInt) },
    half: { type: GraphQLInt, resolve: (value) => value.size / 2 },
    moody: { type: GraphQLInt },
  }),
});

const Bag: GraphQLObjectType = new GraphQLObjectType({
  name: 'Bag',
  interfaces: () => [Thing],
  fields: () => ({ ...shared(), colour: { type: Colour } }),
});

const BoxOrBag = new GraphQLUnionType({
  name: 'BoxOrBag',
  types: [Box, Bag],
  resolveType: (value: { kind: string }) => value.kind,
});

const ThingConnection: GraphQLObjectType = new GraphQLObjectType({
  name: 'ThingConnection',
  fields: { nodes: { type: new GraphQLList(Thing) } },
});

const box = (size: number) => ({ kind: 'Box', name: `box ${size}`, size });
const bag = { kind: 'Bag', name: 'bag', colour: 2 };
const page = (first: number) => ({ nodes: Array.from({ length: first }, (_, at) => box(at)) });

const moody = {
  ...box(3),
  get moody(): number {
    throw new Error('a getter threw');
  },
};

export const bell = new EventEmitter().setMaxListeners(0);

const waiting = new Set<() => void>();
/** Lets every `slow` field answer. */
export const release = (): void => waiting.forEach((answer) => answer());
export const slowRunning = (): number => waiting.size;

const slow = (): Promise<string> =>
  new Promise((resolve) => {
    const answer = (): void => {
      waiting.delete(answer);
      resolve('done');
    };
    waiting.add(answer);
  });

const failing = (make: () => Error) => async (): Promise<never> => {
  await Promise.resolve();
  throw make();
};

const Query = new GraphQLObjectType<unknown, TestContext>({
  name: 'Query',
  fields: () => ({
    hello: { type: GraphQLString, resolve: () => 'world' },
    uses: { type: GraphQLInt, resolve: (_root, _args, context) => context.use() },
    me: {
      type: GraphQLString,
      resolve: (_root, _args, context) => context.viewer?.personId ?? null,
    },
    slow: { type: GraphQLString, resolve: slow },
    big: {
      type: GraphQLString,
      args: { bytes: { type: new GraphQLNonNull(GraphQLInt) } },
      resolve: (_root, { bytes }) => 'x'.repeat(bytes),
    },
    box: {
      type: Box,
      args: { size: { type: GraphQLInt, defaultValue: 2 } },
      resolve: async (_root, { size }) => box(size),
    },
    thing: {
      type: Thing,
      args: { kind: { type: GraphQLString } },
      resolve: (_root, { kind }) => named(kind),
    },
    either: { type: new GraphQLList(BoxOrBag), resolve: () => [box(1), bag, null] },
    things: {
      type: ThingConnection,
      args: { first: { type: GraphQLInt }, last: { type: GraphQLInt } },
      resolve: async (_root, { first }) => page(first ?? 2),
    },
    strict: { type: new GraphQLNonNull(Box), resolve: async () => ({ name: null, size: 1 }) },
    boxes: {
      type: new GraphQLList(new GraphQLNonNull(Box)),
      resolve: async () => [box(1), { kind: 'Box', name: null, size: 2 }],
    },
    promised: {
      type: new GraphQLList(Box),
      resolve: () => [
        new Promise((resolve) => setTimeout(() => resolve(box(1)), 20)),
        Promise.reject(new Error('one of several')),
        box(3),
      ],
    },
    breaking: {
      type: new GraphQLList(Box),
      resolve: async () =>
        (function* () {
          yield box(1);
          throw new Error('half way');
        })(),
    },
    moody: { type: Box, resolve: async () => moody },
    favourite: {
      type: Colour,
      args: { of: { type: Colour } },
      resolve: (_root, { of }) => of ?? 1,
    },
    day: { type: Day, args: { of: { type: Day } }, resolve: (_root, { of }) => of ?? null },
    echo: {
      type: GraphQLInt,
      args: { n: { type: new GraphQLNonNull(GraphQLInt), defaultValue: 3 } },
      resolve: (_root, { n }) => n,
    },
    badEnum: { type: Colour, resolve: () => 9 },
    path: {
      type: GraphQLString,
      resolve: (_root, _args, _context, info) => `${info.fieldName}@${info.path.key}`,
    },
    secret: { type: GraphQLString, resolve: failing(() => new Unauthenticated()) },
    locked: {
      type: GraphQLString,
      resolve: failing(() => new Forbidden('vault.open', 'The vault')),
    },
    refused: { type: GraphQLString, resolve: failing(() => refusal) },
    broken: { type: GraphQLString, resolve: failing(() => new Error('password is hunter2')) },
    brokenNow: {
      type: GraphQLString,
      resolve: () => {
        throw new Error('password is hunter2');
      },
    },
  }),
});

const refusal = new DomainError([
  {
    code: 'TOO_FEW',
    message: 'Only 2 are left',
    path: ['lines', '0'],
    details: { available: '2' },
  },
  { code: 'UNKNOWN', message: 'No such thing', path: ['lines', '1'] },
]);

function named(kind: string | undefined): object {
  if (kind === 'Bag') return { ...bag, parent: box(1) };
  return kind === 'throws' ? Promise.resolve({ kind }) : { ...box(1), kind: 'Box', parent: bag };
}

const counts: number[] = [];
export const counted = (): readonly number[] => counts;

const Mutation = new GraphQLObjectType<unknown, TestContext>({
  name: 'Mutation',
  fields: () => ({
    count: {
      type: GraphQLInt,
      args: { n: { type: new GraphQLNonNull(GraphQLInt) }, ms: { type: GraphQLInt } },
      resolve: async (_root, { n, ms }) => {
        await new Promise((resolve) => setTimeout(resolve, ms ?? 0));
        counts.push(n);
        return n;
      },
    },
    /** Is done when it is released. */
    slow: { type: GraphQLString, resolve: slow },
    fail: { type: Box, resolve: failing(() => refusal) },
  }),
});

const Subscription = new GraphQLObjectType<number, TestContext>({
  name: 'Subscription',
  fields: () => ({
    rings: {
      type: GraphQLInt,
      subscribe: (_root, _args, context) => {
        if (context.viewer === null) throw new Unauthenticated();
        const ending = new AbortController();
        const events = on(bell, 'ring', { signal: ending.signal });
        return {
          next: async () => {
            const { value, done } = await events.next();
            return { done: done ?? false, value: value?.[0] };
          },
          return: async () => {
            await events.return?.();
            return { done: true as const, value: undefined };
          },
          [Symbol.asyncIterator]() {
            return this;
          },
        };
      },
      resolve: (ring, _args, context) => ring * 10 + context.use(),
    },
    failingRings: {
      type: GraphQLInt,
      subscribe: async function* () {
        yield 1;
        throw new Error('password is hunter2');
      },
      resolve: (ring) => ring,
    },
  }),
});

export const testSchema = new GraphQLSchema({
  query: Query,
  mutation: Mutation,
  subscription: Subscription,
  types: [Box, Bag],
});
