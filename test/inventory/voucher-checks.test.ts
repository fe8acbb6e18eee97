import { cancelStockVoucher } from '../../src/modules/inventory/index.ts';
import { asSystem } from '../support/perform.ts';
import { receive } from './acts.ts';
import { draftIssue, draftReceipt, giveBack, issue, takeBack } from './voucher-acts.ts';
import { forgetGoods, openWorld, type World } from './world.ts';

let w: World;
beforeAll(async () => {
  w = await openWorld();
  for (const table of ['stock_move', 'stock_voucher', 'stock_voucher_line']) {
    await w.sql(`alter table ${table} disable trigger user`);
  }
});
afterAll(() => w.close());
afterEach(() => forgetGoods(w));

/** Issued and given back in part, taken back, drafted, given up. */
beforeEach(async () => {
  await receive(w, 'TEH A1', 'VALVE 20', 'ROPE 9 L1', 'BOILER S1,S2');
  const sold = await issue(w, 'TEH', 'VALVE 5', 'BOILER S1', 'ROPE 2');
  await giveBack(w, 'TEH', sold, 'AVAILABLE VALVE 2', 'QUARANTINE BOILER S1');
  await takeBack(w, await issue(w, 'TEH', 'VALVE 3', 'BOILER S2'));
  await draftIssue(w, 'TEH', 'VALVE 1');
  const { id } = await draftReceipt(w, 'TEH', 'VALVE 1');
  await w.perform(cancelStockVoucher, { stockVoucherId: id }, asSystem);
});

const reversed = 'A voucher that takes another back moves the same the other way';
const back = `kind = 'CUSTOMER_RETURN' and quantity = 2`;

test.each([
  ['Every posted voucher was announced', `delete from outbox where type = 'goodsIssue.posted'`],
  [
    'Every posted voucher was announced',
    `update outbox set type = 'goodsIssue.posted' where type = 'customerReturn.posted'`,
  ],
  ['Every draft of a voucher was', `delete from outbox where type = 'goodsIssue.drafted'`],
  ['Every draft of a voucher was', `delete from outbox where type = 'goodsReceipt.cancelled'`],
  [reversed, `update stock_move set quantity = 4 where reverses is not null and quantity = 3`],
  [reversed, `delete from stock_move where reverses is not null and quantity = 1`],
  [reversed, `update stock_voucher set kind = 'RECEIPT' where reversal_of_id is not null`],
  [
    'A move is taken back by a voucher that takes its whole voucher back',
    `update stock_move set reverses = 1 where ${back}`,
  ],
  [
    'Customers have given back no more than they got',
    `update stock_move set quantity = 6 where ${back}`,
  ],
  [
    'No more of an issue came back than it brought',
    `update stock_move set quantity = 6 where ${back}`,
  ],
])('%s: told when it does not hold (%#)', async (name, damage) => {
  expect(await w.verify()).toEqual([]);
  const seq = await w.sql<{ seq: string }>('select min(seq)::text as seq from stock_move');
  await w.sql(damage.replace('reverses = 1', `reverses = ${seq[0]?.seq}`));
  expect((await w.verify()).join('\n')).toContain(name);
});
