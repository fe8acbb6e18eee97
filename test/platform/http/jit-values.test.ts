import { buildSchema, execute, parse } from 'graphql';
import { compileOperation } from '../../../src/platform/http/jit.ts';

const schema = buildSchema(`
  input Line { quantity: Int! = 1, note: String }
  input Act { lines: [Line!]!, first: Line }
  input Filter { and: [Filter!], or: [Filter!], not: Filter, name: String }
  input Outer { inner: Inner } input Inner { filter: [Filter!] }
  type Query { act(input: Act): String  list(filter: Filter, outer: Outer): String }
`);
for (const field of Object.values(schema.getQueryType()?.getFields() ?? {})) {
  field.resolve = (_root, given: object) => JSON.stringify(given);
}

// Read by compiled code, the first of these does not end, and takes the process with it.
test.each([
  ['query($f: Filter) { list(filter: $f) }', { f: { and: [{ not: { name: 'a' } }] } }],
  ['query($f: Filter) { list(filter: $f) }', {}],
  ['query($f: Filter = { name: "b" }) { list(filter: $f) }', {}],
  ['query($o: Outer!) { list(outer: $o) }', { o: { inner: { filter: { name: 'a' } } } }],
  ['query($f: [Filter!]!) { list(filter: {and: $f}) }', { f: [{ name: 'a' }, { or: [] }] }],
  ['query($n: String) { list(filter: {and: [{name: $n}]}) }', { n: 'a' }],
  ['query($n: String) { list(filter: {and: [{name: $n}]}) }', {}],
  ['query($a: Act!) { act(input: $a) }', { a: { lines: [{ note: 'a' }, { quantity: 2 }] } }],
  ['query($a: Act!) { act(input: $a) }', { a: { lines: [{ quantity: 'x' }, {}], more: 1 } }],
  ['query($a: Act!) { act(input: $a) }', {}],
  ['query($q: Int) { act(input: {lines: [{quantity: $q}, {}]}) }', {}],
  ['query($q: Int) { act(input: {lines: [{quantity: $q}, {}]}) }', { q: 7 }],
  ['query($q: Int) { act(input: {lines: [{quantity: $q}]}) list }', { q: null }],
  ['query($n: String) { ...F } fragment F on Query { list(filter: {not: {name: $n}}) }', {}],
  ['{ list(filter: {and: {name: "one"}}) act(input: null) }', {}],
])('%s with %j is answered as by graphql-js', async (text, variableValues) => {
  const document = parse(text);
  const compiled = compileOperation(schema, document, undefined);
  const expected = await execute({ schema, document, variableValues });
  const answer = (await compiled?.(undefined, {}, variableValues)) ?? expected;
  expect(compiled).not.toBeNull();
  expect(JSON.parse(JSON.stringify(answer))).toEqual(JSON.parse(JSON.stringify(expected)));
});
