/** After the last test file: stops the PostgreSQL of the run and removes its folder. */
export default async function tearDown(): Promise<void> {
  await globalThis.bazarganTestServer?.stop();
}
