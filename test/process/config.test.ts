import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigError, readConfig } from '../../src/config.ts';
import { settingsPage } from '../../scripts/print-settings.ts';

test('an empty environment has all defaults', () => {
  const config = readConfig({});
  expect(config).toMatchObject({
    databaseUrl: null,
    databasePool: 10,
    demoData: true,
    timeZone: 'Asia/Tehran',
    http: {
      port: 4000,
      host: '127.0.0.1',
      executor: 'jit',
      allowedOrigins: [],
      limits: { tokens: 1000 },
    },
  });
  expect(config.dataDir).toBe(new URL('../../.data', import.meta.url).pathname);
  expect(Object.isFrozen(config) && Object.isFrozen(config.http.limits)).toBe(true);
});

test('every faulty variable is named in one error', () => {
  const environment = {
    PORT: '70000',
    DATABASE_URL: 'mysql://x',
    EXECUTOR: 'fast',
    DEMO_DATA: 'yes',
    ALLOWED_ORIGINS: 'https://a.example, b.example',
    MAX_DEPTH: 'deep',
    DRAIN_SECONDS: '-1',
  };
  let message = '';
  try {
    readConfig(environment);
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigError);
    message = (error as Error).message;
  }
  for (const name of Object.keys(environment)) expect(message).toContain(`\n  ${name}: `);
  expect(message).not.toContain('mysql://x');
});

test('an empty variable is an absent one', () => {
  expect(readConfig({ PORT: '', DATABASE_URL: '' })).toMatchObject({
    databaseUrl: null,
    http: { port: 4000 },
  });
});

test('a secret may come from a file, but not twice', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'config-'));
  const file = join(folder, 'url');
  await writeFile(file, 'postgresql://u:p@db/bazargan\n');
  expect(readConfig({ DATABASE_URL_FILE: file }).databaseUrl).toBe('postgresql://u:p@db/bazargan');
  expect(() => readConfig({ DATABASE_URL_FILE: file, DATABASE_URL: 'postgresql://x' })).toThrow(
    'not both',
  );
  expect(() => readConfig({ DATABASE_URL_FILE: join(folder, 'none') })).toThrow('cannot be read');
  await rm(folder, { recursive: true });
});

test('docs/settings.md is what the settings are', async () => {
  const page = await readFile(new URL('../../docs/settings.md', import.meta.url), 'utf8');
  expect(page).toBe(settingsPage());
});
