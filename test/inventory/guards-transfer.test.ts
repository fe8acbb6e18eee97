import { newId } from '../../src/kernel/id.ts';
import {
  receiveStockTransfer,
  recordScan,
  settleStockTransferShortage,
  shipStockTransfer,
} from '../../src/modules/inventory/index.ts';
import { anyOf } from '../../src/platform/database/any-of.ts';
import { asSystem } from '../support/perform.ts';
import {
  arriveInput,
  receive,
  scan,
  settleInput,
  ship,
  shipInput,
  transfer,
  type Transfer,
} from './acts.ts';
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

const noLock = { stock_transfer_lock: [['for no key update', '']] } as const;

describe('the lock of a transfer', () => {
  // Everyone has read the transfer before anyone changes it.
  const meet = [
    [`t.id = ${anyOf('$1')}`, `t.id = ${anyOf('$1')} and ${gate} is not null`],
  ] as const;
  const gatedOnItsWay = { ...noLock, stock_transfer_facts_on_its_way: meet };

  test('without it, a twin shipment is stopped by the state alone', async () => {
    await receive(w, 'TEH DOCK', 'VALVE 9');
    const t = await transfer(w, 'TEH > ISF', 'VALVE 1');
    const act = without(shipStockTransfer, noLock, { at: 'stock_transfer_facts_to_ship', of: 3 });
    const input = shipInput(w, t, ['TEH DOCK VALVE 1']);
    expect(await outcomes(times(3, () => w.perform(act, input, asSystem)))).toEqual({
      done: 1,
      'Error: The stock transfer changed under its lock': 2,
    });
  });

  test('without it, two receipts at once leave the transfer in the wrong state', async () => {
    await receive(w, 'TEH DOCK', 'VALVE 9');
    const t = await transfer(w, 'TEH > ISF', 'VALVE 2');
    await ship(w, t, 'TEH DOCK VALVE 2');
    const meeting = { at: 'stock_transfer_facts_on_its_way', of: 2 };
    const act = without(receiveStockTransfer, noLock, meeting);
    const input = arriveInput(w, t, ['VALVE 1']);
    expect(await outcomes(times(2, () => w.perform(act, input, asSystem)))).toEqual({ done: 2 });
    expect(await differences()).toContain('Transfers are in the state that their lines say');
  });

  test('without it, the CHECK of the line or the stock stop what arrives and is lost', async () => {
    await receive(w, 'TEH DOCK', 'VALVE 9');
    const race = async () => {
      const t = await transfer(w, 'TEH > ISF', 'VALVE 2');
      await ship(w, t, 'TEH DOCK VALVE 2');
      const arriving = without(receiveStockTransfer, gatedOnItsWay);
      const settling = without(settleStockTransferShortage, gatedOnItsWay);
      return atGate(w.database.pool, { of: 2 }, () =>
        outcomes([
          w.perform(arriving, arriveInput(w, t, ['VALVE 2']), asSystem),
          w.perform(settling, settleInput(t, ['LOST VALVE 2']), asSystem),
        ]),
      );
    };
    expect(Object.keys(await race()).join()).toContain('stock_transfer_line_arrived_as_shipped');
    expect(await differences()).toBe('');
    await drop('stock_transfer_line', 'stock_transfer_line_arrived_as_shipped');
    expect(await race()).toEqual({ done: 1, INSUFFICIENT_STOCK: 1 });
  });
});

describe('scans of the last unit', () => {
  const look = ['as work,', `as work, (select ${gate}) is null as waited,`] as const;
  const scanning = (t: Transfer, changes: Changes, codes: readonly string[]) => {
    const act = without(recordScan, {
      stock_scan_lock_transfer: [['for no key update', '']],
      stock_scan_look: [look],
      ...changes,
    });
    const scan = (code: string) => {
      const input = {
        ...{ scanId: newId(), stockTransferId: t.id, code },
        ...{ step: 'SHIP' as const, scannedAt: '2026-03-21' },
      };
      return w.perform(act, input, asSystem);
    };
    return atGate(w.database.pool, { of: codes.length }, () => outcomes(codes.map(scan)));
  };
  const noRoom = {
    stock_scan_write: [['l.scanned_to_ship + c.quantity <= l.requested', 'true']],
  } as const;
  const valves = ['VALVE-1', 'VALVE-1', 'VALVE-1'];
  const draft = async () => {
    await receive(w, 'TEH DOCK', 'VALVE 9', 'BOILER S1');
    return transfer(w, 'TEH > ISF', 'VALVE 1', 'BOILER 2');
  };

  test('without the lock, the condition of the count sends all but one back', async () => {
    const t = await draft();
    await scanning(t, {}, valves);
    expect(w.retried.length).toBeGreaterThan(0);
    expect(await differences()).toBe('');
  });

  test('without these two, the CHECK of the line stops it', async () => {
    const ends = await scanning(await draft(), noRoom, valves);
    expect(Object.keys(ends).join()).toContain('stock_transfer_line_scanned_as_requested');
  });

  test('without all three, a line counts more than was asked for', async () => {
    await drop('stock_transfer_line', 'stock_transfer_line_scanned_as_requested');
    const t = await draft();
    expect(await scanning(t, noRoom, valves)).toEqual({ done: 3 });
    expect(await w.sql('select max(scanned_to_ship)::int as n from stock_transfer_line')).toEqual([
      { n: 3 },
    ]);
  });

  test('a serial is counted once: by the lock, else by its key, else not', async () => {
    const t = await draft();
    const ends = await scanning(t, {}, ['S1', 'S1']);
    expect(Object.keys(ends).join()).toContain('stock_scan_serial_once');
    await w.sql('drop index stock_scan_serial_once');
    const again = await transfer(w, 'TEH > ISF', 'BOILER 2');
    await scanning(again, {}, ['S1', 'S1']);
    const [row] = await w.sql(
      `select count(*)::int as n from stock_scan
       where outcome = 'MATCHED' and stock_transfer_id = $1`,
      [again.id],
    );
    expect(row).toEqual({ n: 2 });
  });

  test('without the CHECK of arrivals, goods can be scanned here and lost on the way', async () => {
    await receive(w, 'TEH DOCK', 'VALVE 9');
    const arrived = async () => {
      const t = await transfer(w, 'TEH > ISF', 'VALVE 1');
      await ship(w, t, 'TEH DOCK VALVE 1');
      await scan(w, t, 'RECEIVE', 'VALVE-1');
      const blind = without(settleStockTransferShortage, {
        stock_transfer_facts_on_its_way: [["s.step = 'RECEIVE'", "s.step = 'RECEIVE' and false"]],
      });
      return outcomes([w.perform(blind, settleInput(t, ['LOST VALVE 1']), asSystem)]);
    };
    expect(Object.keys(await arrived()).join()).toContain('stock_transfer_line_arrived_as_shipped');
    await drop('stock_transfer_line', 'stock_transfer_line_arrived_as_shipped');
    expect(await arrived()).toEqual({ done: 1 });
  });
});
