import { periodOf, periodsBetween } from '../../src/kernel/calendar.ts';
import { inflowForecast, keepInflowForecast } from '../../src/modules/index.ts';
import {
  createForecast,
  forecastAccuracy,
  setInflowSetting,
  type Expectation,
  type ForecastQueries,
  type InflowSlice,
} from '../../src/modules/inflow/index.ts';
import { reverseReceipt } from '../../src/modules/receivables/index.ts';
import { expectRefused } from '../catalog/world.ts';
import { floorIdOf } from '../parties/world.ts';
import { asSystem, asViewer } from '../support/perform.ts';
import {
  ask,
  everyone,
  forgetInflow,
  nameOf,
  openInflowWorld,
  pay,
  type InflowWorld,
} from './world.ts';

let w: InflowWorld;
beforeAll(async () => void (w = await openInflowWorld()));
afterAll(() => w.close());
beforeEach(() => forgetInflow(w));
afterEach(async () => expect(await w.verify()).toEqual([]));

const today = (): string => w.clock.now().toISOString().slice(0, 10);
const months = { kind: 'MONTH', calendar: 'JALALI', most: 4 } as const;

interface Asked {
  readonly slice?: InflowSlice;
  readonly expectation?: Expectation;
  readonly viewer?: typeof everyone;
  readonly of?: ForecastQueries;
}

const asking = ({ slice = 'NONE', expectation = 'BUCKETS' }: Asked) => ({
  ...{ today: today(), slice, expectation },
});

/** `1405-01 null: 100 committed, 50 actual, 50 open, 45 expected, 20 overdue`, then layers. */
const forecast = async (asked: Asked = {}): Promise<string[]> => {
  const periods = periodsBetween('2026-02-20', '2026-06-21', months);
  const { of = inflowForecast, viewer = everyone } = asked;
  const found = await of.forecast(w.database, viewer, { ...asking(asked), periods });
  const cells = found.cells.map(
    (cell) =>
      `${cell.period} ${nameOf(w, cell.key)}: ${cell.committed} committed, ` +
      `${cell.actual} actual, ` +
      `${cell.open} open, ${cell.expected} expected, ${cell.overdue} overdue` +
      cell.layers.map((l) => `; ${l.layer} ${l.count} ${l.amount} ${l.expected}`).join(''),
  );
  const rest = [`undated ${found.undated}`, `later ${found.later}`].filter(
    (t) => !t.endsWith(' 0'),
  );
  return [...cells, ...rest];
};

test('what is open is expected on its day, what is late today, by how late it is', async () => {
  await ask(w, 'Alborz', '1000', '2026-04-25');
  // One day late, 45 days late.
  await ask(w, 'Alborz', '100', '2026-03-24');
  await ask(w, 'Alborz', '10', '2026-02-08');
  await ask(w, 'Alborz', '7', '2027-01-01');
  expect(await forecast()).toEqual([
    '1405-01 null: 100 committed, 0 actual, 110 open, 97 expected, 110 overdue',
    '1405-02 null: 1000 committed, 0 actual, 1000 open, 1000 expected, 0 overdue',
    'later 7',
  ]);
});

test('what came in counts once: as money, and not as something to come', async () => {
  const id = await ask(w, 'Alborz', '1000', '2026-03-30');
  const receiptId = await pay(w, 'Alborz', id, '400');
  expect(await forecast()).toEqual([
    '1405-01 null: 1000 committed, 400 actual, 600 open, 600 expected, 0 overdue',
  ]);
  await w.perform(reverseReceipt, { receiptId, reason: 'x' }, asSystem);
  expect(await forecast()).toEqual([
    '1405-01 null: 1000 committed, 0 actual, 1000 open, 1000 expected, 0 overdue',
  ]);
});

test('as late as the customer has paid so far', async () => {
  for (const [n, dueOn] of ['2026-03-20', '2026-03-15', '2026-02-01'].entries()) {
    await pay(w, 'Alborz', await ask(w, 'Alborz', `${n + 1}`, dueOn), `${n + 1}`);
  }
  // 5, 10 and 52 days late: 10.
  await ask(w, 'Alborz', '1000', '2026-04-15');
  await ask(w, 'Karun', '500', '2026-04-15');
  expect(await forecast({ slice: 'CUSTOMER', expectation: 'DELAY' })).toEqual(
    expect.arrayContaining([
      expect.stringContaining('1405-01 Karun: 500 committed, 0 actual, 500 open, 500 expected'),
      expect.stringContaining('1405-02 Alborz: 0 committed, 0 actual, 1000 open, 1000 expected'),
    ]),
  );
});

test('promises and cheques move their part, never more than is open, and once', async () => {
  const id = await ask(w, 'Alborz', '1000', '2026-03-30');
  const part = (kind: string, place: number, amount: string, on: string, percent = 'null') => ({
    ...{ kind, place },
    sql: `select '${id}'::uuid as commitment_id, ${amount}::numeric as amount,
            date '${on}' as expected_on, ${percent}::numeric as percent`,
  });
  const parts = [
    part('PROMISE', 2, '900', '2026-05-25'),
    part('CHEQUE', 1, '300', '2026-04-25', '50'),
  ];
  const of = createForecast({ parts, layers: [] });
  expect(await forecast({ of })).toEqual([
    '1405-01 null: 1000 committed, 0 actual, 0 open, 0 expected, 0 overdue',
    '1405-02 null: 0 committed, 0 actual, 300 open, 150 expected, 0 overdue',
    '1405-03 null: 0 committed, 0 actual, 700 open, 700 expected, 0 overdue',
  ]);
  const rows = await of.rows(w.database, everyone, {
    ...asking({}),
    ...{ from: '2026-03-21', through: '2026-12-31', key: null, layer: null, first: 10, offset: 0 },
  });
  expect(
    rows.map(
      ({ kind, expectedOn, amount, percent }) => `${kind} ${expectedOn} ${amount} ${percent}`,
    ),
  ).toEqual(['CHEQUE 2026-04-25 300 50', 'PROMISE 2026-05-25 700 100']);
});

test('what nobody owes yet is a layer by itself, for who may see it', async () => {
  await ask(w, 'Alborz', '1000', '2026-03-30');
  const id = floorIdOf(w, 'Alborz');
  const layer = {
    ...{ kind: 'HOPE', permission: 'crm.read' },
    sql: `select '${id}'::uuid as id, '${id}'::uuid as party_id,
            '${floorIdOf(w, 'nima')}'::uuid as owner_id,
            null::uuid as team_id, 'IRR' as currency, 500::numeric as company_amount,
            30::numeric as percent, date '2026-03-01' as expected_on`,
  };
  const of = createForecast({ parts: [], layers: [layer] });
  expect(await forecast({ of })).toEqual([
    '1405-01 null: 1000 committed, 0 actual, 1000 open, 1000 expected, 0 overdue; HOPE 1 500 150',
  ]);
  const without = asViewer({ 'inflow.read': 'ALL' }).viewer;
  expect((await forecast({ of, viewer: without })).join()).not.toContain('HOPE');
  const leila = w.seller('leila', ['inflow.read', 'crm.read']).viewer;
  expect(await forecast({ of, viewer: leila })).toEqual([]);
});

test('cut by person, team, customer, method and currency; each sees their own', async () => {
  await ask(w, 'Alborz', '1', '2026-03-30');
  await ask(w, 'Karun', '2', '2026-03-30');
  const keys = async (asked: Asked): Promise<string[]> =>
    (await forecast(asked)).map((line) => line.split(' ').slice(1, 3).join(' ')).sort();
  expect(await keys({ slice: 'PERSON' })).toEqual(['leila: 2', 'nima: 1']);
  expect(await keys({ slice: 'TEAM' })).toEqual(['NORTH: 1', 'SOUTH: 2']);
  expect(await keys({ slice: 'CUSTOMER' })).toEqual(['Alborz: 1', 'Karun: 2']);
  expect(await keys({ slice: 'CURRENCY' })).toEqual(['IRR: 3']);
  expect(await keys({ slice: 'METHOD' })).toEqual(['null: 3']);
  expect(await keys({ slice: 'SEGMENT' })).toEqual(['null: 3']);
  const nima = w.seller('nima', ['inflow.read']).viewer;
  expect(await keys({ slice: 'PERSON', viewer: nima })).toEqual(['nima: 1']);
});

test('the forecast of a day is kept once, and measured when the month is over', async () => {
  w.clock.set('2026-03-21T01:00:00Z');
  const id = await ask(w, 'Alborz', '1000', '2026-04-10');
  await ask(w, 'Karun', '500', '2026-04-10');
  const keep = () => w.perform(keepInflowForecast, {}, asSystem);
  const kept = await Promise.all([keep(), keep(), keep()]);
  expect(kept.filter((one) => one.kept)).toHaveLength(1);
  expect(await keep()).toEqual({ kept: false });
  const [rows] = await w.sql(
    'select count(*)::int as n, sum(expected)::int as sum from inflow_snapshot_row',
  );
  expect(rows).toEqual({ n: 2, sum: 1500 });
  w.clock.set('2026-04-15T08:00:00Z');
  await pay(w, 'Alborz', id, '800');
  const periods = [periodOf('2026-04-01', 'MONTH', 'JALALI')];
  const measured = () =>
    forecastAccuracy(w.database, everyone, { today: today(), calendar: 'JALALI', periods });
  w.clock.set('2026-04-20T08:00:00Z');
  expect(await measured()).toEqual([]);
  w.clock.set('2026-05-01T08:00:00Z');
  const found = await measured();
  expect(
    found.map(
      (a) => `${nameOf(w, a.ownerId)} ${a.expected} ${a.actual} ${a.biasPercent} ${a.mape}`,
    ),
  ).toEqual(['nima 1000 800 25 25', 'leila 500 0 null null']);
});

test('how months are counted and money is expected is set, by who has seen what was', async () => {
  const set = (input: object): Promise<unknown> =>
    w.perform(setInflowSetting, { expectedVersion: 1, ...input }, asSystem);
  await expectRefused(w, () => set({ expectedVersion: 7 }), ['STALE expectedVersion']);
  const bad = [
    { daysLate: 1, percent: '101' },
    { daysLate: 1, percent: '5' },
  ];
  await expectRefused(w, () => set({ probabilities: bad }), [
    ...['DAYS_MALFORMED probabilities.0.daysLate', 'PERCENT_MALFORMED probabilities.0.percent'],
    'DAYS_MALFORMED probabilities.1.daysLate',
  ]);
  const probabilities = [
    { daysLate: 0, percent: '90' },
    { daysLate: 10, percent: '0.5' },
  ];
  await set({ calendar: 'GREGORIAN', probabilities });
  await ask(w, 'Alborz', '1000', '2026-03-30');
  await ask(w, 'Alborz', '1000', '2026-03-01');
  expect((await forecast()).join()).toContain('905 expected');
});
