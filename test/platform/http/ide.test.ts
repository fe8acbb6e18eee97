import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openTestHttp, type TestHttp } from './test-http.ts';

let http: TestHttp;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'examples-'));
  await writeFile(join(folder, '2-finance.graphql'), '# Finance system\nsubscription { rings }\n');
  await writeFile(
    join(folder, '1-clerk.graphql'),
    '# Clerk\nquery Box($s: Int) { box(size: $s) { name } }\n',
  );
  await writeFile(
    join(folder, '1-clerk.json'),
    '{"variables": {"s": 4}, "headers": {"Authorization": "Bearer {{token}}"}}',
  );
  http = await openTestHttp({ examples: folder });
});
afterAll(async () => {
  await http.drain();
  await rm(folder, { recursive: true });
});

const get = async (path: string) => {
  const response = await fetch(`${http.url}${path}`);
  return { status: response.status, headers: response.headers, text: await response.text() };
};

test('the page and everything it names come from this server', async () => {
  const page = await get('/');
  expect(page.status).toBe(200);
  expect(page.headers.get('content-security-policy')).toContain("default-src 'self'");
  expect(page.text).toContain('<base href="/ide/">');
  const names = [...page.text.matchAll(/(?:src|href)="([^"/][^"]*)"/g)].map((match) => match[1]);
  expect(names).toEqual(expect.arrayContaining(['main.js', 'styles.css', 'start.js']));
  for (const name of names) {
    const { status, headers } = await get(`/ide/${name}`);
    expect([name, status]).toEqual([name, 200]);
    expect(headers.get('content-type')).toMatch(/javascript|css|image/);
  }
  expect(page.text).not.toMatch(/(src|href)="https?:/);
});

test('the tabs are the examples, in order, with variables and headers', async () => {
  const { text } = await get('/ide/start.js');
  expect(text.indexOf('Clerk')).toBeLessThan(text.indexOf('Finance system'));
  expect(text).toContain('box(size: $s)');
  expect(text).toContain('Bearer {{token}}');
  expect(text).toContain('graphql-ws');
});

test('nothing beside the IDE is served', async () => {
  for (const path of [
    '/ide/..%2f..%2fpackage.json',
    '/ide/%2e%2e/%2e%2e/package.json',
    '/ide/nothing.js',
    '/ide/',
  ]) {
    expect((await get(path)).status).toBe(404);
  }
});

test('it can be left out', async () => {
  const without = await openTestHttp({ settings: { ide: false } });
  expect((await fetch(`${without.url}/`)).status).toBe(404);
  await without.drain();
});
