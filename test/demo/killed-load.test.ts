import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { copyOfFiles, dyingAfter, inWorld, patience } from './demo-world.ts';

const ofSelling = [
  'salespeople',
  'segments',
  'customers',
  'projects',
  'leads',
  'opportunities',
  'price_lists',
  'list_prices',
  'discount_rules',
  'credit_limits',
  'quotes',
  'quote_lines',
  'orders',
  'order_lines',
  'returns',
  'open_items',
  'receipts',
  'cheques',
  'promises',
  'payment_plans',
  'targets',
].map((name) => `${name}.csv`);

describe('a load that does not come to its end', () => {
  let folder: URL;
  let complete: Record<string, unknown>;

  /** With two people only, so that these tests do not wait for passwords. */
  beforeAll(async () => {
    folder = await copyOfFiles();
    const people = new URL('people.csv', folder);
    const few = /^(login|clerk\.(teh|isf)),/;
    const lines = (await readFile(people, 'utf8')).split('\n').filter((line) => few.test(line));
    await writeFile(people, `${lines.join('\n')}\n`);
    // Nobody of those who are left sells.
    for (const file of ofSelling) {
      const [header] = (await readFile(new URL(file, folder), 'utf8')).split('\n');
      await writeFile(new URL(file, folder), `${header}\n`);
    }
    await inWorld(async (world) => {
      await world.load({ folder });
      complete = await world.summary();
    });
  }, patience);

  afterAll(() => rm(folder, { recursive: true }));

  it.each([1, 30, 60, 90])(
    'goes on where it stopped after act %i',
    (acts) =>
      inWorld(async (world) => {
        const dying = dyingAfter(world.app.perform, acts);
        const { perform } = dying;
        await expect(world.load({ perform, folder })).rejects.toThrow('killed');
        await dying.idle();
        expect(await world.summary()).not.toEqual(complete);
        expect(await world.load({ folder })).toMatchObject({ loaded: true });
        expect(await world.summary()).toEqual(complete);
      }),
    patience,
  );

  it.each([0.3, 0.9])(
    'goes on after kill -9 at %f of the way',
    (share) =>
      inWorld(async (world) => {
        const wanted = Number(complete['operation_log']) * share;
        const child = spawn(process.execPath, [join(import.meta.dirname, 'load-child.ts')], {
          env: { ...process.env, DATABASE_URL: world.app.database.url, DEMO_FOLDER: folder.href },
          stdio: ['ignore', 'ignore', 'inherit'],
        });
        for (let done = 0; done < wanted; await pause(5)) {
          const count = 'select count(*)::int as n from operation_log';
          done = (await world.app.sql<{ n: number }>(count))[0]?.n ?? 0;
          if (done < wanted) expect(child.exitCode).toBeNull();
        }
        // Who looks late finds it done.
        if (child.exitCode === null && child.kill('SIGKILL')) await once(child, 'exit');
        await world.load({ folder });
        expect(await world.summary()).toEqual(complete);
      }),
    patience,
  );

  it(
    'and one beside it do each act once',
    () =>
      inWorld(async (world) => {
        await Promise.all([world.load({ folder }), world.load({ folder })]);
        expect(await world.summary()).toEqual(complete);
      }),
    patience,
  );
});
