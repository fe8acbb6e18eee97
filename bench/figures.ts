import type { Round } from './load.ts';

/** The middle of several rounds, figure by figure. */
export interface Figures {
  readonly perSecond: number;
  readonly nodeMs: number;
  readonly postgresMs: number;
  readonly p50: number;
  readonly p99: number;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}

export const figuresOf = (rounds: readonly Round[]): Figures => ({
  perSecond: median(rounds.map((round) => round.perSecond)),
  nodeMs: median(rounds.map((round) => round.nodeMs)),
  postgresMs: median(rounds.map((round) => round.postgresMs)),
  p50: median(rounds.map((round) => round.p50)),
  p99: median(rounds.map((round) => round.p99)),
});

/** One row of the table that is printed and kept. */
export interface Row extends Figures {
  readonly what: string;
}

/** Whether a target was met, in words and as a figure. */
export interface Verdict {
  readonly what: string;
  readonly ratio: number;
  readonly target: string;
  readonly met: boolean;
}

export interface Outcome {
  readonly rows: readonly Row[];
  readonly verdicts: readonly Verdict[];
}

export function printTable(rows: readonly Row[]): string {
  const cells = rows.map((row) => [
    row.what,
    row.perSecond.toFixed(0),
    row.nodeMs === 0 ? '' : row.nodeMs.toFixed(2),
    row.postgresMs.toFixed(2),
    row.p50.toFixed(1),
    Number.isNaN(row.p99) ? '' : row.p99.toFixed(1),
  ]);
  const head = ['what', 'per second', 'node ms', 'PG ms', 'median ms', '99% ms'];
  return markdown([head, head.map((_, column) => (column === 0 ? '---' : '---:')), ...cells]);
}

export function printVerdicts(verdicts: readonly Verdict[]): string {
  const cells = verdicts.map(({ what, ratio, target, met }) => [
    what,
    ratio.toFixed(2),
    target,
    met ? 'yes' : 'NO',
  ]);
  return markdown([['target', 'ratio', 'wanted', 'met'], ['---', '---:', '---', '---'], ...cells]);
}

function markdown(table: readonly (readonly string[])[]): string {
  const widths = (table[0] ?? []).map((_, column) =>
    Math.max(...table.map((row) => row[column]?.length ?? 0)),
  );
  const line = (row: readonly string[]): string =>
    `| ${row.map((cell, column) => pad(cell, widths[column] ?? 0, column)).join(' | ')} |`;
  return table.map(line).join('\n');
}

function pad(cell: string, width: number, column: number): string {
  if (cell === '---') return '-'.repeat(width);
  if (cell === '---:') return `${'-'.repeat(width - 1)}:`;
  return column === 0 ? cell.padEnd(width) : cell.padStart(width);
}
