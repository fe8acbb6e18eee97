import { spawn, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** A program under test, in a process of its own. */
export interface Running {
  readonly pid: number;
  readonly url: string;
  /** While another is measured. */
  pause(): void;
  resume(): void;
  stop(): Promise<void>;
}

const path = (relative: string): string =>
  fileURLToPath(new URL(`../${relative}`, import.meta.url));

/** The product's server as `npm start` runs it, on this database; `pool`: its connections to it. */
export const startServer = (databaseUrl: string, pool?: string): Promise<Running> =>
  start([path('src/main.ts')], {
    DATABASE_URL: databaseUrl,
    PORT: '0',
    LOG_LEVEL: 'warn',
    ...(pool === undefined ? {} : { DATABASE_POOL: pool }),
  });

/** A bare HTTP server; see `floor.ts`. */
export const startFloor = (
  page: 'transfers' | 'orders',
  databaseUrl: string,
  unitIds: readonly string[],
): Promise<Running> =>
  start([path('bench/floor.ts')], {
    PAGE: page,
    DATABASE_URL: databaseUrl,
    UNIT_IDS: unitIds.join(','),
  });

/** See `postgraphile.ts`. */
export const startPostgraphile = (databaseUrl: string): Promise<Running> =>
  start([path('bench/postgraphile.ts')], {
    DATABASE_URL: databaseUrl,
    NODE_ENV: 'production',
    GRAPHILE_ENV: 'production',
  });

async function start(args: string[], settings: Record<string, string>): Promise<Running> {
  const child = spawn(process.execPath, args, {
    cwd: path('.'),
    env: { PATH: process.env['PATH'], ...settings },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const url = await urlTold(child);
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  return {
    pid: child.pid as number,
    url,
    pause: () => void child.kill('SIGSTOP'),
    resume: () => void child.kill('SIGCONT'),
    async stop() {
      child.kill('SIGCONT');
      child.kill('SIGTERM');
      await exited;
    },
  };
}

/** Both servers say on their standard error where they are. */
function urlTold(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let words = '';
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      words += text;
      const url = / is at (http:\/\/[^\s]+)/.exec(words)?.[1];
      if (url) resolve(url);
      if (url && text.includes('"level":"error"')) process.stderr.write(text);
    });
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`It ended with ${code}:\n${words}`)));
  });
}

/**
 * Runs a program to its end and answers what it printed; `onWords` hears its standard error.
 * @throws with its words when it fails.
 */
export function run(
  program: string,
  args: readonly string[],
  onWords: (words: string) => void = () => undefined,
): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    let out = '';
    let words = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => void (out += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      words += text;
      onWords(words);
    });
    child.once('error', (error: NodeJS.ErrnoException) =>
      reject(error.code === 'ENOENT' ? new Error(`${program} is not installed`) : error),
    );
    child.once('exit', (code) => {
      if (code === 0) resolve(out);
      else reject(new Error(`${program} ended with ${code}\n${words.slice(-3000)}`));
    });
  });
}
