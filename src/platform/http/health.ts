import type { FastifyInstance } from 'fastify';
import type { Metrics } from '../metrics.ts';

export interface HealthParts {
  /** Reasons why this server should get no work now; none when it is ready. */
  ready(): Promise<readonly string[]>;
  readonly draining: () => boolean;
  readonly metrics: Metrics;
}

/** A database that does not answer within this is a database that does not answer. */
const patienceMs = 2_000;

/** `/live`: this process runs. `/ready`: give it work. `/metrics`: in Prometheus' text format. */
export function serveHealth(server: FastifyInstance, parts: HealthParts): void {
  server.get('/live', (_request, reply) => reply.send({ live: true }));
  server.get('/ready', async (_request, reply) => {
    const reasons = parts.draining() ? ['this server is stopping'] : await reasonsInTime(parts);
    return reply.code(reasons.length === 0 ? 200 : 503).send({ ready: !reasons.length, reasons });
  });
  server.get('/metrics', async (_request, reply) =>
    reply.type(parts.metrics.contentType).send(await parts.metrics.text()),
  );
}

async function reasonsInTime(parts: HealthParts): Promise<readonly string[]> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<readonly string[]>((resolve) => {
    timer = setTimeout(() => resolve(['no answer about readiness in time']), patienceMs);
  });
  try {
    return await Promise.race([parts.ready(), tooLate]);
  } catch {
    return ['readiness could not be found out'];
  } finally {
    clearTimeout(timer);
  }
}
