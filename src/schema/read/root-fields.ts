import { builder } from '../builder.ts';
import type { Order, Page, Row } from '../../platform/read/tree.ts';
import { readModel } from '../read-model.ts';
import { filterInput, orderEnum } from './filter-inputs.ts';
import type { ReadType } from './read-type.ts';
import type { ListArguments } from './reads.ts';

const PageInfo = builder.objectRef<Page>('PageInfo').implement({
  description: 'Where a page lies in its list.',
  fields: (t) => ({
    hasNextPage: t.exposeBoolean('hasNextPage', { description: 'Rows follow after this page.' }),
    hasPreviousPage: t.exposeBoolean('hasPreviousPage', {
      description: 'Rows precede this page.',
    }),
    startCursor: t.string({
      nullable: true,
      description: 'The cursor of the first row; null on an empty page.',
      resolve: (page) => page.cursors[0] ?? null,
    }),
    endCursor: t.string({
      nullable: true,
      description: 'The cursor of the last row; null on an empty page.',
      resolve: (page) => page.cursors.at(-1) ?? null,
    }),
  }),
});

interface Edge {
  readonly node: Row;
  readonly cursor: string;
}

/** `stockTransfer(id)`: one row, or null where there is none that the viewer may read. */
export function oneField(name: string, type: ReadType, description: string): void {
  const keyed = readModel.meta(type.entity).primaryKeys[0] ?? 'id';
  builder.queryField(name, (t) =>
    t.field({
      type: type.ref as never,
      nullable: true,
      description,
      args: { [keyed]: t.arg.id({ required: true, description: `The ${type.name}'s ${keyed}.` }) },
      extensions: { rootRead: { kind: 'one', key: keyed } },
      resolve: (_root, args, context, info) =>
        context.reads.one((args as Record<string, string>)[keyed] ?? '', info) as never,
    }),
  );
}

export interface ListFieldOptions {
  readonly description: string;
  /** Order when none is asked for, e.g. `CREATED_AT_DESC`. */
  readonly defaultOrder: string;
}

/** `stockTransfers(first, after, filter, orderBy)`: a Relay connection. */
export function listField(name: string, type: ReadType, options: ListFieldOptions): void {
  const connection = connectionType(type);
  const order = (name: string | null | undefined): Order =>
    toOrder(type, name ?? options.defaultOrder);
  const searchable = readModel.rule(type.entity).searchText !== undefined;
  builder.queryField(name, (t) =>
    t.field({
      type: connection,
      description: options.description,
      extensions: { rootRead: { kind: 'list', order } },
      args: {
        first: t.arg.int({
          description: 'How many rows from the start; 25 if not said, 100 at most.',
        }),
        after: t.arg.string({ description: 'Only rows after this cursor.' }),
        last: t.arg.int({ description: 'How many rows from the end, 100 at most.' }),
        before: t.arg.string({ description: 'Only rows before this cursor.' }),
        filter: t.arg({ type: filterInput(type) as never, description: 'Only rows that match.' }),
        orderBy: t.arg({
          type: orderEnum(type) as never,
          description: `The order; ${options.defaultOrder} if not said.`,
        }),
        ...(searchable && {
          search: t.arg.string({
            description:
              'Every word must occur, whatever the letters (Arabic or Persian), digits and case.',
          }),
        }),
      },
      resolve: (_root, args, context, info) => {
        const given = args as ListArguments & { orderBy?: string | null };
        return context.reads.list(given, order(given.orderBy), info);
      },
    }),
  );
}

function connectionType(type: ReadType) {
  const edge = builder.objectRef<Edge>(`${type.name}Edge`).implement({
    description: `A ${type.name} and its place in the list.`,
    fields: (t) => ({
      node: t.field({
        type: type.ref as never,
        description: 'The row.',
        resolve: (e) => e.node as never,
      }),
      cursor: t.exposeString('cursor', { description: 'Its place, for `after` and `before`.' }),
    }),
  });
  return builder.objectRef<Page>(`${type.name}Connection`).implement({
    description: `A page of a list of ${type.name}.`,
    fields: (t) => ({
      nodes: t.field({
        type: [type.ref as never],
        description: 'The rows of the page.',
        resolve: (page) => page.rows as never,
      }),
      edges: t.field({
        type: [edge],
        description: 'The rows with their cursors.',
        resolve: (page) =>
          page.rows.map((node, index) => ({ node, cursor: page.cursors[index] ?? '' })),
      }),
      pageInfo: t.field({ type: PageInfo, description: 'Where the page lies.', resolve: (p) => p }),
      totalCount: t.int({
        nullable: true,
        description: 'How many rows match in all; counted only if asked.',
        resolve: (page) => page.total,
      }),
    }),
  });
}

const orders = new Map<string, Order>();

function toOrder(type: ReadType, name: string): Order {
  const key = `${type.name}.${name}`;
  let order = orders.get(key);
  if (!order) {
    const direction = name.endsWith('_DESC') ? 'desc' : 'asc';
    const property = name
      .replace(/_(ASC|DESC)$/, '')
      .toLowerCase()
      .replace(/_([a-z])/g, (_match, letter: string) => letter.toUpperCase());
    if (!type.order.includes(property)) throw new Error(`${type.name} has no order ${name}`);
    order = { name, property, direction };
    orders.set(key, order);
  }
  return order;
}
