import {
  closeLedgerPeriod,
  coverWithCheque,
  holdCustomerCredit,
  representCheque,
  returnCheque,
  setChequePolicy,
} from '../../src/modules/receivables/index.ts';
import { expectRefused } from '../catalog/world.ts';
import { floorIdOf } from '../parties/world.ts';
import { openOrderWorld, type OrderWorld } from '../sales/order-world.ts';
import { asSystem } from '../support/perform.ts';
import {
  bank,
  bounce,
  cheques,
  clear,
  deposit,
  deposited,
  forgetCheques,
  paper,
  receive,
  receiveOne,
  secured,
  told,
} from './cheque-world.ts';
import { allocations, balances, commitments, entries, ordered, pay } from './payment-world.ts';

/* One VALVE is 110,000 with its tax of 10 percent. */
let w: OrderWorld;
beforeAll(async () => void (w = await openOrderWorld({ poolSize: 24 })));
afterAll(() => w.close());
beforeEach(async () => {
  w.clock.set('2026-03-21T08:00:00Z');
  await forgetCheques(w);
});
afterEach(async () => expect(await w.verify()).toEqual([]));

/** Ten VALVE: 440,000 on 21 March, and 660,000 on 20 April. */
const owed = (): Promise<unknown> => ordered(w, 'VALVE 10', ['40 ORDER+0', '60 ORDER+30']);

const policy = (over: object): Promise<unknown> =>
  w.perform(setChequePolicy, { expectedVersion: 1, ...over }, asSystem);

const open = ['-1 ADVANCE 440000 due 2026-03-21', '-2 ADVANCE 660000 due 2026-04-20'];

describe('a bounce over two commitments, to the last digit', () => {
  test.each<{
    name: string;
    isCleared: boolean;
    amount: string;
    set: object;
    said: object;
    charges: string[];
    balance: string[];
    posted: string[];
  }>([
    {
      name: 'of a cheque that was money: fee and penalty as they are set',
      isCleared: true,
      amount: '777777',
      set: { bounceFee: '50000', bouncePenaltyPercent: '0.333333' },
      said: {},
      // 0.333333 of a hundred of 777,777 are 2,592.58…
      charges: ['-1 FEE 50000 due 2026-03-24', '-1 FEE 2593 due 2026-03-24'],
      balance: ['IRR 830370 - 777777 | 830370 - 777777'],
      posted: [
        'RECEIPT MONEY / CUSTOMER 777777 IRR | 777777',
        'RECEIPT CUSTOMER / MONEY 777777 IRR | 777777',
        'FEE CUSTOMER / FEES 50000 IRR | 50000',
        'FEE CUSTOMER / FEES 2593 IRR | 2593',
      ],
    },
    {
      name: 'of one that was not: only the charges are posted',
      isCleared: false,
      amount: '777777',
      set: { bounceFee: '50000', bouncePenaltyPercent: '0.333333' },
      said: {},
      charges: ['-1 FEE 50000 due 2026-03-24', '-1 FEE 2593 due 2026-03-24'],
      balance: ['IRR 52593 - 0 | 52593 - 0'],
      posted: ['FEE CUSTOMER / FEES 50000 IRR | 50000', 'FEE CUSTOMER / FEES 2593 IRR | 2593'],
    },
    {
      name: 'with charges of its own',
      isCleared: true,
      amount: '1100000',
      set: { bounceFee: '50000', bouncePenaltyPercent: '2' },
      said: { fee: '1', penalty: '0' },
      charges: ['-1 FEE 1 due 2026-03-24'],
      balance: ['IRR 1100001 - 1100000 | 1100001 - 1100000'],
      posted: [
        'RECEIPT MONEY / CUSTOMER 1100000 IRR | 1100000',
        'RECEIPT CUSTOMER / MONEY 1100000 IRR | 1100000',
        'FEE CUSTOMER / FEES 1 IRR | 1',
      ],
    },
    {
      name: 'that costs nothing',
      isCleared: true,
      amount: '440001',
      set: {},
      said: {},
      charges: [],
      balance: ['IRR 440001 - 440001 | 440001 - 440001'],
      posted: [
        'RECEIPT MONEY / CUSTOMER 440001 IRR | 440001',
        'RECEIPT CUSTOMER / MONEY 440001 IRR | 440001',
      ],
    },
  ])('$name', async ({ isCleared, amount, set, said, charges, balance, posted }) => {
    await owed();
    if (Object.keys(set).length > 0) await policy(set);
    const id = await deposited(w, amount);
    if (isCleared) await clear(w, id);
    w.clock.set('2026-03-26T08:00:00Z');
    await bounce(w, id, { returnedOn: '2026-03-24', ...said });
    // By their original days; the charges are due on the day of the bounce.
    expect(await commitments(w)).toEqual([...charges, ...open].sort(byNumber));
    expect(await balances(w)).toEqual(balance);
    expect(await entries(w, ['RECEIPT', 'FEE'])).toEqual(posted);
    const rest = (BigInt(amount) - 440_000n).toString();
    expect(await allocations(w)).toEqual(
      isCleared
        ? ['RECEIPT -1 440000', `RECEIPT -2 ${rest}`, `RECEIPT -2 -${rest}`, 'RECEIPT -1 -440000']
        : [],
    );
    const days = await w.sql(
      `select distinct effective_on::text as on from allocation where amount < 0
       union select effective_on::text from ledger_entry where debit = 'CUSTOMER' order by 1`,
    );
    expect(days).toEqual(posted.length > 0 ? [{ on: '2026-03-24' }] : []);
    expect(await secured(w)).toEqual([...charges, ...open].sort(byNumber).map(nothing));
  });
});

/** Charges have numbers of their own, `PC-000001-1`: longer than those of orders. */
const byNumber = (a: string, b: string): number =>
  Number(/ FEE /.test(a)) - Number(/ FEE /.test(b));
const nothing = (text: string): string => `${text.split(' ')[0]} 0`;

test('the allocations that are taken back are caused by the bounce', async () => {
  await owed();
  await policy({ bounceFee: '9' });
  const id = await deposited(w, '500000');
  await clear(w, id);
  await bounce(w, id);
  const [returned] = await told(w, 'cheque.returned');
  expect(returned?.data).toMatchObject({
    cheque: { id, state: 'RETURNED', bounces: 1, returnReason: 'INSUFFICIENT_FUNDS' },
    bounces: 1,
  });
  const caused = await w.sql<{ type: string }>(
    'select type from outbox where caused_by = $1 order by seq',
    [returned?.id],
  );
  expect(caused.map(({ type }) => type)).toEqual([
    'receipt.reversed',
    'allocation.reversed',
    'allocation.reversed',
    'receipt.applied',
    'commitment.created',
  ]);
});

test('what was allocated elsewhere meanwhile is taken back as well', async () => {
  await owed();
  const id = await receiveOne(w, '660000');
  await w.perform(coverWithCheque, { chequeId: id, covers: [] }, asSystem);
  await deposit(w, [id], await bank(w));
  await clear(w, id);
  expect(await allocations(w)).toEqual([]);
  await bounce(w, id);
  expect(await balances(w)).toEqual(['IRR 660000 - 660000 | 660000 - 660000']);
});

describe('the stop-credit rule', () => {
  test('so many within so many days, and the credit is held', async () => {
    await policy({ holdFrom: 2, holdWithinDays: 10 });
    const fail = async (): Promise<boolean> => (await bounce(w, await deposited(w, '7'))).isHeld;
    expect(await fail()).toBe(false);
    w.clock.set('2026-03-31T08:00:00Z');
    expect(await fail()).toBe(false);
    w.clock.set('2026-04-09T08:00:00Z');
    expect(await fail()).toBe(true);
    const [account] = await w.sql<{ reason: string }>(
      'select held_reason as reason from credit_account where held_reason is not null',
    );
    expect(account?.reason).toMatch(/^2 cheques were returned within 10 days, the last is \d+$/);
    expect(await told(w, 'credit.held')).toHaveLength(1);
    expect(await fail()).toBe(false);
  });

  test('a hold that is there stays as it is', async () => {
    await policy({ holdFrom: 1 });
    const partyId = floorIdOf(w, 'Alborz');
    await w.perform(holdCustomerCredit, { partyId, reason: 'By hand' }, asSystem);
    expect((await bounce(w, await deposited(w, '7'))).isHeld).toBe(false);
    const [account] = await w.sql('select held_reason as reason from credit_account');
    expect(account).toEqual({ reason: 'By hand' });
  });
});

test('given to the bank again: secured as far as nothing else paid or covered it', async () => {
  await owed();
  const id = await deposited(w, '1100000');
  await bounce(w, id);
  await pay(w, '240000');
  await receive(w, [paper('300000')]);
  await w.perform(representCheque, { chequeId: id }, asSystem);
  expect(await cheques(w)).toEqual([
    'RE_PRESENTED 1100000 covers -2 560000',
    'RECEIVED 300000 covers -1 200000, -2 100000',
  ]);
  await clear(w, id);
  await bounce(w, id);
  const [found] = await w.sql('select bounces from cheque where amount = 1100000');
  expect(found).toEqual({ bounces: 2 });
});

test('a day that is closed: nothing is taken back on it', async () => {
  const id = await deposited(w, '100');
  await clear(w, id);
  w.clock.set('2026-04-02T08:00:00Z');
  await w.perform(closeLedgerPeriod, { through: '2026-03-31', reason: 'Month' }, asSystem);
  await expectRefused(w, () => bounce(w, id, { returnedOn: '2026-03-30' }), [
    'PERIOD_CLOSED returnedOn',
  ]);
  await bounce(w, id);
});

test('not before the bank had it, nor before it paid', async () => {
  const id = await receiveOne(w, '100');
  w.clock.set('2026-04-01T08:00:00Z');
  await deposit(w, [id], await bank(w));
  const on = (returnedOn: string) => () => bounce(w, id, { returnedOn });
  await expectRefused(w, on('2026-03-31'), ['BEFORE_DEPOSIT returnedOn']);
  w.clock.set('2026-04-10T08:00:00Z');
  await clear(w, id, { clearedOn: '2026-04-05' });
  await expectRefused(w, on('2026-04-04'), ['BEFORE_DEPOSIT returnedOn']);
  await on('2026-04-05')();
});

test('what was entered late is not taken back before it was there', async () => {
  await owed();
  const id = await receiveOne(w, '440000');
  await deposit(w, [id], await bank(w));
  w.clock.set('2026-04-10T08:00:00Z');
  await clear(w, id, { clearedOn: '2026-04-05' });
  await bounce(w, id, { returnedOn: '2026-04-07' });
  const days = async (table: string): Promise<unknown> =>
    (await w.sql(`select distinct effective_on as on from ${table} order by 1`)).map(
      ({ on }) => on,
    );
  expect(await days('allocation')).toEqual(['2026-04-10']);
  expect(await days(`ledger_entry where kind = 'RECEIPT'`)).toEqual(['2026-04-10']);
  const [cheque] = await w.sql('select returned_on as "returnedOn" from cheque');
  expect(cheque).toEqual({ returnedOn: '2026-04-07' });
});

test('a repeat of the same key is one bounce', async () => {
  await policy({ bounceFee: '5' });
  const chequeId = await deposited(w, '100');
  const again = { ...asSystem, idempotencyKey: 'bounce-1' };
  const act = () => w.perform(returnCheque, { chequeId, reason: 'SIGNATURE' }, again);
  expect(await act()).toEqual(await act());
  expect(await commitments(w)).toEqual(['-1 FEE 5 due 2026-03-21']);
});
