import {
  createStockPackages,
  packStock,
  receiveGoods,
  recordScans,
  type PackStockInput,
} from '../../src/modules/inventory/index.ts';
import { asSystem } from '../support/perform.ts';
import { receive } from './acts.ts';
import { begin, numberOf, picked, scanOf } from './scanning.ts';
import { draftIssue } from './voucher-acts.ts';
import { without, type Changes } from './without.ts';
import { idOf, openWorld, outcomes, times, type World } from './world.ts';
import { atGate, gate } from '../support/gate.ts';

/*
 * Each guard of scanning is taken out of the real act, or out of the database, to see what it is
 * good for. Transfers: `guards-transfer.test.ts`.
 */

let w: World;
beforeEach(async () => {
  w = await openWorld({ poolSize: 16 });
  await receive(w, 'TEH A1', 'VALVE 40', 'BOILER S1');
  await receive(w, 'TEH DOCK', 'VALVE 40');
});
// Damaged on purpose: closing would only say so again.
afterEach(() => w.close().catch(() => undefined));

const differences = async (): Promise<string> => (await w.verify()).join('\n');

/** Everyone has looked before anyone writes. */
const gatedLook = {
  scan_session_look: [['as work,', `as work, (select ${gate}) is null as waited,`]],
} as const;

const gated = (changes: Changes): boolean => Object.keys(changes).length > 0;

test('a session that chooses two documents at once: without its lock, it has both', async () => {
  const race = async (changes: Changes) => {
    const drafts = [await draftIssue(w, 'TEH', 'VALVE 1'), await draftIssue(w, 'TEH', 'VALVE 2')];
    const scanSessionId = await begin(w, 'TEH', 'PICK');
    const act = without(recordScans, changes);
    const numbers = await Promise.all(drafts.map((draft) => numberOf(w, draft)));
    const acts = () =>
      outcomes(
        numbers.map((number) => {
          const scans = [number, 'VALVE-1'].map((code) => scanOf(w, code));
          return w.perform(act, { scanSessionId, scans }, asSystem);
        }),
      );
    const ends = await (gated(changes) ? atGate(w.database.pool, { of: 2 }, acts) : acts());
    const chosen = await w.sql(
      `select distinct stock_voucher_id from stock_scan
       where scan_session_id = $1 and outcome = 'DOCUMENT_SET'`,
      [scanSessionId],
    );
    return { ...ends, chosen: chosen.length };
  };
  expect(await race({})).toEqual({ done: 2, chosen: 1 });
  expect(await differences()).toBe('');
  const unlocked = { scan_session_lock: 'select id from scan_session where id = $1' };
  expect(await race({ ...unlocked, ...gatedLook })).toEqual({ done: 2, chosen: 2 });
  expect(await differences()).toContain('Scans belong to the document of their session');
});

describe('three who pick the same at once', () => {
  const race = async (code: string, goods: string, changes: Changes) => {
    const draft = await draftIssue(w, 'TEH', goods);
    const sessions = await Promise.all(times(3, () => begin(w, 'TEH', 'PICK', draft.id)));
    const act = without(recordScans, changes);
    const acts = () =>
      outcomes(
        sessions.map((scanSessionId) =>
          w.perform(act, { scanSessionId, scans: [scanOf(w, code)] }, asSystem),
        ),
      );
    const ends = await (gated(changes) ? atGate(w.database.pool, { of: 3 }, acts) : acts());
    return { ends, draft: await picked(w, draft) };
  };
  const unlocked = {
    scan_session_lock_voucher: [['for no key update', '']],
    ...gatedLook,
  } as const;
  const noRoom = { stock_scan_write: [['l.picked + c.quantity <= l.quantity', 'true']] } as const;

  test('the last piece: without the lock of the draft, all but one are sent back', async () => {
    const one = { ends: { done: 3 }, draft: ['PICKED', 'VALVE picked 1'] };
    expect(await race('VALVE-1', 'VALVE 1', {})).toEqual(one);
    expect(w.retried).toEqual([]);
    expect(await race('VALVE-1', 'VALVE 1', unlocked)).toEqual(one);
    expect(w.retried.length).toBeGreaterThan(0);
    expect(await differences()).toBe('');
    const { draft } = await race('VALVE-1', 'VALVE 1', { ...unlocked, ...noRoom });
    expect(draft).toEqual(['PICKED', 'VALVE picked 3']);
    expect(await differences()).toContain('A line of a draft has picked what was scanned for it');
  });

  test('a serial number: without the lock of the draft, its key lets it in once', async () => {
    const { draft } = await race('S1', 'BOILER 3', unlocked);
    expect(draft).toEqual(['PICKING', 'BOILER picked 1']);
    await w.sql('drop index stock_scan_serial_once_in_voucher');
    expect((await race('S1', 'BOILER 3', unlocked)).draft).toEqual(['PICKED', 'BOILER picked 3']);
  });
});

test('a package packed at two places: without its lock, the database stops one', async () => {
  const warehouseId = idOf(w, 'TEH');
  const race = async (changes: Changes) => {
    const made = { warehouseId, count: 1, companyPrefix: '6260000' };
    const [found] = (await w.perform(createStockPackages, made, asSystem)).stockPackages;
    const act = without(packStock, changes);
    const pack = (where: string) => {
      const line = { productId: idOf(w, 'VALVE'), locationId: idOf(w, where), quantity: '1' };
      const input: PackStockInput = {
        stockPackageId: found?.id ?? '',
        warehouseId,
        lines: [line],
      };
      return w.perform(act, input, asSystem);
    };
    const acts = () => outcomes([pack('TEH A1'), pack('TEH DOCK')]);
    return gated(changes) ? atGate(w.database.pool, { of: 2 }, acts) : acts();
  };
  const unlocked: Changes = {
    stock_package_lock: 'select id from stock_package where id = any($1::uuid[])',
    stock_package_facts: [
      ['select p.id, p.sscc,', `select (select ${gate}) is null as waited, p.id, p.sscc,`],
    ],
  };
  expect(await race({})).toEqual({ done: 1, PACKAGE_ELSEWHERE: 1 });
  const ends = await race(unlocked);
  expect(ends['done']).toBe(1);
  expect(Object.keys(ends).join()).toContain('would be in two places');
  expect(await differences()).toBe('');
  await w.sql('alter table stock_balance disable trigger stock_package_in_one_place');
  expect(await race(unlocked)).toEqual({ done: 2 });
  expect(await differences()).toContain('A package is in one place');
});

test('a package that is packed while goods come into it elsewhere is at one place', async () => {
  const warehouseId = idOf(w, 'TEH');
  const made = { warehouseId, count: 1, companyPrefix: '6260000' };
  const [found] = (await w.perform(createStockPackages, made, asSystem)).stockPackages;
  const stockPackageId = found?.id ?? '';
  // Who looks at the end of an act looks for long.
  const [look] = await w.sql<{ sql: string }>(
    "select pg_get_functiondef('require_package_in_one_place'::regproc) as sql",
  );
  await w.sql(look?.sql.replace('if places > 1', 'perform pg_sleep(0.3); if places > 1') ?? '');
  const goods = (sku: string) => ({ productId: idOf(w, sku), quantity: '1', unit: 'PCE' });
  const packed = { ...goods('VALVE'), locationId: idOf(w, 'TEH A1') };
  const come = { ...goods('HOSE'), locationId: idOf(w, 'TEH DOCK'), packageId: stockPackageId };
  const ends = await outcomes([
    w.perform(packStock, { stockPackageId, warehouseId, lines: [packed] }, asSystem),
    w.perform(receiveGoods, { warehouseId, lines: [come] }, asSystem),
  ]);
  expect(ends['done']).toBe(1);
  expect(await differences()).toBe('');
});
