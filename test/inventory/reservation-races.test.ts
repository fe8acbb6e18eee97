import { newId } from '../../src/kernel/id.ts';
import { expireStockReservations } from '../../src/modules/inventory/index.ts';
import { asSystem } from '../support/perform.ts';
import { arrive, receive, ship, transfer } from './acts.ts';
import {
  leave,
  levelsIn,
  lose,
  promise,
  promisesIn,
  release,
  reserving,
  wantedOf,
} from './promising.ts';
import { lineOf, setAside } from './set-aside.ts';
import { forgetGoods, openWorld, outcomes, times, type World } from './world.ts';

let w: World;
beforeAll(async () => void (w = await openWorld({ poolSize: 24 })));
afterAll(() => w.close());
beforeEach(async () => {
  await forgetGoods(w);
  w.clock.set('2026-03-21T08:00:00Z');
});
afterEach(async () => expect(await w.verify()).toEqual([]));

const soon = (): Date => new Date(w.clock.now().getTime() + 5_000);

test('reserve, release, receive, transfer, lose, expire at once: nothing drifts', async () => {
  const goods = ['VALVE', 'HOSE'];
  for (const at of ['TEH DOCK', 'TEH A1', 'ISF DOCK']) await receive(w, at, 'VALVE 40', 'HOSE 40');
  const one = async (n: number): Promise<unknown> => {
    const sku = goods[n % 2] ?? '';
    const other = goods[(n + 1) % 2] ?? '';
    const at = n % 3 ? 'TEH' : 'ISF';
    switch (n % 8) {
      case 0:
        return receive(w, `${at} DOCK`, `${sku} 3`, `${other} 2`);
      case 1:
        return lose(w, `TEH A1 ${sku} 4`, `TEH A1 ${other} 1`);
      case 2: {
        const mine = await promise(w, `${at} ${sku} 5`, { wait: true, priority: n % 4 });
        return leave(w, mine, `${at} DOCK ${sku} 2 > customer`);
      }
      case 3: {
        const hard = await promise(w, `TEH A1 ${sku} 4`, { wait: true });
        return release(w, hard);
      }
      case 4: {
        const t = await transfer(w, 'TEH > ISF', `${sku} 3`, `${other} 2`);
        await ship(w, t, `TEH DOCK ${other} 2`, `TEH DOCK ${sku} 3`);
        return arrive(w, t, `${sku} 3`, `${other} 2`);
      }
      case 5:
        return setAside(w, [lineOf(w, `${at} ${other} 6`), lineOf(w, `${at} ${sku} 6`)], {
          wait: n % 16 < 8,
          expiresAt: soon(),
        });
      case 6:
        return setAside(w, [lineOf(w, `${at} ${sku} 9`)], { allOrNothing: false, wait: true });
      default:
        w.clock.advance(1);
        return w.perform(expireStockReservations, {}, asSystem);
    }
  };
  const ends = await outcomes(times(160, one));
  const strange = Object.keys(ends).filter((end) => !['done', 'INSUFFICIENT_STOCK'].includes(end));
  expect(strange).toEqual([]);
  expect(ends['done']).toBeGreaterThan(60);
  expect(w.retried).toEqual([]);
});

test('deadlock hunt: lines of several items and warehouses in random order', async () => {
  const places = ['TEH VALVE', 'TEH HOSE', 'ISF VALVE', 'ISF HOSE'];
  for (const at of ['TEH DOCK', 'ISF DOCK']) await receive(w, at, 'VALVE 900', 'HOSE 900');
  const shuffled = () => [...places].sort(() => Math.random() - 0.5);
  const acts = times(60, async () => {
    const wanted = await Promise.all(shuffled().map((text) => wantedOf(w, `${text} 2`)));
    await w.perform(reserving, { wanted }, asSystem);
    await release(w, ...[...wanted].sort(() => Math.random() - 0.5).slice(0, 2));
  });
  expect(await outcomes(acts)).toEqual({ done: 60 });
  expect(w.retried).toEqual([]);
});

test('one demand leaves in five parts at once: never what others have', async () => {
  await receive(w, 'TEH DOCK', 'VALVE 10');
  const demandLineId = newId();
  await promise(w, 'TEH VALVE 6', { demandLineId });
  await promise(w, 'TEH VALVE 4');
  const acts = times(5, () => leave(w, { demandLineId }, 'TEH DOCK VALVE 2 > customer'));
  expect(await outcomes(acts)).toEqual({ done: 3, INSUFFICIENT_STOCK: 2 });
  expect(await promisesIn(w)).toEqual(['VALVE 6: consumed 6 CONSUMED', 'VALVE 4: held 4 RESERVED']);
  expect(await levelsIn(w)).toEqual(['TEH VALVE sellable 4 reserved 4']);
});

test('takes the same number of statements for one line as for 300', async () => {
  await receive(w, 'TEH DOCK', 'VALVE 2000', 'HOSE 2000');
  const count = async (lines: number): Promise<readonly (readonly string[])[]> => {
    const demandId = newId();
    const wanted = await Promise.all(
      times(lines, (n) => wantedOf(w, n % 2 ? 'TEH VALVE 1' : 'TEH HOSE 1', { demandId })),
    );
    const taken = await w.statementsOf(() => w.perform(reserving, { wanted }, asSystem));
    const given = await w.statementsOf(() => release(w, ...wanted));
    return [taken, given];
  };
  const few = await count(1);
  expect(await count(300)).toEqual(few);
  expect(few.map((names) => names.length)).toEqual([4, 6]);
});
