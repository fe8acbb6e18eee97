import { newId, type Id } from '../../src/kernel/id.ts';
import { idOf } from '../inventory/world.ts';
import { floorIdOf } from '../parties/world.ts';
import { openOrderWorld, receive, type OrderWorld } from '../sales/order-world.ts';
import { openGraphql, type TestGraphql } from '../support/graphql.ts';
import { asViewer } from '../support/perform.ts';

/*
 * Alborz orders ten valves: a third in advance, the rest by two cheques. The advance comes by bank,
 * the goods leave and are invoiced, one cheque clears and the other bounces. The finance system was
 * not there all the while: it reads what happened in order, without a gap, and knows what is owed.
 * Acts and questions go through GraphQL.
 */
let w: OrderWorld;
let api: TestGraphql;

beforeAll(async () => {
  w = await openOrderWorld();
  api = await openGraphql(w);
  await receive(w, 'VALVE 10');
});
afterAll(async () => {
  await api.stop();
  await w.close();
});

const finance = () => {
  const money = ['read', 'receive', 'reverse', 'commit', 'configure', 'cheques'];
  return asViewer({
    ...Object.fromEntries(money.map((right) => [`receivables.${right}`, 'ALL' as const])),
    ...{ 'events.read': 'ALL', 'events.subscribe': 'ALL', 'catalog.read': 'ALL' },
    ...{ 'sales.read': 'ALL', 'sales.order': 'ALL', 'sales.deliver': 'ALL', 'parties.read': 'ALL' },
    ...{ 'sales.invoice': 'ALL', 'inventory.read': 'ALL', 'inventory.issue': 'ALL' },
  });
};
const she = finance();

const ask = async (text: string, variables = {}) => {
  const answer = await api.askBy.jit(text, { viewer: she.viewer, variables });
  if (answer.errors) throw new Error(JSON.stringify(answer.errors));
  return answer.data;
};

/** Performs the act, which is not refused. */
async function act(name: string, given: object, select: string, key = true) {
  const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input!`;
  const text = `mutation ($input: ${type}) {
    ${name}(input: $input) { ${select} userErrors { code message path } } }`;
  const input = key ? { ...given, idempotencyKey: newId() } : given;
  const { userErrors, ...done } = (await ask(text, { input }))[name];
  expect(userErrors).toEqual([]);
  return done;
}

interface Owed {
  readonly number: string;
  readonly reason: string;
  readonly state: string;
  readonly dueOn: string | null;
  readonly amount: { readonly amount: string };
  readonly open: { readonly amount: string };
}

/** `-1 ADVANCE PAID 330000 open 0 due 2026-03-21`: what is to be paid. */
async function owed(): Promise<string[]> {
  const { paymentCommitments } = await ask(
    `{ paymentCommitments(orderBy: CREATED_AT_ASC) {
         nodes { number reason state dueOn amount { amount } open { amount } } } }`,
  );
  return (paymentCommitments.nodes as Owed[])
    .map(({ number, reason, state, dueOn, amount, open }) => {
      const place = number.slice(number.lastIndexOf('-'));
      return `${place} ${reason} ${state} ${amount.amount} open ${open.amount} due ${dueOn}`;
    })
    .sort();
}

const customerId = (): Id => floorIdOf(w, 'Alborz');
let orderId = '';
let accountId = '';
let cheques: Id[] = [];

test('terms are agreed upon, and the order raises what is to be paid', async () => {
  const lines = [
    { reason: 'ADVANCE', percent: '30', dueTrigger: 'ORDER', days: 0, method: 'TRANSFER' },
    { reason: 'INVOICE', percent: '70', dueTrigger: 'INVOICE', days: 60, method: 'CHEQUE' },
  ];
  const { paymentTerms } = await act(
    'setPaymentTerms',
    { code: 'ADVANCE-30', name: '30 percent in advance, 60 days', lines },
    'paymentTerms { id }',
  );
  const bank = { code: 'MELLAT', name: 'Bank Mellat', kind: 'BANK', currency: 'IRR' };
  accountId = (await act('setMoneyAccount', bank, 'moneyAccount { id }')).moneyAccount.id;
  const goods = { productId: idOf(w, 'VALVE'), quantity: '10', warehouseId: idOf(w, 'TEH') };
  const order = { customerId: customerId(), paymentTermsId: paymentTerms.id, lines: [goods] };
  orderId = (await act('placeOrder', order, 'salesOrder { id }')).salesOrder.id;
  expect(await owed()).toEqual([
    '-1 ADVANCE DUE 330000 open 330000 due 2026-03-21',
    '-2 INVOICE PLANNED 770000 open 770000 due null',
  ]);
});

test('the advance comes by bank, once, however often the bank tells of it', async () => {
  const money = { customerId: customerId(), method: 'TRANSFER', amount: '330000' };
  const told = { ...money, moneyAccountId: accountId, externalId: 'TX-7781', reference: 'advance' };
  await act('recordReceipt', told, 'receipt { number state free { amount } }');
  const again = `mutation ($input: RecordReceiptInput!) {
    recordReceipt(input: $input) { userErrors { code } } }`;
  const { recordReceipt } = await ask(again, { input: { ...told, idempotencyKey: newId() } });
  expect(recordReceipt.userErrors).toEqual([{ code: 'ALREADY_RECEIVED' }]);
  expect((await owed())[0]).toBe('-1 ADVANCE PAID 330000 open 0 due 2026-03-21');
});

test('the goods leave, are invoiced, and two cheques secure what is open', async () => {
  await act('deliverSalesOrder', { salesOrderId: orderId }, 'delivery { id }');
  await act('invoiceSalesOrder', { salesOrderIds: [orderId] }, 'invoice { number }');
  const cheque = (number: string, amount: string, dueOn: string) => ({
    ...{ bank: 'Saderat', number, drawerAccount: '0201-77', amount, dueOn, custody: 'Safe' },
  });
  const both = [cheque('100', '400000', '2026-04-20'), cheque('101', '370000', '2026-05-20')];
  const asked = { customerId: customerId(), cheques: both };
  cheques = (await act('receiveCheques', asked, 'chequeIds')).chequeIds;
  expect(await owed()).toEqual([
    '-1 ADVANCE PAID 330000 open 0 due 2026-03-21',
    '-2 INVOICE DUE 770000 open 770000 due 2026-05-20',
  ]);
});

test('one cheque clears; the other bounces, and what it paid is as old as it was', async () => {
  const [first, second] = cheques;
  const deposit = async (chequeId: Id | undefined, slipNumber: string) =>
    act(
      'depositCheques',
      { chequeIds: [chequeId], moneyAccountId: accountId, slipNumber },
      'chequeIds',
    );
  w.clock.set('2026-04-21T08:00:00Z');
  await deposit(first, 'S-1');
  await act('clearCheque', { chequeId: first }, 'receipt { number }');
  w.clock.set('2026-05-21T08:00:00Z');
  await deposit(second, 'S-2');
  await act('clearCheque', { chequeId: second }, 'receipt { number }');
  expect((await owed())[1]).toBe('-2 INVOICE PAID 770000 open 0 due 2026-05-20');
  w.clock.set('2026-05-25T08:00:00Z');
  const bounce = { chequeId: second, reason: 'INSUFFICIENT_FUNDS', fee: '5000', penalty: '3700' };
  await act('returnCheque', bounce, 'chargeIds isHeld');
  const after = await owed();
  expect(after.filter((told) => !told.includes('FEE'))).toEqual([
    '-1 ADVANCE PAID 330000 open 0 due 2026-03-21',
    '-2 INVOICE PARTIALLY_PAID 770000 open 370000 due 2026-05-20',
  ]);
  expect(after.filter((told) => told.includes('FEE'))).toHaveLength(2);
});

test('the finance system that was away has every event, in order, without a gap', async () => {
  await api.numberEvents();
  const read: { position: string; id: string; type: string; data: Record<string, unknown> }[] = [];
  let after = '0';
  for (;;) {
    const { paymentEvents: page } = await ask(
      `query ($after: Position) { paymentEvents(after: $after, first: 5) {
         events { position id type data } endPosition headPosition } }`,
      { after },
    );
    read.push(...page.events);
    after = page.endPosition;
    if (page.endPosition === page.headPosition) break;
  }
  expect(read.map(({ position }) => position)).toEqual(read.map((_, n) => String(n + 1)));
  expect(new Set(read.map(({ id }) => id)).size).toBe(read.length);
  // What each commitment was told to be last is what it is.
  const known = new Map<string, string>();
  for (const { data } of read) {
    const commitment = data['commitment'] as { id: string; open: string } | undefined;
    if (commitment) known.set(commitment.id, commitment.open);
  }
  const rows = await w.sql<{ id: string; open: string }>(
    'select id, trim_scale(amount - settled)::text as open from payment_commitment',
  );
  expect(new Map(rows.map(({ id, open }) => [id, open]))).toEqual(known);
  const types = read.map(({ type }) => type);
  const wanted = ['commitment.created', 'receipt.recorded', 'allocation.made', 'cheque.cleared'];
  for (const type of [...wanted, 'cheque.returned', 'allocation.reversed']) {
    expect(types).toContain(type);
  }
});
