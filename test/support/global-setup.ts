import { startTestServer, type TestServer } from './test-server.ts';

declare global {
  var bazarganTestServer: TestServer | undefined;
}

/** Before the first test file: one PostgreSQL for the run, its URL handed to the workers. */
export default async function setUp(): Promise<void> {
  const server = await startTestServer();
  globalThis.bazarganTestServer = server;
  process.env['BAZARGAN_TEST_SERVER'] = server.url;
}
