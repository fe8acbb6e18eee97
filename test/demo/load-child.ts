// Loads the demo company of DEMO_FOLDER into DATABASE_URL: a process that a test can kill.
import { loadDemoCompany } from '../../src/demo/load-demo-company.ts';
import { entities, permissions } from '../../src/modules/index.ts';
import { systemClock } from '../../src/platform/clock.ts';
import { connectDatabase } from '../../src/platform/database/database.ts';
import { collectPermissions, createIdentity } from '../../src/platform/identity/index.ts';
import { createPerform } from '../../src/platform/perform/perform.ts';
import { password } from './demo-world.ts';

const url = process.env['DATABASE_URL'] as string;
const database = await connectDatabase({ url, entities, poolSize: 10 });
const perform = createPerform({ database, clock: systemClock, onAnnounced: () => undefined });
const identity = createIdentity({
  database,
  clock: systemClock,
  permissions: collectPermissions(permissions),
});
const folder = new URL(process.env['DEMO_FOLDER'] as string);
await loadDemoCompany({ perform, database, identity, password, folder });
await database.close();
