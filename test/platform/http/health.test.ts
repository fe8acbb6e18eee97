import { askOn, openReady } from './raw-socket.ts';
import { openTestHttp, type TestHttp } from './test-http.ts';

let http: TestHttp;
beforeAll(async () => void (http = await openTestHttp()));
afterAll(() => http.drain());

test('/live says that the process runs', async () => {
  const response = await fetch(`${http.url}/live`);
  expect([response.status, await response.json()]).toEqual([200, { live: true }]);
});

test('/ready says why it is not', async () => {
  const ready = async (): Promise<unknown[]> => {
    const response = await fetch(`${http.url}/ready`);
    return [response.status, await response.json()];
  };
  expect(await ready()).toEqual([200, { ready: true, reasons: [] }]);
  http.notReady('the database does not answer');
  expect(await ready()).toEqual([503, { ready: false, reasons: ['the database does not answer'] }]);
  http.notReady();
  expect(await ready()).toEqual([200, { ready: true, reasons: [] }]);
});

test('/metrics counts operations by root field and outcome, and open sockets', async () => {
  const raw = await openReady(http.url);
  await http.ask('query AnyNameAClientLikes { hello }');
  await http.ask('{ broken }');
  await http.ask('{ nothing }');
  await askOn(raw, '{ hello }');
  const text = await (await fetch(`${http.url}/metrics`)).text();
  const count = (labels: string): string | undefined =>
    new RegExp(`bazargan_operation_seconds_count\\{${labels}\\} (\\d+)`).exec(text)?.[1];
  expect(count('transport="http",kind="query",field="hello",outcome="ok"')).toBe('1');
  expect(count('transport="websocket",kind="query",field="hello",outcome="ok"')).toBe('1');
  expect(count('transport="http",kind="query",field="broken",outcome="failed"')).toBe('1');
  expect(count('transport="http",kind="none",field="none",outcome="refused"')).toBe('1');
  expect(text).toContain('bazargan_open_sockets 1');
  expect(text).toContain('process_resident_memory_bytes');
  expect(text).not.toContain('AnyNameAClientLikes');
  raw.socket.close();
});

test('what is nowhere is 404, in JSON', async () => {
  const response = await fetch(`${http.url}/nowhere`);
  expect(response.status).toBe(404);
  expect(await response.json()).toMatchObject({ errors: [{ message: 'There is nothing here' }] });
});
