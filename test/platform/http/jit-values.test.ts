import { buildSchema, parse } from 'graphql';
import { compileOperation } from '../../../src/platform/http/jit.ts';

const schema = buildSchema(`
  input Line { quantity: Int!, note: String }
  input Act { lines: [Line!]!, first: Line }
  input Filter { and: [Filter!], or: [Filter!], not: Filter, name: String }
  input Outer { inner: Inner } input Inner { filter: [Filter!] }
  type Query { act(input: Act): Int  list(filter: Filter, outer: Outer): Int }
`);
const isCompiled = (text: string): boolean =>
  compileOperation(schema, parse(text), undefined) !== null;

// Without the guard the first of these does not end, and takes the process with it.
test.each([
  ['query($f: Filter) { list(filter: $f) }', false],
  ['query($o: Outer!) { list(outer: $o) }', false],
  ['query($f: [Filter!]!) { list(filter: {and: $f}) }', false],
  ['query($n: String) { list(filter: {and: [{name: $n}]}) }', true],
  ['query($a: Act!) { act(input: $a) }', true],
])('%s is compiled: %s', (text, expected) => {
  expect(isCompiled(text)).toBe(expected);
});
