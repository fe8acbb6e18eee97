import { newId } from '../../src/kernel/id.ts';
import {
  createStockTransfer,
  pickStockTransfer,
  reserveStockTransfer,
  shipStockTransfer,
} from '../../src/modules/inventory/index.ts';
import { Forbidden } from '../../src/platform/identity/access-error.ts';
import { asSystem, asViewer } from '../support/perform.ts';
import { receive, scan, ship, shipInput, transfer, type Transfer } from './acts.ts';
import { cancel, pick, reserve, setAside } from './transfer-acts.ts';
import {
  announced,
  expectRefused,
  forgetGoods,
  idOf,
  openWorld,
  outcomes,
  stateOf,
  stock,
  times,
  type World,
} from './world.ts';

let w: World;
beforeAll(async () => void (w = await openWorld({ poolSize: 16 })));
afterAll(() => w.close());
beforeEach(async () => {
  await forgetGoods(w);
  await receive(w, 'TEH DOCK', 'VALVE 6', 'ROPE 20 L1', 'BOILER S1,S2,S3');
  await receive(w, 'TEH A1', 'VALVE 4');
});
afterEach(async () => expect(await w.verify()).toEqual([]));

const shipPlan = (t: Transfer, more = {}) =>
  w.perform(shipStockTransfer, { stockTransferId: t.id, usePlan: true, ...more }, asSystem);

describe('reserving', () => {
  test('sets aside what is there; the rest waits, and is served when goods come', async () => {
    const t = await transfer(w, 'TEH > ISF', 'VALVE 12', 'ROPE 5');
    expect(await reserve(w, t)).toMatchObject({ complete: false });
    expect((await stateOf(w, t))[0]).toBe('APPROVED');
    expect(await setAside(w)).toEqual(['ROPE SOFT held 5', 'VALVE SOFT held 10 waiting 2']);
    await expectRefused(w, () => reserve(w, t), ['NOTHING_TO_RESERVE']);
    await receive(w, 'TEH A2', 'VALVE 2');
    expect(await setAside(w)).toEqual(['ROPE SOFT held 5', 'VALVE SOFT held 12']);
    expect(await reserve(w, t)).toMatchObject({ complete: true });
    expect((await stateOf(w, t))[0]).toBe('RESERVED');
    expect((await announced(w)).at(-1)).toMatchObject({
      type: 'stockTransfer.reserved',
      data: { stockTransfer: { state: 'RESERVED' } },
    });
  });

  test('all or nothing names every line that is short; two lines see each other', async () => {
    const t = await transfer(w, 'TEH > ISF', 'VALVE 6', 'VALVE 6', 'ROPE 21', 'BOILER 1');
    const faults = await expectRefused(w, () => reserve(w, t, true), [
      'INSUFFICIENT_STOCK stockTransferId',
      'INSUFFICIENT_STOCK stockTransferId',
    ]);
    expect(faults.map((fault) => fault.details?.['available'])).toEqual(['4', '20']);
    const enough = await transfer(w, 'TEH > ISF', 'VALVE 6', 'VALVE 4');
    expect(await reserve(w, enough, true)).toMatchObject({ complete: true });
    await expectRefused(w, () => reserve(w, enough), ['ILLEGAL_STATE']);
  });

  test('of two transfers the one that is wanted sooner is served first', async () => {
    const ask = ({ id: stockTransferId }: Transfer, wantedOn: string) =>
      w.perform(reserveStockTransfer, { stockTransferId, wantedOn }, asSystem);
    const later = await transfer(w, 'TEH > ISF', 'HOSE 2');
    const sooner = await transfer(w, 'TEH > ISF', 'HOSE 2');
    await expectRefused(w, () => ask(later, 'soon'), ['NOT_A_DATE wantedOn']);
    await ask(later, '2026-05-01');
    await ask(sooner, '2026-04-01');
    await receive(w, 'TEH DOCK', 'HOSE 2');
    expect(await reserve(w, sooner)).toMatchObject({ complete: true });
    await expectRefused(w, () => reserve(w, later), ['NOTHING_TO_RESERVE']);
  });

  test('is for the source, and answered again under its key', async () => {
    const t = await transfer(w, 'TEH > ISF', 'VALVE 4');
    const isf = asViewer({ 'inventory.transfer': [idOf(w, 'ISF')] });
    await expect(reserve(w, t, false, isf)).rejects.toThrow(Forbidden);
    const key = { ...asSystem, idempotencyKey: 'reserve' };
    const act = () => w.perform(reserveStockTransfer, { stockTransferId: t.id }, key);
    expect(await act()).toEqual(await act());
    expect(await setAside(w)).toEqual(['VALVE SOFT held 4']);
  });

  test('what is reserved is nobody else’s, and free again once cancelled', async () => {
    const [t, other] = [
      await transfer(w, 'TEH > ISF', 'VALVE 8'),
      await transfer(w, 'TEH > ISF', 'VALVE 3'),
    ];
    await reserve(w, t);
    await expectRefused(w, () => ship(w, other, 'TEH DOCK VALVE 3'), [
      'INSUFFICIENT_STOCK lines.0',
    ]);
    await reserve(w, other);
    await cancel(w, t);
    expect(await setAside(w)).toEqual(['VALVE SOFT held 3']);
    await ship(w, other, 'TEH DOCK VALVE 3');
    expect(await setAside(w)).toEqual([]);
  });

  test('the reservation of the transfer itself never stands in its way', async () => {
    const t = await transfer(w, 'TEH > ISF', 'VALVE 10');
    await reserve(w, t);
    await ship(w, t, 'TEH DOCK VALVE 6', 'TEH A1 VALVE 4');
    expect(await setAside(w)).toEqual([]);
    expect(await stock(w)).toContain('in transit VALVE 10');
  });

  test('what stays behind of a short shipment is released, and serves who waits', async () => {
    const [t, other] = [
      await transfer(w, 'TEH > ISF', 'VALVE 8'),
      await transfer(w, 'TEH > ISF', 'VALVE 5'),
    ];
    await reserve(w, t);
    await reserve(w, other);
    expect(await setAside(w)).toEqual(['VALVE SOFT held 2 waiting 3', 'VALVE SOFT held 8']);
    await w.perform(shipStockTransfer, shipInput(w, t, ['TEH DOCK VALVE 5'], true), asSystem);
    expect(await setAside(w)).toEqual(['VALVE SOFT held 5']);
  });
});

describe('picking', () => {
  test('by hand sets the very goods aside, and ships them without another word', async () => {
    const t = await transfer(w, 'TEH > ISF', 'VALVE 5', 'ROPE 5', 'BOILER 2');
    await reserve(w, t);
    await pick(w, t, 'TEH A1 VALVE 3', 'TEH DOCK ROPE 5 L1');
    expect((await stateOf(w, t))[0]).toBe('RESERVED');
    expect(await setAside(w)).toEqual([
      'BOILER SOFT held 2',
      'ROPE L1 HARD held 5',
      'VALVE HARD held 3',
      'VALVE SOFT held 2',
    ]);
    await pick(w, t, 'TEH A1 VALVE 4', 'TEH DOCK VALVE 1', 'TEH DOCK BOILER S1,S3');
    expect((await stateOf(w, t))[0]).toBe('PICKED');
    await ship(w, t);
    expect(await setAside(w)).toEqual([]);
    expect(await stock(w)).toEqual([
      'TEH DOCK BOILER S2 1',
      'TEH DOCK ROPE L1 15',
      'TEH DOCK VALVE 5',
      'in transit BOILER S1 1',
      'in transit BOILER S3 1',
      'in transit ROPE L1 5',
      'in transit VALVE 5',
    ]);
  });

  test('needs no reservation before, and counts with what was scanned', async () => {
    const t = await transfer(w, 'TEH > ISF', 'VALVE 3', 'BOILER 1');
    await expectRefused(w, () => pick(w, t), ['PICKED_NOT_ALL', 'PICKED_NOT_ALL']);
    await scan(w, t, 'SHIP', 'VALVE-1');
    await pick(w, t, 'TEH DOCK VALVE 2');
    await expectRefused(w, () => pick(w, t), ['PICKED_NOT_ALL']);
    await scan(w, t, 'SHIP', { code: 'BOILER-1', serial: 'S1' });
    await pick(w, t);
    expect((await stateOf(w, t))[0]).toBe('PICKED');
    await ship(w, t);
    expect(await stock(w)).toContain('in transit VALVE 3');
  });

  test('refuses what is not there, promised to others, or more than asked for', async () => {
    const [other, t] = [
      await transfer(w, 'TEH > ISF', 'VALVE 9'),
      await transfer(w, 'TEH > ISF', 'VALVE 3', 'BOILER 1'),
    ];
    await reserve(w, other);
    await expectRefused(w, () => pick(w, t, 'TEH DOCK VALVE 2', 'TEH A1 BOILER S1'), [
      'INSUFFICIENT_STOCK lines.0',
      'INSUFFICIENT_STOCK lines.1.serials.0',
    ]);
    await expectRefused(w, () => pick(w, t, 'TEH DOCK BOILER S1,S2'), ['MORE_THAN_REQUESTED']);
    await expectRefused(w, () => pick(w, t, 'ISF DOCK VALVE 1'), [
      'LOCATION_NOT_FOUND lines.0.locationId',
    ]);
  });

  test('takes the same number of statements for 2 lines as for 200', async () => {
    await receive(w, 'TEH DOCK', 'VALVE 400');
    const statements = async (count: number): Promise<[string[], string[]]> => {
      const t = await transfer(w, 'TEH > ISF', ...times(count, () => 'VALVE 1'));
      const picks = times(count, (n) => `TEH DOCK VALVE#${n + 1} 1`);
      const picking = await w.statementsOf(() => pick(w, t, ...picks));
      return [picking, await w.statementsOf(() => ship(w, t))];
    };
    expect(await statements(200)).toEqual(await statements(2));
  });
});

describe('serial numbers that are expected', () => {
  const wanting = async (): Promise<Transfer> => {
    const id = newId();
    const line = { id, productId: idOf(w, 'BOILER'), quantity: '2', unit: 'PCE' };
    const made = await w.perform(
      createStockTransfer,
      {
        sourceWarehouseId: idOf(w, 'TEH'),
        destinationWarehouseId: idOf(w, 'ISF'),
        lines: [{ ...line, expectedSerials: ['S1', 'S3'] }],
      },
      asSystem,
    );
    return { id: made.stockTransferId, number: made.number, lines: [{ id, sku: 'BOILER' }] };
  };

  test('are shipped, and no others unless that is meant', async () => {
    const t = await wanting();
    await expectRefused(w, () => ship(w, t, 'TEH DOCK BOILER S1,S2'), [
      'SERIAL_NOT_EXPECTED lines.0.serials.1',
    ]);
    await expectRefused(w, () => pick(w, t, 'TEH DOCK BOILER S1,S2'), [
      'SERIAL_NOT_EXPECTED lines.0.serials.1',
    ]);
    const input = shipInput(w, t, ['TEH DOCK BOILER S1,S2']);
    const swap = { ...input, acceptShort: null, allowSwap: true };
    const { acceptShort: _, ...picking } = swap;
    await w.perform(pickStockTransfer, picking, asSystem);
    await expectRefused(w, () => ship(w, t), ['SERIAL_NOT_EXPECTED']);
    await w.perform(shipStockTransfer, swap, asSystem);
    expect(await stock(w)).toContain('in transit BOILER S2 1');
  });

  test('are what the plan ships', async () => {
    const t = await wanting();
    await shipPlan(t);
    expect(await stock(w)).toContain('TEH DOCK BOILER S2 1');
  });
});

describe('the plan', () => {
  test('ships what goes first where nothing was scanned, and only when asked to', async () => {
    const t = await transfer(w, 'TEH > ISF', 'VALVE 8', 'ROPE 3', 'BOILER 1');
    await expectRefused(w, () => ship(w, t), ['NOTHING_TO_SHIP']);
    await shipPlan(t);
    expect(await stateOf(w, t)).toEqual([
      'SHIPPED',
      'VALVE requested 8 shipped 8',
      'ROPE requested 3 shipped 3',
      'BOILER requested 1 shipped 1',
    ]);
  });

  test('leaves what is promised to others, and says what is short', async () => {
    const [other, t] = [
      await transfer(w, 'TEH > ISF', 'VALVE 4'),
      await transfer(w, 'TEH > ISF', 'VALVE 8'),
    ];
    await reserve(w, other);
    await expectRefused(w, () => shipPlan(t), ['SHORT_SHIPMENT']);
    await shipPlan(t, { acceptShort: true });
    expect(await stateOf(w, t)).toEqual(['SHIPPED', 'VALVE requested 8 shipped 6']);
  });
});

test('reserve, pick, cancel and ship at once: what is set aside is somebody’s', async () => {
  for (const _ of times(5, () => 0)) {
    const [a, b] = [
      await transfer(w, 'TEH > ISF', 'VALVE 2'),
      await transfer(w, 'TEH > ISF', 'VALVE 2'),
    ];
    const ends = await outcomes([
      reserve(w, a),
      cancel(w, a),
      pick(w, a, 'TEH DOCK VALVE 1'),
      reserve(w, b),
      ship(w, b, 'TEH A1 VALVE 2'),
      reserve(w, a),
    ]);
    expect(
      Object.keys(ends).every((end) => /^(done|ILLEGAL_STATE|INSUFFICIENT_STOCK)$/.test(end)),
    ).toBe(true);
    expect(await w.verify()).toEqual([]);
    await receive(w, 'TEH A1', 'VALVE 2');
  }
});
