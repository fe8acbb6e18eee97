import { newId } from '../../src/kernel/id.ts';
import {
  finishCountLocation,
  receiveGoods,
  recordCount,
  startStockCount,
} from '../../src/modules/inventory/index.ts';
import { asSystem, asViewer } from '../support/perform.ts';
import { receive } from './acts.ts';
import { count, counting, countInput, finish, planned } from './counting.ts';
import { without, type Changes } from './without.ts';
import { idOf, openWorld, outcomes, type World } from './world.ts';
import { atGate, gate } from '../support/gate.ts';

/*
 * Like `guards-stock.test.ts`: each guard of counts is taken out, and the next one answers.
 */

let w: World;
beforeEach(async () => {
  w = await openWorld({ poolSize: 16 });
  await receive(w, 'TEH A1', 'VALVE 10');
});
// Damaged on purpose: closing would only say so again.
afterEach(() => w.close().catch(() => undefined));

const differences = async (): Promise<string> => (await w.verify()).join('\n');
const drop = (table: string, constraint: string) =>
  w.sql(`alter table ${table} drop constraint ${constraint}`);
const person = () => asViewer({ 'inventory.count': 'ALL' }, newId());

describe('the second person', () => {
  const blindToPersons = {
    stock_count_lines_of_keys: [['c.round = l.round - 1', 'false']],
  } as const;
  const again = async () => {
    const clerk = person();
    const id = await counting(w, { places: ['TEH A1'], recountQuantity: '0' }, clerk);
    await count(w, id, ['TEH A1 VALVE 8'], clerk);
    await finish(w, id, 'TEH A1', clerk);
    const act = without(recordCount, blindToPersons);
    await w.perform(act, countInput(w, id, ['TEH A1 VALVE 8']), clerk);
    return outcomes([finish(w, id, 'TEH A1', clerk)]);
  };

  test('is another one by the database, too, and else nobody but verify sees it', async () => {
    expect(Object.keys(await again()).join()).toContain('stock_count_counter_not_in_a_row_odd');
    expect(await differences()).toBe('');
    await w.forget('stock_count_hold');
    await w.sql('drop index stock_count_counter_not_in_a_row_odd');
    expect(await again()).toEqual({ done: 1 });
    expect(await differences()).toContain('Nobody counted the same twice in a row');
  });
});

describe('goods that a count has to itself', () => {
  const blindToOthers = { stock_count_overlaps: [['limit 100', 'limit 0']] } as const;
  const startTwo = async () => {
    const [all, valves] = [
      await planned(w, { places: ['TEH A1'] }),
      await planned(w, { products: ['VALVE'] }),
    ];
    const act = without(startStockCount, blindToOthers);
    return outcomes(
      [all, valves].map((stockCountId) => w.perform(act, { stockCountId }, asSystem)),
    );
  };

  test('are kept by the exclusion, and without it counted twice', async () => {
    expect(await startTwo()).toEqual({ done: 1, COUNTED_ELSEWHERE: 1 });
    await w.forget('stock_count_hold');
    await drop('stock_count_hold', 'stock_count_hold_is_of_one_count');
    expect(await startTwo()).toEqual({ done: 2 });
  });
});

describe('the lock of levels', () => {
  const countBeside = async (unlocked: boolean) => {
    const id = await counting(w, { places: ['TEH A1'] });
    const slow = without(receiveGoods, {
      stock_voucher_snapshot: [['where v.id = $1', `where v.id = $1 and ${gate} is not null`]],
    });
    const line = { productId: idOf(w, 'VALVE'), quantity: '3', unit: 'PCE' };
    const goods = {
      warehouseId: idOf(w, 'TEH'),
      locationId: idOf(w, 'TEH A1'),
      lines: [line],
    };
    const lock = 'for no key update of s';
    const noLock: Changes = {
      stock_levels_lock: [[lock, unlocked ? 'for key share of s' : lock]],
    };
    const place = { stockCountId: id, locationId: idOf(w, 'TEH A1') };
    const count = countInput(w, id, ['TEH A1 VALVE 10']);
    const meanwhile = async () => {
      await receive(w, 'ISF A1', 'VALVE 1');
      await w.perform(without(recordCount, noLock), count, asSystem);
      await w.perform(without(finishCountLocation, noLock), place, asSystem);
    };
    // These goods are in the ledger and not yet committed.
    await atGate(w.database.pool, { of: 1, meanwhile }, () => w.perform(slow, goods, asSystem));
  };

  test('lets goods that are being booked arrive before they are counted', async () => {
    await countBeside(false);
    expect(await differences()).toBe('');
  });

  test('without it, the book is not what it was when the goods were counted', async () => {
    await countBeside(true);
    expect(await differences()).toContain('What the book said when goods were counted');
  });
});

test('what was counted, and what a round came to, never changes', async () => {
  const id = await counting(w, { places: ['TEH A1'] });
  await count(w, id, ['TEH A1 VALVE 9']);
  await finish(w, id, 'TEH A1');
  for (const table of ['stock_count_entry', 'stock_count_result']) {
    await expect(w.sql(`update ${table} set round = 2`)).rejects.toThrow('append-only');
    await w.sql(`alter table ${table} disable trigger user`);
  }
  await w.sql('update stock_count_entry set quantity = 8');
  expect(await differences()).toContain('What a round came to is the sum of its entries');
});

test.each([
  [
    'What a line was counted as is the sum of its entries',
    'update stock_count_line set counted = 7',
  ],
  [
    'What the book said when goods were counted follows from its moves',
    'update stock_count_result set book = 11',
  ],
  [
    'A blind count tells what the book says only when nothing is left to be counted',
    `update stock_count set state = 'COUNTING', reviewed_at = null`,
  ],
  [
    'Stock counts are in the state that their places and lines say',
    `update stock_count_line set state = 'RECOUNT'`,
  ],
  [
    'Only counts under way have goods to themselves',
    `update stock_count set state = 'CANCELLED', ended_at = now()`,
  ],
  [
    'A posted count moved the differences that were accepted, and nothing else',
    `update stock_count set state = 'POSTED', ended_at = now()`,
  ],
  ['Every stock count was announced', `delete from outbox where type = 'stockCount.planned'`],
  ['Numbers of stock counts have no gaps', `update number_series set last = 9 where series = 'SC'`],
])('%s: told when it does not hold', async (name, damage) => {
  const id = await counting(w, { places: ['TEH A1'] });
  await count(w, id, ['TEH A1 VALVE 9']);
  await finish(w, id, 'TEH A1');
  expect(await w.verify()).toEqual([]);
  await w.sql('alter table stock_count_result disable trigger user');
  await w.sql('alter table stock_count_line drop constraint stock_count_line_difference_is_exact');
  await w.sql(damage);
  expect(await differences()).toContain(name);
});
