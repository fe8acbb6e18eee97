import { editProduct } from '../../src/modules/catalog/index.ts';
import {
  adjustStock,
  approveStockAdjustment,
  closeStockPeriod,
  editLocation,
  editWarehouse,
  relocateStock,
} from '../../src/modules/inventory/index.ts';
import { asSystem, asViewer } from '../support/perform.ts';
import { receive } from './acts.ts';
import { adjust, adjustInput, promise, promises, relocateInput } from './corrections.ts';
import { without, type Changes, type Meeting } from './without.ts';
import { idOf, openWorld, outcomes, times, type World } from './world.ts';
import { gate, overtaking, waitsForTheEnd } from '../support/gate.ts';

/*
 * Like `guards-stock.test.ts`: each guard of corrections, moves inside and periods is taken out,
 * and what it is good for is seen.
 */

let w: World;
beforeEach(async () => void (w = await openWorld({ poolSize: 16 })));
// Damaged on purpose: closing would only say so again.
afterEach(() => w.close().catch(() => undefined));

const differences = async (): Promise<string> => (await w.verify()).join('\n');
/** Who writes here waits at the gate. */
const gateBefore = (table: string) =>
  w.sql(`create function wait_at_gate() returns trigger language plpgsql as
           $$ begin perform ${gate}; return new; end $$;
         create trigger gate before update on ${table}
           for each row execute function wait_at_gate()`);

describe('the lock that closes a period', () => {
  const datedOn = '2026-03-10';
  const shared = 'pg_advisory_xact_lock_shared(hashtextextended(warehouse_id::text, 0))';
  const race = async (changes: Changes) => {
    await receive(w, 'TEH A1', 'VALVE 9');
    // The act that posts has read an open day, and is not done yet.
    await gateBefore('stock_balance');
    const act = without(adjustStock, changes);
    const input = { warehouseId: idOf(w, 'TEH'), through: datedOn };
    return waitsForTheEnd(
      w.database.pool,
      () => w.perform(act, adjustInput(w, ['TEH A1 VALVE -1'], { datedOn }), asSystem),
      () => w.perform(closeStockPeriod, input, asSystem),
    );
  };

  test('with it closing waits until what is under way is posted', async () => {
    expect(await race({})).toBe(true);
  });

  test('without it goods are dated into a closed period', async () => {
    const none = [[shared, 'warehouse_id']] as const;
    expect(await race({ stock_levels_lock_by_place: none })).toBe(false);
  });
});

describe('the lock of a draft', () => {
  const unlocked = { stock_voucher_lock: [['for no key update', '']] } as const;
  const race = async (changes: Changes, meeting?: Meeting) => {
    const product = { productId: idOf(w, 'VALVE'), expectedVersion: 1, standardCost: '10' };
    await w.perform(editProduct, product, asSystem);
    const limit = { warehouseId: idOf(w, 'TEH'), expectedVersion: 1, adjustmentLimit: '1' };
    await w.perform(editWarehouse, limit, asSystem);
    await receive(w, 'TEH A1', 'VALVE 9');
    const author = asViewer({ 'inventory.adjust': 'ALL' });
    const { stockVoucherId } = await adjust(w, ['TEH A1 VALVE -2'], {}, author);
    const act = without(approveStockAdjustment, changes, meeting);
    return outcomes(times(6, () => w.perform(act, { stockVoucherId }, asSystem)));
  };

  test('with it one approval is booked, the others are told', async () => {
    expect(await race({})).toEqual({ done: 1, ILLEGAL_STATE: 5 });
    expect(await differences()).toBe('');
  });

  test('without it the state in the update still stops the others, less politely', async () => {
    const ends = await race(unlocked, { at: 'stock_voucher_facts', of: 6 });
    expect(ends['done']).toBe(1);
    expect(Object.keys(ends).join()).toMatch(/posted|changed under its lock|never change/);
    expect(await differences()).toBe('');
  });
});

describe('promises that go along with their goods', () => {
  const go = (changes: Changes) =>
    w.perform(
      without(relocateStock, changes),
      relocateInput(w, ['TEH A1 > A2 VALVE 4'], { moveReservations: true }),
      asSystem,
    );
  beforeEach(async () => {
    await receive(w, 'TEH A1', 'VALVE 5');
    await promise(w, 'TEH A1 VALVE 4');
  });

  test('with every guard they are held where the goods are', async () => {
    await go({});
    expect(await promises(w)).toEqual(['VALVE held 4 at TEH A2']);
    expect(await differences()).toBe('');
  });

  test('without the look nobody follows, and the ledger stops the goods', async () => {
    const blind = { stock_reservations_at_places: [['b.hard_reserved > 0', 'false']] } as const;
    expect(await outcomes([go(blind)])).toEqual({ INSUFFICIENT_STOCK: 1 });
    expect(await differences()).toBe('');
  });

  test('without their arrival the act is undone', async () => {
    const nowhere = { stock_reservations_arrive: [['b.package_id is null', 'false']] } as const;
    const ends = await outcomes([go(nowhere)]);
    expect(Object.keys(ends)).toEqual([
      'Error: Promises went along to a place where their goods are not',
    ]);
    expect(await promises(w)).toEqual(['VALVE held 4 at TEH A1']);
    expect(await differences()).toBe('');
  });
});

describe('a place that becomes something else', () => {
  const race = async (changes: Changes) => {
    await gateBefore('stock_level');
    const act = without(editLocation, changes);
    const input = { locationId: idOf(w, 'TEH A1'), expectedVersion: 1, kind: 'VAN' as const };
    const arrive = () => receive(w, 'TEH A1', 'VALVE 5');
    const become = () => w.perform(act, input, asSystem);
    return outcomes(await overtaking(w.database.pool, arrive, become));
  };

  test('with the lock it waits for goods that are under way', async () => {
    expect(await race({})).toEqual({ done: 1, LOCATION_NOT_EMPTY: 1 });
    expect(await differences()).toBe('');
  });

  test('without it goods are sold from where nothing is', async () => {
    const alone = 'pg_advisory_xact_lock(hashtextextended(id::text, 0))';
    expect(await race({ stock_periods_lock: [[alone, 'id']] })).toEqual({ done: 2 });
    expect(await differences()).toContain('Each level is the sum of its balances');
  });
});
