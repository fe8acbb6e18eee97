import { createLog } from '../../../src/platform/log.ts';
import { createJobs } from '../../../src/platform/jobs/index.ts';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';
import { waitUntil } from '../../support/wait-until.ts';

const log = createLog('silent');
let database: TestDatabase;
beforeAll(async () => void (database = await createTestDatabase()));
afterAll(() => database.drop());

test('each request is done once, by one of two servers, and again when it failed', async () => {
  const done: string[] = [];
  const failed = new Set<string>();
  const servers = ['one', 'two'].map((server) => {
    const jobs = createJobs({ url: database.url, log, pollSeconds: 0.5 });
    jobs.register({
      name: 'letters.send',
      async run(data) {
        const { to } = data as { to: string };
        if (to === 'fails once' && !failed.has(to)) {
          failed.add(to);
          throw new Error('no paper');
        }
        done.push(to);
      },
    });
    return { server, jobs };
  });
  await Promise.all(servers.map(({ jobs }) => jobs.start()));
  const [first] = servers;
  const wanted = ['a', 'b', 'fails once'];
  for (const to of wanted) await first?.jobs.request('letters.send', { to });
  await waitUntil(() => done.length >= wanted.length, 'all to be done');
  await Promise.all(servers.map(({ jobs }) => jobs.stop()));
  expect(done.sort()).toEqual(wanted);
});

test('without jobs nothing is started', async () => {
  const jobs = createJobs({ url: 'postgresql://nobody@nowhere.invalid/none', log });
  await jobs.start();
  await jobs.stop();
});

test('stopping waits for what is being done', async () => {
  let finished = false;
  let begun = (): void => undefined;
  const running = new Promise<void>((resolve) => (begun = resolve));
  const jobs = createJobs({ url: database.url, log, pollSeconds: 0.5 });
  jobs.register({
    name: 'slow.work',
    async run() {
      begun();
      await new Promise((resolve) => setTimeout(resolve, 500));
      finished = true;
    },
  });
  await jobs.start();
  await jobs.request('slow.work');
  await running;
  await jobs.stop();
  expect(finished).toBe(true);
});
