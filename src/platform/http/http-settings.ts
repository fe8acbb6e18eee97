/** What the HTTP server is told; a part of the configuration of the whole. */
export interface HttpSettings {
  readonly port: number;
  readonly host: string;
  /** Origins of other sites whose pages may call this server. */
  readonly allowedOrigins: readonly string[];
  readonly trustedProxies: number;
  readonly executor: 'jit' | 'graphql-js';
  readonly introspection: boolean;
  readonly ide: boolean;
  readonly drainSeconds: number;
  readonly limits: Limits;
}

export interface Limits {
  /** Lexical tokens of one document. */
  readonly tokens: number;
  readonly depth: number;
  readonly aliases: number;
  readonly rootFields: number;
  /** Values one answer may hold, as estimated from the list sizes asked for. */
  readonly complexity: number;
  /** Items one page of a list may have. */
  readonly listSize: number;
  readonly bodyBytes: number;
  readonly connections: number;
  readonly socketsPerAddress: number;
  readonly socketsPerPerson: number;
  readonly operationsPerSocket: number;
  /** Bytes that may wait for a slow reader of a WebSocket. */
  readonly socketBufferBytes: number;
}
