import { newId } from '../../src/kernel/id.ts';
import { outside } from '../../src/modules/inventory/rules/kinds.ts';
import { asSystem } from '../support/perform.ts';
import { receive } from './acts.ts';
import { moveOf, posting, promise, reserving, wantedOf } from './promising.ts';
import { without, type Changes } from './without.ts';
import { openWorld, outcomes, times, type World } from './world.ts';
import { atGate, gate } from '../support/gate.ts';

/*
 * Like `guards-stock.test.ts`: each guard is taken out, and the next one answers.
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
  'select s.product_id as "productId"',
  `select ${gate} is null as met, s.product_id as "productId"`,
] as const;
const noLock = { stock_levels_lock: [meet, ['for no key update of s', '']] } as const;
/** Of goods at a place the last look is at that. */
const noLockAtPlace = {
  stock_levels_lock: [['for no key update of s', '']],
  stock_reservation_places: [['select distinct', `select distinct ${gate} is null as met,`]],
} as const;

const race = async (text: string, changes?: Changes) => {
  const act = changes ? without(reserving, changes) : reserving;
  const asks = await Promise.all(times(6, () => wantedOf(w, text)));
  const acts = () => outcomes(asks.map((wanted) => w.perform(act, { wanted: [wanted] }, asSystem)));
  return changes ? atGate(w.database.pool, { of: 6 }, acts) : acts();
};

describe('goods that six want to be promised', () => {
  test('with every guard: as many get them as there are, the others are told', async () => {
    await receive(w, 'TEH DOCK', 'VALVE 2');
    expect(await race('TEH VALVE 1')).toEqual({
      done: 2,
      INSUFFICIENT_STOCK: 4,
    });
    expect(await differences()).toBe('');
  });

  test('without the lock of the level, its CHECK stops the act', async () => {
    await receive(w, 'TEH DOCK', 'VALVE 2');
    const ends = await race('TEH VALVE 1', noLock);
    expect(ends['done']).toBe(2);
    expect(Object.keys(ends).join()).toContain('stock_level_reserved_is_there');
    expect(await differences()).toBe('');
  });

  test('without both, more is promised than there is', async () => {
    await drop('stock_level', 'stock_level_reserved_is_there');
    await receive(w, 'TEH DOCK', 'VALVE 2');
    expect(await race('TEH VALVE 1', noLock)).toEqual({ done: 6 });
    expect(await differences()).toContain('No level promises more than can be sold');
  });
});

describe('a serial number that six want', () => {
  test('with every guard: one gets it', async () => {
    await receive(w, 'TEH DOCK', 'BOILER S1,S2');
    expect(await race('TEH DOCK BOILER S1')).toEqual({
      done: 1,
      INSUFFICIENT_STOCK: 5,
    });
  });

  test('without the lock, the CHECK of its balance stops the act', async () => {
    await receive(w, 'TEH DOCK', 'BOILER S1,S2,S3,S4,S5,S6');
    const ends = await race('TEH DOCK BOILER S1', noLockAtPlace);
    expect(ends['done']).toBe(1);
    expect(Object.keys(ends).join()).toContain('stock_balance_hard_reserved_is_there');
    expect(await differences()).toBe('');
  });

  test('without both, it is promised six times', async () => {
    await drop('stock_balance', 'stock_balance_hard_reserved_is_there');
    await receive(w, 'TEH DOCK', 'BOILER S1,S2,S3,S4,S5,S6');
    expect(await race('TEH DOCK BOILER S1', noLockAtPlace)).toEqual({ done: 6 });
    expect(await differences()).toContain('No place promises more than is there');
  });
});

test('a level that another act makes meanwhile is looked at again, behind its lock', async () => {
  await receive(w, 'TEH DOCK', 'HOSE 1');
  const move = await moveOf(w, 'TEH DOCK VALVE 5 > TEH A1');
  const arriving = { ...move, kind: 'RECEIPT' as const, fromId: outside.supplier };
  const holdOn = ['select not exists (', `select ${gate} is not null and not exists (`] as const;
  const slowly = without(posting, { stock_moves_post: [holdOn] });
  let waiting: Awaited<ReturnType<typeof promise>> | undefined;
  const meanwhile = async () => (waiting = await promise(w, 'TEH VALVE 2', { wait: true }));
  await atGate(w.database.pool, { of: 1, meanwhile }, () =>
    w.perform(slowly, { goods: [arriving] }, asSystem),
  );
  expect(waiting).toMatchObject({ held: '2', waiting: '0' });
  expect(await differences()).toBe('');
});

test('a reservation whose id is taken is refused in words', async () => {
  await receive(w, 'TEH DOCK', 'VALVE 5');
  const id = newId();
  await promise(w, 'TEH VALVE 1', { id });
  expect(await outcomes([promise(w, 'TEH VALVE 1', { id })])).toEqual({ ID_TAKEN: 1 });
});

test('without its trigger, the history of promises can be altered', async () => {
  await receive(w, 'TEH DOCK', 'VALVE 5');
  await promise(w, 'TEH VALVE 2');
  const damage = 'update stock_reservation_entry set held_change = 1';
  await expect(w.sql(damage)).rejects.toThrow('append-only');
  await w.sql('drop trigger stock_reservation_entry_append_only on stock_reservation_entry');
  await w.sql(damage);
  expect(await differences()).toContain('A reservation holds the sum of its entries');
});

test.each([
  ['more held than asked for', 'update stock_reservation set held = 9'],
  ['less than nothing held', 'update stock_reservation set held = -1'],
  ['a hard one without a place', `update stock_reservation set strength = 'HARD'`],
  ['an end that is none', `update stock_reservation set ended = 'GONE'`],
  ['a level that promises what it has not', 'update stock_level set reserved = 9'],
  ['a level that sells what it has not', 'update stock_level set sellable = 9'],
  ['a place that promises what it has not', 'update stock_balance set hard_reserved = 9'],
  [
    'goods of others that are promised',
    `with owner as (insert into stock_owner (id, code, name_en, name_fa, created_at)
                    values (gen_random_uuid(), 'THEM', 'T', 'T', now()) returning id)
     update stock_balance set hard_reserved = 1, status = 'BLOCKED'`,
  ],
])('the database refuses %s', async (_, damage) => {
  await receive(w, 'TEH DOCK', 'VALVE 5');
  await promise(w, 'TEH VALVE 2');
  await expect(w.sql(damage)).rejects.toMatchObject({ code: '23514' });
});

test.each([
  [
    'Each level promises what its reservations hold',
    'update stock_level set reserved = reserved - 1',
  ],
  ['Each level promises what its reservations hold', 'update stock_level set waiting = 3'],
  ['Each place promises what hard reservations hold', 'update stock_balance set hard_reserved = 0'],
  ['A reservation that ended neither holds', `update stock_reservation set ended = 'CANCELLED'`],
  [
    'Nobody waits for what is free',
    'update stock_reservation set quantity = quantity + 1 where held = 2',
  ],
  [
    'Hard reservations name goods in storage',
    `update stock_reservation set location_id = (select id from location where code = 'QUAR'
                                               limit 1)
     where strength = 'HARD'`,
  ],
  [
    'A reservation lost what was consumed',
    `insert into stock_reservation_entry (stock_reservation_id, product_id, warehouse_id, kind,
                                          held_change, at, operation_id)
     select id, product_id, warehouse_id, 'CONSUMED', -1, now(), gen_random_uuid()
     from stock_reservation limit 1`,
  ],
  [
    'Every change of a promise was made by an operation',
    `insert into stock_reservation_entry (stock_reservation_id, product_id, warehouse_id, kind,
                                          held_change, at, operation_id)
     select id, product_id, warehouse_id, 'HELD', 1, now(), gen_random_uuid()
     from stock_reservation limit 1`,
  ],
])('verify tells when it is not so: %s', async (found, damage) => {
  await receive(w, 'TEH DOCK', 'VALVE 5');
  await promise(w, 'TEH VALVE 2');
  await promise(w, 'TEH DOCK VALVE 1');
  expect(await differences()).toBe('');
  await w.sql(damage);
  expect(await differences()).toContain(found);
});
