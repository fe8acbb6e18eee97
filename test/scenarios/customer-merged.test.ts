import { parse } from 'graphql';
import type { Id } from '../../src/kernel/id.ts';
import type { Desk } from '../support/graphql-client.ts';
import { foundFirm, key, type Firm } from './firm.ts';
import { act } from './warehouse-views.ts';
import * as after from './delivery-views.ts';
import * as floor from './sales-views.ts';

/*
 * Two sellers have entered one customer, each in a script of their own, and both are selling to it.
 * The head of sales makes one of the two while an order is being confirmed: nothing is lost, none
 * counts twice, and whoever still has the old id goes on with it.
 */
let firm: Firm;
let nasrin: Desk;
let farbod: Desk;
let kiarash: Desk;
let mina: Desk;

let kept: Id;
let gone: Id;
let first: floor.Order;
let drafted: floor.Order;

beforeAll(async () => {
  firm = await foundFirm();
  nasrin = await firm.desk('nasrin');
  farbod = await firm.desk('farbod');
  kiarash = await firm.desk('kiarash');
  mina = await firm.desk('mina');
  await floor.openShop(firm);
});

afterAll(() => firm.close());

const enter = async (desk: Desk, name: string, value: string): Promise<Id> => {
  const contactPoints = [{ channel: 'PHONE', value }];
  const input = { kind: 'COMPANY', name, isCustomer: true, contactPoints };
  return (await act<{ party: { id: Id } }>(desk, 'createParty', input, 'party { id }')).party.id;
};

const pumps = (quantity: string) => [{ productId: firm.id('PUMP'), quantity }];
const orderAct = async (desk: Desk, name: string, input: object): Promise<floor.Order> =>
  (await act<{ salesOrder: floor.Order }>(desk, name, { ...input, ...key() }, floor.orderAnswer))
    .salesOrder;

const askParty = parse('query Party($id: ID!) { party(id: $id) { id name version } }');
const partyOf = async (id: Id): Promise<{ id: Id; name: string; version: number }> =>
  (await kiarash.ask<{ party: { id: Id; name: string; version: number } }>(askParty, { id })).party;

const askExposure = parse(`query Exposure($id: ID!) {
  creditExposure(partyId: $id) { ordered { amount } invoiced { amount } }
}`);
const exposureOf = (id: Id) => mina.ask(askExposure, { id });

it('both sell to it', async () => {
  kept = await enter(nasrin, 'Abyaran Co.', '021-88776655');
  gone = await enter(farbod, 'شرکت آبیاران', '+98 21 8877 6655');
  first = await orderAct(nasrin, 'placeOrder', { customerId: kept, lines: pumps('2') });
  drafted = await orderAct(farbod, 'draftSalesOrder', { customerId: gone, lines: pumps('3') });
  expect(await floor.levelOf(firm.admin, 'PUMP', 'TEH')).toBe('10 there, 2 promised');
});

it('made one while an order is confirmed: both happen', async () => {
  const [survivor, loser] = [await partyOf(kept), await partyOf(gone)];
  const merge = {
    ...{ survivorId: kept, survivorVersion: survivor.version },
    ...{ loserId: gone, loserVersion: loser.version },
  };
  const confirmation = { salesOrderId: drafted.id, expectedVersion: drafted.version };
  const [, confirmed] = await Promise.all([
    act(kiarash, 'mergeParties', { ...merge, ...key() }, ''),
    orderAct(farbod, 'confirmSalesOrder', confirmation),
  ]);
  expect(floor.orderShown(confirmed)[0]).toBe(
    'CONFIRMED NONE delivered NONE invoiced total 3300000',
  );
  expect(await floor.levelOf(firm.admin, 'PUMP', 'TEH')).toBe('10 there, 5 promised');
});

it('the old id leads to the one that stays, in reading and in acting', async () => {
  expect(await partyOf(gone)).toMatchObject({ id: kept, name: 'Abyaran Co.' });
  const more = await orderAct(nasrin, 'placeOrder', { customerId: gone, lines: pumps('1') });
  const asked = parse('query Of($id: ID!) { salesOrder(id: $id) { party { id } } }');
  for (const { id } of [first, drafted, more]) {
    expect(await kiarash.ask(asked, { id })).toEqual({ salesOrder: { party: { id: kept } } });
  }
});

it('what both owe is one sum, and what both did one timeline', async () => {
  const exposure = {
    creditExposure: { ordered: { amount: '6600000' }, invoiced: { amount: '0' } },
  };
  expect(await exposureOf(kept)).toEqual(exposure);
  expect(await exposureOf(gone)).toEqual(exposure);
  const kinds = await after.timelineOf(kiarash, gone);
  const orders = kinds.filter((kind) => kind === 'SALES_ORDER');
  expect(orders).toHaveLength(3);
});
