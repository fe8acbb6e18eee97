import type { IncomingMessage } from 'node:http';
import { newId } from '../../kernel/id.ts';

export type OperationKind = 'query' | 'mutation' | 'subscription' | 'none';
export type Outcome = 'ok' | 'refused' | 'failed';

/**
 * One operation as the log, the metrics and the operation log know it. The first part is known when
 * it arrives; the second is filled in while it runs.
 */
export interface RequestMeta {
  /** Sent by the client as `x-request-id`, else made here; echoed in the answer. */
  readonly requestId: string;
  readonly address: string;
  readonly transport: 'http' | 'websocket';
  readonly userAgent: string | null;
  kind: OperationKind;
  /** The name the client gave it, if any. */
  operationName: string | null;
  /** The first root field asked for: a name of the schema, so that metrics stay bounded. */
  field: string;
  /** `refused`: the client's fault, or its rights. `failed`: ours, and in the log. */
  outcome: Outcome;
}

const saneRequestId = /^[\w.:-]{8,100}$/;

export interface MetaOptions {
  /** Reverse proxies in front of this server that append to `x-forwarded-for`. */
  readonly trustedProxies: number;
}

export function describeRequest(
  request: IncomingMessage,
  transport: RequestMeta['transport'],
  options: MetaOptions,
): RequestMeta {
  const sent = request.headers['x-request-id'];
  return {
    requestId: typeof sent === 'string' && saneRequestId.test(sent) ? sent : newId(),
    address: clientAddress(request, options.trustedProxies),
    transport,
    userAgent: request.headers['user-agent']?.slice(0, 200) ?? null,
    kind: 'none',
    operationName: null,
    field: 'none',
    outcome: 'ok',
  };
}

/** A further operation on a socket: an id of its own, everything else as at the handshake. */
export const describeOperation = (socket: RequestMeta): RequestMeta => ({
  ...socket,
  requestId: newId(),
  kind: 'none',
  operationName: null,
  field: 'none',
  outcome: 'ok',
});

/** One answer of a subscription: it may fail without the others. */
export const describeAnswer = (subscription: RequestMeta): RequestMeta => ({
  ...subscription,
  outcome: 'ok',
});

/** What proxies we trust say, counted from the nearest: the rest of the header can be invented. */
export function clientAddress(request: IncomingMessage, trustedProxies: number): string {
  const peer = request.socket.remoteAddress ?? 'unknown';
  if (trustedProxies === 0) return peer;
  const header = request.headers['x-forwarded-for'];
  const hops = (Array.isArray(header) ? header.join(',') : (header ?? '')).split(',');
  return hops.at(-trustedProxies)?.trim() || peer;
}
