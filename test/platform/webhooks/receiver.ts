import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** The body, as far as tests look at it. */
interface Posted {
  readonly id: string;
  readonly type: string;
  readonly position: string | null;
  readonly withheld?: boolean;
  readonly stream: { readonly id: string };
  readonly data: { readonly n: number };
}

/** What a receiver was sent. */
export interface Got {
  readonly id: string;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: string;
  readonly json: Posted;
  readonly url: string;
}

export type Behaviour = (got: Got, response: ServerResponse, request: IncomingMessage) => void;

/** A receiver on this machine that keeps what it got, and answers as it is told. */
export interface Receiver {
  readonly url: string;
  readonly port: number;
  readonly got: Got[];
  /** 200, if not said. */
  behave(behaviour: Behaviour): void;
  connections(): number;
  close(): Promise<void>;
}

export const answer =
  (status: number, headers: Record<string, string> = {}, text = ''): Behaviour =>
  (_got, response) =>
    void response.writeHead(status, headers).end(text);

export async function openReceiver(): Promise<Receiver> {
  let behaviour: Behaviour = answer(200);
  let connections = 0;
  const got: Got[] = [];
  const server = http.createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString('utf8');
      const headers = request.headers as Got['headers'];
      const one = {
        ...{ id: headers['webhook-id'] ?? '', headers, body, url: request.url ?? '' },
        json: JSON.parse(body.startsWith('{') ? body : '{}') as Posted,
      };
      got.push(one);
      behaviour(one, response, request);
    });
  });
  server.on('connection', () => (connections += 1));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/hook`,
    port,
    got,
    behave: (next) => void (behaviour = next),
    connections: () => connections,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
