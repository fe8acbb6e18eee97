import { enableCompileCache } from 'node:module';
import type { App } from './app.ts';
import { ConfigError, readConfig } from './config.ts';
import { UnusableDatabase } from './platform/database/target.ts';

/**
 * Starts the product, says where it is and as whom to sign in, and stops it at SIGTERM or SIGINT; a
 * second signal ends it at once.
 */
async function main(): Promise<void> {
  let app: App | undefined;
  let stopping = false;
  const stop = (signal: string): void => {
    if (stopping) process.exit(128);
    stopping = true;
    console.error(`${signal}: stopping; once more to stop at once`);
    app?.stop().then(() => process.exit(0), crash);
  };
  process.on('SIGTERM', stop).on('SIGINT', stop);
  try {
    const config = readConfig(process.env);
    // Faulty settings are told before the rest is read; the next start need not compile it again.
    enableCompileCache();
    // Otherwise graphql asks of every value whether it comes from a second copy of graphql.
    process.env['NODE_ENV'] ??= 'production';
    const { startApp } = await import('./app.ts');
    app = await startApp(config);
  } catch (error) {
    if (error instanceof ConfigError || error instanceof UnusableDatabase) fail(error.message);
    if (isPortTaken(error)) fail(`Port ${error.port} is taken: set PORT to another one`);
    throw error;
  }
  if (stopping) await app.stop().then(() => process.exit(0), crash);
  else greet(app);
}

function isPortTaken(error: unknown): error is NodeJS.ErrnoException & { port: number } {
  return error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
}

function greet({ url, demo, administrator }: App): void {
  const lines = [`Bazargan is at ${url} (GraphQL: ${url}/graphql)`];
  if (demo) {
    lines.push(`Sign in with the password ${demo.password} as`);
    for (const { login, nameEn, role, warehouses } of demo.people) {
      const where = warehouses.length > 0 ? ` at ${warehouses.join(', ')}` : '';
      lines.push(`  ${login.padEnd(22)} ${nameEn}, ${role}${where}`);
    }
  }
  if (administrator) {
    const { login, password } = administrator;
    lines.push(`Sign in as ${login} with the password ${password} (shown this once: change it)`);
  }
  console.error(lines.join('\n'));
}

function fail(message: string): never {
  console.error(message);
  process.exit(1);
}

function crash(error: unknown): void {
  console.error(error);
  process.exit(1);
}

await main().catch(crash);
