import pg from 'pg';
import { SUPERUSER } from './cluster.ts';

/** Longer than a healthy server is busy with anything before it lets somebody in. */
const PATIENCE_MS = 30_000;
/** The server starts or stops. */
const CANNOT_CONNECT_NOW = '57P03';

/**
 * Whether the server on this socket answers. One that was killed leaves its files as they were and
 * is among the processes until the machine has come to end it.
 */
export async function answers(socketDir: string, port: number): Promise<boolean> {
  const client = new pg.Client({
    host: socketDir,
    port,
    user: SUPERUSER,
    database: 'postgres',
    connectionTimeoutMillis: PATIENCE_MS,
  });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return true;
  } catch (error) {
    // Who is refused has been heard.
    return error instanceof pg.DatabaseError && error.code !== CANNOT_CONNECT_NOW;
  } finally {
    await client.end().catch(() => undefined);
  }
}
