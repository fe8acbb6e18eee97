import { newId, type Id } from '../../src/kernel/id.ts';
import { arrive, receive, ship, transfer } from '../inventory/acts.ts';
import { moveGoods } from '../inventory/move-goods.ts';
import { forgetGoods, idOf, openWorld, type World } from '../inventory/world.ts';
import { openGraphql, type TestGraphql } from '../support/graphql.ts';
import { asViewer } from '../support/perform.ts';

let w: World;
let graphql: TestGraphql;
beforeAll(async () => {
  w = await openWorld();
  graphql = await openGraphql(w);
});
afterAll(async () => {
  await graphql.stop();
  await w.close();
});
beforeEach(() => forgetGoods(w));

const manager = asViewer({ 'inventory.read': 'ALL', 'catalog.read': 'ALL' });
const clerk = () => asViewer({ 'inventory.read': [idOf(w, 'ISF')], 'catalog.read': 'ALL' });

const numbers = `query ($asOf: DateTime) {
  products(filter: { sku: { eq: "VALVE" } }) { nodes {
    quantities(asOf: $asOf) { warehouse { code } onHand available inTransitIn expected waiting }
    total(asOf: $asOf) { warehouses onHand inTransitOut expected }
  } } }`;

const ask = async (asOf: Date | null, by = manager) => {
  const variables = { asOf: asOf?.toISOString() ?? null };
  const answer = await graphql.ask(numbers, { viewer: by.viewer, variables });
  expect(answer.errors).toBeUndefined();
  return answer.data.products.nodes[0];
};

async function history(): Promise<Date> {
  await receive(w, 'TEH DOCK', 'VALVE 10');
  await transfer(w, 'TEH > ISF', 'VALVE 4');
  const before = w.clock.now();
  w.clock.advance(60);
  const t = await transfer(w, 'TEH > ISF', 'VALVE 3');
  await ship(w, t, 'TEH DOCK VALVE 3');
  await arrive(w, t, 'VALVE 1');
  return before;
}

test('quantities and totals of a product, now and as of an instant', async () => {
  const before = await history();
  const teh = { warehouse: { code: 'TEH' }, inTransitIn: '0', expected: '0', waiting: '0' };
  expect(await ask(null)).toEqual({
    quantities: [
      {
        warehouse: { code: 'ISF' },
        onHand: '1',
        available: '1',
        inTransitIn: '2',
        expected: '4',
        waiting: '0',
      },
      { ...teh, onHand: '7', available: '7' },
    ],
    total: { warehouses: 2, onHand: '8', inTransitOut: '2', expected: '4' },
  });
  expect(await ask(before)).toEqual({
    quantities: [{ ...teh, onHand: '10', available: '10', expected: null, waiting: null }],
    total: { warehouses: 1, onHand: '10', inTransitOut: '0', expected: null },
  });
});

test('within reach: the other warehouses are neither shown nor added up', async () => {
  const before = await history();
  const found = await ask(null, clerk());
  expect((found.quantities as { onHand: string }[]).map((row) => row.onHand)).toEqual(['1']);
  expect(found.total).toEqual({ warehouses: 1, onHand: '1', inTransitOut: '0', expected: '4' });
  expect((await ask(before, clerk())).quantities).toEqual([]);
});

test('what is still to come is refused', async () => {
  const asOf = new Date(w.clock.now().getTime() + 1).toISOString();
  const answer = await graphql.ask(numbers, { viewer: manager.viewer, variables: { asOf } });
  expect(answer.errors?.[0]?.message).toContain('still to come');
});

const states = async (): Promise<string[]> => {
  const text = '{ lots(filter: { kind: { eq: SERIAL } }) { nodes { code state } } }';
  const answer = await graphql.ask(text, { viewer: manager.viewer });
  const lots = answer.data.lots.nodes as { code: string; state: string }[];
  return lots.map((lot) => `${lot.code} ${lot.state}`);
};

test('a serial number tells where it stands', async () => {
  await receive(w, 'TEH DOCK', 'BOILER S1,S2,S3,S4,S5');
  const t = await transfer(w, 'TEH > ISF', 'BOILER 1');
  await ship(w, t, 'TEH DOCK BOILER S1');
  await moveGoods(
    w,
    'BOILER 1 TEH DOCK > CUSTOMER serial:S2',
    'BOILER 1 TEH DOCK > SUPPLIER serial:S3',
    'BOILER 1 TEH DOCK > SCRAP serial:S4',
  );
  const all = ['S1 IN_TRANSIT', 'S2 WITH_CUSTOMER', 'S3 WITH_SUPPLIER', 'S4 SCRAPPED'];
  expect(await states()).toEqual([...all, 'S5 IN_STOCK']);
  await moveGoods(w, 'BOILER 1 TEH DOCK > ADJUSTMENT serial:S5');
  await moveGoods(w, 'BOILER 1 CUSTOMER > TEH DOCK serial:S2');
  expect((await states()).slice(1)).toEqual(['S2 IN_STOCK', ...all.slice(2), 'S5 ADJUSTED_OUT']);
});

test('a lot is traced, its rows as far as they are within reach', async () => {
  await receive(w, 'TEH DOCK', 'ROPE 5 L1');
  await receive(w, 'ISF DOCK', 'ROPE 2 L1');
  const [lot] = await w.sql<{ id: Id }>("select id from lot where code = 'L1'");
  const text = `query ($id: ID!) { lotTrace(lotId: $id) {
    lot { code } cameIn onHand places { location { code } owner { code } status onHand }
    origins { stockVoucher { number } documentNumber quantity move { quantity } } } }`;
  const traced = async (by = manager, id = lot?.id) =>
    (await graphql.ask(text, { viewer: by.viewer, variables: { id } })).data.lotTrace;
  expect(await traced()).toMatchObject({ lot: { code: 'L1' }, cameIn: '7', onHand: '7' });
  expect(await traced(clerk())).toEqual({
    lot: { code: 'L1' },
    cameIn: '2',
    onHand: '2',
    places: [{ location: { code: 'DOCK' }, owner: null, status: 'AVAILABLE', onHand: '2' }],
    origins: [
      {
        stockVoucher: { number: 'ISF-GR-2026-000001' },
        documentNumber: 'ISF-GR-2026-000001',
        quantity: '2',
        move: { quantity: '2' },
      },
    ],
  });
  expect(await traced(manager, newId())).toBeNull();
});

const policy = (sku: string, warehouse: string, minimum: string): Promise<unknown> =>
  w.sql(
    `insert into stock_policy (id, product_id, warehouse_id, minimum, target)
     values ($1, $2, $3, $4, 100)`,
    [newId(), idOf(w, sku), idOf(w, warehouse), minimum],
  );

const report = `query (
    $asOf: DateTime, $warehouse: ID, $search: String, $first: Int, $after: String) {
  inventoryReport(asOf: $asOf, warehouseId: $warehouse, search: $search, first: $first,
                  after: $after) {
    next rows { product { sku } warehouse { code } onHand available minimum target } } }`;

interface Reported {
  readonly next: string | null;
  readonly rows: readonly {
    readonly product: { readonly sku: string };
    readonly warehouse: { readonly code: string };
    readonly onHand: string;
    readonly minimum: string | null;
  }[];
}

const reported = async (variables: Record<string, unknown>, by = manager): Promise<Reported> => {
  const answer = await graphql.ask(report, { viewer: by.viewer, variables });
  expect(answer.errors).toBeUndefined();
  return answer.data.inventoryReport as Reported;
};

const lines = ({ rows }: Reported): string[] =>
  rows.map((row) =>
    [row.product.sku, row.warehouse.code, row.onHand, row.minimum ?? '-'].join(' '),
  );

test('the report of all items, now and as of an instant, page by page', async () => {
  const asOf = (await history()).toISOString();
  await receive(w, 'TEH DOCK', 'HOSE 5');
  await policy('HOSE', 'TEH', '7');
  await policy('ROPE', 'ISF', '3');
  const all = ['HOSE TEH 5 7', 'ROPE ISF 0 3', 'VALVE ISF 1 -', 'VALVE TEH 7 -'];
  expect(lines(await reported({}))).toEqual(all);
  expect(lines(await reported({ asOf }))).toEqual([
    'HOSE TEH 0 7',
    'ROPE ISF 0 3',
    'VALVE TEH 10 -',
  ]);
  expect(lines(await reported({ search: 'val' }))).toEqual(all.slice(2));
  expect(lines(await reported({ warehouse: idOf(w, 'ISF') }))).toEqual([all[1], all[2]]);
  expect(lines(await reported({}, clerk()))).toEqual([all[1], all[2]]);
  const paged: string[] = [];
  for (let after: string | null = ''; after !== null;) {
    const page: Reported = await reported({ first: 1, after });
    paged.push(...lines(page));
    after = page.next;
  }
  expect(paged).toEqual(all);
  const foreign = { viewer: clerk().viewer, variables: { warehouse: idOf(w, 'TEH') } };
  expect((await graphql.ask(report, foreign)).errors?.[0]?.extensions.code).toBe('FORBIDDEN');
});

test('stock levels are searched, filtered and ordered by what is needed', async () => {
  await receive(w, 'TEH DOCK', 'HOSE 5', 'VALVE 9');
  await receive(w, 'ISF DOCK', 'HOSE 8');
  await policy('HOSE', 'TEH', '7');
  await policy('HOSE', 'ISF', '7');
  const levels = async (args: string): Promise<string[]> => {
    const text = `{ stockLevels(${args}) {
      nodes { product { sku } warehouse { code } onHand belowMinimum minimum target } } }`;
    const { data, errors } = await graphql.ask(text, { viewer: manager.viewer });
    expect(errors).toBeUndefined();
    const nodes = data.stockLevels.nodes as (Reported['rows'][number] & {
      belowMinimum: boolean;
    })[];
    return nodes.map((row) =>
      [row.product.sku, row.warehouse.code, row.onHand, row.minimum ?? '-'].join(' '),
    );
  };
  expect(await levels('filter: { belowMinimum: { eq: true } }')).toEqual(['HOSE TEH 5 7']);
  expect(await levels('search: "hos", orderBy: ON_HAND_DESC')).toEqual([
    'HOSE ISF 8 7',
    'HOSE TEH 5 7',
  ]);
  expect(await levels('filter: { warehouse: { code: { eq: "TEH" } } }, orderBy: SKU_DESC')).toEqual(
    ['VALVE TEH 9 -', 'HOSE TEH 5 7'],
  );
});

test('how a warehouse stands, in counts; one out of reach says nothing', async () => {
  await receive(w, 'TEH DOCK', 'HOSE 5', 'ROPE 2.5 L1', 'ROPE 1 L2', 'ROPE 1 L3', 'VALVE 2');
  await moveGoods(w, 'VALVE 2 TEH DOCK > TEH DOCK BLOCKED');
  await policy('HOSE', 'TEH', '7');
  await policy('BOILER', 'TEH', '1');
  await w.sql(`update lot set removal_on = case code when 'L1' then date '2026-04-20'
    when 'L2' then '2026-04-21' else '2026-03-20' end`);
  const text = (days: string) => `{ warehouses(filter: { code: { eq: "TEH" } }) { nodes {
    summary${days} { items onHand { unit quantity } outOfStock belowMinimum awaited
                     expiringLots expiredLots } } } }`;
  const summary = async (days: string, by = manager) =>
    (await graphql.ask(text(days), { viewer: by.viewer })).data.warehouses.nodes[0].summary;
  expect(await summary('')).toEqual({
    items: 3,
    onHand: [
      { unit: 'MTR', quantity: '4.5' },
      { unit: 'PCE', quantity: '7' },
    ],
    outOfStock: 1,
    belowMinimum: 2,
    awaited: 0,
    expiringLots: 1,
    expiredLots: 1,
  });
  expect(await summary('(expiringDays: 31)')).toMatchObject({ expiringLots: 2 });
  expect(await summary('', clerk())).toBeNull();
});
