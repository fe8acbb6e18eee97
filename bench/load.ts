import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { postgresMs, processMs } from './cpu.ts';
import { run } from './processes.ts';

/** What the load generator saw. */
export interface Load {
  readonly requests: number;
  readonly seconds: number;
  /** Milliseconds. */
  readonly p50: number;
  readonly p99: number;
}

/** One round: what was done a second, and the CPU time each request cost on either side. */
export interface Round extends Load {
  readonly perSecond: number;
  readonly nodeMs: number;
  readonly postgresMs: number;
}

/** How requests are sent: on so many connections, each waiting for its answer, for so long. */
export interface Sending {
  readonly seconds: number;
  /** 8 when left out. */
  readonly connections?: number;
}

/**
 * Sends these GraphQL requests as JSON: a single one again and again, of several each once.
 * @throws when one fails.
 */
export async function sendLoad(
  url: string,
  key: string,
  bodies: readonly string[],
  { seconds, connections = 8 }: Sending,
): Promise<Load> {
  const file = join(tmpdir(), `bazargan-bench-${process.pid}.jsonl`);
  await writeFile(file, bodies.join('\n'));
  const script = fileURLToPath(new URL('bodies.lua', import.meta.url));
  const args = ['-t1', `-c${connections}`, `-d${seconds}s`, '--timeout', '10s', '-s', script];
  const out = await run('wrk', [...args, `${url}/graphql`, '--', file, key]);
  const result = /^RESULT (.*)$/m.exec(out)?.[1];
  if (!result) throw new Error(`wrk did not tell its result:\n${out}`);
  const load = JSON.parse(result) as Load & { errors: number };
  if (load.errors > 0) throw new Error(`${load.errors} requests failed:\n${out}`);
  return load;
}

const warmRequests = 3000;
const warmSeconds = 20;

/** Until V8 has compiled what is used: so many requests, or so long on a slow machine. */
export async function warmUp(send: (seconds: number) => Promise<Load>): Promise<void> {
  let requests = 0;
  for (let seconds = 0; requests < warmRequests && seconds < warmSeconds; seconds += 2) {
    requests += (await send(2)).requests;
  }
}

/**
 * Runs `work` and tells what it cost, from the beginning or from when it says that it is warm.
 * `nodePid` is null where no node takes part.
 */
export async function measured(
  nodePid: number | null,
  postmasterPid: number,
  work: (isWarm: () => void) => Promise<Load>,
): Promise<Round> {
  const spent = () => ({
    node: nodePid === null ? 0 : processMs(nodePid),
    postgres: postgresMs(postmasterPid),
  });
  let before = spent();
  const load = await work(() => void (before = spent()));
  const after = spent();
  return {
    ...load,
    perSecond: load.requests / load.seconds,
    nodeMs: (after.node - before.node) / load.requests,
    postgresMs: (after.postgres - before.postgres) / load.requests,
  };
}

/** Asks once. @throws unless the answer is 200 and without errors of any kind. */
export async function ask(url: string, key: string, body: string): Promise<string> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${key}` },
    body,
  });
  const text = await response.text();
  const refused = /"errors":|"userErrors":\[\{/.test(text);
  if (response.status !== 200 || refused) throw new Error(`${response.status}: ${text}`);
  return text;
}
