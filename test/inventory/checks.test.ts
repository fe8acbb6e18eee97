import { inventoryChecks } from '../../src/modules/inventory/index.ts';
import { arrive, receive, scan, settle, ship, transfer } from './acts.ts';
import { forgetGoods, openWorld, type World } from './world.ts';

let w: World;
beforeAll(async () => {
  w = await openWorld();
  for (const table of ['stock_move', 'stock_scan', 'stock_voucher', 'stock_voucher_line']) {
    await w.sql(`alter table ${table} disable trigger user`);
  }
});
afterAll(() => w.close());
afterEach(() => forgetGoods(w));

/** A little of everything: received, on its way, closed, scanned. */
beforeEach(async () => {
  await receive(w, 'TEH DOCK', 'VALVE 20', 'ROPE 9 L1', 'BOILER S1,S2,S3');
  const open = await transfer(w, 'TEH > ISF', 'VALVE 5', 'BOILER 1');
  await ship(w, open, 'TEH DOCK VALVE 5', 'TEH DOCK BOILER S1');
  await arrive(w, open, 'VALVE 2');
  const closed = await transfer(w, 'TEH > ISF', 'VALVE 2', 'ROPE 4');
  await ship(w, closed, 'TEH DOCK VALVE 2', 'TEH DOCK ROPE 4 L1');
  await arrive(w, closed, 'VALVE 2', 'ROPE 3 L1');
  await settle(w, closed, 'LOST ROPE 1 L1');
  await scan(w, await transfer(w, 'TEH > ISF', 'VALVE 3'), 'SHIP', 'VALVE-1');
});

const sku = (name: string): string => `(select id from product where sku = '${name}')`;
const inTransit = `(select id from location where kind = 'TRANSIT')`;

test.each([
  [
    'Each balance is the sum of its moves',
    `update stock_balance set on_hand = on_hand + 1
     where not is_serial`,
  ],
  ['Each balance is the sum of its moves', 'delete from stock_balance'],
  [
    'Balances are kept only where goods are counted',
    `update stock_balance
     set location_id = (select id from location where kind = 'SUPPLIER') where is_serial`,
  ],
  [
    'Only plain balances stay when they are empty',
    `update stock_balance
     set on_hand = 0 where lot_id is not null`,
  ],
  [
    'A serial number is in one place, as one',
    `update stock_balance set on_hand = 0.5
     where is_serial`,
  ],
  [
    'Balances agree with their lot and with the tracking of their product',
    `update lot set kind = 'LOT'`,
  ],
  [
    'Balances agree with their lot and with the tracking of their product',
    `update stock_balance set product_id = ${sku('HOSE')}`,
  ],
  [
    'Moves agree with their lot and with the tracking of their product',
    `update lot set kind = 'SERIAL'`,
  ],
  ['No place was ever below zero', `update stock_move set quantity = 1 where kind = 'RECEIPT'`],
  [
    'Every move was made by an operation in the log',
    `update stock_move
     set operation_id = gen_random_uuid()`,
  ],
  ['Numbers of stock vouchers have no gaps', `update number_series set last = 9`],
  [
    'Numbers of stock transfers have no gaps',
    `update stock_transfer
     set number = 'TEH-TR-2026-000009' where number = 'TEH-TR-2026-000002'`,
  ],
  ['A voucher line is posted as its moves say', `update stock_voucher_line set posted = 7`],
  [
    'Counters of transfer lines are the sums of their moves',
    `update stock_transfer_line
     set received = received - 1 where received > 0`,
  ],
  [
    'Counters of scans are the sums of the scans',
    `update stock_transfer_line
     set scanned_to_ship = 2 where scanned_to_ship = 1`,
  ],
  [
    'Transfers are in the state that their lines say',
    `update stock_transfer
     set state = 'RECEIVED' where state = 'CLOSED'`,
  ],
  [
    'Transfers are in the state that their lines say',
    `update stock_transfer
     set state = 'SHIPPED' where state = 'PARTIALLY_RECEIVED'`,
  ],
  [
    'What is on its way is what the open lines say',
    `update stock_balance set on_hand = on_hand + 1
     where location_id in ${inTransit} and not is_serial`,
  ],
  [
    'A scan that was shipped or received names an operation that moved its transfer',
    `update stock_scan set posted_operation_id = gen_random_uuid()`,
  ],
  ['Every posted voucher was announced', `delete from outbox where subject_type = 'stockVoucher'`],
  [
    'Transfers are in the state that their lines say',
    `insert into stock_transfer_discrepancy (id, stock_transfer_id, kind, product_id, quantity,
                                             found_at, state)
     select gen_random_uuid(), id, 'OVERAGE', ${sku('VALVE')}, 1, now(), 'OPEN'
     from stock_transfer where state = 'CLOSED'`,
  ],
  [
    'Shortages that were settled have left the way',
    `insert into stock_transfer_discrepancy (id, stock_transfer_id, stock_transfer_line_id, kind,
       product_id, quantity, found_at, state, settlement, reason, settled_at)
     select gen_random_uuid(), stock_transfer_id, id, 'SHORTAGE', product_id, 1, now(), 'SETTLED',
            'LOST', 'Gone', now() from stock_transfer_line where shipped > 0`,
  ],
  [
    'A discrepancy that was matched is matched by its match, of the same goods',
    `with two as (
       insert into stock_transfer_discrepancy (id, stock_transfer_id, kind, product_id, quantity,
                                               found_at, state)
       select gen_random_uuid(), id, 'OVERAGE', ${sku('VALVE')}, 1, now(), 'OPEN'
       from stock_transfer limit 1 returning *
     )
     insert into stock_transfer_discrepancy (id, stock_transfer_id, kind, product_id, quantity,
       found_at, state, settlement, reason, settled_at, matched_id)
     select gen_random_uuid(), stock_transfer_id, 'OVERAGE', product_id, 1, now(), 'SETTLED',
            'MATCHED', 'Same', now(), id from two`,
  ],
  [
    'Only transfers that are still to leave have goods set aside',
    `insert into stock_reservation (id, demand_kind, demand_id, demand_line_id, product_id,
       warehouse_id, strength, quantity, held, created_at)
     select gen_random_uuid(), 'TRANSFER', id, id, ${sku('VALVE')}, source_id, 'SOFT', 1, 0, now()
     from stock_transfer where state = 'CLOSED'`,
  ],
  ['Every stock transfer was announced', `delete from outbox where type = 'stockTransfer.shipped'`],
  [
    'Every stock transfer was announced',
    `delete from outbox
     where type in ('stockTransfer.received', 'stockTransfer.shortageSettled')`,
  ],
])('%s: told when it does not hold (%#)', async (name, damage) => {
  expect(await w.verify()).toEqual([]);
  await w.sql(damage);
  expect((await w.verify()).join('\n')).toContain(name);
});

test('each check has a sentence of its own', () => {
  const names = inventoryChecks.map((check) => check.name);
  expect(new Set(names).size).toBe(names.length);
});
