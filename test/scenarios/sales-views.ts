import { parse } from 'graphql';
import type { Id } from '../../src/kernel/id.ts';
import type { Desk } from '../support/graphql-client.ts';
import { key, type Firm } from './firm.ts';
import { act } from './warehouse-views.ts';

/** What people of the sales floor do all day, and what their screens then show. */

interface Amount {
  readonly amount: string;
}

export interface Converted {
  readonly account: { readonly id: Id; readonly name: string };
  readonly opportunity: { readonly id: Id };
}

/** Prices, taxes, stages, policies and goods of the first day. */
export async function openShop(firm: Firm): Promise<void> {
  const { admin } = firm;
  const ids = firm.ids as Map<string, Id>;
  const names = (name: string) => ({ nameEn: name, nameFa: name });
  const vat = { code: 'VAT', ...names('VAT'), isDefault: true };
  await act(admin, 'setTax', { ...vat, rates: [{ rate: '10', validFrom: '2020-01-01' }] }, '');
  const { priceList } = await act<{ priceList: { id: Id } }>(
    admin,
    'createPriceList',
    { code: 'BASE-IRR', name: 'Base', currency: 'IRR', scope: 'BASE', validFrom: '2020-01-01' },
    'priceList { id }',
  );
  const price = (sku: string, value: string) => ({
    productId: firm.id(sku),
    method: 'FIXED',
    validFrom: '2020-01-01',
    tiers: [{ value }],
  });
  const items = [price('PUMP', '1000000'), price('BOILER', '10000000')];
  await act(admin, 'setPrices', { priceListId: priceList.id, items }, '');
  const source = { code: 'PHONE', ...names('Telephone') };
  const made = await act<{ leadSource: { id: Id } }>(
    admin,
    'defineLeadSource',
    source,
    'leadSource { id }',
  );
  ids.set('PHONE', made.leadSource.id);
  const stage = { code: 'INQUIRY', ...names('Inquiry'), position: 1, probability: 20 };
  await act(admin, 'defineOpportunityStage', { ...stage, forecastCategory: 'PIPELINE' }, '');
  await act(
    admin,
    'setSalesDefaults',
    { defaultWarehouseId: firm.id('TEH'), expectedVersion: 1 },
    '',
  );
  await setPolicies(admin);
  for (const [login, at, lines] of [
    ['yasaman', 'TEH', [goods(firm, 'PUMP', '10'), goods(firm, 'BOILER', '2', ['S1', 'S2'])]],
    ['parviz', 'ISF', [goods(firm, 'PUMP', '6')]],
  ] as const) {
    const clerk = await firm.desk(login);
    await act(clerk, 'receiveGoods', { warehouseId: firm.id(at), lines, ...key() }, '');
  }
}

const goods = (firm: Firm, sku: string, quantity: string, serials?: readonly string[]) => ({
  productId: firm.id(sku),
  quantity,
  unit: 'PCE',
  ...(serials && { serials }),
});

async function setPolicies(admin: Desk): Promise<void> {
  const { roles } = await admin.ask<{ roles: { nodes: { id: Id; code: string }[] } }>(
    parse('{ roles { nodes { id code } } }'),
  );
  const roleId = (code: string) => roles.nodes.find((role) => role.code === code)?.id;
  const policies = [
    {
      ...{ code: 'DISCOUNT', name: 'Discounts', measure: 'LINE_DISCOUNT', threshold: '10' },
      ...{ roleId: roleId('HEAD'), step: 1 },
    },
    {
      ...{ code: 'MARGIN', name: 'Thin margins', measure: 'MARGIN', threshold: '38' },
      ...{ roleId: roleId('CONTROLLER'), step: 2 },
    },
  ];
  await act(admin, 'setApprovalPolicies', { policies }, '');
}

/** The state of a document; null where it is not there for them. */
export async function stateOf(desk: Desk, field: string, id: Id): Promise<string | null> {
  const answer = await desk.ask<Record<string, { state: string } | null>>(
    parse(`query Of($id: ID!) { ${field}(id: $id) { state } }`),
    { id },
  );
  return answer[field]?.state ?? null;
}

export const sameCompany = { kind: 'COMPANY', name: 'Abyaran' };
export const askDuplicates = parse(`query Ask($input: PossibleDuplicatesInput!) {
  possibleDuplicates(input: $input) { reasons { by } }
}`);

interface Priced {
  readonly product: { readonly sku: string };
  readonly listPrice: string;
  readonly net: Amount;
  readonly tax: Amount;
  readonly total: Amount;
  readonly trace: {
    readonly listCode: string | null;
    readonly steps: readonly { readonly kind: string; readonly remaining: string }[];
  };
}

const askPrices = parse(`query Prices($input: PriceQuoteInput!) {
  priceQuote(input: $input) {
    document {
      lines {
        product { sku } listPrice net { amount } tax { amount } total { amount }
        trace { listCode steps { kind remaining } }
      }
    }
    userErrors { code path }
  }
}`);

/** `PUMP 1000000: LIST BASE-IRR -> 1000000; net … tax … total …`. */
export async function priceShown(
  desk: Desk,
  customerId: Id,
  lines: readonly object[],
): Promise<string[]> {
  const { priceQuote } = await desk.ask<{
    priceQuote: { document: { lines: readonly Priced[] }; userErrors: readonly unknown[] };
  }>(askPrices, { input: { customerId, lines } });
  expect(priceQuote.userErrors).toEqual([]);
  return priceQuote.document.lines.map(({ product, listPrice, net, tax, total, trace }) => {
    const [first] = trace.steps;
    const list = `${first?.kind} ${trace.listCode} -> ${first?.remaining}`;
    const sums = `net ${net.amount} tax ${tax.amount} total ${total.amount}`;
    return `${product.sku} ${listPrice}: ${list}; ${sums}`;
  });
}

interface Step {
  readonly id: Id;
  readonly step: number;
  readonly state: string;
  readonly isOpen: boolean;
  readonly approvalPolicy: { readonly code: string };
}

interface Revision {
  readonly id: Id;
  readonly state: string;
  readonly isLive: boolean;
  readonly total: Amount;
  readonly lines: readonly {
    readonly product: { readonly sku: string };
    readonly quantityInUnit: string;
    readonly unitPrice: Amount;
    readonly net: Amount;
  }[];
  readonly approvalRequests: readonly {
    readonly state: string;
    readonly steps: readonly Step[];
  }[];
}

export interface Quote {
  readonly id: Id;
  readonly version: number;
  readonly state: string;
  readonly revisions: readonly Revision[];
}

const quoteFields = `id version state revisions {
  id state isLive total { amount }
  lines { product { sku } quantityInUnit unitPrice { amount } net { amount } }
  approvalRequests { state steps { id step state isOpen approvalPolicy { code } } }
}`;

export const quoteAct = async (desk: Desk, name: string, input: object): Promise<Quote> =>
  (await act<{ quote: Quote }>(desk, name, { ...input, ...key() }, `quote { ${quoteFields} }`))
    .quote;

export async function latestQuote(desk: Desk, id: Id): Promise<Quote> {
  const asked = parse(`query Quote($id: ID!) { quote(id: $id) { ${quoteFields} } }`);
  return (await desk.ask<{ quote: Quote }>(asked, { id })).quote;
}

export const liveOf = ({ revisions }: Quote): Revision => {
  const live = revisions.find(({ isLive }) => isLive);
  if (!live) throw new Error('No revision is live');
  return live;
};

const plain = (decimal: string): string => String(Number(decimal));

export function quoteShown(quote: Quote): string[] {
  const { lines, total, state } = liveOf(quote);
  return [
    `${state} total ${plain(total.amount)}`,
    ...lines.map(({ product, quantityInUnit, unitPrice, net }) => {
      const sums = `${plain(unitPrice.amount)} = ${plain(net.amount)}`;
      return `${product.sku} ${plain(quantityInUnit)} at ${sums}`;
    }),
  ];
}

const stepsOf = (quote: Quote): readonly Step[] =>
  liveOf(quote).approvalRequests.find(({ state }) => state === 'PENDING')?.steps ?? [];

export const stepsShown = (quote: Quote): string[] =>
  stepsOf(quote)
    .map(({ step, approvalPolicy, state, isOpen }) => {
      return `${step} ${approvalPolicy.code} ${isOpen ? 'open' : state}`;
    })
    .sort();

export function stepOf(quote: Quote, policy: string): Id {
  const step = stepsOf(quote).find((one) => one.approvalPolicy.code === policy);
  if (!step) throw new Error(`Nothing waits for ${policy}`);
  return step.id;
}

export const approve = (desk: Desk, quote: Quote, policy: string): Promise<unknown> =>
  act(desk, 'approveQuote', { approvalStepId: stepOf(quote, policy), ...key() }, 'quote { state }');

export interface Order {
  readonly id: Id;
  readonly version: number;
  readonly state: string;
  readonly fulfilment: string;
  readonly invoicing: string;
  readonly total: Amount;
  readonly lines: readonly {
    readonly id: Id;
    readonly product: { readonly sku: string };
    readonly quantity: string;
    readonly openQuantity: string;
    readonly warehouse: { readonly code: string };
  }[];
}

const orderFields = `id version state fulfilment invoicing total { amount }
  lines { id product { sku } quantity openQuantity warehouse { code } }`;
export const orderAnswer = `salesOrder { ${orderFields} }`;

export async function latestOrder(desk: Desk, id: Id): Promise<Order> {
  const asked = parse(`query Order($id: ID!) { salesOrder(id: $id) { ${orderFields} } }`);
  return (await desk.ask<{ salesOrder: Order }>(asked, { id })).salesOrder;
}

export const orderShown = ({ state, fulfilment, invoicing, total, lines }: Order): string[] => [
  `${state} ${fulfilment} delivered ${invoicing} invoiced total ${plain(total.amount)}`,
  ...lines.map(({ product, quantity, openQuantity, warehouse }) => {
    const left = `open ${plain(openQuantity)} of ${warehouse.code}`;
    return `${product.sku} ${plain(quantity)} ${left}`;
  }),
];

const askLevel = parse(`query Level($sku: String!, $warehouse: String!) {
  stockLevels(filter: { product: { sku: { eq: $sku } }, warehouse: { code: { eq: $warehouse } } }) {
    nodes { onHand reserved }
  }
}`);

/** `10 there, 8 promised`. */
export async function levelOf(desk: Desk, sku: string, warehouse: string): Promise<string> {
  const { stockLevels } = await desk.ask<{
    stockLevels: { nodes: { onHand: string; reserved: string }[] };
  }>(askLevel, { sku, warehouse });
  const [level] = stockLevels.nodes;
  return `${plain(level?.onHand ?? '0')} there, ${plain(level?.reserved ?? '0')} promised`;
}
