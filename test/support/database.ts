import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { databaseUrl, TEMPLATE } from './test-server.ts';

export interface TestDatabase {
  readonly url: string;
  readonly name: string;
  /** Drops it, ending whatever is still connected. */
  drop(): Promise<void>;
}

/** A migrated, empty database for one test file, cloned from the template of the run. */
export async function createTestDatabase(template = TEMPLATE): Promise<TestDatabase> {
  const server = process.env['BAZARGAN_TEST_SERVER'];
  if (!server) throw new Error('No test server: run the tests by `npm test`');
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  await onServer(server, `create database ${name} template ${template} strategy file_copy`);
  return {
    url: databaseUrl(server, name),
    name,
    drop: () => onServer(server, `drop database if exists ${name} with (force)`),
  };
}

async function onServer(server: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: server });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
