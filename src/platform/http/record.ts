import type { Log } from '../log.ts';
import type { Metrics } from '../metrics.ts';
import type { RequestMeta } from './request-meta.ts';

/** Writes the one line of an operation and counts it. `startedAt` is of `performance.now()`. */
export type RecordOperation = (request: RequestMeta, startedAt: number, status?: number) => void;

export function createRecord(log: Log, metrics: Metrics): RecordOperation {
  return (request, startedAt, status) => {
    const ms = performance.now() - startedAt;
    const { transport, kind, field, outcome } = request;
    metrics.operation({ transport, kind, field, outcome, seconds: ms / 1000 });
    log.info(
      {
        requestId: request.requestId,
        transport,
        kind,
        operation: request.operationName ?? field,
        outcome,
        ms: Math.round(ms * 10) / 10,
        address: request.address,
        ...(status !== undefined && { status }),
      },
      'operation',
    );
  };
}
