import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

export interface OperationObserved {
  readonly transport: 'http' | 'websocket';
  readonly kind: string;
  /** The first root field: a name of the schema, never one that a client made up. */
  readonly field: string;
  readonly outcome: string;
  readonly seconds: number;
}

export interface Metrics {
  operation(observed: OperationObserved): void;
  /** An operation was tried again after a deadlock, a conflict or a lost connection. */
  retried(operation: string): void;
  /** A number that is read when someone asks for the metrics. */
  gauge(name: string, help: string, read: () => number | Promise<number>): void;
  readonly contentType: string;
  /** Everything in the text format of Prometheus. */
  text(): Promise<string>;
}

/** Each server process has its own registry; two in one process (tests) do not meet. */
export function createMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const operations = new Histogram({
    name: 'bazargan_operation_seconds',
    help: 'GraphQL operations by how they ended, from arrival to answer',
    labelNames: ['transport', 'kind', 'field', 'outcome'] as const,
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5],
    registers: [registry],
  });
  const retries = new Counter({
    name: 'bazargan_operation_retries_total',
    help: 'Further attempts after a deadlock, a conflict or a lost connection',
    labelNames: ['operation'] as const,
    registers: [registry],
  });
  return {
    operation: ({ seconds, transport, kind, field, outcome }) =>
      operations.observe({ transport, kind, field, outcome }, seconds),
    retried: (operation) => retries.inc({ operation }),
    gauge: (name, help, read) => {
      new Gauge({
        name,
        help,
        registers: [registry],
        async collect() {
          this.set(await read());
        },
      });
    },
    contentType: registry.contentType,
    text: () => registry.metrics(),
  };
}
