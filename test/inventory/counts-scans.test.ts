import { newId, type Id } from '../../src/kernel/id.ts';
import {
  cancelStockCount,
  planCountsByClass,
  startStockCount,
} from '../../src/modules/inventory/index.ts';
import { countScans, type CountScan } from '../../src/modules/inventory/ledger/count-scans.ts';
import { defineOperation } from '../../src/platform/perform/operation.ts';
import { asSystem } from '../support/perform.ts';
import { goodsOf, receive } from './acts.ts';
import { count, counting, countState, empty, finish, post } from './counting.ts';
import { forgetGoods, idOf, openWorld, type World } from './world.ts';

let w: World;
beforeAll(async () => void (w = await openWorld()));
afterAll(() => w.close());
beforeEach(async () => {
  await forgetGoods(w);
  w.clock.set('2026-03-21T08:00:00Z');
  await receive(w, 'TEH A1', 'VALVE 10', 'BOILER S1');
});
afterEach(async () => expect(await w.verify()).toEqual([]));

interface Sent {
  readonly stockCountId: Id;
  readonly startedAt: Date;
  readonly scans: readonly CountScan[];
}

/** Stands for a session of the task COUNT. */
const sendScans = defineOperation({
  name: 'sendScansOfTest',
  permission: 'inventory.count',
  async run(op, { stockCountId, startedAt, scans }: Sent) {
    const ends = await countScans(op, stockCountId, { startedAt }, scans);
    return ends.map(({ outcome }) => outcome);
  },
});

/** `TEH A1 VALVE 1`, `TEH A1 VALVE 1 @08:30`: when the device says it was. */
const scanned = (text: string): CountScan => {
  const [goods = '', at] = text.split(' @');
  const [warehouse, place, ...rest] = goods.split(' ');
  const { sku, quantity, lot, serials } = goodsOf(rest.join(' '));
  const key = {
    locationId: idOf(w, `${warehouse} ${place}`),
    productId: idOf(w, sku),
    isSerial: serials !== null,
    ownerId: null,
    status: 'AVAILABLE' as const,
    packageId: null,
  };
  return {
    scanId: newId(),
    key,
    sku,
    lotCode: serials?.[0] ?? lot,
    quantity,
    unit: 'PCE',
    inUnit: quantity,
    scannedAt: at === undefined ? null : new Date(`2026-03-21T${at}:00Z`),
  };
};

const send = (stockCountId: Id, scans: readonly string[], startedAt = '08:00') =>
  w.perform(
    sendScans,
    {
      stockCountId,
      startedAt: new Date(`2026-03-21T${startedAt}:00Z`),
      scans: scans.map(scanned),
    },
    asSystem,
  );

test('scans count from zero, in their order; what does not count says so', async () => {
  const id = await counting(w, { places: ['TEH A1'], products: ['VALVE', 'BOILER'] });
  const ends = await send(id, [
    'TEH A1 VALVE 1',
    'TEH A1 BOILER S1',
    'TEH A1 VALVE 1',
    'TEH A1 BOILER S1',
    'TEH A2 VALVE 1',
    'ISF A1 VALVE 1',
    'TEH A1 HOSE 1',
    'TEH A1 BOILER S7',
  ]);
  expect(ends).toEqual([
    'MATCHED',
    'MATCHED',
    'MATCHED',
    'DUPLICATE',
    'UNEXPECTED',
    'WRONG_LOCATION',
    'UNEXPECTED',
    'MATCHED',
  ]);
  await finish(w, id, 'TEH A1');
  expect(await countState(w, id)).toEqual([
    'REVIEW',
    'A1 BOILER S1 COUNTED counted 1 expected 1 difference 0',
    'A1 BOILER S7 COUNTED counted 1 expected 0 difference 1',
    'A1 VALVE COUNTED counted 2 expected 10 difference -8',
  ]);
  await w.perform(cancelStockCount, { stockCountId: id }, asSystem);
});

test('scans that waited are compared with the book of their own instant', async () => {
  const id = await counting(w, { places: ['TEH A1'], products: ['VALVE'] });
  w.clock.set('2026-03-21T09:00:00Z');
  await receive(w, 'TEH A1', 'VALVE 5');
  w.clock.set('2026-03-21T10:00:00Z');
  expect(await send(id, ['TEH A1 VALVE 9 @08:30'])).toEqual(['MATCHED']);
  await finish(w, id, 'TEH A1');
  expect((await countState(w, id)).at(-1)).toBe(
    'A1 VALVE COUNTED counted 9 expected 10 difference -1',
  );
  await post(w, id);
});

test('goods that came between two scans that waited are counted anew', async () => {
  const id = await counting(w, { places: ['TEH A1'], products: ['VALVE'] });
  w.clock.set('2026-03-21T09:00:00Z');
  await receive(w, 'TEH A1', 'VALVE 5');
  w.clock.set('2026-03-21T10:00:00Z');
  await send(id, ['TEH A1 VALVE 9 @08:30', 'TEH A1 VALVE 6 @09:30']);
  await finish(w, id, 'TEH A1');
  expect((await countState(w, id)).at(-1)).toBe('A1 VALVE RECOUNT disturbed');
  // Not before the session began, nor after now, whatever the device says.
  await send(id, ['TEH A1 VALVE 15 @23:30'], '09:45');
  await send(id, ['TEH A1 VALVE 1 @07:30'], '09:45');
  await finish(w, id, 'TEH A1');
  expect((await countState(w, id)).at(-1)).toBe(
    'A1 VALVE COUNTED counted 16 expected 15 difference 1',
  );
  await w.perform(cancelStockCount, { stockCountId: id }, asSystem);
});

test('what came after a place was scanned offline is looked for again', async () => {
  const id = await counting(w, { places: ['TEH A1'] });
  w.clock.set('2026-03-21T09:00:00Z');
  await receive(w, 'TEH A1', 'HOSE 3');
  w.clock.set('2026-03-21T10:00:00Z');
  await send(id, ['TEH A1 VALVE 10 @08:30', 'TEH A1 BOILER S1 @08:31']);
  await finish(w, id, 'TEH A1');
  expect(await countState(w, id)).toContain('A1 HOSE RECOUNT disturbed');
  await w.perform(cancelStockCount, { stockCountId: id }, asSystem);
});

describe('classes', () => {
  const plan = async (plannedOn = '2026-03-21') => {
    const input = { warehouseId: idOf(w, 'TEH'), plannedOn };
    const { stockCountIds } = await w.perform(planCountsByClass, input, asSystem);
    const rows = await w.sql<{ line: string }>(
      `select concat_ws(' ', array_to_string(c.count_classes, ''), string_agg(p.sku, ' '
                order by p.sku)) as line
       from stock_count c join stock_count_product s on s.stock_count_id = c.id
       join product p on p.id = s.product_id
       where c.id = any($1::uuid[]) group by c.id order by 1`,
      [stockCountIds],
    );
    return { ids: stockCountIds, lines: rows.map(({ line }) => line) };
  };
  const classed = (sku: string, name: string) =>
    w.sql(
      `insert into stock_policy (id, product_id, warehouse_id, count_class)
       values (gen_random_uuid(), $1, $2, $3)`,
      [idOf(w, sku), idOf(w, 'TEH'), name],
    );

  test('what is due is planned once, class by class, and again in its time', async () => {
    await receive(w, 'TEH A2', 'HOSE 2');
    await classed('VALVE', 'A');
    await classed('HOSE', 'A');
    await classed('BOILER', 'C');
    // Nothing of it is there.
    await classed('ROPE', 'A');
    const first = await plan();
    expect(first.lines).toEqual(['A HOSE VALVE', 'C BOILER']);
    expect((await plan()).ids).toEqual([]);
    const [often = ''] = first.ids;
    await w.perform(startStockCount, { stockCountId: often }, asSystem);
    await count(w, often, ['TEH A1 VALVE 10']);
    await finish(w, often, 'TEH A1');
    await empty(w, often, 'TEH A2');
    await post(w, often);
    expect((await plan('2026-04-19')).ids).toEqual([]);
    // The hoses were not there.
    expect((await plan('2026-04-20')).lines).toEqual(['A VALVE']);
  });

  test('two who plan at once do not plan the same', async () => {
    await classed('VALVE', 'A');
    const plans = await Promise.all([plan(), plan(), plan()]);
    expect(plans.flatMap(({ lines }) => lines)).toEqual(['A VALVE']);
  });
});
