import type { Id } from '../../src/kernel/id.ts';
import {
  availabilityBy,
  inventorySupplySources,
  setTransferRoute,
  type AvailabilityAsked,
  type LineAvailability,
} from '../../src/modules/inventory/index.ts';
import { asSystem } from '../support/perform.ts';
import { receive, ship, transfer } from './acts.ts';
import { promise } from './promising.ts';
import { forgetGoods, idOf, openWorld, type World } from './world.ts';

let w: World;
beforeAll(async () => {
  w = await openWorld();
  for (const [from, to] of [
    ['TEH', 'ISF'],
    ['ISF', 'MHD'],
  ] as const) {
    const route = { sourceWarehouseId: idOf(w, from), destinationWarehouseId: idOf(w, to) };
    await w.perform(setTransferRoute, { ...route, leadHours: 72 }, asSystem);
  }
});
afterAll(() => w.close());
beforeEach(async () => {
  await forgetGoods(w);
  w.clock.set('2026-03-21T08:00:00Z');
  await w.sql('update product set lead_time_days = null');
});
afterEach(async () => expect(await w.verify()).toEqual([]));

const find = availabilityBy(inventorySupplySources);

interface Asked extends Partial<Omit<AvailabilityAsked, 'productId'>> {
  readonly late?: number | null;
}

/** `ask('VALVE 5 at TEH', { requestedOn })`: what is answered to one line. */
async function ask(text: string, asked: Asked = {}): Promise<LineAvailability> {
  const [answer] = await askAll([[text, asked]]);
  return answer as LineAvailability;
}

async function askAll(lines: readonly (readonly [string, Asked])[]): Promise<LineAvailability[]> {
  const now = w.clock.now();
  const [first] = lines;
  return find(
    { query: (...sent) => w.database.query(...sent) },
    lines.map(([text, { late: _, ...asked }]) => {
      const [what = '', where] = text.split(' at ');
      const [sku = '', quantity = ''] = what.split(' ');
      const warehouseId = where === undefined ? null : idOf(w, where);
      const none = { requestedOn: null, lineId: null };
      return { productId: idOf(w, sku), quantity, warehouseId, ...none, ...asked };
    }),
    {
      now,
      today: now.toISOString().slice(0, 10),
      dayOf: (at) => at.toISOString().slice(0, 10),
      lateSupplyDays: first?.[1].late ?? null,
    },
  );
}

/**
 * `TEH now 5, 2026-03-21 STOCK`; then the split, the shortage and the basis where there are any.
 */
const told = (answer: LineAvailability): string[] => [
  ...answer.warehouses.map((at) =>
    `${at.warehouse} now ${at.now}, ${at.earliestOn ?? 'never'} ${at.by ?? ''}`.trim(),
  ),
  `promised ${answer.promisedOn ?? 'never'}`,
  ...answer.split.map((part) => `${part.quantity} from ${part.warehouse} on ${part.day}`),
  ...(answer.shortage === '0' ? [] : [`short of ${answer.shortage}`]),
  ...answer.basis.map(
    (s) => `${s.kind} ${s.quantity} to ${s.warehouse} on ${s.day}${s.isLate ? ' late' : ''}`,
  ),
];

test('what is there, what is promised, and what is on its way', async () => {
  await receive(w, 'TEH DOCK', 'VALVE 10');
  await receive(w, 'ISF DOCK', 'VALVE 3');
  await promise(w, 'TEH VALVE 2');
  const t = await transfer(w, 'TEH > ISF', 'VALVE 4');
  const before = ['ISF now 3, never', 'TEH now 8, never'];
  expect(told(await ask('VALVE 9'))).toEqual([
    ...before,
    'promised never',
    '8 from TEH on 2026-03-21',
    '1 from ISF on 2026-03-21',
  ]);
  // Only what physically left counts.
  await ship(w, t, 'TEH DOCK VALVE 4');
  expect(told(await ask('VALVE 6 at ISF'))).toEqual([
    'ISF now 3, 2026-03-24 SUPPLY',
    'TEH now 4, never',
    'promised 2026-03-24',
    '4 from TEH on 2026-03-21',
    '2 from ISF on 2026-03-21',
    'short of 3',
    'STOCK_TRANSFER 4 to ISF on 2026-03-24',
  ]);
  expect((await ask('VALVE 6 at ISF', { requestedOn: '2026-03-30' })).promisedOn).toBe(
    '2026-03-30',
  );
});

test('what is late is counted on as the firm says', async () => {
  await receive(w, 'TEH DOCK', 'VALVE 4');
  await ship(w, await transfer(w, 'TEH > ISF', 'VALVE 4'), 'TEH DOCK VALVE 4');
  w.clock.set('2026-03-27T08:00:00Z');
  expect((await ask('VALVE 4 at ISF')).promisedOn).toBe(null);
  expect(told(await ask('VALVE 4 at ISF', { late: 5 })).slice(-2)).toEqual([
    'short of 4',
    'STOCK_TRANSFER 4 to ISF on 2026-04-01 late',
  ]);
});

test('a transfer on a road that nobody timed is like one that is late', async () => {
  await receive(w, 'TEH DOCK', 'VALVE 4');
  await ship(w, await transfer(w, 'TEH > MHD', 'VALVE 4'), 'TEH DOCK VALVE 4');
  expect((await ask('VALVE 4 at MHD')).promisedOn).toBe(null);
  expect((await ask('VALVE 4 at MHD', { late: 2 })).promisedOn).toBe('2026-03-23');
});

test('without supply, by the time it takes to get it', async () => {
  await w.sql("update product set lead_time_days = 14 where sku = 'VALVE'");
  await receive(w, 'TEH DOCK', 'VALVE 3');
  expect(told(await ask('VALVE 5'))).toEqual([
    'TEH now 3, 2026-04-04 LEAD_TIME',
    'promised 2026-04-04',
    'short of 2',
  ]);
  expect((await ask('HOSE 1')).promisedOn).toBe(null);
  // Of what nobody has anywhere.
  await w.sql("update product set lead_time_days = 3 where sku = 'HOSE'");
  expect((await ask('HOSE 1 at TEH')).promisedOn).toBe('2026-03-24');
});

test('a line in the queue is answered at its place in it', async () => {
  await receive(w, 'TEH DOCK', 'VALVE 6');
  const wait = { wait: true };
  const first = await promise(w, 'ISF VALVE 3', wait);
  const second = await promise(w, 'ISF VALVE 3', wait);
  const urgent = await promise(w, 'ISF VALVE 2', { ...wait, priority: 5 });
  await ship(w, await transfer(w, 'TEH > ISF', 'VALVE 6'), 'TEH DOCK VALVE 6');
  const when = async (line: { demandLineId: Id } | null, quantity: string) =>
    (await ask(`VALVE ${quantity} at ISF`, { lineId: line?.demandLineId ?? null })).promisedOn;
  expect(await when(urgent, '2')).toBe('2026-03-24');
  expect(await when(first, '3')).toBe('2026-03-24');
  expect(await when(second, '3')).toBe(null);
  expect(await when(null, '1')).toBe(null);
});

test('what is held for a line is its own; lots that go are not promised for later', async () => {
  await receive(w, 'TEH DOCK', 'ROPE 5 L1');
  await w.sql("update lot set expires_on = '2026-04-01'");
  const mine = await promise(w, 'TEH ROPE 3');
  const lineId = mine.demandLineId;
  expect((await ask('ROPE 5 at TEH', { lineId })).promisedOn).toBe('2026-03-21');
  expect((await ask('ROPE 5 at TEH')).promisedOn).toBe(null);
  expect((await ask('ROPE 2 at TEH', { requestedOn: '2026-03-31' })).promisedOn).toBe('2026-03-31');
  expect((await ask('ROPE 2 at TEH', { requestedOn: '2026-04-01' })).promisedOn).toBe(null);
});

test('lines of one question never promise goods twice; one statement for all', async () => {
  await receive(w, 'TEH DOCK', 'VALVE 5');
  const lines = [
    ['VALVE 3 at TEH', {}],
    ['VALVE 3', {}],
    ['VALVE 2', {}],
  ] as const;
  expect((await askAll(lines)).map(({ promisedOn }) => promisedOn)).toEqual([
    '2026-03-21',
    null,
    '2026-03-21',
  ]);
  const sent = await w.statementsOf(() => askAll(lines));
  expect(sent).toEqual(['inventory_availability']);
});
