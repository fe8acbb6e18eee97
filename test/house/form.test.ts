import { fileURLToPath } from 'node:url';
import { ESLint } from 'eslint';

const root = fileURLToPath(new URL('../../', import.meta.url));

const module = 'src/modules/catalog/events.ts';
const schema = 'src/schema/scalars.ts';
const platform = 'src/platform/clock.ts';
const tests = 'test/support/forget.ts';

const clock = 'The time of an act is `op.now`.';
const sql = 'The schema runs no SQL.';

/** A line of source put in a file's place, and what must be said of it; nothing: it is welcome. */
const cases: readonly [file: string, source: string, ...messages: string[]][] = [
  [module, 'export const at = new Date();', clock],
  [module, 'export const at = Date.now();', clock],
  [module, 'export const at = Date();', clock],
  [module, 'export const at = new Date(0);'],
  [platform, 'export const at = new Date();'],
  [schema, "export const all = 'select id from product';", sql],
  [schema, 'export const all = `\n  with a as (select 1) select * from a`;', sql],
  [schema, "export const add = 'INSERT INTO product DEFAULT VALUES';", sql],
  [schema, 'export const add = `delete from ${String(1)}`;', sql],
  [schema, "export const said = 'Select the goods that leave.';"],
  [module, "export const all = 'select id from product';"],
  [
    tests,
    "export const empty = 'truncate product cascade';",
    'Rows are deleted between tests, by `forget`: see ADR 17.',
  ],
  [platform, 'export default 1;', 'Export by name, so that it can be grepped.'],
  [platform, 'export enum Kind { A }', 'Use a const array and its union type.'],
  [
    platform,
    'namespace A { export const b = 1; }\nexport const c = A.b;',
    'A file is a module; no namespaces.',
  ],
  [
    platform,
    `export const long = '${'x'.repeat(80)}';`,
    'This line has a length of 103. Maximum allowed is 100.',
  ],
  [
    platform,
    'const act = async () => {};\nact();',
    'Promises must be awaited, end with a call to .catch, end with a call to .then with a ' +
      'rejection handler or be explicitly marked as ignored with the `void` operator.',
  ],
];

describe('the form of the source', () => {
  const eslint = new ESLint({ cwd: root });
  const messagesOf = async (file: string, source: string): Promise<string[]> => {
    const results = await eslint.lintText(`${source}\n`, { filePath: `${root}${file}` });
    return results.flatMap(({ messages }) => messages.map(({ message }) => message));
  };

  // The first file takes the types of all of them with it.
  beforeAll(() => messagesOf(platform, ''));

  test.each(cases)('%s: %s', async (file, source, ...messages) => {
    expect(await messagesOf(file, source)).toEqual(messages);
  });
});
