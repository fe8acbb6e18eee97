import { newId, type Id } from '../../src/kernel/id.ts';
import { idOf } from '../inventory/world.ts';
import type { Hired, Shop } from './shop.ts';
import type { Payload, Terminal } from './terminal.ts';
import { waitUntil } from '../support/wait-until.ts';

export const documents = {
  receiveGoods: `mutation ($input: ReceiveGoodsInput!) { receiveGoods(input: $input) {
    stockVoucher { id number lines { id quantity product { sku } } }
    userErrors { code message path } } }`,
  createStockTransfer: `mutation ($input: CreateStockTransferInput!) {
    createStockTransfer(input: $input) {
      stockTransfer { id number } userErrors { code message path } } }`,
  recordScan: `mutation ($input: RecordScanInput!) { recordScan(input: $input) {
    answer { scanId outcome next counted expected product { sku } location { code } }
    userErrors { code message path } } }`,
  shipStockTransfer: `mutation ($input: ShipStockTransferInput!) {
    shipStockTransfer(input: $input) {
      stockTransfer { id number } userErrors { code message path } } }`,
  receiveStockTransfer: `mutation ($input: ReceiveStockTransferInput!) {
    receiveStockTransfer(input: $input) {
      stockTransfer { id number } userErrors { code message path } } }`,
} as const;

/** An act as it was sent, and its answer when one came. */
export interface Entry {
  readonly name: keyof typeof documents;
  readonly key: string;
  readonly input: object;
  answer?: Payload;
}

/** What one terminal sent, in order: to be compared with what the database says was done. */
export class Diary {
  readonly entries: Entry[] = [];

  /** @throws when the act is refused. */
  async act(terminal: Terminal, name: Entry['name'], input: object): Promise<Payload> {
    const key = newId();
    const keyed = name === 'recordScan' ? { scanId: key } : { idempotencyKey: key };
    const entry: Entry = { name, key, input: { ...input, ...keyed } };
    this.entries.push(entry);
    const answer = await terminal.act(documents[name], entry.input);
    entry.answer = answer;
    if (answer.userErrors.length > 0) throw new Error(JSON.stringify({ entry, answer }));
    return answer;
  }
}

export const unitsPerFlow = 2;

/**
 * Goods come in, are asked for elsewhere, scanned, shipped, scanned again and received: six acts.
 * Every second receipt has its id from the server, so that the key alone keeps it from a double.
 */
export async function carry(shop: Shop, terminal: Terminal, diary: Diary): Promise<void> {
  const productId = idOf(shop, 'VALVE');
  const line = { productId, quantity: `${unitsPerFlow}`, unit: 'PCE' };
  const own = diary.entries.length % 12 === 0 ? {} : { id: newId() };
  const receipt = { ...own, warehouseId: idOf(shop, 'TEH'), lines: [line] };
  await diary.act(terminal, 'receiveGoods', receipt);
  const stockTransferId = newId();
  await diary.act(terminal, 'createStockTransfer', {
    id: stockTransferId,
    sourceWarehouseId: idOf(shop, 'TEH'),
    destinationWarehouseId: idOf(shop, 'ISF'),
    lines: [{ ...line, id: newId() }],
  });
  const scan = { stockTransferId, code: 'VALVE-1', quantity: line.quantity, locationCode: 'DOCK' };
  const scannedAt = '2026-03-21T08:00:00Z';
  await diary.act(terminal, 'recordScan', { ...scan, step: 'SHIP', scannedAt });
  await diary.act(terminal, 'shipStockTransfer', { stockTransferId });
  await diary.act(terminal, 'recordScan', { ...scan, step: 'RECEIVE', scannedAt });
  await diary.act(terminal, 'receiveStockTransfer', { stockTransferId });
}

interface Applied {
  readonly key: string;
  readonly operation: string;
  readonly id: Id;
}

/**
 * Where the database differs from what was sent: acts done twice, never, or without being sent, by
 * their keys; then by the goods that moved. Empty when each act was done exactly once.
 */
export async function differencesOf(
  shop: Shop,
  { personId }: Hired,
  diaries: readonly Diary[],
): Promise<string[]> {
  const sent = diaries.flatMap((diary) => diary.entries);
  const log = await shop.sql<Applied>(
    `select idempotency_key as key, operation, id from operation_log where actor_id = $1`,
    [personId],
  );
  const applied = Map.groupBy(log, ({ key, operation }) => `${operation} ${key}`);
  const wrongs = sent.flatMap(({ name, key, answer }) => {
    const times = applied.get(`${name} ${key}`)?.length ?? 0;
    applied.delete(`${name} ${key}`);
    const least = answer ? 1 : 0;
    return times >= least && times <= 1 ? [] : [`${name} ${key} done ${times} times`];
  });
  wrongs.push(...[...applied.keys()].map((act) => `${act} done, but not sent`));
  return [...wrongs, ...(await wronglyMoved(shop, personId, log))];
}

/** Acts whose rows in the ledger are not what one act writes. */
async function wronglyMoved(shop: Shop, personId: Id, log: readonly Applied[]): Promise<string[]> {
  const moving = ['receiveGoods', 'shipStockTransfer', 'receiveStockTransfer'];
  const expected = new Set(log.filter((a) => moving.includes(a.operation)).map(({ id }) => id));
  const moves = await shop.sql<{ operation_id: Id; quantity: string }>(
    `select operation_id, sum(quantity)::int::text as quantity from stock_move
     where actor_id = $1 group by 1`,
    [personId],
  );
  const wrongs = moves.flatMap(({ operation_id, quantity }) => {
    const known = expected.delete(operation_id);
    return known && quantity === `${unitsPerFlow}` ? [] : [`${operation_id} moved ${quantity}`];
  });
  const scans = log.filter(({ operation }) => operation === 'recordScan').map(({ id }) => id);
  const kept = await shop.sql<{ id: Id }>(
    'select operation_id as id from stock_scan where actor_id = $1',
    [personId],
  );
  if (
    kept
      .map(({ id }) => id)
      .sort()
      .join() !== [...scans].sort().join()
  ) {
    wrongs.push(`${scans.length} scans in the log, ${kept.length} kept`);
  }
  return [...wrongs, ...[...expected].map((id) => `${id} moved nothing`)];
}

/** Sends everything once more; answers the acts that were answered otherwise than before. */
export async function sendAgain(terminal: Terminal, diaries: readonly Diary[]): Promise<Entry[]> {
  const otherwise: Entry[] = [];
  for (const entry of diaries.flatMap((diary) => diary.entries)) {
    const answer = await terminal.act(documents[entry.name], entry.input);
    entry.answer ??= answer;
    if (JSON.stringify(answer) !== JSON.stringify(entry.answer)) otherwise.push(entry);
  }
  return otherwise;
}

/** Waits until every event has its position. */
export async function positioned(shop: Shop): Promise<void> {
  const outbox = () => shop.sql('select 1 from outbox limit 1');
  await waitUntil(async () => (await outbox()).length === 0, 'positions of all events');
}
