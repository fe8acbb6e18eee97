import type { Id } from '../../src/kernel/id.ts';
import {
  callGuarantee,
  countersignGuaranteeRelease,
  expireGuarantees,
  extendGuarantee,
  hasDueGuarantees,
  holdChequeAsSecurity,
  loadCreditExposures,
  receivablesPermissions,
  recordGuarantee,
  releaseGuarantee,
  returnGuarantee,
  setBankHolidays,
  setChequePolicy,
  setCreditLimit,
  type RecordGuaranteeInput,
} from '../../src/modules/receivables/index.ts';
import { chequeCalendar } from '../../src/modules/receivables/index.ts';
import { expectRefused, outcomeOf } from '../catalog/world.ts';
import { floorIdOf } from '../parties/world.ts';
import { openOrderWorld, type OrderWorld } from '../sales/order-world.ts';
import { asSystem, asViewer } from '../support/perform.ts';
import {
  bank,
  bounce,
  deposit,
  forgetCheques,
  paper,
  receive,
  receiveOne,
  told,
} from './cheque-world.ts';
import { allocations, balances, commitments, ordered } from './payment-world.ts';

/* One VALVE is 110,000 with its tax of 10 percent. */
let w: OrderWorld;
beforeAll(async () => void (w = await openOrderWorld({ poolSize: 12 })));
afterAll(() => w.close());
beforeEach(async () => {
  w.clock.set('2026-03-21T08:00:00Z');
  await forgetCheques(w);
});
afterEach(async () => expect(await w.verify()).toEqual([]));

const alborz = (): Id => floorIdOf(w, 'Alborz');
const guarantee = async (over: Partial<RecordGuaranteeInput> = {}): Promise<Id> =>
  (
    await w.perform(
      recordGuarantee,
      {
        ...{ customerId: alborz(), kind: 'BANK_GUARANTEE', issuer: 'Bank Sepah', amount: '500000' },
        ...{ validUntil: '2026-04-20', custody: 'Safe', ...over },
      },
      asSystem,
    )
  ).guaranteeId;

const facts = async (): Promise<string[]> =>
  (
    await w.sql<{ told: string }>(
      `select state || ' ' || trim_scale(amount) || ' called ' || trim_scale(called)
         || coalesce(' until ' || valid_until, '') as told from guarantee order by number`,
    )
  ).map(({ told: text }) => text);

const exposure = async (today: string) => {
  const at = { now: w.clock.now(), today };
  return (await loadCreditExposures(w.database, [alborz()], at)).get(alborz());
};

const reason = 'Agreed';
const call = (guaranteeId: Id, over = {}): Promise<{ receiptId: Id | null }> =>
  w.perform(callGuarantee, { guaranteeId, method: 'TRANSFER', reason, ...over }, asSystem);

describe('exposure', () => {
  test('a guarantee lowers what counts by all but its haircut, while it holds', async () => {
    await w.perform(setCreditLimit, { partyId: alborz(), creditLimit: '100000' }, asSystem);
    await guarantee({ haircutPercent: '20', validFrom: '2026-03-22' });
    expect(await exposure('2026-03-21')).toMatchObject({ relieved: '0', free: '100000' });
    expect(await exposure('2026-03-22')).toMatchObject({ relieved: '400000', free: '500000' });
    expect(await exposure('2026-04-20')).toMatchObject({ relieved: '400000' });
    expect(await exposure('2026-04-21')).toMatchObject({ relieved: '0' });
    const buy = () => ordered(w, 'VALVE 2', ['100 ORDER+0']);
    expect(await outcomeOf(buy(), 'done')).toMatch(/^CREDIT_LIMIT_EXCEEDED/);
    w.clock.set('2026-03-22T08:00:00Z');
    await buy();
  });

  test('cheques count fully, or as their drawer’s history allows', async () => {
    await ordered(w, 'VALVE 10', ['100 ORDER+0']);
    await receiveOne(w, '600000');
    expect(await exposure('2026-03-21')).toMatchObject({ secured: '600000', relieved: '0' });
    const relief = { reliefPercent: '50', reliefMostReturned: 0 };
    await w.perform(setChequePolicy, { expectedVersion: 1, ...relief }, asSystem);
    expect(await exposure('2026-03-21')).toMatchObject({ relieved: '300000' });
    const id = await receiveOne(w, '7');
    await deposit(w, [id], await bank(w));
    await bounce(w, id);
    const after = { secured: '600000', relieved: '0', returnedCheques: 1 };
    expect(await exposure('2026-03-21')).toMatchObject(after);
  });
});

describe('calling', () => {
  test('a part, then the rest: money comes, and pays', async () => {
    await ordered(w, 'VALVE 10', ['40 ORDER+0', '60 ORDER+30']);
    const id = await guarantee();
    await call(id, { amount: '100000' });
    expect(await facts()).toEqual(['PARTLY_CALLED 500000 called 100000 until 2026-04-20']);
    await expectRefused(w, () => call(id, { amount: '400001' }), ['MORE_THAN_FREE amount']);
    await call(id);
    expect(await facts()).toEqual(['CALLED 500000 called 500000 until 2026-04-20']);
    expect(await allocations(w)).toEqual([
      'RECEIPT -1 100000',
      'RECEIPT -1 340000',
      'RECEIPT -2 60000',
    ]);
    expect(await balances(w)).toEqual(['IRR 0 - 500000 | 0 - 500000']);
    expect(await commitments(w)).toHaveLength(2);
    await expectRefused(w, () => call(id), ['ILLEGAL_STATE']);
  });

  test('not once it is over', async () => {
    const id = await guarantee();
    w.clock.set('2026-04-21T08:00:00Z');
    await expectRefused(w, () => call(id), ['GUARANTEE_OVER guaranteeId']);
  });

  test('two call all of it at once: one does', async () => {
    const id = await guarantee();
    const ends = await Promise.all([1, 2, 3].map(() => outcomeOf(call(id), 'done')));
    expect(ends.sort()).toEqual(['ILLEGAL_STATE', 'ILLEGAL_STATE', 'done']);
    expect(await balances(w)).toEqual(['IRR 0 - 500000 | 0 - 500000']);
  });

  test('a cheque as security: held first, once, and its amount counts', async () => {
    const chequeId = await receiveOne(w, '900');
    const record = (over = {}) =>
      guarantee({ kind: 'CHEQUE_AS_SECURITY', chequeId, amount: null, ...over });
    await expectRefused(w, () => record({ issuer: null }), ['ILLEGAL_STATE chequeId']);
    await w.perform(holdChequeAsSecurity, { chequeId, reason }, asSystem);
    const id = await record({ issuer: null });
    expect(await outcomeOf(record(), 'done')).toBe('CHEQUE_IN_USE chequeId');
    expect(await call(id)).toEqual({ guaranteeId: id, receiptId: null });
    await deposit(w, [chequeId], await bank(w));
    expect(await facts()).toEqual(['CALLED 900 called 900 until 2026-04-20']);
  });

  test('extended to a day that is over already: it would hold no more', async () => {
    const guaranteeId = await guarantee({ validUntil: '2026-03-22' });
    w.clock.set('2026-04-10T08:00:00Z');
    const extend = () =>
      w.perform(extendGuarantee, { guaranteeId, validUntil: '2026-04-01', reason }, asSystem);
    await expectRefused(w, extend, ['EXPIRY_NOT_AHEAD validUntil']);
  });
});

describe('releasing', () => {
  const someone = (personId: Id) => asViewer({ 'receivables.guarantees': 'ALL' }, personId);
  const [one, two] = [
    '00000000-0000-4000-8000-000000000001',
    '00000000-0000-4000-8000-000000000002',
  ] as const;

  test('signed by two, and only then', async () => {
    const guaranteeId = await guarantee();
    const sign = (by: Id, agrees = true) =>
      w.perform(countersignGuaranteeRelease, { guaranteeId, agrees, reason }, someone(by));
    await expectRefused(w, () => sign(two), ['RELEASE_NOT_ASKED guaranteeId']);
    await w.perform(releaseGuarantee, { guaranteeId, reason }, someone(one));
    await expectRefused(w, () => sign(one), ['SECOND_PERSON_REQUIRED guaranteeId']);
    await sign(two, false);
    expect(await facts()).toEqual(['HELD 500000 called 0 until 2026-04-20']);
    await w.perform(releaseGuarantee, { guaranteeId, reason }, someone(one));
    const again = () => w.perform(releaseGuarantee, { guaranteeId, reason }, someone(two));
    await expectRefused(w, again, ['RELEASE_ASKED guaranteeId']);
    await sign(two);
    expect(await facts()).toEqual(['RELEASED 500000 called 0 until 2026-04-20']);
    await w.perform(returnGuarantee, { guaranteeId, reason }, asSystem);
    expect(receivablesPermissions.map(({ name }) => name)).toContain('receivables.guarantees');
  });
});

describe('its end', () => {
  const job = () => w.perform(expireGuarantees, {}, asSystem);
  const alarms = async () =>
    (await told(w, 'guarantee.expiring')).map(({ data }) => {
      const { alarmDays, daysLeft } = data as { alarmDays: number; daysLeft: number };
      return `${alarmDays}: ${daysLeft}`;
    });

  test('told of once for each number of days, the last alone where the job was late', async () => {
    await guarantee();
    for (const day of ['2026-03-21', '2026-03-22', '2026-04-13', '2026-04-20', '2026-04-20']) {
      w.clock.set(`${day}T08:00:00Z`);
      await job();
    }
    expect(await alarms()).toEqual(['30: 30', '7: 7', '1: 0']);
    expect(await hasDueGuarantees(w.database, '2026-04-20')).toBe(false);
    expect(await hasDueGuarantees(w.database, '2026-04-21')).toBe(true);
    w.clock.set('2026-04-21T08:00:00Z');
    expect(await job()).toEqual({ expired: 1, isAll: true });
    expect(await job()).toEqual({ expired: 0, isAll: true });
    expect(await facts()).toEqual(['EXPIRED 500000 called 0 until 2026-04-20']);
  });

  test('extended: told of anew', async () => {
    const guaranteeId = await guarantee();
    w.clock.set('2026-04-20T08:00:00Z');
    await job();
    const extend = (validUntil: string) =>
      w.perform(extendGuarantee, { guaranteeId, validUntil, reason }, asSystem);
    await expectRefused(w, () => extend('2026-04-20'), ['NOT_LATER validUntil']);
    await extend('2026-04-27');
    await job();
    expect(await alarms()).toEqual(['1: 0', '7: 7']);
    expect(await facts()).toEqual(['EXTENDED 500000 called 0 until 2026-04-27']);
  });
});

test('refused: what would be over, of no such order, of more than a hundred', async () => {
  await expectRefused(w, () => guarantee({ validUntil: '2026-03-20' }), [
    'EXPIRY_NOT_AHEAD validUntil',
  ]);
  await expectRefused(w, () => guarantee({ salesOrderId: alborz() }), [
    'ORDER_NOT_FOUND salesOrderId',
  ]);
  await expectRefused(w, () => guarantee({ haircutPercent: '101' }), [
    'PERCENTS_NOT_WHOLE haircutPercent',
  ]);
  await expectRefused(w, () => guarantee({ chequeId: alborz() }), ['CHEQUE_NOT_FOUND chequeId']);
});

describe('the calendar of cheques', () => {
  const calendar = async (isByWeek = false) => {
    const { viewer } = asViewer({ 'receivables.read': 'ALL' });
    const today = w.clock.now().toISOString().slice(0, 10);
    const asked = { today, days: 14, isByWeek, partyId: null };
    const found = await chequeCalendar(w.database, viewer, asked);
    const sums = (of: readonly { count: number; amount: string }[]): string =>
      of.map(({ count, amount }) => `${count}x ${amount}`).join();
    return {
      ...{ today: sums(found.depositToday), tomorrow: sums(found.depositTomorrow) },
      ...{ missed: sums(found.missed), deposited: sums(found.deposited) },
      returned: sums(found.returned),
      periods: found.periods.map(({ from, count, amount }) => `${from} ${count}x ${amount}`),
    };
  };

  test('what is to be deposited, waited for, followed up; sums of the days to come', async () => {
    // 25 March is a Wednesday; Thursday and Friday banks are closed, and this Saturday.
    await w.perform(
      setBankHolidays,
      { holidays: [{ day: '2026-03-28', name: 'Feast' }] },
      asSystem,
    );
    const to = await bank(w);
    const [, , , waits, back] = await receive(w, [
      paper('1', '2026-03-20'),
      paper('2', '2026-03-25'),
      paper('4', '2026-03-26'),
      paper('8', '2026-03-21'),
      paper('16', '2026-03-21'),
      paper('32', '2026-04-05'),
    ]);
    await deposit(w, [waits as Id, back as Id], to);
    await bounce(w, back as Id);
    // The 20th is a Friday: it is presented on Saturday, 21 March, which is today.
    expect(await calendar()).toEqual({
      ...{ today: '1x 1', tomorrow: '', missed: '', deposited: '1x 8', returned: '1x 16' },
      periods: ['2026-03-21 1x 1', '2026-03-25 1x 2', '2026-03-29 1x 4'],
    });
    w.clock.set('2026-03-28T08:00:00Z');
    expect(await calendar(true)).toEqual({
      ...{ today: '', tomorrow: '1x 4', missed: '2x 3', deposited: '1x 8', returned: '1x 16' },
      periods: ['2026-03-28 1x 4', '2026-04-04 1x 32'],
    });
  });

  test('only what the viewer may see', async () => {
    await receiveOne(w, '5');
    const asked = { today: '2026-03-21', days: 1, isByWeek: false, partyId: null };
    const { viewer } = asViewer({ 'receivables.read': 'OWN' });
    const found = await chequeCalendar(w.database, viewer, asked);
    expect(found.periods).toEqual([]);
    const nima = asViewer({ 'receivables.read': 'OWN' }, floorIdOf(w, 'nima')).viewer;
    expect((await chequeCalendar(w.database, nima, asked)).periods).toHaveLength(1);
    const nobody = asViewer({}).viewer;
    await expect(chequeCalendar(w.database, nobody, asked)).rejects.toThrow(/receivables.read/);
  });
});
