/*
 * JSON text put together by PostgreSQL from pieces. `row_to_json` looks up how to write each of its
 * columns for each row anew, which takes a quarter of a page's time; `concat` remembers it.
 */

/** Text as it stands, or an expression whose text is put in its place: nothing where it is null. */
export type Piece = { readonly text: string } | { readonly sql: string };

/** Of no value: what a member says then. */
export const nothing: readonly Piece[] = [{ text: 'null' }];

/** A value that needs no quotes nor escapes, and is never null. */
export const plain = (sql: string): readonly Piece[] => [{ sql }];

/** Same, between quotes. */
export const quoted = (sql: string): readonly Piece[] => [{ text: '"' }, { sql }, { text: '"' }];

/** An expression of JSON, or its text, that may be null. */
export const orNull = (sql: string): readonly Piece[] => [{ sql: `coalesce(${sql}, 'null')` }];

export const objectOf = (
  members: readonly (readonly [name: string, value: readonly Piece[]])[],
): readonly Piece[] => [
  { text: '{' },
  ...members.flatMap(([name, value], index) => [
    { text: `${index === 0 ? '' : ','}"${name}":` },
    ...value,
  ]),
  { text: '}' },
];

/** A function takes a hundred arguments at most. */
const mostArguments = 100;

/** An expression of type text: all pieces one after the other. */
export function concatenated(pieces: readonly Piece[]): string {
  const parts = joined(pieces).map((piece) => ('sql' in piece ? piece.sql : literal(piece.text)));
  let together = parts;
  while (together.length > mostArguments) {
    together = chunksOf(together).map((chunk) => `concat(${chunk.join(', ')})`);
  }
  return `concat(${together.join(', ')})`;
}

/** Texts that follow each other are one. */
function joined(pieces: readonly Piece[]): Piece[] {
  const parts: Piece[] = [];
  for (const piece of pieces) {
    const last = parts.at(-1);
    if (last && 'text' in last && 'text' in piece) {
      parts[parts.length - 1] = { text: last.text + piece.text };
    } else parts.push(piece);
  }
  return parts;
}

function chunksOf(parts: readonly string[]): string[][] {
  const count = Math.ceil(parts.length / mostArguments);
  return Array.from({ length: count }, (_, n) =>
    parts.slice(n * mostArguments, (n + 1) * mostArguments),
  );
}

const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;
