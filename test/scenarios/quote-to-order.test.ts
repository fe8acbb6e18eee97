import { newId, type Id } from '../../src/kernel/id.ts';
import { idOf } from '../inventory/world.ts';
import { floorIdOf } from '../parties/world.ts';
import { orderState, receive } from '../sales/order-world.ts';
import {
  decider,
  discountPolicy,
  marginPolicy,
  nima,
  openQuoteWorld,
  setPolicies,
  type QuoteWorld,
  type Somebody,
} from '../sales/quote-world.ts';
import { openGraphql, type TestGraphql } from '../support/graphql.ts';

/*
 * Nima offers valves at a price that two departments have to agree to, one after the other. Between
 * the two he says something else, and both are asked anew. Everything goes through GraphQL.
 */
let w: QuoteWorld;
let api: TestGraphql;
beforeAll(async () => {
  w = await openQuoteWorld();
  api = await openGraphql(w);
  await receive(w, 'VALVE 50', 'HOSE 50');
  await setPolicies(w, [discountPolicy, marginPolicy]);
});
afterAll(async () => {
  await api.stop();
  await w.close();
});

const seller = (): Somebody => {
  const grants = ['sales.read', 'sales.quote', 'sales.order', 'parties.read', 'crm.read'];
  return w.seller('nima', [...grants, 'catalog.read', 'inventory.read', 'identity.read']);
};
const finance = () => decider(w, 'farid', { 'pricing.seeCost': 'ALL', 'identity.read': 'ALL' });
const board = () => decider(w, 'omid', { 'identity.read': 'ALL' });

const ask = async (by: Somebody, text: string, variables = {}) => {
  const answer = await api.askBy.jit(text, { viewer: by.viewer, variables });
  if (answer.errors) throw new Error(JSON.stringify(answer.errors));
  return answer.data;
};

/** Performs the act, which is not refused. */
const act = async (by: Somebody, name: string, input: object, select: string) => {
  const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input!`;
  const text = `mutation ($input: ${type}) {
    ${name}(input: $input) { ${select} userErrors { code path } } }`;
  const { userErrors, ...done } = (await ask(by, text, { input }))[name];
  expect(userErrors).toEqual([]);
  return done;
};

const refused = async (by: Somebody, name: string, input: object): Promise<string[]> => {
  const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input!`;
  const text = `mutation ($input: ${type}) { ${name}(input: $input) { userErrors { code } } }`;
  const { userErrors } = (await ask(by, text, { input }))[name] as {
    userErrors: { code: string }[];
  };
  return userErrors.map(({ code }) => code);
};

interface ToDecide {
  readonly approvalStep: {
    readonly id: Id;
    readonly value: string | null;
    readonly marginPercent: string | null;
    readonly approvalRequest: { readonly quoteRevision: { readonly quote: { number: string } } };
  };
}

const toDecide = async (by: Somebody): Promise<ToDecide[]> =>
  (
    await ask(
      by,
      `{ approvalsToDecide { approvalStep { id value marginPercent
           approvalRequest { quoteRevision { total { amount } quote { number } } } } } }`,
    )
  ).approvalsToDecide;

const stepOf = async (by: Somebody): Promise<Id> => {
  const [waiting] = await toDecide(by);
  return waiting?.approvalStep.id as Id;
};

const lines = (percent: string) => [
  {
    productId: idOf(w, 'VALVE'),
    quantity: '10',
    price: { discountPercents: [percent], reason: 'A large customer' },
  },
  { productId: idOf(w, 'HOSE'), quantity: '5', isOptional: true },
];

let quoteId: Id;
let quoteRevisionId: Id;
let number: string;

test('Nima offers, and may not send it without consent', async () => {
  const input = { customerId: floorIdOf(w, 'Behsaz'), lines: lines('30') };
  const { quote, quoteRevision } = await act(
    seller(),
    'draftQuote',
    input,
    'quote { id number state } quoteRevision { id total { amount currency } }',
  );
  ({ id: quoteId, number } = quote);
  ({ id: quoteRevisionId } = quoteRevision);
  expect(quoteRevision.total).toEqual({ amount: '990000', currency: 'IRR' });
  expect(await refused(seller(), 'sendQuote', { quoteId })).toEqual([
    'APPROVAL_REQUIRED',
    'APPROVAL_REQUIRED',
  ]);
});

test('he asks; finance agrees, and now it is the turn of the board', async () => {
  await act(seller(), 'requestQuoteApproval', { quoteId }, 'quoteRevision { state }');
  expect(await toDecide(board())).toEqual([]);
  const [waiting] = await toDecide(finance());
  expect(waiting?.approvalStep).toMatchObject({
    value: '30',
    approvalRequest: { quoteRevision: { quote: { number } } },
  });
  const approvalStepId = await stepOf(finance());
  const done = await act(
    finance(),
    'approveQuote',
    { approvalStepId, note: 'Once' },
    'quoteRevision { state } approvalStep { state decidedBy { nameEn } }',
  );
  expect(done).toEqual({
    quoteRevision: { state: 'IN_APPROVAL' },
    approvalStep: { state: 'APPROVED', decidedBy: { nameEn: 'Farid' } },
  });
  // The board decides on margins, but is not shown them: that is for who may see costs.
  expect((await toDecide(board()))[0]?.approvalStep).toMatchObject({ marginPercent: null });
});

test('he gives even more, and both are asked anew', async () => {
  const early = await stepOf(board());
  const [{ version }] = (await w.sql<{ version: number }>('select version from quote')) as [
    { version: number },
  ];
  const input = { quoteId, expectedVersion: version, lines: lines('32') };
  await act(seller(), 'editQuote', input, 'quoteRevision { state }');
  expect(await toDecide(board())).toEqual([]);
  expect(await refused(board(), 'approveQuote', { approvalStepId: early })).toEqual([
    'ILLEGAL_STATE',
  ]);
  await act(seller(), 'requestQuoteApproval', { quoteId }, 'quoteRevision { state }');
  for (const by of [finance(), board()]) {
    await act(by, 'approveQuote', { approvalStepId: await stepOf(by) }, 'quoteRevision { state }');
  }
  const { quoteRevision } = await ask(
    seller(),
    `query ($id: ID!) { quoteRevision(id: $id) { state
       approvalRequests { state steps { step state } }
       availableActions { name allowed } } }`,
    { id: quoteRevisionId },
  );
  expect(quoteRevision).toMatchObject({
    state: 'APPROVED',
    approvalRequests: [{ state: 'DROPPED' }, { state: 'APPROVED' }],
  });
  const may = (quoteRevision.availableActions as { name: string; allowed: boolean }[])
    .filter(({ allowed }) => allowed)
    .map(({ name }) => name);
  expect(may).toContain('sendQuote');
});

test('it is sent and accepted: an order with its goods', async () => {
  await act(seller(), 'sendQuote', { quoteId }, 'quoteRevision { state sentHash }');
  const { salesOrder } = await act(
    seller(),
    'acceptQuote',
    {
      quoteRevisionId,
      byName: 'Ms Karimi',
      from: 'by telephone',
      warehouseId: idOf(w, 'TEH'),
      idempotencyKey: newId(),
    },
    'quote { state } salesOrder { id state total { amount } lines { openQuantity } }',
  );
  expect(salesOrder).toMatchObject({ state: 'CONFIRMED', total: { amount: '748000' } });
  expect(await orderState(w, salesOrder.id)).toEqual([
    'CONFIRMED 748000 exposure 748000',
    'VALVE 10 open 10 held 10',
  ]);
});

describe('who sees it', () => {
  const seen = async (by: Somebody) =>
    (await ask(by, `{ quotes { nodes { number revisions { margin lines { unitCost } } } } }`))
      .quotes.nodes as { number: string; revisions: { margin: string | null }[] }[];

  test('who is asked to agree, though it is not theirs; costs only who may see them', async () => {
    expect((await seen(finance()))[0]?.revisions[0]?.margin).not.toBeNull();
    expect((await seen(board()))[0]).toMatchObject({ number, revisions: [{ margin: null }] });
  });

  test('nobody else: no seller of another team, no department that was not asked', async () => {
    const sees = { 'sales.read': 'OWN', 'sales.approve': 'ALL' } as const;
    expect(await seen(w.seller('leila', ['sales.read', 'sales.approve']))).toEqual([]);
    expect(await seen(decider(w, 'ziba', { ...sees }))).toHaveLength(1);
    // Without the right to decide, a role is none to read by.
    const { grants } = w.seller('nima', ['sales.read']).viewer;
    const reader = { ...decider(w, 'ziba').viewer, grants };
    expect(await seen({ viewer: reader })).toEqual([]);
    const team = w.leader(['sales.read']);
    expect(await seen(team)).toHaveLength(1);
    expect(await seen(nima(w))).toHaveLength(1);
  });
});
