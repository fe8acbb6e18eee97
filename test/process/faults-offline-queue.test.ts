import { newId } from '../../src/kernel/id.ts';
import { receive, transfer, type Transfer } from '../inventory/acts.ts';
import { idOf, times } from '../inventory/world.ts';
import { openFaultyLine, quarterOfFaults, type FaultyLine } from './faulty-line.ts';
import { positioned } from './flow.ts';
import {
  makeDataFolder,
  startServer,
  type DataFolder,
  type ServerProcess,
} from './server-process.ts';
import { openShop, type Hired, type Shop } from './shop.ts';
import { openTerminal, type Payload, type Terminal } from './terminal.ts';
import { waitUntil } from '../support/wait-until.ts';

/*
 * What a device kept while it had no line, sent hours later through a line that loses a quarter of
 * what it carries: by a session, in batches; and promises made while the server is killed.
 */
let shop: Shop;
let keeper: Hired;
let data: DataFolder;
let server: ServerProcess;
let line: FaultyLine;

const start = (): Promise<string> => {
  server = startServer({ DATABASE_URL: shop.database.url, DATA_DIR: data.path });
  return server.up;
};

beforeAll(async () => {
  shop = await openShop();
  const granted = ['catalog.read', 'inventory.read', 'inventory.transfer', 'inventory.reserve'];
  keeper = await shop.hire('keeper', 'ALL', { granted });
  data = await makeDataFolder();
  line = await openFaultyLine(await start());
});

afterEach(async () => {
  await positioned(shop);
  expect(await shop.verify()).toEqual([]);
});

afterAll(async () => {
  await line.close();
  server.child.kill('SIGTERM');
  expect((await server.ended).code).toBe(0);
  await shop.close();
  await data.remove();
});

const atLine = (): Terminal =>
  openTerminal({ url: line.url, token: keeper.token, patienceMs: 600 });

const documents = {
  startScanSession: `mutation ($input: StartScanSessionInput!) { startScanSession(input: $input) {
    scanSession { id } userErrors { code message path } } }`,
  recordScans: `mutation ($input: RecordScansInput!) { recordScans(input: $input) {
    answers { scanId outcome next counted expected product { sku } }
    userErrors { code message path } } }`,
  completeScanSession: `mutation ($input: CompleteScanSessionInput!) {
    completeScanSession(input: $input) {
      scanSession { id state } userErrors { code message path } } }`,
  reserveStock: `mutation ($input: ReserveStockInput!) { reserveStock(input: $input) {
    demandId reservations { stockReservationId held state } userErrors { code message path } } }`,
};

const hour = 3_600_000;

/** 30 of the 32 scans count: the last boiler comes twice, and one valve is too many. */
function queueOf() {
  const codes = [...times(27, () => 'VALVE-1'), 'S1', 'S2', 'S3', 'S3', 'VALVE-1'];
  const since = Date.now() - 8 * hour;
  return codes.map((code, n) => ({
    scanId: newId(),
    code,
    locationCode: 'DOCK',
    deviceId: 'SCANNER-7',
    scannedAt: new Date(since + n * 1000).toISOString(),
  }));
}

const batches = <T>(all: readonly T[], size: number): T[][] =>
  times(Math.ceil(all.length / size), (n) => all.slice(n * size, (n + 1) * size));

const countedOf = (draft: Transfer): Promise<unknown[]> =>
  shop.sql(
    `select (select count(*)::int from stock_scan where stock_transfer_id = $1) as scans,
            sum(scanned_to_ship)::int as counted, sum(shipped)::int as shipped
     from stock_transfer_line where stock_transfer_id = $1`,
    [draft.id],
  );

test('a queue of 8 hours, in batches, twice, and once more when all has left', async () => {
  await receive(shop, 'TEH DOCK', 'VALVE 40', 'BOILER S1,S2,S3');
  const draft = await transfer(shop, 'TEH > ISF', 'VALVE 27', 'BOILER 3');
  const device = atLine();
  line.inflict(quarterOfFaults(8));
  const begun = await device.act(documents.startScanSession, {
    id: newId(),
    warehouseId: idOf(shop, 'TEH'),
    task: 'SHIP',
    documentId: draft.id,
    idempotencyKey: newId(),
  });
  const scanSessionId = (begun as unknown as { scanSession: { id: string } }).scanSession.id;
  const queue = queueOf();
  const replay = async (size: number): Promise<unknown[]> => {
    const answers: unknown[] = [];
    for (const scans of batches(queue, size)) {
      const answer = await device.act(documents.recordScans, { scanSessionId, scans });
      expect(answer.userErrors).toEqual([]);
      answers.push(...(answer['answers'] as unknown[]));
    }
    return answers;
  };
  const first = await replay(3);
  const outcomes = first.map((answer) => (answer as { outcome: string }).outcome);
  expect(outcomes).toEqual([...times(30, () => 'MATCHED'), 'DUPLICATE', 'OVER']);
  expect(await countedOf(draft)).toEqual([{ scans: 32, counted: 30, shipped: 0 }]);
  // Batches of another size: it is each scan that is known again.
  expect(await replay(5)).toEqual(first);
  expect(await countedOf(draft)).toEqual([{ scans: 32, counted: 30, shipped: 0 }]);
  const ended = await device.act(documents.completeScanSession, {
    scanSessionId,
    decisions: [{ scanId: queue.at(-1)?.scanId, decision: 'IGNORE' }],
    post: true,
    idempotencyKey: newId(),
  });
  expect(ended).toMatchObject({ scanSession: { state: 'COMPLETED' }, userErrors: [] });
  expect(await replay(4)).toEqual(first);
  expect(await countedOf(draft)).toEqual([{ scans: 32, counted: 0, shipped: 30 }]);
  line.relent();
  expect(device.again.size).toBeGreaterThan(0);
  device.close();
});

const clients = 6;
const each = 10;
const units = 40;

test('promises while replies are lost and the server is killed: each is made once', async () => {
  await receive(shop, 'TEH A1', `HOSE ${units}`);
  const goods = { productId: idOf(shop, 'HOSE'), warehouseId: idOf(shop, 'TEH') };
  const inputs = times(clients * each, () => ({
    lines: [{ ...goods, quantity: '1', unit: 'PCE' }],
    idempotencyKey: newId(),
  }));
  const terminals = times(clients, atLine);
  line.inflict(quarterOfFaults(9));
  let answered = 0;
  const send = (index: number) =>
    Promise.all(
      inputs
        .filter((_, n) => n % clients === index)
        .map(async (input) => {
          const answer = await terminals[index]?.act(documents.reserveStock, input);
          answered += 1;
          return { input, answer: answer as Payload };
        }),
    );
  const working = Promise.all(terminals.map((_, index) => send(index)));
  working.catch(() => undefined);
  await waitUntil(() => answered >= 15, '15 answers');
  server.child.kill('SIGKILL');
  await server.ended;
  line.leadTo(await start());
  const ends = (await working).flat();
  line.relent();
  const codes = ends.map(({ answer }) => answer.userErrors[0]?.code ?? 'done').sort();
  const refused = clients * each - units;
  expect(codes).toEqual([
    ...times(refused, () => 'INSUFFICIENT_STOCK'),
    ...times(units, () => 'done'),
  ]);
  const kept = () =>
    shop.sql(
      `select count(*)::int as promises, sum(held)::int as held from stock_reservation r
       where r.product_id = $1`,
      [goods.productId],
    );
  expect(await kept()).toEqual([{ promises: units, held: units }]);
  const steady = atLine();
  for (const { input, answer } of ends) {
    expect(await steady.act(documents.reserveStock, input)).toEqual(answer);
  }
  expect(await kept()).toEqual([{ promises: units, held: units }]);
  for (const terminal of [...terminals, steady]) terminal.close();
});
