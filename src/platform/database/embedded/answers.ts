import { once } from 'node:events';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** Longer than a healthy server is busy with anything before it answers somebody new. */
const PATIENCE_MS = 30_000;
/** Asks whether the server encrypts: its first word to anybody, who need not say who they are. */
const SSL_REQUEST = Buffer.from([0, 0, 0, 8, 4, 210, 22, 47]);

/**
 * Whether the server on this socket answers. One that was killed leaves its files as they were and
 * is among the processes until the machine has come to end it.
 */
export async function answers(socketDir: string, port: number): Promise<boolean> {
  const socket = connect(join(socketDir, `.s.PGSQL.${port}`));
  const over = new AbortController();
  const { signal } = over;
  try {
    socket.write(SSL_REQUEST);
    return await Promise.race([
      once(socket, 'data', { signal }).then(() => true),
      once(socket, 'close', { signal }).then(() => false),
      sleep(PATIENCE_MS, false, { signal }),
    ]);
  } catch {
    return false;
  } finally {
    over.abort();
    socket.destroy();
  }
}
