import { DomainError } from '../../src/kernel/domain-error.ts';
import {
  receiveGoods,
  shipStockTransfer,
  type ReceiveGoodsInput,
} from '../../src/modules/inventory/index.ts';
import { asSystem } from '../support/perform.ts';
import { receive, scan, settle, ship, shipInput, transfer } from './acts.ts';
import { moveOf, posting, promise } from './promising.ts';
import { without, type Changes } from './without.ts';
import { idOf, openWorld, outcomes, times, type World } from './world.ts';
import { atGate, gate } from '../support/gate.ts';

/*
 * Each guard is taken out of the real act, or out of the database, to see what it is good for: the
 * next guard below then answers, less politely, and when the last is gone `verify` finds damage.
 */

let w: World;
beforeEach(async () => void (w = await openWorld({ poolSize: 16 })));
// Damaged on purpose: closing would only say so again.
afterEach(() => w.close().catch(() => undefined));

const differences = async (): Promise<string> => (await w.verify()).join('\n');
const drop = (table: string, constraint: string) =>
  w.sql(`alter table ${table} drop constraint ${constraint}`);

// Everyone has looked before anyone writes.
const meet = [
  '), gate as materialized (\n    select not exists (',
  `), gate as materialized (\n    select ${gate} is not null and not exists (`,
] as const;
const noLevelLock = ['for no key update of s', ''] as const;
const noBalanceLock = ['for update of b', ''] as const;

describe('stock that is wanted twice', () => {
  const race = async (...edits: (readonly [string, string])[]) => {
    await receive(w, 'TEH DOCK', 'VALVE 2');
    const act = without(posting, {
      stock_levels_lock_by_place: edits.filter((edit) => edit === noLevelLock),
      // Behind a lock that is left the others cannot come to the gate.
      stock_moves_post: edits.includes(noBalanceLock) ? [meet, ...edits] : edits,
    });
    const goods = await Promise.all(times(6, () => moveOf(w, 'TEH DOCK VALVE 1 > customer')));
    const acts = () => outcomes(goods.map((move) => w.perform(act, { goods: [move] }, asSystem)));
    return edits.includes(noBalanceLock) ? atGate(w.database.pool, { of: 6 }, acts) : acts();
  };

  test('with every guard: as many leave as there are, the others are told', async () => {
    expect(await race()).toEqual({ done: 2, INSUFFICIENT_STOCK: 4 });
    expect(await differences()).toBe('');
  });

  test('without the locks of levels, those of balances let everyone see what is left', async () => {
    expect(await race(noLevelLock)).toEqual({ done: 2, INSUFFICIENT_STOCK: 4 });
    expect(await differences()).toBe('');
  });

  const dropChecks = async (table: string, ...constraints: readonly string[]) => {
    for (const constraint of constraints) await drop(table, constraint);
  };
  const checksOfBalances = [
    'stock_balance_hard_reserved_is_there',
    'stock_balance_never_negative',
  ] as const;
  const checksOfLevels = [
    'stock_level_sellable_is_on_hand',
    'stock_level_reserved_is_there',
  ] as const;

  test('without both, the CHECKs of the balance stop the act', async () => {
    const ends = await race(noLevelLock, noBalanceLock);
    expect(ends['done']).toBe(2);
    expect(Object.keys(ends).join()).toMatch(new RegExp(checksOfBalances.join('|')));
    expect(await differences()).toBe('');
  });

  test('without these as well, the CHECKs of the level stop it', async () => {
    await dropChecks('stock_balance', ...checksOfBalances);
    const ends = await race(noLevelLock, noBalanceLock);
    expect(ends['done']).toBe(2);
    expect(Object.keys(ends).join()).toMatch(new RegExp(checksOfLevels.join('|')));
    expect(await differences()).toBe('');
  });

  test('without all of them, more leaves than there is', async () => {
    await dropChecks('stock_balance', ...checksOfBalances);
    await dropChecks('stock_level', ...checksOfLevels);
    expect(await race(noLevelLock, noBalanceLock)).toEqual({ done: 6 });
    expect(await differences()).toContain('No balance is below zero');
  });
});

describe('the gate', () => {
  const leave =
    (...edits: (readonly [string, string])[]) =>
    async (goods: string) => {
      const act = without(posting, { stock_moves_post: edits });
      return outcomes([w.perform(act, { goods: [await moveOf(w, goods)] }, asSystem)]);
    };
  const blind = leave(['c.delta < 0 and coalesce(h.on_hand', 'false and coalesce(h.on_hand']);
  const promising = leave(
    ['sellable + sellable_delta < reserved', 'false'],
    ['h.on_hand - h.hard_reserved, 0)', 'h.on_hand, 0)'],
  );

  test('without it, a CHECK stops what is not there', async () => {
    await receive(w, 'TEH DOCK', 'VALVE 2');
    await receive(w, 'TEH A1', 'VALVE 2');
    const [end] = Object.keys(await blind('TEH DOCK VALVE 3 > customer'));
    expect(end).toContain('stock_balance_');
    expect(await differences()).toBe('');
  });

  test('without it, a CHECK stops what is promised to others, else they are deceived', async () => {
    await receive(w, 'TEH DOCK', 'VALVE 2');
    await promise(w, 'TEH VALVE 2');
    const [end] = Object.keys(await promising('TEH DOCK VALVE 1 > customer'));
    expect(end).toContain('stock_level_reserved_is_there');
    await drop('stock_level', 'stock_level_reserved_is_there');
    expect(await promising('TEH DOCK VALVE 1 > customer')).toEqual({ done: 1 });
    expect(await differences()).toContain('No level promises more than can be sold');
  });

  test('without it, a CHECK stops the very goods that are promised, else they go', async () => {
    await receive(w, 'TEH DOCK', 'BOILER S1,S2', 'VALVE 2');
    await receive(w, 'TEH A1', 'VALVE 2');
    await promise(w, 'TEH DOCK VALVE 2');
    const [end] = Object.keys(await promising('TEH DOCK VALVE 1 > customer'));
    expect(end).toContain('stock_balance_hard_reserved_is_there');
    await drop('stock_balance', 'stock_balance_hard_reserved_is_there');
    expect(await promising('TEH DOCK VALVE 1 > customer')).toEqual({ done: 1 });
    expect(await differences()).toContain('No place promises more than is there');
  });
});

describe('a serial number that arrives twice', () => {
  const noLook = ['and b.is_serial', 'and false'] as const;
  const go = (where: string, ...edits: (readonly [string, string])[]) => {
    const lines = [{ productId: idOf(w, 'BOILER'), quantity: '1', unit: 'PCE', serials: ['S1'] }];
    const input = {
      warehouseId: idOf(w, where.split(' ')[0]!),
      locationId: idOf(w, where),
      lines,
    } satisfies ReceiveGoodsInput;
    const changes: Changes = edits.length > 0 ? { stock_serials_in_stock: edits } : {};
    return w.perform(without(receiveGoods, changes), input, asSystem);
  };
  const placesTold = async (acts: Promise<unknown>[]): Promise<unknown[]> =>
    (await Promise.allSettled(acts)).flatMap((result) =>
      result.status === 'rejected' && result.reason instanceof DomainError
        ? result.reason.faults.map((fault) => fault.details?.['location'])
        : [],
    );

  test('without the look, the key of serials stops it, and cannot say where it is', async () => {
    await go('TEH A1');
    expect(await placesTold([go('ISF A1', noLook), go('TEH A1', noLook)])).toEqual([
      undefined,
      undefined,
    ]);
    expect(await placesTold([go('ISF A1')])).toEqual(['A1']);
    expect(await differences()).toBe('');
  });

  test('without the lock of the lot, some who lose a race are not told where it is', async () => {
    await go('TEH DOCK');
    const t = await transfer(w, 'TEH > ISF', 'BOILER 1');
    await ship(w, t, 'TEH DOCK BOILER S1');
    await settle(w, t, 'LOST BOILER S1');
    const wait = [
      'select lot.id',
      `with wait as materialized (select ${gate}) select lot.id`,
    ] as const;
    const act = without(receiveGoods, {
      stock_lots_ensure: `
        select lot.id, lot.product_id as "productId", lot.code, lot.expires_on as "expiresOn",
               lot.best_before_on as "bestBeforeOn", lot.removal_on as "removalOn"
        from lot
        where lot.product_id = any($2) and lot.code = any($4)
          and ($1::uuid[], $3::text[], $5::date[], $6::timestamptz, $7::date[], $8::date[],
               $9::text[]) is not null`,
      stock_serials_in_stock: [
        wait,
        ['order by p.sku', 'and (select count(*) from wait) > 0 order by p.sku'],
      ],
    });
    const input = {
      warehouseId: idOf(w, 'TEH'),
      lines: [{ productId: idOf(w, 'BOILER'), quantity: '1', unit: 'PCE', serials: ['S1'] }],
    };
    const told = await atGate(w.database.pool, { of: 6 }, () =>
      placesTold(times(6, () => w.perform(act, input, asSystem))),
    );
    expect(told).toHaveLength(5);
    expect(told).toContain(undefined);
  });

  test('without the key, it is in two places', async () => {
    await w.sql('drop index stock_balance_serial_in_one_place');
    await go('TEH A1', noLook);
    await go('ISF A1', noLook);
    expect(await differences()).toContain('A serial number is in one place');
  });

  test('without its CHECK, it is in one place twice', async () => {
    await drop('stock_balance', 'stock_balance_serial_is_one');
    await go('TEH A1', noLook);
    await go('TEH A1', noLook);
    expect(await differences()).toContain('A serial number is in one place, as one');
  });
});

test('numbers: without the lock of the series, their key stops a second use', async () => {
  const act = without(receiveGoods, {
    number_series_take: `
      select 1 as last where ($1::text, $2::uuid, $3::int) is not null`,
  });
  const input = {
    warehouseId: idOf(w, 'TEH'),
    lines: [{ productId: idOf(w, 'VALVE'), quantity: '1', unit: 'PCE' }],
  };
  const race = () => outcomes(times(3, () => w.perform(act, input, asSystem)));
  expect(Object.keys(await race()).join()).toContain('stock_voucher_number_unique');
  await drop('stock_voucher', 'stock_voucher_number_unique');
  expect(await race()).toEqual({ done: 3 });
});

test.each([
  [
    'stock_move',
    'stock_move_append_only',
    'update stock_move set quantity = quantity + 1',
    'Each balance is the sum of its moves',
  ],
  [
    'stock_voucher_line',
    'stock_voucher_line_posted_is_final',
    'update stock_voucher_line set posted = 7',
    'A voucher line is posted as its moves say',
  ],
  [
    'stock_scan',
    'stock_scan_append_only',
    'update stock_scan set quantity = 7',
    'Counters of scans are the sums of the scans',
  ],
  ['stock_scan', 'stock_scan_posted_once', null, null],
])('%s: without the trigger %s the past can be altered', async (table, trigger, damage, found) => {
  await receive(w, 'TEH DOCK', 'VALVE 9');
  const t = await transfer(w, 'TEH > ISF', 'VALVE 1', 'HOSE 1');
  await scan(w, t, 'SHIP', 'VALVE-1');
  const altering = damage ?? 'update stock_scan set posted_operation_id = gen_random_uuid()';
  if (!damage) await w.perform(shipStockTransfer, shipInput(w, t, [], true), asSystem);
  await expect(w.sql(altering)).rejects.toThrow(/append-only|never changes/);
  await w.sql(`drop trigger ${trigger} on ${table}`);
  await w.sql(altering);
  expect(await differences()).toContain(
    found ?? 'A scan that was shipped or received names an operation',
  );
});

test('without their keys, two of one warehouse code or default place can be', async () => {
  const twins = [
    `insert into warehouse (id, code, name_en, name_fa, created_at)
     values (gen_random_uuid(), 'TEH', 'T', 'T', now())`,
    `insert into location (id, warehouse_id, code, name_en, name_fa, kind, created_at)
     select gen_random_uuid(), warehouse_id, code, 'T', 'T', kind, now()
     from location where code = 'A2'`,
    `update location set default_receipt = true where kind = 'STORAGE'`,
  ];
  for (const twin of twins) await expect(w.sql(twin)).rejects.toMatchObject({ code: '23505' });
  await drop('warehouse', 'warehouse_code_unique');
  await drop('location', 'location_warehouse_id_code_unique');
  await w.sql('drop index location_default_receipt');
  for (const twin of twins) await w.sql(twin);
});

test.each([
  ['a transfer to its own source', `update stock_transfer set destination_id = source_id`],
  ['a shipped transfer without its instant', `update stock_transfer set state = 'SHIPPED'`],
  ['a finished one without its instant', `update stock_transfer set state = 'CANCELLED'`],
  ['a state that is none', `update stock_transfer set state = 'LOST'`],
  ['more shipped than requested', `update stock_transfer_line set shipped = 2`],
  ['more arrived than shipped', `update stock_transfer_line set received = 1`],
  ['a place of storage without a warehouse', `update location set warehouse_id = null`],
  ['a kind of place that is none', `update location set kind = 'CELLAR'`],
  [
    'goods received into quarantine',
    `update location set default_receipt = true where kind = 'QUARANTINE'`,
  ],
])('the database refuses %s', async (_, damage) => {
  await transfer(w, 'TEH > ISF', 'VALVE 1');
  await expect(w.sql(damage)).rejects.toMatchObject({ code: '23514' });
});
