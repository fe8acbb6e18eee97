import {
  raiseCommitment,
  reverseAllocation,
  reverseReceipt,
  writeOffBadDebt,
  writeOffCommitment,
  type DiscountTaxMode,
} from '../../src/modules/receivables/index.ts';
import { setExchangeRates } from '../../src/modules/pricing/index.ts';
import type { Id } from '../../src/kernel/id.ts';
import { expectRefused, outcomeOf } from '../catalog/world.ts';
import { floorIdOf } from '../parties/world.ts';
import { deliver } from '../sales/delivery-acts.ts';
import { invoice } from '../sales/invoice-world.ts';
import { openOrderWorld, type OrderWorld } from '../sales/order-world.ts';
import { asSystem } from '../support/perform.ts';
import {
  allocate,
  allocations,
  balances,
  commitmentId,
  commitments,
  entries,
  forgetPayments,
  ordered,
  pay,
} from './payment-world.ts';

/* One VALVE is 110,000 with its tax of 10 percent: 10 are 1,000,000 and 100,000. */
let w: OrderWorld;
beforeAll(async () => void (w = await openOrderWorld()));
afterAll(() => w.close());
beforeEach(async () => {
  w.clock.set('2026-03-21T08:00:00Z');
  await forgetPayments(w);
});
afterEach(async () => expect(await w.verify()).toEqual([]));

/** Ten VALVE, delivered and invoiced on 21 March: 2 percent within 7 days, due in 30. */
async function invoiced(over: Parameters<typeof ordered>[3] = {}, quantity = 10): Promise<void> {
  const of = await ordered(w, `VALVE ${quantity}`, ['100 INVOICE+30 2/7'], over);
  await deliver(w, of, [`VALVE ${quantity}`]);
  await invoice(w, of);
}

describe('early payment', () => {
  // The day of the invoice is 21 March, the last day for the discount is 28 March.
  test.each<[DiscountTaxMode, string, string, string]>([
    ['NEVER', '1100000', '1080000', '20000'],
    // The invoice bears the tax of 980,000 from the start.
    ['ALWAYS', '1098000', '1078000', '20000'],
    ['ON_EARLY_PAYMENT', '1100000', '1078000', '22000 tax 2000'],
  ])('%s: of %s money of %s is all', async (discountTaxMode, total, money, discount) => {
    await invoiced({ discountTaxMode });
    await pay(w, money, { valuedOn: '2026-03-21' });
    expect(await allocations(w)).toEqual([`RECEIPT -1 ${money}`, `DISCOUNT -1 ${discount}`]);
    expect(await commitments(w)).toEqual([
      `-1 INVOICE ${total} due 2026-04-20 paid ${total} billed ${total}`,
    ]);
    expect(await balances(w)).toEqual([`IRR ${total} - ${total} | ${total} - ${total}`]);
  });

  test('the tax of a discount is posted by itself', async () => {
    await invoiced({ discountTaxMode: 'ON_EARLY_PAYMENT' });
    await pay(w, '1078000');
    expect(await entries(w, ['DISCOUNT'])).toEqual([
      'DISCOUNT DISCOUNTS / CUSTOMER 20000 IRR | 20000',
      'DISCOUNT TAX / CUSTOMER 2000 IRR | 2000',
    ]);
  });

  test.each<[string, string, string, Parameters<typeof ordered>[3]]>([
    ['2026-03-28', '1080000', 'paid 1100000', {}],
    ['2026-03-29', '1080000', 'paid 1080000', {}],
    ['2026-03-30', '1080000', 'paid 1100000', { discountGraceDays: 2 }],
    ['2026-03-31', '1080000', 'paid 1080000', { discountGraceDays: 2 }],
    ['2026-03-28', '1079999', 'paid 1079999', {}],
    ['2026-03-28', '540000', 'paid 540000', {}],
    ['2026-03-28', '540000', 'paid 550000', { discountOnPart: 'PRO_RATA' }],
  ])('on %s, %s: %s', async (valuedOn, money, paid, over) => {
    await invoiced(over);
    w.clock.set('2026-04-05T08:00:00Z');
    await pay(w, money, { valuedOn });
    expect(await commitments(w)).toEqual([
      `-1 INVOICE 1100000 due 2026-04-20 ${paid} billed 1100000`,
    ]);
  });

  test('after a part payment the rest is less within the days, and whole behind them', async () => {
    await invoiced();
    await pay(w, '500000', { valuedOn: '2026-03-21' });
    await pay(w, '580000', { valuedOn: '2026-03-21' });
    expect(await allocations(w)).toEqual([
      'RECEIPT -1 500000',
      'RECEIPT -1 580000',
      'DISCOUNT -1 20000',
    ]);
  });

  // Five of 220,000 with 2 percent of the net: 4,000 each, 1,080,000 for all.
  test.each<[string, 'NONE' | 'LAST_OF_SEVERAL', string, string]>([
    ['is open by all that is missing', 'NONE', '16000', '34000'],
    ['has its discount all the same', 'LAST_OF_SEVERAL', '20000', '30000'],
  ])(
    'who pays several, and the last one short: it %s',
    async (_, discountOnPart, granted, open) => {
      for (let n = 0; n < 5; n += 1) await invoiced({ discountOnPart }, 2);
      await pay(w, '1050000');
      const [found] = await w.sql<{ told: string }>(
        `select (select trim_scale(sum(amount)) from allocation where kind = 'DISCOUNT') || ' '
         || (select trim_scale(sum(amount - settled)) from payment_commitment) as told`,
      );
      expect(found?.told).toBe(`${granted} ${open}`);
    },
  );
});

test('an allocation undone: both sides are as they were, and the discount is gone', async () => {
  await invoiced();
  const { receiptId } = await pay(w, '1080000');
  const [first] = await w.sql<{ id: Id }>(`select id from allocation where kind = 'RECEIPT'`);
  const undo = { allocationId: first?.id ?? '', reason: 'For another invoice' };
  await w.perform(reverseAllocation, undo, asSystem);
  expect(await commitments(w)).toEqual(['-1 INVOICE 1100000 due 2026-04-20 billed 1100000']);
  expect(await balances(w)).toEqual(['IRR 1120000 - 1100000 | 1120000 - 1100000']);
  await expectRefused(w, () => w.perform(reverseAllocation, undo, asSystem), [
    'ALREADY_REVERSED allocationId',
  ]);
  await allocate(w, { receiptId });
  expect(await commitments(w)).toEqual([
    '-1 INVOICE 1100000 due 2026-04-20 paid 1100000 billed 1100000',
  ]);
  expect(await balances(w)).toEqual(['IRR 1120000 - 1120000 | 1120000 - 1120000']);
});

test('money that goes back opens all that it paid, by the days that they had', async () => {
  await invoiced({}, 2);
  await invoiced({}, 3);
  const { receiptId } = await pay(w, '549000', { valuedOn: '2026-03-21' });
  const before = await commitments(w);
  expect(before.filter((told) => told.includes('paid'))).toHaveLength(2);
  const back = { receiptId, reason: 'Recalled by the bank' };
  await w.perform(reverseReceipt, back, asSystem);
  expect(await commitments(w)).toEqual([
    '-1 INVOICE 220000 due 2026-04-20 billed 220000',
    '-1 INVOICE 330000 due 2026-04-20 billed 330000',
  ]);
  expect(await outcomeOf(w.perform(reverseReceipt, back, asSystem), 'done')).toBe(
    'ALREADY_REVERSED receiptId',
  );
});

test('what is too much stays as credit, and pays what comes next when asked', async () => {
  await invoiced({}, 2);
  w.clock.set('2026-04-10T08:00:00Z');
  const { receiptId } = await pay(w, '300000');
  await invoiced({}, 1);
  expect(await balances(w)).toEqual(['IRR 330000 - 300000 | 330000 - 300000']);
  await allocate(w, { receiptId });
  expect(await commitments(w)).toEqual([
    '-1 INVOICE 220000 due 2026-04-20 paid 220000 billed 220000',
    '-1 INVOICE 110000 due 2026-05-10 paid 80000 billed 110000',
  ]);
});

test('small differences are given up within a limit, debts by another act', async () => {
  await invoiced();
  w.clock.set('2026-04-10T08:00:00Z');
  await pay(w, '1099000');
  const id = await commitmentId(w, '-1');
  const clerk = w.seller('nima', ['receivables.writeOff', 'receivables.read']);
  const ask = (amount: string, reason: 'ROUNDING' | 'BAD_DEBT' = 'ROUNDING') =>
    w.perform(writeOffCommitment, { commitmentId: id, amount, reason, note: 'Cents' }, clerk);
  expect(await outcomeOf(ask('500'), 'done')).toBe('WRITE_OFF_LIMIT amount');
  expect(await outcomeOf(ask('500', 'BAD_DEBT'), 'done')).toBe('BAD_DEBT_IS_ITS_OWN_ACT reason');
  expect(await outcomeOf(ask('2000'), 'done')).toBe('MORE_THAN_OPEN amount,WRITE_OFF_LIMIT amount');
  await w.perform(writeOffBadDebt, { commitmentId: id, note: 'Bankrupt' }, asSystem);
  expect(await entries(w, ['WRITE_OFF'])).toEqual([
    'WRITE_OFF BAD_DEBTS / CUSTOMER 1000 IRR | 1000',
  ]);
  expect(await balances(w)).toEqual(['IRR 1100000 - 1100000 | 1100000 - 1100000']);
});

describe('currencies', () => {
  const day = (onDay: string, rate: string) => ({ currency: 'USD', onDay, rate });

  test('the difference of exchange is posted when a claim is paid', async () => {
    await w.perform(
      setExchangeRates,
      { rates: [day('2026-03-01', '500000'), day('2026-04-01', '520000')] } as never,
      asSystem,
    );
    const old = { reason: 'OPENING', currency: 'USD', amount: '100', note: 'Old' } as const;
    const owing = { ...old, customerId: floorIdOf(w, 'Alborz'), dueOn: '2026-04-01' };
    await w.perform(raiseCommitment, owing, asSystem);
    w.clock.set('2026-04-02T08:00:00Z');
    await pay(w, '60', { currency: 'USD' });
    expect(await entries(w, ['RECEIPT', 'EXCHANGE'])).toEqual([
      'RECEIPT MONEY / CUSTOMER 60 USD | 31200000',
      'EXCHANGE CUSTOMER / EXCHANGE 0 USD | 1200000',
    ]);
    const commitment = await commitmentId(w, '-1');
    await pay(w, '20800000', {
      allocations: [{ commitmentId: commitment, amount: '40', sourceAmount: '20800000' }],
    });
    expect(await entries(w, ['CONVERSION', 'EXCHANGE'])).toEqual([
      'EXCHANGE CUSTOMER / EXCHANGE 0 USD | 1200000',
      'CONVERSION CUSTOMER / CONVERSION 20800000 IRR | 20800000',
      'CONVERSION CONVERSION / CUSTOMER 40 USD | 20800000',
      'EXCHANGE CUSTOMER / EXCHANGE 0 USD | 800000',
    ]);
    expect(await balances(w)).toEqual([
      'IRR 20800000 - 20800000 | 20800000 - 20800000',
      'USD 100 - 100 | 52000000 - 52000000',
    ]);
  });
});
