import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

interface Step {
  readonly name: string;
  readonly command: readonly [string, ...string[]];
}

interface Outcome {
  readonly name: string;
  readonly passed: boolean;
  readonly seconds: number;
  /** What is said beside the name: how many tests, which exit code. */
  readonly note: string;
}

/** What jest's `--json` answers, as far as it is read here. */
export interface JestReport {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
  readonly numRuntimeErrorTestSuites: number;
}

export interface Tally {
  readonly passed: number;
  readonly failed: number;
}

const npmRun = (script: string): Step['command'] => ['npm', 'run', '--silent', script];

/** Everything but the tests, the slow ones first, since two run at once. */
const steps: readonly Step[] = [
  { name: 'lint', command: npmRun('lint') },
  { name: 'types', command: npmRun('types') },
  { name: 'unused', command: npmRun('unused') },
  { name: 'arrows', command: npmRun('arrows') },
  { name: 'schema', command: npmRun('schema:check') },
  { name: 'writers', command: npmRun('writers') },
  { name: 'migrations', command: npmRun('migrations') },
];

const root = join(import.meta.dirname, '..');

/**
 * Tests by number, and one failure for each test file that could not run and each other check that
 * failed. What was skipped has not passed. Jest may also fail with every test green, or find none.
 */
export function tally(report: JestReport | null, jestCode: number, failedChecks: number): Tally {
  if (report === null) return { passed: 0, failed: failedChecks + 1 };
  const skipped = report.numPendingTests + report.numTodoTests;
  const failed = report.numFailedTests + report.numRuntimeErrorTestSuites + skipped;
  const proven = failed > 0 || (jestCode === 0 && report.numPassedTests > 0);
  return { passed: report.numPassedTests, failed: failed + (proven ? 0 : 1) + failedChecks };
}

/** Runs to the end, whatever it says; with `live` its output is seen as it comes. */
function run(command: Step['command'], live: boolean): Promise<{ code: number; output: string }> {
  const [program, ...args] = command;
  const child = spawn(program, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
  const parts: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (part: Buffer) => (live ? process.stdout.write(part) : parts.push(part)));
  }
  return new Promise((resolve) => {
    child.on('error', (error) => resolve({ code: 127, output: error.message }));
    child.on('close', (code) => {
      resolve({ code: code ?? 1, output: Buffer.concat(parts).toString() });
    });
  });
}

const secondsSince = (start: number): number => (performance.now() - start) / 1000;

async function runStep({ name, command }: Step): Promise<Outcome> {
  const start = performance.now();
  const { code, output } = await run(command, false);
  if (code !== 0) console.log(`--- ${name}\n${output.trimEnd()}\n`);
  const note = code === 0 ? '' : `exit code ${code}`;
  return { name, passed: code === 0, seconds: secondsSince(start), note };
}

/** The steps in order, `width` of them at a time. */
async function runSteps(waiting: readonly Step[], width: number): Promise<Outcome[]> {
  const queue = [...waiting];
  const outcomes: Outcome[] = [];
  const work = async (): Promise<void> => {
    for (let step = queue.shift(); step; step = queue.shift()) outcomes.push(await runStep(step));
  };
  await Promise.all(Array.from({ length: width }, work));
  return outcomes;
}

/** `npm test` itself, as the README gives it, asked to leave its numbers in a file as well. */
async function runTests(): Promise<{ code: number; report: JestReport | null; seconds: number }> {
  const start = performance.now();
  const folder = await mkdtemp(join(tmpdir(), 'bazargan-check-'));
  const file = join(folder, 'tests.json');
  const { code } = await run(['npm', 'test', '--', '--json', `--outputFile=${file}`], true);
  const report = await readFile(file, 'utf8').then(
    (text) => JSON.parse(text) as JestReport,
    () => null,
  );
  await rm(folder, { recursive: true, force: true });
  return { code, report, seconds: secondsSince(start) };
}

const lineOf = ({ passed, failed }: Tally): string => `${passed} passed, ${failed} failed`;

function print({ name, passed, seconds, note }: Outcome): void {
  const verdict = passed ? 'ok    ' : 'FAILED';
  const time = `${seconds.toFixed(1).padStart(6)} s`;
  console.log(`${verdict} ${name.padEnd(10)} ${time}  ${note}`.trimEnd());
}

/** All checks; `--tally <file>` leaves `N passed, N failed` there for whoever reads only that. */
async function main(): Promise<void> {
  const { values } = parseArgs({ options: { tally: { type: 'string' } } });
  const checks = await runSteps(steps, 2);
  const { code, report, seconds } = await runTests();
  const tests = tally(report, code, 0);
  console.log('');
  for (const outcome of checks) print(outcome);
  print({ name: 'tests', passed: tests.failed === 0, seconds, note: lineOf(tests) });
  const all = tally(report, code, checks.filter(({ passed }) => !passed).length);
  if (values.tally !== undefined) await writeFile(values.tally, `${lineOf(all)}\n`);
  console.log(lineOf(all));
  if (all.failed > 0) process.exitCode = 1;
}

if (import.meta.main) await main();
