import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildSchema, parse, validate } from 'graphql';

const root = fileURLToPath(new URL('../../', import.meta.url));
const read = (file: string): string => readFileSync(join(root, file), 'utf8');
const find = (pattern: string): string[] => globSync(pattern, { cwd: root }).sort();

const papers = [...find('*.md'), ...find('docs/**/*.md'), ...find('src/modules/*/README.md')];

const linksOf = (text: string): string[] =>
  [...text.matchAll(/\]\(([^)#]+)(?:#[^)]*)?\)/g)]
    .map(([, target]) => target ?? '')
    .filter((target) => !/^[a-z]+:/.test(target));

const block = /^ *```graphql\n([^]*?)^ *```$/gm;

/** Where an operation is shown, and its text. */
const operations: readonly (readonly [string, string])[] = [
  ...find('docs/examples/*.graphql').map((file) => [file, read(file)] as const),
  ...papers.flatMap((paper) =>
    [...read(paper).matchAll(block)].map(([, text]) => [paper, text ?? ''] as const),
  ),
];

describe('what the papers say', () => {
  const schema = buildSchema(read('schema.graphql'));

  test.each(papers)('every link in %s leads somewhere', (paper) => {
    const lost = linksOf(read(paper)).filter(
      (target) => !existsSync(join(root, dirname(paper), target)),
    );
    expect(lost).toEqual([]);
  });

  test.each(operations)('an operation in %s fits the schema', (_where, text) => {
    expect(validate(schema, parse(text)).map(({ message }) => message)).toEqual([]);
  });

  test('every row of the feature table has a state', () => {
    const rows = [...read('README.md').matchAll(/^\| ([A-Z]+-\d+) \| [^|]+ \| ([^|]*) \|/gm)];
    expect(rows.length).toBeGreaterThan(80);
    const odd = rows.filter(([, , state = '']) => !['done', 'partly', 'not'].includes(state));
    expect(odd.map(([row]) => row)).toEqual([]);
  });
});
