import type { Viewer } from '../../src/platform/identity/index.ts';
import { asViewer } from '../support/perform.ts';
import { idOf } from '../inventory/world.ts';
import { shipStockTransfer } from '../../src/modules/inventory/index.ts';
import { closeCompany, openCompany, type Company } from './world.ts';

/*
 * What the viewer may not read does not exist: not for filters, sorts, counts or events.
 * TEH is the clerk's own; ISF and MHD are not.
 */

let c: Company;
let clerk: Viewer;
beforeAll(async () => {
  c = await openCompany();
  clerk = c.people.CLERK.viewer;
});
afterAll(() => closeCompany(c));

const count = async (list: string, filter: object, viewer = clerk): Promise<number | string> => {
  const type = { lots: 'Lot', people: 'Person', stockTransfers: 'StockTransfer' }[list];
  const text = `query($filter: ${type ?? 'Warehouse'}Filter) {
    list: ${list}(filter: $filter) { nodes { id } totalCount } }`;
  const { data, errors } = await c.graphql.ask(text, { viewer, variables: { filter } });
  if (errors) return errors[0]?.extensions.code ?? 'none';
  expect(data.list.nodes).toHaveLength(data.list.totalCount);
  return data.list.totalCount as number;
};

test('a filter through a relation finds nothing behind hidden rows', async () => {
  const foreign = { code: { eq: 'LI' } };
  const stocked = { balances: { some: { onHand: { gt: '0' } } } };
  const admin = c.people.ADMIN.viewer;
  expect(await count('lots', { ...foreign, ...stocked }, admin)).toBe(1);
  expect(await count('lots', { ...foreign, ...stocked })).toBe(0);
  // The quantity cannot be found out by halving either.
  expect(await count('lots', { ...foreign, balances: { none: {} } })).toBe(1);
  expect(await count('lots', { ...foreign, balances: { every: { onHand: { eq: '-1' } } } })).toBe(
    1,
  );
  expect(await count('lots', { code: { eq: 'LT' }, ...stocked })).toBe(1);
});

test('a filter on own rows reaches through them to what may be read, and no further', async () => {
  const at = (code: string) => ({ source: { code: { eq: code } } });
  expect(await count('stockTransfers', at('TEH'))).toBe(4);
  expect(await count('stockTransfers', at('ISF'))).toBe(0);
  expect(await count('stockTransfers', { not: at('TEH') })).toBe(1);
  expect(await count('stockTransfers', { lines: { some: { lost: { gt: '0' } } } })).toBe(1);
});

test('a masked property cannot be filtered or ordered by', async () => {
  const { ADMIN, MANAGER } = c.people;
  const email = { email: { startsWith: 'admin' } };
  expect(await count('people', email, ADMIN.viewer)).toBe(1);
  expect(await count('people', email, MANAGER.viewer)).toBe('FORBIDDEN');
  expect(await count('people', { not: { or: [email] } }, MANAGER.viewer)).toBe('FORBIDDEN');
  // It is no order of the list at all.
  const { data } = await c.graphql.ask('{ __type(name: "PersonOrder") { enumValues { name } } }');
  expect(JSON.stringify(data)).not.toMatch(/EMAIL/);
});

test('people cannot be found through what else may be read', async () => {
  expect(await count('people', {})).toBe('FORBIDDEN');
  const own = asViewer({ 'identity.read': 'OWN' }, c.people.SELLER.personId).viewer;
  expect(await count('people', {}, own)).toBe(1);
  expect(await count('people', { login: { eq: 'ADMIN' } }, own)).toBe(0);
  const text = '{ roles { nodes { code assignments { id person { login } } } } }';
  const { data } = await c.graphql.ask(text, { viewer: own });
  const held = (data.roles.nodes as { code: string; assignments: unknown[] }[]).flatMap((role) =>
    role.assignments.map(() => role.code),
  );
  expect(held).toEqual(['SELLER']);
});

test('a list ordered by what is shown gives hidden rows no place, nor do cursors', async () => {
  const text = `query($after: String) { stockMoves(first: 2, after: $after, orderBy: SEQ_ASC) {
    nodes {
      fromLocation { warehouse { code } } toLocation { warehouse { code } }
      stockTransfer { source { code } destination { code } }
    }
    pageInfo { hasNextPage endCursor } } }`;
  const codes = new Set<string>();
  for (let after: string | null = null, more = true; more;) {
    const { data } = await c.graphql.ask(text, { viewer: clerk, variables: { after } });
    for (const { fromLocation, toLocation, stockTransfer } of data.stockMoves.nodes) {
      const ends = [fromLocation.warehouse?.code, toLocation.warehouse?.code];
      const ofTransfer = [stockTransfer?.source.code, stockTransfer?.destination.code];
      // Both ends of a transfer see all its moves: what arrived, and what was lost on its way.
      expect([...ends, ...ofTransfer]).toContain('TEH');
      if (!stockTransfer) ends.forEach((code) => codes.add(String(code)));
    }
    ({ endCursor: after, hasNextPage: more } = data.stockMoves.pageInfo);
  }
  expect([...codes].sort()).toEqual(['TEH', 'undefined']);
});

test('quantities, places and the stock card show the clerk’s warehouse alone', async () => {
  const text = `query($id: ID!) {
    product(id: $id) { quantities { warehouse { code } onHand inTransitIn } }
    whereIsProduct(productId: $id) { onHand location { code warehouse { code } } }
  }`;
  const asked = { variables: { id: idOf(c, 'VALVE') } };
  const of = async (viewer: Viewer): Promise<string[][]> => {
    const { data } = await c.graphql.ask(text, { ...asked, viewer });
    const code = (place: { warehouse?: { code: string } }) => place.warehouse?.code ?? 'none';
    const places = data.whereIsProduct as { location: object }[];
    return [
      (data.product.quantities as object[]).map(code),
      [...new Set(places.map(({ location }) => code(location)))],
    ];
  };
  expect(await of(c.people.ADMIN.viewer)).toEqual([
    ['ISF', 'TEH'],
    ['ISF', 'TEH'],
  ]);
  expect(await of(clerk)).toEqual([['TEH'], ['TEH']]);
  for (const warehouseId of [undefined, idOf(c, 'ISF')]) {
    const card = `query($id: ID!, $w: ID) {
      stockCard(productId: $id, warehouseId: $w) { hasMore } }`;
    const variables = { ...asked.variables, ...(warehouseId && { w: warehouseId }) };
    const { errors } = await c.graphql.ask(card, { viewer: clerk, variables });
    expect(errors?.[0]?.extensions.code).toBe('FORBIDDEN');
  }
});

test('events of foreign warehouses are hidden; positions go on without gap', async () => {
  await c.graphql.numberEvents();
  const all = await c.sql<{ position: string; own: boolean; goods: boolean; told: boolean }>(
    `select position::text, (select id from warehouse where code = 'TEH') = any(unit_ids) as own,
            unit_ids <> '{}' and type ~ '^(warehouse|goods|stock|scan)' as goods,
            type in ('goodsReceipt.posted', 'stockTransfer.shipped') as told
     from event_log order by event_log.position`,
  );
  expect(all.map(({ position }) => Number(position))).toEqual(all.map((_, at) => at + 1));
  const ofGoods = (own: boolean): string[] =>
    all.filter((event) => event.goods && event.own === own).map(({ position }) => position);
  const [own, foreign] = [ofGoods(true), ofGoods(false)];
  expect([own.length > 5, foreign.length > 5]).toEqual([true, true]);

  const followed = await c.graphql.follow(
    `subscription { events(after: "0", types: ["goodsReceipt.posted", "stockTransfer.shipped"]) {
      position type } }`,
    { viewer: clerk, count: 1_000 },
  );
  const seen = followed.map((answer) => answer.data.events.position as string);
  const told = all.filter((event) => event.told).map(({ position }) => position);
  expect(seen).toEqual(told.filter((position) => own.includes(position)));
  expect(seen.length).toBeLessThan(told.length);

  const text = `query($after: Position) { events(after: $after, first: 5) {
    events { position } endPosition headPosition } }`;
  const read: string[] = [];
  for (let after = '0', head = '?'; after !== head;) {
    const { data } = await c.graphql.ask(text, { viewer: clerk, variables: { after } });
    read.push(...(data.events.events as { position: string }[]).map((event) => event.position));
    expect(BigInt(data.events.endPosition as string)).toBeGreaterThan(BigInt(after));
    ({ endPosition: after, headPosition: head } = data.events);
  }
  expect(read.filter((position) => foreign.includes(position))).toEqual([]);
  expect(own.filter((position) => !read.includes(position))).toEqual([]);
});

test('a subscription asks for the right to read events, then for that of each type', async () => {
  const text = 'subscription { events(after: "0") { type } }';
  const catalogOnly = asViewer({ 'events.read': 'ALL', 'catalog.read': 'ALL' }).viewer;
  const types = (await c.graphql.follow(text, { viewer: catalogOnly, count: 1_000 })).map(
    (answer) => (answer.data.events.type as string).split('.')[0],
  );
  expect(new Set(types)).toEqual(new Set(['product', 'productCategory']));
  const without = asViewer({ 'inventory.read': 'ALL' }).viewer;
  const [refused] = await c.graphql.follow(text, { viewer: without, count: 1 });
  expect(refused?.errors?.[0]?.extensions.code).toBe('FORBIDDEN');
});

test('goods on their way are shown to both ends of their transfer, to nobody else', async () => {
  const ship = async (ends: string, lotCode: string): Promise<void> => {
    const { transfer, lineId } = c.transfers.get(`draft ${ends}`)!;
    const locationId = idOf(c, `${ends.split(' > ')[0]} A1`);
    const line = { stockTransferLineId: lineId, lotCode, quantity: '1', locationId };
    const input = { stockTransferId: transfer.id, lines: [line], acceptShort: true };
    await c.perform(shipStockTransfer, input, { viewer: c.people.ADMIN.viewer });
  };
  await ship('TEH > MHD', 'LT');
  await ship('ISF > MHD', 'LI');
  const text = `{ stockBalances(filter: {location: {kind: {eq: TRANSIT}}}) {
    nodes { lot { code } onHand } totalCount } }`;
  const lotsOf = async (viewer: Viewer): Promise<string[]> => {
    const { data } = await c.graphql.ask(text, { viewer });
    const { nodes, totalCount } = data.stockBalances as {
      nodes: { lot: { code: string } }[];
      totalCount: number;
    };
    expect(nodes).toHaveLength(totalCount);
    return [...new Set(nodes.map(({ lot }) => lot.code))].sort();
  };
  expect(await lotsOf(c.people.ADMIN.viewer)).toEqual(['I1', 'LI', 'LT', 'T1']);
  expect(await lotsOf(clerk)).toEqual(['LT', 'T1']);
  expect(await lotsOf(c.people.OUTSIDER.viewer)).toEqual(['I1', 'LI', 'LT', 'T1']);
  const isfahan = asViewer({ 'inventory.read': [idOf(c, 'ISF')], 'catalog.read': 'ALL' }).viewer;
  expect(await lotsOf(isfahan)).toEqual(['I1', 'LI']);
});

test('a trace and a package tell nothing of goods in foreign warehouses', async () => {
  const lot = `query($id: ID!) { it: lotTrace(lotId: $id) {
    origins { seq } destinations { seq } places { onHand } } }`;
  const content = 'query($id: ID!) { it: stockPackageContent(id: $id) { goods { quantity } } }';
  const ask = (text: string, viewer: Viewer, id: unknown) =>
    c.graphql.ask(text, { viewer, variables: { id } });
  const [lotId, packageId] = [c.lots.get('ISF'), c.handled.get('ISF')?.stockPackageId];
  const admin = c.people.ADMIN.viewer;
  const all = (await ask(lot, admin, lotId)).data.it;
  expect([all.origins.length > 0, all.places.length > 0]).toEqual([true, true]);
  const nothing = { origins: [], destinations: [], places: [] };
  expect((await ask(lot, clerk, lotId)).data.it).toEqual(nothing);
  expect((await ask(content, admin, packageId)).data.it.goods.length).toBeGreaterThan(0);
  const { errors } = await ask(content, clerk, packageId);
  expect(errors?.[0]?.extensions.code).toBe('FORBIDDEN');
});
