import { openReady, type RawSocket } from '../platform/http/raw-socket.ts';

/** A socket with one subscription to the events, whose messages are taken as they come. */
export interface Subscriber {
  readonly raw: RawSocket;
  /** The positions told, in the order of arrival. */
  readonly positions: string[];
  /** What the subscription was told instead of events. */
  readonly errors: unknown[];
  readonly closed: RawSocket['closed'];
}

export async function subscribe(
  url: string,
  token: string,
  options: { after?: string; fields?: string; times?: number } = {},
): Promise<Subscriber> {
  const { after, fields = 'position', times = 1 } = options;
  const raw = await openReady(url, token);
  const positions: string[] = [];
  const errors: unknown[] = [];
  raw.socket.removeAllListeners('message');
  raw.socket.on('message', (data: Buffer) => {
    const message = JSON.parse(data.toString()) as Message;
    if (message.type === 'ping') raw.send({ type: 'pong' });
    else if (message.type !== 'next') errors.push(message);
    else if (message.payload.errors) errors.push(...message.payload.errors);
    else positions.push(message.payload.data.events.position);
  });
  const query = `subscription ($after: Position) { events(after: $after) { ${fields} } }`;
  for (let id = 0; id < times; id += 1) {
    raw.send({ type: 'subscribe', id: `${id}`, payload: { query, variables: { after } } });
  }
  return { raw, positions, errors, closed: raw.closed };
}

interface Message {
  readonly type: string;
  readonly payload: {
    readonly data: { readonly events: { readonly position: string } };
    readonly errors?: readonly unknown[];
  };
}

/** One number of `/metrics`. */
export async function metric(url: string, name: string): Promise<number> {
  const text = await (await fetch(`${url}/metrics`)).text();
  const found = new RegExp(`^${name} (\\S+)$`, 'm').exec(text);
  if (!found) throw new Error(`There is no metric ${name}`);
  return Number(found[1]);
}
