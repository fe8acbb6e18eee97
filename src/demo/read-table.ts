import { readFile } from 'node:fs/promises';
import { CsvError, parse } from 'csv-parse/sync';
import type { z } from 'zod';

/** One thing wrong in a file: `products.csv` line 17, column `tracking`. */
export interface FileFault {
  readonly file: string;
  /** Counted from 1, the header among them. */
  readonly line: number;
  /** Null when the line as a whole cannot be read. */
  readonly column: string | null;
  readonly message: string;
}

/** The files cannot be loaded. Every fault of every file is named; nothing has been loaded. */
export class BadFiles extends Error {
  override readonly name = 'BadFiles';
  readonly faults: readonly FileFault[];

  constructor(faults: readonly FileFault[]) {
    super(faults.map(inWords).join('\n'));
    this.faults = faults;
  }
}

const inWords = ({ file, line, column, message }: FileFault): string =>
  `${file} line ${line}${column === null ? '' : `, ${column}`}: ${message}`;

/** A row with the line where it stands. */
export type Placed<Row> = Row & { readonly line: number };

export interface Table<Row> {
  readonly file: string;
  readonly rows: readonly Placed<Row>[];
}

/**
 * A CSV file with a header row, in UTF-8. Rows that are not as `shape` says are left out, and each
 * of their faults is added to `faults`.
 */
export async function readTable<Shape extends z.ZodObject>(
  folder: URL,
  file: string,
  shape: Shape,
  faults: FileFault[],
): Promise<Table<z.infer<Shape>>> {
  const lines = parseCsv(file, await readFile(new URL(file, folder), 'utf8'), faults);
  const header = lines[0]?.fields ?? [];
  const missing = Object.keys(shape.shape).filter((column) => !header.includes(column));
  faults.push(...missing.map((column) => at(file, 1, column, 'The column is missing')));
  if (missing.length > 0) return { file, rows: [] };
  const rows: Placed<z.infer<Shape>>[] = [];
  for (const { line, fields } of lines.slice(1)) {
    if (fields.length !== header.length) {
      const message = `${fields.length} fields; the header has ${header.length}`;
      faults.push(at(file, line, null, message));
      continue;
    }
    const read = shape.safeParse(Object.fromEntries(header.map((name, i) => [name, fields[i]])));
    if (read.success) rows.push({ ...read.data, line });
    else faults.push(...read.error.issues.map((i) => at(file, line, i.path.join('.'), i.message)));
  }
  return { file, rows };
}

export const at = (
  file: string,
  line: number,
  column: string | null,
  message: string,
): FileFault => ({ file, line, column, message });

interface ParsedLine {
  readonly line: number;
  readonly fields: readonly string[];
}

/** Empty, with a fault, when the quoting is broken: what follows could mean anything. */
function parseCsv(file: string, text: string, faults: FileFault[]): ParsedLine[] {
  try {
    const parsed: unknown = parse(text, {
      bom: true,
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
    });
    return (parsed as { info: { lines: number }; record: string[] }[]).map(({ info, record }) => ({
      line: info.lines,
      fields: record,
    }));
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    faults.push(at(file, Number(error['lines']), null, error.message));
    return [];
  }
}
