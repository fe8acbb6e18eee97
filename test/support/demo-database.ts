import { loadDemoCompany, type DemoCompany } from '../../src/demo/load-demo-company.ts';
import { entities, permissions } from '../../src/modules/index.ts';
import { systemClock } from '../../src/platform/clock.ts';
import { connectDatabase } from '../../src/platform/database/database.ts';
import { collectPermissions, createIdentity } from '../../src/platform/identity/index.ts';
import { createPerform } from '../../src/platform/perform/perform.ts';
import { createTestDatabase, type TestDatabase } from './database.ts';

/** Everyone's in the demo company. */
export const password = 'bazargan-demo';

/** A test database with the demo company in it. */
export async function createDemoDatabase(): Promise<TestDatabase> {
  const database = await createTestDatabase();
  await loadDemoInto(database.url);
  return database;
}

/** Loads the demo company into a migrated database, from `folder` if not from `demo/`. */
export async function loadDemoInto(url: string, folder?: URL): Promise<DemoCompany> {
  const database = await connectDatabase({ url, entities, poolSize: 10 });
  const parts = { database, clock: systemClock };
  const perform = createPerform({ ...parts, onAnnounced: () => undefined });
  const identity = createIdentity({ ...parts, permissions: collectPermissions(permissions) });
  const given = { perform, database, identity, password };
  try {
    return await loadDemoCompany(folder ? { ...given, folder } : given);
  } finally {
    await database.close();
  }
}
