import { once } from 'node:events';
import WebSocket from 'ws';
import { selection } from '../clients/payment-events/events.ts';

/*
 * Followers of the payment events in a process of their own, each on a socket of its own. Told how
 * many, after which position, and for how many events; says `ready`, and for each event by its
 * order when the followers had it (milliseconds since 1970, sorted), once all of them had.
 */

interface Order {
  readonly url: string;
  readonly key: string;
  readonly followers: number;
  readonly after: string;
}

const query = `subscription ($after: Position) {
  paymentEvents(after: $after) { ${selection} } }`;

const now = (): number => performance.timeOrigin + performance.now();

process.once('message', (order: Order) => void follow(order));

async function follow({ url, key, followers, after }: Order): Promise<void> {
  const arrivals: number[][] = [];
  const told = (nth: number): void => {
    const times = (arrivals[nth] ??= []);
    times.push(now());
    if (times.length < followers) return;
    process.send?.({ nth, times });
    arrivals[nth] = [];
  };
  for (let n = 0; n < followers; n += 50) {
    const some = Array.from({ length: Math.min(50, followers - n) }, () => open(url, key));
    for (const socket of await Promise.all(some)) {
      let nth = 0;
      socket.on('message', (data: Buffer) => {
        // What is no event says so at its beginning; an event is looked into no further.
        const isEvent = data.includes('"type":"next"');
        if (isEvent && data.includes('"position"')) told(nth++);
        else if (data.includes('"errors"')) throw new Error(data.toString());
      });
      const payload = { query, variables: { after } };
      socket.send(JSON.stringify({ type: 'subscribe', id: 'feed', payload }));
    }
  }
  process.send?.('ready');
}

async function open(url: string, key: string): Promise<WebSocket> {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws', {
    perMessageDeflate: false,
  });
  await once(socket, 'open');
  const acknowledged = once(socket, 'message');
  const payload = { authorization: `Bearer ${key}` };
  socket.send(JSON.stringify({ type: 'connection_init', payload }));
  await acknowledged;
  return socket;
}
