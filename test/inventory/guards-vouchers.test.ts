import {
  issueGoods,
  postStockVoucher,
  returnFromCustomer,
  reverseStockVoucher,
  type ReturnFromCustomerInput,
} from '../../src/modules/inventory/index.ts';
import { asSystem } from '../support/perform.ts';
import { receive } from './acts.ts';
import { draftIssue, issue, reserveFor, wantedLine } from './voucher-acts.ts';
import { without, type Changes, type Meeting } from './without.ts';
import { idOf, openWorld, outcomes, times, type World } from './world.ts';

/*
 * Each guard of vouchers is taken out of the real act, or out of the database, to see what it is
 * good for.
 */

let w: World;
beforeEach(async () => {
  w = await openWorld({ poolSize: 16 });
  await receive(w, 'TEH A1', 'VALVE 40', 'BOILER S1');
});
// Damaged on purpose: closing would only say so again.
afterEach(() => w.close().catch(() => undefined));

const differences = async (): Promise<string> => (await w.verify()).join('\n');

const unlockedVoucher: Changes = {
  stock_voucher_lock: 'select id from stock_voucher where id = $1',
};

test('a draft posted by four at once: without its lock, its state stops the others', async () => {
  const race = async (changes: Changes, meeting?: Meeting) => {
    const draft = await draftIssue(w, 'TEH', 'VALVE 1');
    const input = { stockVoucherId: draft.id, usePlan: true };
    const act = without(postStockVoucher, changes, meeting);
    return outcomes(times(4, () => w.perform(act, input, asSystem)));
  };
  expect(await race({})).toEqual({ done: 1, ILLEGAL_STATE: 3 });
  const ends = await race(unlockedVoucher, { at: 'stock_voucher_facts', of: 4 });
  expect(ends['done']).toBe(1);
  expect(Object.keys(ends).join()).toMatch(/changed under its lock|posted and never changes/);
  expect(await differences()).toBe('');
  await w.sql('alter table stock_voucher disable trigger user');
  await w.sql('alter table stock_voucher_line disable trigger user');
  const blind: Changes = {
    ...unlockedVoucher,
    stock_voucher_mark_posted: [["and state in ('DRAFT', 'READY', 'PICKING', 'PICKED')", '']],
  };
  expect(await race(blind, { at: 'stock_voucher_facts', of: 4 })).toEqual({ done: 4 });
  expect(await differences()).toContain('A voucher line is posted as its moves say');
});

test('a voucher taken back by three at once: below its lock stands a key', async () => {
  const race = async (changes: Changes, meeting?: Meeting) => {
    const stockVoucherId = await issue(w, 'TEH', 'VALVE 2');
    await issue(w, 'TEH', 'VALVE 9');
    const act = without(reverseStockVoucher, changes, meeting);
    const input = { stockVoucherId, reason: 'Wrong' };
    return outcomes(times(3, () => w.perform(act, input, asSystem)));
  };
  const both = {
    ...unlockedVoucher,
    stock_products_lock: 'select id from product where id = any($1::uuid[])',
  };
  // Each looks twice: at what all customers have, and at what is left of this issue.
  const together = { at: 'stock_with_customers', of: 6 };
  expect(await race({})).toEqual({ done: 1, ALREADY_REVERSED: 2 });
  const ends = await race(both, together);
  expect(ends['done']).toBe(1);
  expect(await differences()).toBe('');
  await w.sql('drop index stock_voucher_reversed_once');
  await w.sql('drop index stock_move_reversed_once');
  expect(await race(both, together)).toEqual({ done: 3 });
  expect(await differences()).toContain('No more of an issue came back');
});

test('goods given back by four at once: without the lock of the product, too much', async () => {
  const line = { ...wantedLine(w, 'VALVE 2'), disposition: 'AVAILABLE' as const };
  const input = (where: string): ReturnFromCustomerInput => ({
    warehouseId: idOf(w, where),
    lines: [line],
  });
  const race = (changes: Changes, meeting?: Meeting) => {
    const act = without(returnFromCustomer, changes, meeting);
    return outcomes(times(4, (n) => w.perform(act, input(n % 2 ? 'TEH' : 'ISF'), asSystem)));
  };
  await issue(w, 'TEH', 'VALVE 2');
  expect(await race({})).toEqual({ done: 1, MORE_THAN_ISSUED: 3 });
  await issue(w, 'TEH', 'VALVE 2');
  const ends = await race(
    { stock_products_lock: 'select id from product where id = any($1::uuid[])' },
    { at: 'stock_with_customers', of: 4 },
  );
  expect(ends['done']).toBeGreaterThan(1);
  expect(await differences()).toContain('Customers have given back no more than they got');
});

test('without the look at what is promised, a proposal is refused by the ledger', async () => {
  const draft = await draftIssue(w, 'TEH', 'VALVE 39');
  await reserveFor(w, draft);
  const blind = without(issueGoods, {
    stock_pick_candidates: [['trim_scale(s.sellable - s.reserved)', 'trim_scale(s.sellable)']],
  });
  const lines = [wantedLine(w, 'VALVE 2')];
  const input = { warehouseId: idOf(w, 'TEH'), destination: 'CUSTOMER' as const, lines };
  expect(await outcomes([w.perform(blind, input, asSystem)])).toEqual({ INSUFFICIENT_STOCK: 1 });
  expect(await differences()).toBe('');
});
