import { CsvError, parse } from 'csv-parse/sync';
import type { Fault } from '../kernel/domain-error.ts';

/** A column by its name in the header, e.g. `expires_on`. */
export interface CsvColumn<Name extends string = string> {
  readonly name: Name;
  /** The header must have it. */
  readonly required?: true;
}

export interface CsvRow<Name extends string = string> {
  /** In the file, from 1, the header counted. */
  readonly line: number;
  /** Trimmed; null where the row, or the whole file, says nothing. */
  readonly at: Readonly<Record<Name, string | null>>;
}

/** More would be one act that holds its locks for too long. */
export const mostCsvRows = 1_000;
/** Of a text that is read as CSV. */
export const mostCsvLength = 1_000_000;

/** Names are known whatever their case, blanks and strokes: `Expires on`, `expiresOn`. */
const plainName = (name: string): string => name.toLowerCase().replace(/[\s_-]/g, '');

/** Where a fault lies: `['csv', '5', 'quantity']`. */
const at = (line: number, column?: string): string[] => [
  'csv',
  String(line),
  ...(column === undefined ? [] : [column]),
];

const csvFault = (
  code: string,
  line: number,
  what: string,
  column?: string,
  details?: Record<string, unknown>,
): Fault => ({
  code,
  message: told(line, column, what),
  path: at(line, column),
  details: { line, ...(column !== undefined && { column }), ...details },
});

const told = (line: number, column: string | undefined, what: string): string =>
  `Line ${line}${column === undefined ? '' : `, ${column}`}: ${what}`;

/**
 * The rows of a CSV text: a header that names its columns in any order, then at most 1,000 rows.
 * Takes a byte order mark, quotes, LF or CRLF, and commas, semicolons or tabs, as the header has
 * them. Adds CSV_MALFORMED, COLUMN_MISSING, COLUMN_UNKNOWN, COLUMN_REPEATED, NO_ROWS and
 * TOO_MANY_ROWS, each at its line; rows that fit the header are answered all the same.
 */
export function readCsv<Name extends string>(
  text: string,
  columns: readonly CsvColumn<Name>[],
  faults: Fault[],
): CsvRow<Name>[] {
  const [header, ...lines] = parseLines(text, faults);
  if (!header) {
    if (faults.length === 0) faults.push(csvFault('NO_ROWS', 1, 'there is no header'));
    return [];
  }
  const before = faults.length;
  const places = readHeader(header, columns, faults);
  if (faults.length > before) return [];
  if (lines.length === 0) faults.push(csvFault('NO_ROWS', header.line, 'no row follows'));
  if (lines.length > mostCsvRows) {
    const message = `at most ${mostCsvRows} rows at once; these are ${lines.length}`;
    faults.push(csvFault('TOO_MANY_ROWS', header.line, message));
    return [];
  }
  return lines.flatMap((row) => {
    if (row.fields.length !== header.fields.length) {
      const message = `it has ${row.fields.length} fields, the header ${header.fields.length}`;
      faults.push(csvFault('CSV_MALFORMED', row.line, message));
      return [];
    }
    const values = columns.map(({ name }) => [name, row.fields[places.get(name) ?? -1] || null]);
    return [{ line: row.line, at: Object.fromEntries(values) as CsvRow<Name>['at'] }];
  });
}

interface Line {
  readonly line: number;
  readonly fields: readonly string[];
}

/** Nothing, with a fault, when the quoting is broken: what follows could mean anything. */
function parseLines(text: string, faults: Fault[]): Line[] {
  try {
    const parsed: unknown = parse(text, {
      bom: true,
      delimiter: delimiterOf(text),
      info: true,
      relax_column_count: true,
      skip_records_with_empty_values: true,
      trim: true,
    });
    return (parsed as { info: { lines: number }; record: string[] }[]).map(({ info, record }) => ({
      line: info.lines,
      fields: record,
    }));
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line = Number(error['lines'] ?? 1);
    faults.push(csvFault('CSV_MALFORMED', line, error.message));
    return [];
  }
}

/** The one that the first line has most of. */
function delimiterOf(text: string): string {
  const header = text.trimStart().split(/\r?\n/, 1)[0] ?? '';
  const count = (sign: string): number => header.split(sign).length;
  return [',', ';', '\t'].reduce((most, sign) => (count(sign) > count(most) ? sign : most));
}

/** The place of each column in a row; those that the header leaves out have none. */
function readHeader<Name extends string>(
  { line, fields }: Line,
  columns: readonly CsvColumn<Name>[],
  faults: Fault[],
): Map<Name, number> {
  const names = new Map(columns.map(({ name }) => [plainName(name), name]));
  const places = new Map<Name, number>();
  fields.forEach((field, index) => {
    const name = names.get(plainName(field));
    if (name === undefined) {
      const known = columns.map((column) => column.name);
      const shown = field.slice(0, 60);
      const message = `there is no such column; there are ${known.join(', ')}`;
      faults.push(csvFault('COLUMN_UNKNOWN', line, message, shown, { known }));
    } else if (places.has(name)) {
      faults.push(csvFault('COLUMN_REPEATED', line, 'the column stands here twice', name));
    } else places.set(name, index);
  });
  for (const { name, required } of columns) {
    if (!required || places.has(name)) continue;
    faults.push(csvFault('COLUMN_MISSING', line, 'the column is needed', name));
  }
  return places;
}

/**
 * Faults of what was read out of the rows, told by line and column: `['lines', '3', 'change']` with
 * columns `{ change: 'quantity' }` becomes `['csv', '5', 'quantity']`. Others stay as they are.
 */
export function atCsvLines(
  faults: readonly Fault[],
  rows: readonly { readonly line: number }[],
  { list, columns }: { readonly list: string; readonly columns: Readonly<Record<string, string>> },
): Fault[] {
  return faults.map((fault) => {
    const [head, index, ...field] = fault.path;
    const row = head === list ? rows[Number(index)] : undefined;
    if (!row) return fault;
    const [first = ''] = field;
    const column = field.length === 0 ? undefined : (columns[field.join('.')] ?? columns[first]);
    const { code, message, details } = fault;
    return csvFault(code, row.line, message, column ?? field[0], details);
  });
}
