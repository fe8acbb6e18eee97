import type { Id } from '../../src/kernel/id.ts';
import { traceLot, type LotTrace, type TracedMove } from '../../src/modules/inventory/index.ts';
import { newId } from '../../src/kernel/id.ts';
import { arrive, receive, settle, ship, transfer } from './acts.ts';
import { moveGoods } from './move-goods.ts';
import { forgetGoods, idOf, openWorld, type World } from './world.ts';

let w: World;
beforeAll(async () => void (w = await openWorld()));
afterAll(() => w.close());
beforeEach(() => forgetGoods(w));

async function lotId(code: string): Promise<Id> {
  const [lot] = await w.sql<{ id: Id }>('select id from lot where code = $1', [code]);
  return lot?.id ?? newId();
}

async function traced(code: string, warehouses?: readonly string[]): Promise<LotTrace> {
  const warehouseIds = warehouses?.map((name) => idOf(w, name)) ?? null;
  const trace = await traceLot(w.database, { lotId: await lotId(code), warehouseIds });
  if (!trace) throw new Error(`Nothing is known of ${code}`);
  return trace;
}

const nameOf = (id: Id | null): string => [...w.ids].find(([, known]) => known === id)?.[0] ?? '-';

/** `ISSUE CUSTOMER TEH 2 TEH-GI-2026-000001`. */
const crossing = (move: TracedMove): string =>
  [
    move.kind,
    move.outside,
    nameOf(move.warehouseId),
    move.quantity,
    move.documentNumber ?? '-',
  ].join(' ');

const told = (trace: LotTrace) => ({
  sums: `${trace.cameIn} - ${trace.wentOut} = ${trace.onHand}`,
  places: trace.places.map((place) =>
    [
      place.stockTransferId ? 'on its way' : nameOf(place.locationId),
      place.status,
      place.onHand,
    ].join(' '),
  ),
  origins: trace.origins.map(crossing),
  destinations: trace.destinations.map(crossing),
});

/** L1 comes twice, is shipped in part, lost in part, issued in part and scrapped in part. */
async function happen(): Promise<void> {
  await receive(w, 'TEH DOCK', 'ROPE 10 L1', 'ROPE 7 L2');
  await receive(w, 'ISF DOCK', 'ROPE 5 L1');
  const t = await transfer(w, 'TEH > ISF', 'ROPE 4');
  await ship(w, t, 'TEH DOCK ROPE 4 L1');
  await arrive(w, t, 'ROPE 1 L1');
  await settle(w, t, 'LOST ROPE 2 L1');
  await moveGoods(w, 'ROPE 1 TEH DOCK > TEH DOCK BLOCKED lot:L1');
  await moveGoods(w, 'ROPE 2 TEH DOCK > CUSTOMER lot:L1', 'ROPE 1 ISF DOCK > SCRAP lot:L1');
}

test('where a lot came from, is, and went; other lots are not told of', async () => {
  await happen();
  expect(told(await traced('L1'))).toEqual({
    sums: '15 - 5 = 10',
    places: [
      'ISF DOCK AVAILABLE 5',
      'TEH DOCK AVAILABLE 3',
      'TEH DOCK BLOCKED 1',
      'on its way AVAILABLE 1',
    ].sort(),
    origins: [
      'RECEIPT SUPPLIER TEH 10 TEH-GR-2026-000001',
      'RECEIPT SUPPLIER ISF 5 ISF-GR-2026-000001',
    ],
    destinations: [
      'TRANSFER_LOSS LOST_IN_TRANSIT - 2 TEH-TR-2026-000001',
      'ADJUSTMENT CUSTOMER TEH 2 -',
      'ADJUSTMENT SCRAP ISF 1 -',
    ],
  });
});

test('within reach: what came, is there and left, and what got lost in between', async () => {
  await happen();
  expect(told(await traced('L1', ['ISF']))).toEqual({
    sums: '5 - 3 = 6',
    places: ['ISF DOCK AVAILABLE 5', 'on its way AVAILABLE 1'],
    origins: ['RECEIPT SUPPLIER ISF 5 ISF-GR-2026-000001'],
    destinations: [
      'TRANSFER_LOSS LOST_IN_TRANSIT - 2 TEH-TR-2026-000001',
      'ADJUSTMENT SCRAP ISF 1 -',
    ],
  });
  expect(told(await traced('L1', ['MHD']))).toEqual({
    sums: '0 - 0 = 0',
    places: [],
    origins: [],
    destinations: [],
  });
});

test('an unknown lot has no trace', async () => {
  expect(await traceLot(w.database, { lotId: newId() })).toBeNull();
});

test('a trace is one statement', async () => {
  await happen();
  const id = await lotId('L1');
  const sent = await w.statementsOf(() => traceLot(w.database, { lotId: id }));
  expect(sent).toEqual(['inventory_trace_lot']);
});
