import pg from 'pg';
import { readConfig } from '../../src/config.ts';
import { loadDemoCompany, type DemoCompany } from '../../src/demo/load-demo-company.ts';
import { entities, permissions } from '../../src/modules/index.ts';
import { systemClock } from '../../src/platform/clock.ts';
import { connectDatabase } from '../../src/platform/database/database.ts';
import { collectPermissions, createIdentity } from '../../src/platform/identity/index.ts';
import { createPerform } from '../../src/platform/perform/perform.ts';
import { createTestDatabase, type TestDatabase } from './database.ts';
import { databaseUrl, DEMO_TEMPLATE, TEMPLATE } from './test-server.ts';

/** Everyone's in the demo company. */
export const password = 'bazargan-demo';

/** A test database with the demo company in it, which is loaded once a run and then copied. */
export async function createDemoDatabase(): Promise<TestDatabase> {
  const server = process.env['BAZARGAN_TEST_SERVER'];
  if (!server) throw new Error('No test server: run the tests by `npm test`');
  const client = new pg.Client({ connectionString: server });
  await client.connect();
  try {
    // Test files run at once: the others wait for the one that loads.
    await client.query(`select pg_advisory_lock(hashtext('${DEMO_TEMPLATE}'))`);
    await makeTemplate(client, server);
  } finally {
    await client.end();
  }
  return createTestDatabase(DEMO_TEMPLATE);
}

async function makeTemplate(client: pg.Client, server: string): Promise<void> {
  const made = 'select 1 from pg_database where datname = $1 and datistemplate';
  if ((await client.query(made, [DEMO_TEMPLATE])).rowCount) return;
  await client.query(`drop database if exists ${DEMO_TEMPLATE} with (force)`);
  await client.query(`create database ${DEMO_TEMPLATE} template ${TEMPLATE} strategy file_copy`);
  await loadDemoInto(databaseUrl(server, DEMO_TEMPLATE));
  await client.query(`alter database ${DEMO_TEMPLATE} is_template true allow_connections false`);
}

/** Loads the demo company into a migrated database, from `folder` if not from `demo/`. */
export async function loadDemoInto(url: string, folder?: URL): Promise<DemoCompany> {
  const database = await connectDatabase({ url, entities, poolSize: 10 });
  const parts = { database, clock: systemClock };
  const { timeZone: zone } = readConfig({});
  const perform = createPerform({ ...parts, zone, onAnnounced: () => undefined });
  const identity = createIdentity({ ...parts, permissions: collectPermissions(permissions) });
  const given = { perform, database, identity, password };
  try {
    return await loadDemoCompany(folder ? { ...given, folder } : given);
  } finally {
    await database.close();
  }
}
