import { addDays } from '../../src/kernel/local-date.ts';
import {
  cancelCommitment,
  customerReceipts,
  customerStatement,
  receivablesAgeing,
  refundCredit,
  reverseReceipt,
  writeOffCommitment,
  raiseCommitment,
  type Ageing,
  type AgeingFigures,
} from '../../src/modules/receivables/index.ts';
import { periodsBetween } from '../../src/kernel/calendar.ts';
import { floorIdOf } from '../parties/world.ts';
import { deliver } from '../sales/delivery-acts.ts';
import { credit, invoice } from '../sales/invoice-world.ts';
import { openOrderWorld, type OrderWorld } from '../sales/order-world.ts';
import { asSystem, asViewer } from '../support/perform.ts';
import { bank, bounce, clear, deposit, forgetCheques, receiveOne } from './cheque-world.ts';
import { ordered, pay } from './payment-world.ts';

/* One VALVE is 110,000 with its tax of 10 percent. */
let w: OrderWorld;
beforeAll(async () => void (w = await openOrderWorld()));
afterAll(() => w.close());
beforeEach(async () => {
  w.clock.set('2026-03-21T08:00:00Z');
  await forgetCheques(w);
});
afterEach(async () => expect(await w.verify()).toEqual([]));

const everyone = asViewer({ 'receivables.read': 'ALL' }).viewer;
const end = (day: string): Date => new Date(`${addDays(day, 1)}T00:00:00Z`);
const now = (): Date => w.clock.now();
const today = (): string => now().toISOString().slice(0, 10);

type Asked = Partial<Parameters<typeof receivablesAgeing>[2]>;

const age = (asked: Asked = {}, viewer = everyone): Promise<Ageing> => {
  const asOf = asked.asOf ?? today();
  return receivablesAgeing(w.database, viewer, {
    ...{ asOf, dayEndsAt: end(asOf), knownAt: new Date('2100-01-01'), buckets: [30, 60, 90] },
    ...{ by: 'CUSTOMER', inCompanyCurrency: false, first: 100, offset: 0 },
    ...asked,
  });
};

/** `IRR 100 = undated 0, not due 0, late 0 0 0 0; unbilled 0, credit 0, secured 0: balance 100`. */
const told = (one: AgeingFigures | undefined): string =>
  one
    ? `${one.currency} ${one.open} = ${one.undated}, ${one.notDue}, late ${one.late.join(' ')}; ` +
      `unbilled ${one.unbilled}, credit ${one.unallocated}, secured ${one.secured}: ${one.balance}`
    : 'nothing';

const ledgerOf = async (asOf: string, knownAt: Date): Promise<string> => {
  const [row] = await w.sql<{ balance: string }>(
    `select trim_scale(coalesce(sum(case debit when 'CUSTOMER' then amount else -amount end), 0))
       ::text as balance from ledger_entry where effective_on <= $1 and at <= $2`,
    [asOf, knownAt],
  );
  return row?.balance ?? '0';
};

/** Ten VALVE in two parts: an advance at once, and 30 days after the invoice. */
async function sell(): Promise<Awaited<ReturnType<typeof ordered>>> {
  const of = await ordered(w, 'VALVE 10', ['30 ORDER+0', '70 INVOICE+30']);
  return of;
}

test('buckets, what is not due, what has no day, what is paid beforehand', async () => {
  const of = await sell();
  expect(told((await age()).totals[0])).toBe(
    'IRR 1100000 = 770000, 330000, late 0 0 0 0; unbilled 1100000, credit 0, secured 0: 0',
  );
  await pay(w, '200000');
  // Some of the advance is paid, and nothing is invoiced: the ledger owes the customer.
  expect(told((await age()).totals[0])).toBe(
    'IRR 900000 = 770000, 130000, late 0 0 0 0; unbilled 1100000, credit 0, secured 0: -200000',
  );
  await deliver(w, of, ['VALVE 10']);
  await invoice(w, of);
  expect(told((await age()).totals[0])).toBe(
    'IRR 900000 = 0, 900000, late 0 0 0 0; unbilled 0, credit 0, secured 0: 900000',
  );
  const later = (asOf: string): Promise<string> => age({ asOf }).then((a) => told(a.totals[0]));
  expect(await later('2026-03-22')).toContain('= 0, 770000, late 130000 0 0 0;');
  expect(await later('2026-04-20')).toContain('= 0, 770000, late 130000 0 0 0;');
  expect(await later('2026-04-21')).toContain('= 0, 0, late 770000 130000 0 0;');
  expect(await later('2026-05-20')).toContain('= 0, 0, late 770000 130000 0 0;');
  expect(await later('2026-05-21')).toContain('late 0 770000 130000 0;');
  expect(await later('2026-08-01')).toContain('late 0 0 0 900000;');
  const [row] = (await age({ asOf: '2026-08-01', buckets: [1000] })).rows;
  expect(row?.late).toEqual(['900000', '0']);
});

test('what a customer has to its credit stands by itself', async () => {
  await pay(w, '5000', { use: 'NONE' });
  expect(told((await age()).totals[0])).toBe(
    'IRR 0 = 0, 0, late 0 0 0 0; unbilled 0, credit 5000, secured 0: -5000',
  );
  await pay(w, '700', { method: 'LETTER_OF_CREDIT' });
  expect(told((await age()).totals[0])).toContain('credit 5000, secured 700: -5000');
});

test('what was known on a day is told again later, whatever was written since', async () => {
  const seen: { asOf: string; knownAt: Date; told: string }[] = [];
  const look = async (): Promise<void> => {
    const at = { asOf: today(), knownAt: now() };
    const figures = told((await age(at)).totals[0]);
    const open = (await age(at)).totals[0]?.balance ?? '0';
    expect(open).toBe(await ledgerOf(at.asOf, at.knownAt));
    seen.push({ ...at, told: figures });
    w.clock.advance(2 * 86_400);
  };
  const of = await sell();
  await look();
  await pay(w, '350000');
  await look();
  await deliver(w, of, ['VALVE 10']);
  const { invoiceId } = await invoice(w, of);
  await look();
  const { receiptId } = await pay(w, '400000');
  await look();
  await pay(w, '1000', { use: 'NONE' });
  await look();
  await w.perform(reverseReceipt, { receiptId, reason: 'Not ours' }, asSystem);
  await look();
  await credit(w, invoiceId);
  await look();
  const opening = { customerId: floorIdOf(w, 'Karun'), reason: 'SERVICE', amount: '900' } as const;
  await w.perform(raiseCommitment, { ...opening, dueOn: '2026-03-01', note: 'Visit' }, asSystem);
  await look();
  const [visit] = await w.sql<{ id: string }>(
    `select id from payment_commitment where amount = 900`,
  );
  const writeOff = { commitmentId: visit?.id ?? '', reason: 'GOODWILL', amount: '5' } as const;
  await w.perform(writeOffCommitment, { ...writeOff, note: 'x' }, asSystem);
  await look();
  for (const { told: before, ...at } of seen) {
    expect([at.asOf, told((await age(at)).totals[0])]).toEqual([at.asOf, before]);
  }
  // By value day, with what is known today: nothing was written back into the past here.
  for (const { asOf, told: before } of seen) {
    expect([asOf, told((await age({ asOf })).totals[0])]).toEqual([asOf, before]);
  }
});

test('what is entered late counts on its day, and not before it was known', async () => {
  await pay(w, '500', { use: 'NONE' });
  const known = now();
  w.clock.set('2026-03-25T08:00:00Z');
  await pay(w, '70', { use: 'NONE', bookedOn: '2026-03-20', valuedOn: '2026-03-20' });
  const credits = async (asOf: string, knownAt?: Date): Promise<string | undefined> =>
    (await age({ asOf, ...(knownAt && { knownAt }) })).totals[0]?.unallocated;
  expect(await credits('2026-03-20')).toBe('70');
  expect(await credits('2026-03-21')).toBe('570');
  expect(await credits('2026-03-25', known)).toBe('500');
  expect(await credits('2026-03-20', known)).toBeUndefined();
});

test('cheques that are no money yet, as they stood on any day and were known', async () => {
  await sell();
  const id = await receiveOne(w, '300000');
  const promised = async (asOf: string, knownAt = new Date('2100-01-01')): Promise<string> =>
    (await age({ asOf, knownAt, inCompanyCurrency: true })).totals[0]?.secured ?? 'nothing';
  expect(told((await age()).rows[0])).toContain('secured 300000: 0');
  w.clock.set('2026-04-01T08:00:00Z');
  await deposit(w, [id], await bank(w));
  expect(await promised('2026-04-01')).toBe('300000');
  w.clock.set('2026-04-10T08:00:00Z');
  await clear(w, id, { clearedOn: '2026-04-05' });
  const cleared = now();
  expect([await promised('2026-04-05'), await promised('2026-04-04')]).toEqual(['0', '300000']);
  expect(await promised('2026-04-05', new Date('2026-04-09T00:00:00Z'))).toBe('300000');
  w.clock.set('2026-04-20T08:00:00Z');
  await bounce(w, id);
  expect(await promised('2026-04-20')).toBe('0');
  expect(await promised('2026-04-04', cleared)).toBe('300000');
  expect(await promised('2026-03-20')).toBe('nothing');
});

test('by customer, salesperson, team and currency, and of what one may see', async () => {
  const raise = (name: string, amount: string): Promise<unknown> => {
    const input = { customerId: floorIdOf(w, name), reason: 'OPENING', amount } as const;
    return w.perform(raiseCommitment, { ...input, dueOn: '2026-03-01', note: 'x' }, asSystem);
  };
  for (const [name, amount] of [
    ['Alborz', '10'],
    ['Behsaz', '20'],
    ['Karun', '40'],
    ['Damavand', '80'],
  ]) {
    await raise(name ?? '', amount ?? '');
  }
  const rows = async (asked: Asked, viewer = everyone): Promise<string[]> => {
    const { rows: found, count } = await age(asked, viewer);
    expect(count).toBe(found.length);
    return found.map(
      ({ key, open }) => `${[...w.floorIds].find(([, id]) => id === key)?.[0]} ${open}`,
    );
  };
  expect(await rows({})).toEqual(['Damavand 80', 'Karun 40', 'Behsaz 20', 'Alborz 10']);
  expect(await rows({ by: 'OWNER' })).toEqual(['sara 80', 'leila 40', 'nima 30']);
  expect(await rows({ by: 'TEAM' })).toEqual(['NORTH 110', 'SOUTH 40']);
  expect(await rows({ by: 'CURRENCY' })).toEqual(['undefined 150']);
  const nima = w.seller('nima', ['receivables.read']).viewer;
  expect(await rows({}, nima)).toEqual(['Behsaz 20', 'Alborz 10']);
  expect((await age({}, nima)).totals[0]?.balance).toBe('30');
  expect(await rows({ by: 'TEAM' }, w.leader(['receivables.read']).viewer)).toEqual(['NORTH 110']);
  expect(await rows({ partyId: floorIdOf(w, 'Karun') })).toEqual(['Karun 40']);
  expect(await rows({ partyId: floorIdOf(w, 'Karun') }, nima)).toEqual([]);
  expect(await rows({ teamId: floorIdOf(w, 'SOUTH') })).toEqual(['Karun 40']);
  await expect(age({}, asViewer({ 'crm.read': 'ALL' }).viewer)).rejects.toThrow('receivables.read');
});

test('a statement: what was owed, each posting, and what is open', async () => {
  const of = await sell();
  await pay(w, '200000');
  await deliver(w, of, ['VALVE 10']);
  await invoice(w, of);
  w.clock.set('2026-04-02T08:00:00Z');
  await pay(w, '130000', { use: 'NONE' });
  const refund = { amount: '30000', method: 'TRANSFER', reason: 'Too much' } as const;
  const [free] = await w.sql<{ id: string }>('select id from receipt order by id desc limit 1');
  await w.perform(refundCredit, { ...refund, receiptId: free?.id ?? '' }, asSystem);
  const asked = { partyId: floorIdOf(w, 'Alborz'), from: '2026-04-01', through: '2026-04-30' };
  const statement = await customerStatement(w.database, {
    ...asked,
    ...{ knownAt: now(), dayEndsAt: end('2026-04-30'), currency: 'IRR' },
  });
  expect(statement).toMatchObject({
    ...{ opening: '900000', debit: '30000', credit: '130000', closing: '800000', isCut: false },
  });
  expect(
    statement?.postings.map(({ kind, change, balance }) => `${kind} ${change} ${balance}`),
  ).toEqual(['RECEIPT -130000 770000', 'REFUND 30000 800000']);
  expect(statement?.openItems.map(({ dueOn, open }) => `${dueOn} ${open}`)).toEqual([
    '2026-03-21 130000',
    '2026-04-20 770000',
  ]);
  const before = await customerStatement(w.database, {
    ...{ ...asked, from: '2026-03-01', through: '2026-03-31', currency: 'IRR' },
    dayEndsAt: end('2026-03-31'),
    knownAt: new Date('2026-03-21T08:00:00Z'),
  });
  expect(before).toMatchObject({ opening: '0', closing: '900000' });
  expect(before?.postings.map(({ balance }) => balance)).toEqual(['-200000', '900000']);
  const papers = await w.sql<{ number: string }>(
    `select number from receipt union all select number from refund
     union all select number from invoice`,
  );
  const told = [before, statement].flatMap((of) => of?.postings.map(({ number }) => number));
  expect(new Set(told)).toEqual(new Set(papers.map(({ number }) => number)));
  const { commitmentId } = await w.perform(
    raiseCommitment,
    { customerId: asked.partyId, reason: 'SERVICE', amount: '5', dueOn: '2026-04-02', note: 'x' },
    asSystem,
  );
  const march = { ...asked, from: '2026-03-01', through: '2026-03-31', currency: 'IRR' };
  const open = async (through: string): Promise<unknown> =>
    (
      await customerStatement(w.database, {
        ...{ ...march, through, dayEndsAt: end(through), knownAt: now() },
      })
    )?.openItems.map((item) => item.open);
  expect(await open('2026-03-31')).toEqual(['130000', '770000']);
  w.clock.set('2026-04-10T08:00:00Z');
  await w.perform(cancelCommitment, { commitmentId, reason: 'Not done' }, asSystem);
  expect(await open('2026-04-09')).toEqual(['130000', '5', '770000']);
  expect(await open('2026-04-10')).toEqual(['130000', '770000']);
});

test('receipts of a stretch; what was due, in time, late or not at all', async () => {
  const of = await sell();
  await pay(w, '200000');
  await deliver(w, of, ['VALVE 10']);
  await invoice(w, of);
  w.clock.set('2026-05-25T08:00:00Z');
  await pay(w, '300000', { method: 'CASH' });
  const asked = { partyId: floorIdOf(w, 'Alborz'), from: '2026-03-01', through: '2026-05-31' };
  const months = { kind: 'MONTH', calendar: 'JALALI', most: 12 } as const;
  const periods = periodsBetween(asked.from, asked.through, months);
  const found = await customerReceipts(w.database, { ...asked, periods });
  expect(found.received).toBe('500000');
  expect(
    found.byMethod.map(({ period, method, amount }) => `${period} ${method} ${amount}`),
  ).toEqual(['1405-01 TRANSFER 200000', '1405-03 CASH 300000']);
  expect(found.committed).toEqual({
    ...{ committed: '1100000', onTime: '200000', open: '600000', otherwise: '0' },
    late: ['0', '170000', '130000', '0'],
    // 200,000 in time, 130,000 65 days late, 170,000 35 days late.
    averageDaysLate: '28.8',
  });
});
