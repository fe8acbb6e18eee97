import type { Id } from '../../src/kernel/id.ts';
import { cancelCheque, coverWithCheque } from '../../src/modules/receivables/index.ts';
import { expectRefused } from '../catalog/world.ts';
import { floorIdOf } from '../parties/world.ts';
import { openOrderWorld, type OrderWorld } from '../sales/order-world.ts';
import { asSystem } from '../support/perform.ts';
import {
  cheques,
  clear,
  deposited,
  forgetCheques,
  paper,
  receive,
  receiveOne,
  secured as securedOf,
  steps,
} from './cheque-world.ts';
import { allocations, balances, commitmentId, commitments, ordered, pay } from './payment-world.ts';

/* One VALVE is 110,000 with its tax of 10 percent. */
let w: OrderWorld;
beforeAll(async () => void (w = await openOrderWorld()));
afterAll(() => w.close());
beforeEach(async () => {
  w.clock.set('2026-03-21T08:00:00Z');
  await forgetCheques(w);
});
afterEach(async () => expect(await w.verify()).toEqual([]));

/** Ten VALVE: 440,000 on 21 March, and 660,000 on 20 April. */
const owed = (): Promise<unknown> => ordered(w, 'VALVE 10', ['40 ORDER+0', '60 ORDER+30']);

describe('receiving', () => {
  test('a cheque covers what is to be paid, in its turn, and pays nothing', async () => {
    await owed();
    await receive(w, [paper('600000', '2026-04-01'), paper('500000', '2026-03-25')]);
    expect(await cheques(w)).toEqual([
      'RECEIVED 600000 covers -2 600000',
      'RECEIVED 500000 covers -1 440000, -2 60000',
    ]);
    expect(await commitments(w)).toEqual([
      '-1 ADVANCE 440000 due 2026-03-21',
      '-2 ADVANCE 660000 due 2026-04-20',
    ]);
    expect(await balances(w)).toEqual([]);
  });

  test('twelve for twelve instalments: each covers its own', async () => {
    const parts = Array.from({ length: 12 }, (_, n) => `${n < 4 ? '8.33' : '8.335'} ORDER+${n}`);
    await ordered(w, 'VALVE 12', parts);
    const all = Array.from({ length: 12 }, (_, n) =>
      paper(n < 4 ? '109956' : '110022', `2026-04-${10 + n}`),
    );
    await receive(w, all);
    expect(await cheques(w)).toEqual(
      all.map(({ amount }, n) => `RECEIVED ${amount} covers -${n + 1} ${amount}`),
    );
  });

  test.each<[string, object, string[]]>([
    [
      'a registration id of 15 digits',
      { registrationId: '123456789012345' },
      ['REGISTRATION_MALFORMED cheques.0.registrationId'],
    ],
    [
      'a number with a letter of no alphabet',
      { number: '12#4' },
      ['CHEQUE_NUMBER_MALFORMED cheques.0.number'],
    ],
    [
      'a day before it was written',
      { issuedOn: '2026-05-01', dueOn: '2026-04-01' },
      ['DUE_BEFORE_ISSUE cheques.0.dueOn'],
    ],
    ['nobody who has it', { custody: ' ' }, ['TEXT_MALFORMED cheques.0.custody']],
    ['an amount of nothing', { amount: '0' }, ['AMOUNT_MALFORMED cheques.0.amount']],
  ])('refused: %s', async (_, over, faults) => {
    await expectRefused(w, () => receive(w, [paper('100', '2026-04-01', over)]), faults);
  });

  test('the same bank, number and account once, whatever the script of its digits', async () => {
    const number = '۱۲۳۴';
    await receive(w, [paper('100', '2026-04-01', { number, registrationId: '۱۲۳۴۵۶۷۸۹۰۱۲۳۴۵۶' })]);
    const again = [paper('7', '2026-04-01', { number: '12 34', bank: ' MELLAT ' })];
    await expectRefused(w, () => receive(w, again), ['CHEQUE_KNOWN cheques.0.number']);
    const twice = [
      paper('1', '2026-04-01', { number: '9' }),
      paper('1', '2026-04-01', { number: '9' }),
    ];
    await expectRefused(w, () => receive(w, twice), ['CHEQUE_KNOWN cheques.1.number']);
    const [found] = await w.sql('select number, registration_id as id from cheque');
    expect(found).toEqual({ number: '1234', id: '1234567890123456' });
  });

  test('what was cancelled may be entered again', async () => {
    const number = '77';
    const [chequeId] = await receive(w, [paper('100', '2026-04-01', { number })]);
    await w.perform(cancelCheque, { chequeId: chequeId as Id, reason: 'Wrong amount' }, asSystem);
    await receive(w, [paper('1000', '2026-04-01', { number })]);
    expect(await cheques(w)).toEqual(['CANCELLED 100', 'RECEIVED 1000']);
  });

  test('what is named is covered: no more than is open, and than the cheque', async () => {
    await owed();
    const [first, second] = [await commitmentId(w, '-1'), await commitmentId(w, '-2')];
    const named =
      (amount: string, ...covers: object[]) =>
      () =>
        receive(w, [paper(amount, '2026-04-01', { covers })]);
    const cover = (commitmentId: Id, amount?: string) => ({ commitmentId, amount });
    await expectRefused(w, named('900000', cover(first, '440001')), [
      'MORE_THAN_OPEN cheques.0.covers.0.amount',
    ]);
    await expectRefused(w, named('100', cover(second, '101')), [
      'MORE_THAN_FREE cheques.0.covers.0.amount',
    ]);
    await expectRefused(w, named('100', cover(second, '1'), cover(second)), [
      'NAMED_TWICE cheques.0.covers.1.commitmentId',
    ]);
    await expectRefused(w, named('100', cover(floorIdOf(w, 'Karun'))), [
      'COMMITMENT_NOT_OPEN cheques.0.covers.0.commitmentId',
    ]);
    await named('700000', cover(second), cover(first))();
    expect(await cheques(w)).toEqual(['RECEIVED 700000 covers -1 40000, -2 660000']);
    await expectRefused(w, named('500000', cover(first, '400001')), [
      'MORE_THAN_OPEN cheques.0.covers.0.amount',
    ]);
    await named('400000', cover(first))();
    expect(await securedOf(w)).toEqual(['-1 440000', '-2 660000']);
  });

  test('what it covers can be said anew', async () => {
    await owed();
    const id = await receiveOne(w, '500000');
    const covers = [{ commitmentId: await commitmentId(w, '-2') }];
    await w.perform(coverWithCheque, { chequeId: id, covers }, asSystem);
    expect(await cheques(w)).toEqual(['RECEIVED 500000 covers -2 500000']);
    await w.perform(coverWithCheque, { chequeId: id, covers: [] }, asSystem);
    expect(await cheques(w)).toEqual(['RECEIVED 500000']);
  });
});

describe('clearing', () => {
  test('it is money from that day on, and pays what it covered', async () => {
    await owed();
    const id = await deposited(w, '500000');
    w.clock.set('2026-03-25T08:00:00Z');
    await clear(w, id, { clearedOn: '2026-03-23' });
    expect(await allocations(w)).toEqual(['RECEIPT -1 440000', 'RECEIPT -2 60000']);
    expect(await balances(w)).toEqual(['IRR 0 - 500000 | 0 - 500000']);
    const [receipt] = await w.sql('select method, state, valued_on::text as on from receipt');
    expect(receipt).toEqual({ method: 'CHEQUE', state: 'CLEARED', on: '2026-03-23' });
    expect(await steps(w, id)).toEqual([
      'receiveCheques RECEIVED',
      'depositCheques DEPOSITED',
      'clearCheque CLEARED',
    ]);
  });

  test('what was paid otherwise meanwhile is left to the customer’s credit', async () => {
    await owed();
    const id = await deposited(w, '440000');
    await pay(w, '300000');
    await clear(w, id);
    expect(await commitments(w)).toEqual([
      '-1 ADVANCE 440000 due 2026-03-21 paid 440000',
      '-2 ADVANCE 660000 due 2026-04-20',
    ]);
    const [free] = await w.sql<{ free: string }>(
      `select trim_scale(amount - allocated)::text as free from receipt where method = 'CHEQUE'`,
    );
    expect(free).toEqual({ free: '300000' });
  });

  test('the discount is judged by the day on which it is money', async () => {
    await ordered(w, 'VALVE 10', ['100 ORDER+30 2/7']);
    const id = await deposited(w, '1100000');
    w.clock.set('2026-03-28T08:00:00Z');
    await clear(w, id);
    expect(await allocations(w)).toEqual(['RECEIPT -1 1080000', 'DISCOUNT -1 20000']);
  });

  test('not before it was deposited, nor twice', async () => {
    const id = await deposited(w, '100');
    await expectRefused(w, () => clear(w, id, { clearedOn: '2026-03-20' }), [
      'BEFORE_DEPOSIT clearedOn',
    ]);
    await clear(w, id);
    await expectRefused(w, () => clear(w, id), ['ILLEGAL_STATE']);
  });
});
