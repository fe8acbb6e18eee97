import type { PgBoss } from 'pg-boss';
import type { Log } from '../log.ts';

/** Work that is done apart from any request, by whichever server finds it first. */
export interface Job {
  /** `sessions.expire`: the thing, then what is done with it. */
  readonly name: string;
  /** When it is done by itself, as a cron line in UTC; only on demand without. */
  readonly schedule?: string;
  /** Must bear being run twice: a server may die between the work and the note that it is done. */
  run(data: unknown): Promise<void>;
}

export interface Jobs {
  /** Before `start`. */
  register(job: Job): void;
  /** Begins to work, in the background of the start; without any job it does nothing at all. */
  start(): Promise<void>;
  /** Has a job done once, as soon as a worker is free. */
  request(name: string, data?: object): Promise<void>;
  /** Waits for what is being done, `patienceMs` at most. */
  stop(patienceMs?: number): Promise<void>;
}

export interface JobsOptions {
  readonly url: string;
  readonly log: Log;
  readonly pollSeconds?: number;
}

/** A few connections of their own: jobs must not take those that requests wait for. */
const connections = 2;

/** Jobs kept and shared out by pg-boss in the schema `pgboss` of the same database. */
export function createJobs(options: JobsOptions): Jobs {
  const registered: Job[] = [];
  let starting: Promise<PgBoss> | undefined;

  const started = async (): Promise<PgBoss> => {
    if (!starting) throw new Error('Jobs are requested after they are started');
    return starting;
  };
  return {
    register(job) {
      if (starting) throw new Error(`${job.name} is registered too late`);
      registered.push(job);
    },
    async start() {
      if (registered.length > 0) await (starting ??= startBoss(options, registered));
    },
    async request(name, data = {}) {
      await (await started()).send(name, data);
    },
    async stop(patienceMs = 5_000) {
      const boss = await starting?.catch(() => undefined);
      await boss?.stop({ graceful: true, timeout: patienceMs, close: true });
    },
  };
}

async function startBoss(options: JobsOptions, jobs: readonly Job[]): Promise<PgBoss> {
  // Only now: a server without jobs need not even read the package.
  const { PgBoss } = await import('pg-boss');
  const boss = new PgBoss({
    connectionString: options.url,
    application_name: 'bazargan-jobs',
    max: connections,
  });
  boss.on('error', (err) => options.log.error({ err }, 'jobs'));
  await boss.start();
  for (const job of jobs) await startJob(boss, job, options);
  return boss;
}

async function startJob(boss: PgBoss, job: Job, { log, pollSeconds }: JobsOptions): Promise<void> {
  await boss.createQueue(job.name);
  await boss.work(job.name, { pollingIntervalSeconds: pollSeconds ?? 2 }, async (given) => {
    for (const { id, data } of given) {
      const startedAt = performance.now();
      await runLogged(job, data, { log, id });
      log.info({ job: job.name, id, ms: Math.round(performance.now() - startedAt) }, 'job done');
    }
  });
  if (job.schedule) await boss.schedule(job.name, job.schedule);
}

/** Told here, since pg-boss keeps the failure to itself and tries again. */
async function runLogged(job: Job, data: unknown, { log, id }: { log: Log; id: string }) {
  try {
    await job.run(data);
  } catch (err) {
    log.error({ err, job: job.name, id }, 'a job failed');
    throw err;
  }
}
