import {
  announceOverdueTransfers,
  approveStockTransfer,
  editStockTransfer,
  pickStockTransfer,
  settleTransferDiscrepancy,
} from '../../src/modules/inventory/index.ts';
import { asSystem } from '../support/perform.ts';
import { receive, ship, shipInput, transfer } from './acts.ts';
import { approves, found, pick } from './transfer-acts.ts';
import { without } from './without.ts';
import { openWorld, outcomes, times, type World } from './world.ts';
import { atGate, gate } from '../support/gate.ts';

/*
 * Like `guards-transfer.test.ts`: each guard is taken out, and the next one answers, or the damage
 * is seen.
 */

let w: World;
beforeEach(async () => void (w = await openWorld({ poolSize: 16 })));
// Damaged on purpose: closing would only say so again.
afterEach(() => w.close().catch(() => undefined));

const noLock = { stock_transfer_lock: [['for no key update', '']] } as const;
/** Both have read the transfer before either changes it. */
const together = { at: 'stock_transfer_facts', of: 2 } as const;
const togetherOnItsWay = { at: 'stock_transfer_facts_on_its_way', of: 2 } as const;
const changedUnderLock = 'Error: The stock transfer changed under its lock';

test('approving: without the lock the state stops a twin, without that nothing does', async () => {
  await approves(w, 'TEH');
  const race = async (act: typeof approveStockTransfer) => {
    const t = await transfer(w, 'TEH > ISF', 'VALVE 1');
    return outcomes(times(2, () => w.perform(act, { stockTransferId: t.id }, asSystem)));
  };
  expect(await race(without(approveStockTransfer, noLock, together))).toEqual({
    done: 1,
    [changedUnderLock]: 1,
  });
  const stateless = [["state = 'REQUESTED'", 'true']] as const;
  const act = without(
    approveStockTransfer,
    { ...noLock, stock_transfer_approve: stateless },
    together,
  );
  expect(await race(act)).toEqual({ done: 2 });
});

test('editing: without the lock, two who saw the same version both write', async () => {
  const race = async (act: typeof editStockTransfer) => {
    const t = await transfer(w, 'TEH > ISF', 'VALVE 1');
    const input = { stockTransferId: t.id, expectedVersion: 1, note: 'Mine' };
    return outcomes(times(2, () => w.perform(act, input, asSystem)));
  };
  expect(await race(editStockTransfer)).toEqual({ done: 1, STALE: 1 });
  expect(await race(without(editStockTransfer, noLock, together))).toEqual({ done: 2 });
});

test('picking: without the lock of levels, the CHECK of what is promised stops it', async () => {
  await receive(w, 'TEH DOCK', 'VALVE 3');
  const unlocked = {
    stock_levels_lock: [['for no key update of s', '']],
    stock_reservation_places: [['order by 1, 2, 3, 4, 5', `and ${gate} is not null`]],
  } as const;
  const act = without(pickStockTransfer, unlocked);
  const inputs = await Promise.all(
    times(2, async () => {
      const t = await transfer(w, 'TEH > ISF', 'VALVE 3');
      const { acceptShort: _, ...input } = shipInput(w, t, ['TEH DOCK VALVE 3']);
      return input;
    }),
  );
  const ends = await atGate(w.database.pool, { of: 2 }, () =>
    outcomes(inputs.map((input) => w.perform(act, input, asSystem))),
  );
  expect(ends['done']).toBe(1);
  expect(Object.keys(ends).join()).toMatch(/stock_level_reserved_is_there|hard_reserved_is_there/);
  const [again] = await Promise.all(
    inputs.map((input) => outcomes([w.perform(pickStockTransfer, input, asSystem)])),
  );
  expect(Object.keys(again ?? {}).join()).toMatch(/done|INSUFFICIENT_STOCK|ILLEGAL_STATE/);
});

describe('a discrepancy is settled once', () => {
  const setUp = async () => {
    await receive(w, 'TEH DOCK', 'VALVE 9');
    const t = await transfer(w, 'TEH > ISF', 'VALVE 4');
    await ship(w, t, 'TEH DOCK VALVE 4');
    const [stockTransferDiscrepancyId = ''] = await found(w, t, 'SHORTAGE VALVE 1');
    return { stockTransferDiscrepancyId, settlement: 'LOST' as const, reason: 'Gone' };
  };
  /** Both find it open. */
  const blind = {
    ...noLock,
    stock_transfer_discrepancies_by_ids: [['d.state,', "'OPEN' as state,"]],
  } as const;

  test('without the lock, the condition of the update stops the second', async () => {
    const input = await setUp();
    const act = without(settleTransferDiscrepancy, blind, togetherOnItsWay);
    expect(await outcomes(times(2, () => w.perform(act, input, asSystem)))).toEqual({
      done: 1,
      'Error: A discrepancy changed under the lock of its transfer': 1,
    });
  });

  test('without that, the trigger; without the trigger, goods are lost twice', async () => {
    const open = [["and d.state = 'OPEN'", '']] as const;
    const changes = { ...blind, stock_transfer_discrepancies_settle: open };
    const race = async () => {
      const input = await setUp();
      const act = without(settleTransferDiscrepancy, changes, togetherOnItsWay);
      return outcomes(times(2, () => w.perform(act, input, asSystem)));
    };
    const ends = await race();
    expect(ends['done']).toBe(1);
    expect(Object.keys(ends).join()).toContain('append-only');
    await w.sql('alter table stock_transfer_discrepancy disable trigger user');
    expect(await race()).toEqual({ done: 2 });
    const [row] = await w.sql('select max(lost)::int as lost from stock_transfer_line');
    expect(row).toEqual({ lost: 2 });
  });
});

test('a late transfer is told of once: by its mark, behind its lock', async () => {
  await receive(w, 'TEH DOCK', 'VALVE 9');
  const t = await transfer(w, 'TEH > ISF', 'VALVE 4');
  await ship(w, t, 'TEH DOCK VALVE 4');
  await w.sql(`update stock_transfer set due_at = '2026-03-01'`);
  const act = without(announceOverdueTransfers, {
    stock_transfers_mark_overdue: [
      ['t.overdue_announced_at is null', 'true'],
      ['and overdue_announced_at is null', ''],
    ],
  });
  for (const _ of times(2, () => 0)) await w.perform(act, {}, asSystem);
  const [row] = await w.sql(
    `select count(*)::int as n from outbox where type = 'stockTransfer.overdue'`,
  );
  expect(row).toEqual({ n: 2 });
});

test('what is picked from a place is not promised again', async () => {
  await receive(w, 'TEH DOCK', 'VALVE 3');
  const [a, b] = [
    await transfer(w, 'TEH > ISF', 'VALVE 3'),
    await transfer(w, 'TEH > ISF', 'VALVE 3'),
  ];
  await pick(w, a, 'TEH DOCK VALVE 3');
  expect(await outcomes([pick(w, b, 'TEH DOCK VALVE 3')])).toEqual({ INSUFFICIENT_STOCK: 1 });
});
