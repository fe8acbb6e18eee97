import { newId, type Id } from '../../src/kernel/id.ts';
import {
  closeStockPeriod,
  holdStock,
  relocateStock,
  reopenStockPeriod,
  transferOwnership,
  type CloseStockPeriodInput,
} from '../../src/modules/inventory/index.ts';
import { lockLevels } from '../../src/modules/inventory/ledger/lock-levels.ts';
import { Forbidden } from '../../src/platform/identity/access-error.ts';
import { defineOperation } from '../../src/platform/perform/operation.ts';
import { asSystem, asViewer } from '../support/perform.ts';
import { receive } from './acts.ts';
import { adjust, owner, placedLine, relocateInput } from './corrections.ts';
import {
  announced,
  expectRefused,
  forgetGoods,
  idOf,
  openWorld,
  outcomes,
  times,
  type World,
} from './world.ts';
import { waitUntil } from '../support/wait-until.ts';

let w: World;
beforeAll(async () => void (w = await openWorld({ poolSize: 20 })));
afterAll(() => w.close());
beforeEach(async () => {
  await forgetGoods(w);
  await w.sql('update warehouse set closed_through = null');
});
afterEach(async () => expect(await w.verify()).toEqual([]));

const close = (through: string, warehouse: string | null = 'TEH') =>
  w.perform(closeStockPeriod, closing(through, warehouse), asSystem);
const closing = (through: string, warehouse: string | null): CloseStockPeriodInput => ({
  through,
  warehouseId: warehouse === null ? null : idOf(w, warehouse),
});
const reopen = (over: object = {}) =>
  w.perform(
    reopenStockPeriod,
    { warehouseId: idOf(w, 'TEH'), reason: 'A paper came late', ...over },
    asSystem,
  );
const closed = async (): Promise<string[]> => {
  const rows = await w.sql<{ line: string }>(
    `select concat_ws(' ', code, coalesce(closed_through::text, 'open')) as line from warehouse
     order by 1`,
  );
  return rows.map((row) => row.line);
};

test('one warehouse is closed, then all that are not closed as far', async () => {
  expect(await close('2026-03-10')).toEqual({ warehouseIds: [idOf(w, 'TEH')] });
  expect(await closed()).toEqual(['ISF open', 'MHD open', 'TEH 2026-03-10']);
  await close('2026-03-15', 'ISF');
  const all = await close('2026-03-12', null);
  expect(all.warehouseIds).toEqual([idOf(w, 'TEH'), idOf(w, 'MHD')].sort());
  expect(await closed()).toEqual(['ISF 2026-03-15', 'MHD 2026-03-12', 'TEH 2026-03-12']);
  const events = await announced(w);
  expect(events.map(({ type }) => type)).toEqual(times(4, () => 'stockPeriod.closed'));
  expect(events[0]).toMatchObject({
    unit_ids: [idOf(w, 'TEH')],
    data: { closedThrough: '2026-03-10', before: null },
  });
});

test('it opens again, in part or as a whole, with a reason', async () => {
  await close('2026-03-10');
  await reopen({ through: '2026-03-05' });
  expect(await closed()).toContain('TEH 2026-03-05');
  expect((await announced(w)).at(-1)).toMatchObject({
    type: 'stockPeriod.reopened',
    data: { closedThrough: '2026-03-05', before: '2026-03-10', reason: 'A paper came late' },
  });
  await reopen();
  expect(await closed()).toContain('TEH open');
  await receive(w, 'TEH A1', 'VALVE 1');
});

test('refuses', async () => {
  await close('2026-03-10');
  await expectRefused(w, () => close('2026-03-22'), ['DATED_IN_FUTURE through']);
  await expectRefused(w, () => close('2026-02-30'), ['NOT_A_DATE through']);
  await expectRefused(w, () => close('2026-03-10'), ['PERIOD_NOT_OPEN through']);
  const nowhere = { warehouseId: newId(), through: '2026-03-01' };
  await expectRefused(w, () => w.perform(closeStockPeriod, nowhere, asSystem), [
    'WAREHOUSE_NOT_FOUND warehouseId',
  ]);
  await expectRefused(w, () => reopen({ through: '2026-03-10' }), ['PERIOD_NOT_CLOSED through']);
  await expectRefused(w, () => reopen({ warehouseId: idOf(w, 'ISF'), reason: '' }), [
    'REASON_REQUIRED reason',
    'PERIOD_NOT_CLOSED through',
  ]);
  await expectRefused(w, () => reopen({ warehouseId: newId() }), [
    'WAREHOUSE_NOT_FOUND warehouseId',
  ]);
});

test('needs the right there, for all of them everywhere; reopening has its own', async () => {
  const accountant = asViewer({ 'inventory.closePeriod': [idOf(w, 'TEH')] });
  const go = (warehouse: string | null) =>
    w.perform(closeStockPeriod, closing('2026-03-10', warehouse), accountant);
  await expect(go('ISF')).rejects.toThrow(Forbidden);
  await expect(go(null)).rejects.toThrow(Forbidden);
  await go('TEH');
  const input = { warehouseId: idOf(w, 'TEH'), reason: 'x' };
  await expect(w.perform(reopenStockPeriod, input, accountant)).rejects.toThrow(Forbidden);
});

describe('nothing is dated on or before the day', () => {
  const datedOn = '2026-03-10';
  const acts: Readonly<Record<string, (day: string) => Promise<unknown>>> = {
    adjustStock: (day) => adjust(w, ['TEH A1 VALVE 1'], { datedOn: day }),
    holdStock: (day) =>
      w.perform(
        holdStock,
        {
          status: 'BLOCKED',
          warehouseId: idOf(w, 'TEH'),
          reason: 'x',
          datedOn: day,
          lines: [placedLine(w, 'TEH A1 VALVE 1')],
        },
        asSystem,
      ),
    relocateStock: (day) =>
      w.perform(
        relocateStock,
        { ...relocateInput(w, ['TEH A1 > A2 VALVE 1']), datedOn: day },
        asSystem,
      ),
    transferOwnership: async (day) => {
      const [known] = await w.sql<{ id: Id }>(`select id from stock_owner where code = 'PERIOD'`);
      const toOwnerId = known?.id ?? (await owner(w, 'PERIOD'));
      const lines = [{ ...placedLine(w, 'TEH A1 VALVE 1'), toOwnerId }];
      const input = { warehouseId: idOf(w, 'TEH'), reason: 'x', lines, datedOn: day };
      return w.perform(transferOwnership, input, asSystem);
    },
  };

  test.each(Object.keys(acts))('%s', async (name) => {
    await receive(w, 'TEH A1', 'VALVE 10');
    if (name === 'transferOwnership') await owner(w, 'PERIOD');
    await close(datedOn);
    const act = acts[name] as (day: string) => Promise<unknown>;
    await expectRefused(w, () => act(datedOn), ['PERIOD_CLOSED datedOn']);
    await act('2026-03-11');
  });

  test('a receipt of today, when today is closed', async () => {
    await close('2026-03-21');
    await expectRefused(w, () => receive(w, 'TEH A1', 'VALVE 1'), ['PERIOD_CLOSED datedOn']);
    await receive(w, 'ISF A1', 'VALVE 1');
  });
});

test('who posts while somebody closes is in before, or refused; never after', async () => {
  await receive(w, 'TEH A1', 'VALVE 100');
  const posts = times(12, () => adjust(w, ['TEH A1 VALVE -1'], { datedOn: '2026-03-10' }));
  const ends = await outcomes([...posts.slice(0, 6), close('2026-03-10'), ...posts.slice(6)]);
  expect((ends['done'] ?? 0) + (ends['PERIOD_CLOSED'] ?? 0)).toBe(13);
  const late = await w.sql(
    `select m.seq from stock_move m join operation_log o on o.id = m.operation_id
     where m.dated_on = '2026-03-10' and m.seq > (
       select coalesce(max(seq), 0) from stock_move where dated_on = '2026-03-10')`,
  );
  expect(late).toEqual([]);
});

test('closing waits for who is posting, and who comes later waits for it', async () => {
  await receive(w, 'TEH A1', 'VALVE 10');
  const order: string[] = [];
  let letGo = (): void => undefined;
  const held = new Promise<void>((resolve) => (letGo = resolve));
  let tell = (): void => undefined;
  const isPosting = new Promise<void>((resolve) => (tell = resolve));
  const posting = defineOperation({
    name: 'posting',
    permission: null,
    async run(op) {
      await lockLevels(op, [{ productId: idOf(w, 'VALVE'), warehouseId: idOf(w, 'TEH') }]);
      tell();
      await held;
      order.push('posted');
      return {};
    },
  });
  const first = w.perform(posting, {}, asSystem);
  await isPosting;
  const second = close('2026-03-10').then(() => order.push('closed'));
  await waitForWaiters(1);
  const third = adjust(w, ['TEH A1 VALVE -1'], { datedOn: '2026-03-10' });
  await waitForWaiters(2);
  letGo();
  expect(await outcomes([first, second, third])).toEqual({ done: 2, PERIOD_CLOSED: 1 });
  expect(order).toEqual(['posted', 'closed']);
});

/** Until so many wait for an advisory lock. */
async function waitForWaiters(count: number): Promise<void> {
  const waiting = () =>
    w.sql(
      `select 1 from pg_locks l
       where l.locktype = 'advisory' and not l.granted
         and l.database = (select oid from pg_database where datname = current_database())`,
    );
  await waitUntil(async () => (await waiting()).length >= count, `${count} to wait`);
}
