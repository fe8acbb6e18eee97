import type { Id } from '../../src/kernel/id.ts';
import {
  adjustStock,
  editWarehouse,
  receiveStockTransfer,
  takeOverScanSession,
} from '../../src/modules/inventory/index.ts';
import type { Viewer } from '../../src/platform/identity/index.ts';
import { lineOf, receive, scan, settle, ship, transfer } from '../inventory/acts.ts';
import { carton } from '../inventory/scanning.ts';
import { announced, idOf } from '../inventory/world.ts';
import { asSystem, asViewer } from '../support/perform.ts';
import { closeCompany, openCompany, type Company } from './world.ts';

/*
 * What `availableActions` says, the act does: whom it would refuse is told so before.
 */

let c: Company;
let admin: Viewer;
let other: Viewer;
beforeAll(async () => {
  c = await openCompany();
  admin = c.people.ADMIN.viewer;
  other = asViewer({ 'inventory.read': 'ALL' }).viewer;
});
afterAll(() => closeCompany(c));

/** The acts that are allowed, and why others are not, as far as not for the state. */
async function actions(of: string, id: Id, viewer: Viewer) {
  const text = `query($id: ID!) { it: ${of}(id: $id) { state
    availableActions { name allowed reasons } } }`;
  const { data } = await c.graphql.ask(text, { viewer, variables: { id } });
  const all = data.it.availableActions as { name: string; allowed: boolean; reasons: string[] }[];
  return new Map(all.map(({ name, allowed, reasons }) => [name, allowed ? '' : reasons.join()]));
}

test('a correction is approved by somebody else than its author', async () => {
  const warehouseId = idOf(c, 'TEH');
  const { version } = (
    await c.sql<{ version: number }>('select version from warehouse where id = $1', [warehouseId])
  )[0] ?? { version: 0 };
  const limit = { warehouseId, expectedVersion: version, adjustmentLimit: '0' };
  await c.perform(editWarehouse, limit, asSystem);
  const valve = { productId: idOf(c, 'VALVE'), locationId: idOf(c, 'TEH A1'), change: '1' };
  const input = { warehouseId, reasonCode: 'FOUND' as const, reason: 'Found', lines: [valve] };
  const { stockVoucherId: id } = await c.perform(adjustStock, input, { viewer: admin });
  const said = async (viewer: Viewer) =>
    (await actions('stockVoucher', id, viewer)).get('approveStockAdjustment');
  expect([await said(admin), await said(other)]).toEqual([
    'You asked for it: somebody else has to approve',
    '',
  ]);
});

test('a session is completed and given up by who holds it', async () => {
  const scanSessionId = c.handled.get('TEH')?.scanSessionId as Id;
  const taken = 'Somebody else goes on with it: take it over first';
  expect([...(await actions('scanSession', scanSessionId, admin)).values()]).toEqual(['', '', '']);
  expect([...(await actions('scanSession', scanSessionId, other)).values()]).toEqual([
    '',
    taken,
    taken,
  ]);
  // Who holds it takes over nothing.
  const before = (await announced(c)).length;
  await c.perform(takeOverScanSession, { scanSessionId }, { viewer: admin });
  expect((await announced(c)).length).toBe(before);
});

test('of a transfer that waits for a decision alone nothing can arrive', async () => {
  await receive(c, 'TEH A1', 'VALVE 4');
  const t = await transfer(c, 'TEH > ISF', 'VALVE 4');
  await ship(c, t, 'TEH A1 VALVE 4');
  expect((await actions('stockTransfer', t.id, other)).get('receiveStockTransfer')).toBe('');
  const arrived = { stockTransferLineId: lineOf(t, 'VALVE'), quantity: '3', damaged: true };
  const input = { stockTransferId: t.id, lines: [arrived] };
  await c.perform(receiveStockTransfer, input, asSystem);
  await settle(c, t, 'LOST VALVE 1');
  const said = await actions('stockTransfer', t.id, other);
  for (const act of [
    'receiveStockTransfer',
    'returnStockTransfer',
    'settleStockTransferShortage',
  ]) {
    expect([act, said.get(act)]).toEqual([act, 'Nothing of it is on its way']);
  }
  expect(said.get('settleTransferDiscrepancy')).toBe('');
});

test('a package on its way is told of to both ends of its transfer alone', async () => {
  await receive(c, 'TEH A1', 'VALVE 2');
  const box = await carton(c, 'TEH A1', 'VALVE 2');
  const t = await transfer(c, 'TEH > ISF', 'VALVE 2');
  await scan(c, t, 'SHIP', box.sscc);
  await ship(c, t);
  const text = 'query($id: ID!) { it: stockPackageContent(id: $id) { goods { quantity } } }';
  const ask = async (code: string) => {
    const { viewer } = asViewer({ 'inventory.read': [idOf(c, code)] });
    const { data, errors } = await c.graphql.ask(text, { viewer, variables: { id: box.id } });
    return errors?.[0]?.extensions.code ?? data.it.goods;
  };
  expect([await ask('TEH'), await ask('ISF'), await ask('MHD')]).toEqual([
    [{ quantity: '2' }],
    [{ quantity: '2' }],
    'FORBIDDEN',
  ]);
});

test('an offer is approved by another than its author; what jobs do is nobody’s act', async () => {
  const { asked } = c.offers.sides.own;
  const text = `query($id: ID!) { quote(id: $id) { revisions {
    availableActions { name allowed reasons } } } }`;
  const said = async (viewer: Viewer) => {
    const { data } = await c.graphql.ask(text, { viewer, variables: { id: asked.quoteId } });
    const all = data.quote.revisions[0].availableActions as {
      name: string;
      reasons: string[];
    }[];
    return new Map(all.map(({ name, reasons }) => [name, reasons.join()]));
  };
  const [author, decider] = [await said(c.people.MANAGER.viewer), await said(admin)];
  expect([author.get('approveQuote'), decider.get('approveQuote')]).toEqual([
    'Who wrote an offer, or asked for its approval, does not approve it',
    '',
  ]);
  expect(decider.has('expireQuotes')).toBe(false);
});
