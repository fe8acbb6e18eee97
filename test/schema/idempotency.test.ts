import { newId } from '../../src/kernel/id.ts';
import { executors } from '../support/graphql.ts';
import { idOf } from '../inventory/world.ts';
import { closeCompany, openCompany, type Company } from './world.ts';

let c: Company;
beforeAll(async () => void (c = await openCompany()));
afterAll(() => closeCompany(c));

const receive = `mutation($input: ReceiveGoodsInput!) { receiveGoods(input: $input) {
  stockVoucher { id number postedBy { nameEn } lines { quantity product { sku } } }
  userErrors { code path message }
} }`;

const input = (quantity: string, idempotencyKey: string) => ({
  warehouseId: idOf(c, 'TEH'),
  locationId: idOf(c, 'TEH A1'),
  lines: [{ productId: idOf(c, 'VALVE'), quantity, unit: 'PCE' }],
  idempotencyKey,
});

const receipts = async (): Promise<number> => (await c.sql('select 1 from stock_voucher')).length;

test.each(executors)(
  '%s: a key acts once, and answers a repeat as the first time',
  async (kind) => {
    const { viewer } = c.people.CLERK;
    const ask = c.graphql.askBy[kind];
    const before = await receipts();
    const asked = { viewer, variables: { input: input('4', `key of ${kind}`) } };
    const first = await ask(receive, asked);
    expect(first.data.receiveGoods).toMatchObject({
      stockVoucher: {
        postedBy: { nameEn: 'CLERK' },
        lines: [{ quantity: '4', product: { sku: 'VALVE' } }],
      },
      userErrors: [],
    });
    expect(await ask(receive, asked)).toEqual(first);
    expect(await receipts()).toBe(before + 1);

    const other = await ask(receive, {
      viewer,
      variables: { input: input('5', `key of ${kind}`) },
    });
    expect(other.data.receiveGoods).toMatchObject({
      stockVoucher: null,
      userErrors: [{ code: 'IDEMPOTENCY_KEY_REUSED', path: ['idempotencyKey'] }],
    });
    expect(await receipts()).toBe(before + 1);
  },
);

test('a key belongs to whoever sent it', async () => {
  const mine = { variables: { input: input('1', 'shared key') } };
  const [clerk, admin] = [c.people.CLERK.viewer, c.people.ADMIN.viewer];
  const first = await c.graphql.askBy.jit(receive, { ...mine, viewer: clerk });
  const second = await c.graphql.askBy.jit(receive, { ...mine, viewer: admin });
  expect(second.data.receiveGoods.userErrors).toEqual([]);
  const id = (answer: typeof first): string => answer.data.receiveGoods.stockVoucher.id as string;
  expect(id(second)).not.toBe(id(first));
});

test.each(executors)(
  '%s: a scan sent again is answered word for word, by its own id',
  async (kind) => {
    const { viewer } = c.people.CLERK;
    const scan = `mutation($input: RecordScanInput!) { recordScan(input: $input) {
    answer { scanId outcome next counted expected product { sku } } userErrors { code path }
  } }`;
    const { transfer } = c.transfers.get('draft TEH > MHD') as { transfer: { id: string } };
    const scanned = {
      scanId: newId(),
      stockTransferId: transfer.id,
      step: 'SHIP',
      code: 'ROPE-1',
      lotCode: 'LT',
      locationCode: 'A1',
      scannedAt: '2026-03-21T07:59:00Z',
    };
    const ask = (given: object) =>
      c.graphql.askBy[kind](scan, { viewer, variables: { input: { ...scanned, ...given } } });
    const first = await ask({});
    expect(first.data.recordScan.answer.outcome).toBe('MATCHED');
    expect(await ask({})).toEqual(first);
    const reused = await ask({ code: 'VALVE-1' });
    expect(reused.data.recordScan.answer).toBeNull();
    expect(reused.data.recordScan.userErrors[0].code).toMatch(/REUSED/);
  },
);

test('a secret is answered once: a repeat says that it is done', async () => {
  const create = `mutation($input: CreateApiKeyInput!) { createApiKey(input: $input) {
    key apiKey { id } userErrors { code path }
  } }`;
  const { personId, viewer } = c.people.CLERK;
  const key = { personId, name: 'Scanner', scopes: ['catalog.read'], idempotencyKey: 'a key' };
  const asked = { viewer, variables: { input: key } };
  const first = await c.graphql.askBy.jit(create, asked);
  // A clerk may make a key and, without identity.read, not look at it.
  expect(first.data.createApiKey.key).toMatch(/^\S{20,}$/);
  const again = await c.graphql.askBy['graphql-js'](create, asked);
  expect(again.data.createApiKey).toEqual({
    key: null,
    apiKey: null,
    userErrors: [{ code: 'ALREADY_DONE', path: ['idempotencyKey'] }],
  });
});
