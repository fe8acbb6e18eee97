import { spawn, type ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The product as a user starts it: a process of its own. */
export interface ServerProcess {
  readonly child: ChildProcess;
  /** Everything it has said on its standard error. */
  said(): string;
  /** Resolves with its URL when it says that it is there; rejects when it ends before. */
  readonly up: Promise<string>;
  readonly ended: Promise<{ readonly code: number | null; readonly ms: number }>;
}

const main = fileURLToPath(new URL('../../src/main.ts', import.meta.url));
const project = fileURLToPath(new URL('../../', import.meta.url));

export function startServer(environment: Record<string, string>): ServerProcess {
  const { PATH = '', HOME = '' } = process.env;
  const child = spawn(process.execPath, [main], {
    cwd: project,
    env: { PATH, HOME, PORT: '0', DEMO_DATA: 'false', LOG_LEVEL: 'warn', ...environment },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  const startedAt = Date.now();
  const ended = new Promise<{ code: number | null; ms: number }>((resolve) => {
    child.once('close', (code) => resolve({ code, ms: Date.now() - startedAt }));
  });
  const up = new Promise<string>((resolve, reject) => {
    child.stderr?.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      const url = /Bazargan is at (\S+)/.exec(said)?.[1];
      if (url) resolve(url);
    });
    ended.then(() => reject(new Error(`It ended: ${said}`)), reject);
  });
  up.catch(() => undefined);
  return { child, said: () => said, up, ended };
}

export interface DataFolder {
  readonly path: string;
  /** The process id of the PostgreSQL that works here, or null when there is none. */
  postgres(): number | null;
  remove(): Promise<void>;
}

export async function makeDataFolder(): Promise<DataFolder> {
  const path = await mkdtemp(join(tmpdir(), 'bazargan-data-'));
  return {
    path,
    postgres() {
      try {
        const pid = Number(
          readFileSync(join(path, 'cluster', 'postmaster.pid'), 'utf8').split('\n')[0],
        );
        process.kill(pid, 0);
        return pid;
      } catch {
        return null;
      }
    },
    remove: () => rm(path, { recursive: true, force: true }),
  };
}

/** Holds a port for as long as it is not closed. */
export async function takePort(): Promise<{ readonly port: number; close(): Promise<void> }> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    port: address.port,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
