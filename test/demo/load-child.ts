// Loads the demo company of DEMO_FOLDER into DATABASE_URL: a process that a test can kill.
import { loadDemoInto } from '../support/demo-database.ts';

const { DATABASE_URL, DEMO_FOLDER } = process.env as Record<string, string>;
await loadDemoInto(DATABASE_URL as string, new URL(DEMO_FOLDER as string));
