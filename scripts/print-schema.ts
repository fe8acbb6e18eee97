import { readFile, writeFile } from 'node:fs/promises';
import { lexicographicSortSchema, printSchema } from 'graphql';

const file = new URL('../schema.graphql', import.meta.url);

/** The first line at which two texts part, with what stands there in each; null when equal. */
export function firstDifference(committed: string, printed: string): string | null {
  if (committed === printed) return null;
  const before = committed.split('\n');
  const after = printed.split('\n');
  const at = after.findIndex((line, index) => line !== before[index]);
  const index = at === -1 ? after.length : at;
  return [
    `line ${index + 1}, after: ${before[index - 1] ?? '(the beginning)'}`,
    `- ${before[index] ?? '(the end)'}`,
    `+ ${after[index] ?? '(the end)'}`,
  ].join('\n');
}

/** Writes `schema.graphql`; with `--check`, only says where the committed file differs. */
async function main(): Promise<void> {
  const { schema } = await import('../src/schema/index.ts');
  const printed = `${printSchema(lexicographicSortSchema(schema))}\n`;
  if (!process.argv.includes('--check')) return writeFile(file, printed);
  const committed = await readFile(file, 'utf8').catch(() => '');
  const difference = firstDifference(committed, printed);
  if (difference === null) return;
  console.error('schema.graphql is not what the source says; run `npm run schema`.');
  console.error(difference);
  process.exitCode = 1;
}

if (import.meta.main) await main();
