import {
  astFromValue,
  getNamedType,
  isLeafType,
  isNonNullType,
  isObjectType,
  print,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLObjectType,
} from 'graphql';
import type { Viewer } from '../../src/platform/identity/index.ts';
import { readModel } from '../../src/schema/read-model.ts';
import { schema } from '../../src/schema/index.ts';
import type { Answer } from '../support/graphql.ts';
import { sampleInput, samplesOf, sampleValue, type Side } from './samples.ts';
import { keysOf } from './sides.ts';
import { demoRoles, type Company, type DemoRole } from './world.ts';

/** What came of asking: for rows on the clerk's own side, and on the foreign one. */
export interface Cell {
  readonly own: string;
  readonly foreign: string;
}

/** `StockTransfer.note` or `query stockTransfers`, and a cell for each role. */
export interface MatrixRow {
  readonly name: string;
  readonly cells: Readonly<Record<Column, Cell>>;
}

export type Column = DemoRole | 'unsigned';
export const columns: readonly Column[] = [...demoRoles, 'unsigned'];

/** A list of the schema, or its one row, and the relations from there to the rows of a type. */
interface Road {
  readonly root: string;
  readonly isOne: boolean;
  readonly path: readonly string[];
}

type Row = Readonly<Record<string, unknown>>;

/** Asks for everything there is as everyone there is. */
export async function askEverything(company: Company): Promise<MatrixRow[]> {
  const rows: MatrixRow[] = [];
  const { graphql } = company;
  const add = async (name: string, of: (c: Column, v: Viewer | null) => Promise<Cell>) => {
    const cells: [Column, Cell][] = [];
    for (const column of columns) {
      const viewer = column === 'unsigned' ? null : company.people[column].viewer;
      cells.push([column, await of(column, viewer)]);
    }
    rows.push({ name, cells: Object.fromEntries(cells) as MatrixRow['cells'] });
  };
  for (const field of fieldsOf(schema.getQueryType())) {
    await add(`query ${field.name}`, (column, viewer) => askRoot(company, field, column, viewer));
  }
  for (const { name } of fieldsOf(schema.getSubscriptionType())) {
    await add(`subscription ${name}`, async (_column, viewer) => {
      const text = `subscription { ${name}(after: "0") { position type } }`;
      const answers = await graphql.follow(text, { viewer, count: 1_000 });
      const failed = answers.find((answer) => answer.errors);
      const events = answers.map((answer) => answer.data?.[name] as Row);
      if (failed) return same(codeOf(failed));
      // Of what is withheld the type is not told.
      if (name === 'paymentEvents') return same(outcomeOf(events.map(({ type }) => type)));
      if (name === 'events') return bySide(company, 'Event', 'ADMIN', events, 'position');
      throw new Error(`Say in matrix.ts how ${name} is followed`);
    });
  }
  for (const { name } of fieldsOf(schema.getMutationType())) {
    await add(`mutation ${name}`, async (column, viewer) => ({
      own: await act(company, name, column, viewer, 'own'),
      foreign: await act(company, name, column, viewer, 'foreign'),
    }));
  }
  for (const type of entityTypes()) {
    for (const field of fieldsOf(type)) {
      await add(`${type.name}.${field.name}`, (column, viewer) =>
        askField(company, type, field, column, viewer),
      );
    }
  }
  return rows;
}

const same = (outcome: string): Cell => ({ own: outcome, foreign: outcome });

export const fieldsOf = (
  type: GraphQLObjectType | null | undefined,
): GraphQLField<unknown, unknown>[] => Object.values(type?.getFields() ?? {});

/** The types that show rows of an entity, by name. */
export const entityTypes = (): GraphQLObjectType[] =>
  Object.values(schema.getTypeMap())
    .filter((type) => isObjectType(type))
    .filter((type) => type.extensions.readEntity !== undefined)
    .sort((a, b) => (a.name < b.name ? -1 : 1));

/** The entity of a connection's nodes, or of a type itself. */
export function entityOf(type: GraphQLObjectType): GraphQLObjectType | null {
  if (type.extensions.readEntity) return type;
  const nodes = type.getFields()['nodes'];
  return nodes ? (getNamedType(nodes.type) as GraphQLObjectType) : null;
}

async function askRoot(
  company: Company,
  field: GraphQLField<unknown, unknown>,
  column: Column,
  viewer: Viewer | null,
): Promise<Cell> {
  const type = getNamedType(field.type) as GraphQLObjectType;
  const role = column === 'unsigned' ? 'ADMIN' : column;
  if (field.name === 'events') {
    const text = '{ events(first: 100) { events { position } } }';
    const answer = await company.graphql.ask(text, { viewer });
    if (answer.errors) return same(codeOf(answer));
    return bySide(company, 'Event', role, answer.data.events.events as Row[], 'position');
  }
  if ('nodes' in type.getFields()) {
    const entity = entityOf(type) as GraphQLObjectType;
    const key = keyOf(entity) as string;
    const text = `{ list: ${field.name}(first: 100) { nodes { ${key} } totalCount } }`;
    const answer = await company.graphql.ask(text, { viewer });
    if (answer.errors) return same(codeOf(answer));
    const { nodes, totalCount } = answer.data.list as { nodes: Row[]; totalCount: number };
    if (totalCount !== nodes.length) throw new Error(`${field.name} counts what it does not show`);
    return bySide(company, entity.name, role, nodes, key);
  }
  const one = async (side: Side): Promise<string> => {
    const making = { mutation: field.name, samples: samplesOf(company, role, side), full: false };
    const given = field.args.filter((a) => isNonNullType(a.type) || a.name.endsWith('Id'));
    const said = given.map(
      (a) => `${a.name}: ${inWords(a.type, sampleValue(a.type, a.name, making))}`,
    );
    const call = `${field.name}${said.length > 0 ? `(${said.join(', ')})` : ''}`;
    const answer = await company.graphql.ask(`{ it: ${call} ${leaves(type)} }`, { viewer });
    return answer.errors ? codeOf(answer) : outcomeOf([answer.data.it]);
  };
  return { own: await one('own'), foreign: await one('foreign') };
}

/** A value as it stands in a document. */
function inWords(type: GraphQLInputType, value: unknown): string {
  const node = astFromValue(value, type);
  if (!node) throw new Error(`${JSON.stringify(value)} cannot be said`);
  return print(node);
}

async function act(
  company: Company,
  name: string,
  column: Column,
  viewer: Viewer | null,
  side: Side,
): Promise<string> {
  const samples = samplesOf(company, column === 'unsigned' ? 'ADMIN' : column, side);
  const inputType = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input`;
  const text = `mutation($input: ${inputType}!) {
    it: ${name}(input: $input) { userErrors { code } } }`;
  const input = sampleInput(name, samples);
  const answer = await company.graphql.rehearse(text, { viewer, variables: { input } });
  return answer.errors ? codeOf(answer) : 'reached';
}

async function askField(
  company: Company,
  type: GraphQLObjectType,
  field: GraphQLField<unknown, unknown>,
  column: Column,
  viewer: Viewer | null,
): Promise<Cell> {
  const { root, isOne, path } = roadTo(type);
  const key = keyOf(type);
  const named = getNamedType(field.type);
  const shown = `f: ${field.name} ${isLeafType(named) ? '' : leaves(named as GraphQLObjectType)}`;
  const inner = `${key === null ? '' : `k: ${key} `}${shown}`;
  const below = path.reduceRight((deeper, name) => `${name} { ${deeper} }`, inner);
  const text = isOne
    ? `{ list: ${root} { ${below} } }`
    : `{ list: ${root}(first: 100) { nodes { ${below} } } }`;
  const answer = await company.graphql.ask(text, { viewer });
  if (answer.errors) return same(codeOf(answer));
  const { list } = answer.data as { list: (Row & { nodes: Row[] }) | null };
  const first = isOne ? [list].filter((row) => row !== null) : (list?.nodes ?? []);
  const rows = path.reduce<Row[]>(
    (above, name) => above.flatMap((row) => (row[name] ?? []) as Row[]),
    first,
  );
  if (key === null) return same(outcomeOf(rows.map((row) => row['f'])));
  const role = column === 'unsigned' ? 'ADMIN' : column;
  return bySide(company, type.name, role, rows, 'k', (row) => row['f']);
}

/** Something of a type, to see whether there is anything. */
function leaves(type: GraphQLObjectType): string {
  const fields = fieldsOf(type).filter((field) => !field.args.some((a) => isNonNullType(a.type)));
  const leaf = fields.find((field) => isLeafType(getNamedType(field.type)));
  if (leaf) return `{ ${leaf.name} }`;
  const [first] = fields;
  if (!first) throw new Error(`Nothing of ${type.name} can be asked for`);
  return `{ ${first.name} ${leaves(getNamedType(first.type) as GraphQLObjectType)} }`;
}

/** `yes` when one is there, `null` when rows have it hidden or unset, `empty` without rows. */
function outcomeOf(values: readonly unknown[]): string {
  if (values.length === 0) return 'empty';
  if (values.some((value) => (Array.isArray(value) ? value.length > 0 : value != null)))
    return 'yes';
  return values.some((value) => Array.isArray(value)) ? 'empty' : 'null';
}

async function bySide(
  company: Company,
  type: string,
  role: DemoRole,
  rows: readonly Row[],
  key: string,
  value: (row: Row) => unknown = (row) => row,
): Promise<Cell> {
  const keys = await keysOf(company, type, role);
  const of = (side: Side): string =>
    outcomeOf(rows.filter((row) => keys[side].has(String(row[key]))).map(value));
  return { own: of('own'), foreign: of('foreign') };
}

const roads = new Map<string, Road>();

function roadTo(type: GraphQLObjectType): Road {
  if (roads.size === 0) findRoads();
  const road = roads.get(type.name);
  if (!road) throw new Error(`No list leads to ${type.name}`);
  return road;
}

function findRoads(): void {
  const roots = fieldsOf(schema.getQueryType()).map((field) => {
    const type = getNamedType(field.type) as GraphQLObjectType;
    return { root: field.name, isOne: !('nodes' in type.getFields()), type, args: field.args };
  });
  const open = roots.flatMap(({ root, isOne, type, args }): [GraphQLObjectType, Road][] => {
    // What there is one of, of the whole firm, is asked for without saying which.
    const entity = isOne && args.length > 0 ? null : entityOf(type);
    return entity ? [[entity, { root, isOne, path: [] }]] : [];
  });
  open.sort(([, a], [, b]) => Number(a.isOne) - Number(b.isOne));
  for (const [type, road] of open) {
    if (roads.has(type.name)) continue;
    roads.set(type.name, road);
    for (const field of fieldsOf(type)) {
      if (field.extensions.read?.kind !== 'relation') continue;
      const next = getNamedType(field.type) as GraphQLObjectType;
      open.push([next, { ...road, path: [...road.path, field.name] }]);
    }
  }
}

/** The field that tells rows of a type apart; null where none is shown. */
export function keyOf(type: GraphQLObjectType): string | null {
  const [primary = ''] = readModel.meta(type.extensions.readEntity as string).primaryKeys;
  return primary in type.getFields() ? primary : null;
}

function codeOf({ errors = [] }: Answer): string {
  const codes = [...new Set(errors.map(({ extensions }) => extensions.code))];
  if (codes.includes('INTERNAL')) throw new Error('Something broke; see what was logged');
  if (codes.length !== 1) throw new Error(`One reason was expected, not ${codes.join()}`);
  return codes[0] as string;
}

const shownCell = ({ own, foreign }: Cell): string => (own === foreign ? own : `${own}|${foreign}`);

/** The matrix as it is committed. */
export function printMatrix(rows: readonly MatrixRow[]): string {
  const table = [
    ['', ...columns],
    ...rows.map(({ name, cells }) => [name, ...columns.map((column) => shownCell(cells[column]))]),
  ];
  const widths = table[0]?.map((_, at) => Math.max(...table.map((line) => line[at]?.length ?? 0)));
  const lines = table.map((line) =>
    line
      .map((cell, at) => cell.padEnd(widths?.[at] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  return [...heading, ...lines, ''].join('\n');
}

const heading = [
  'Who gets what: every root field, and every field of every type that shows rows, as each role of',
  'the demo company. `a|b`: a for rows of one’s own warehouse (or person), b for foreign ones.',
  'yes: shown. null: hidden, or no such row. empty: no row of that side. reached: rights let the',
  'act through, to success or to a refusal of the business. Rewritten by UPDATE_MATRIX=1.',
  '',
];
