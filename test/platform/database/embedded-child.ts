/** A node process that holds an embedded PostgreSQL, for tests that kill it. */
import { startEmbeddedPostgres } from '../../../src/platform/database/embedded/index.ts';

const [dataDir = '', settings = '{}'] = process.argv.slice(2);
try {
  const server = await startEmbeddedPostgres({
    dataDir,
    settings: JSON.parse(settings) as Record<string, string>,
  });
  console.log(JSON.stringify({ pid: server.pid, url: server.url('postgres') }));
  process.stdin.once('data', () => void server.stop().then(() => process.exit(0)));
} catch (error) {
  console.log(JSON.stringify({ error: (error as Error).message }));
  process.exit(1);
}
