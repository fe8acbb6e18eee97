import type {
  CustomerFacts,
  ItemFacts,
  ListFacts,
  PriceFacts,
  ProductFacts,
  RuleFacts,
} from '../../src/modules/pricing/rules/facts.ts';
import { pricesOf } from '../../src/modules/pricing/rules/price-document.ts';
import type {
  PricedDocument,
  PricedLine,
  PriceOverride,
  PricesAsked,
} from '../../src/modules/pricing/rules/priced.ts';

/*
 * What prices are decided by, made by hand: names are ids. The firm counts in IRR; customer NIMA is
 * in segments S1 and S2. Products A and B are in category PIPES within GOODS, C in none; a carton
 * (CT) of A is 12 pieces, a strip (STR) of B two thirds of a metre. A costs 80, B 30.
 */

const always = { validFrom: '2026-01-01', validTo: null };

const unit = (numerator: bigint, denominator = 1n, decimals = 0) => ({
  numerator,
  denominator,
  decimals,
});

const product = (id: string, over: Partial<ProductFacts>): ProductFacts => ({
  id,
  sku: id.toUpperCase(),
  active: true,
  baseUnit: 'PCE',
  units: new Map([['PCE', unit(1n)]]),
  categoryIds: [],
  taxCode: 'VAT',
  cost: null,
  warrantyMonths: null,
  ...over,
});

export const products = [
  product('a', {
    units: new Map([
      ['PCE', unit(1n)],
      ['CT', unit(12n)],
    ]),
    categoryIds: ['pipes', 'goods'],
    cost: '80',
  }),
  product('b', {
    baseUnit: 'MTR',
    units: new Map([
      ['MTR', unit(1n, 1n, 3)],
      ['STR', unit(2n, 3n)],
    ]),
    categoryIds: ['pipes', 'goods'],
    cost: '30',
    warrantyMonths: 12,
  }),
  product('c', { taxCode: null }),
];

export const list = (code: string, over: Partial<ListFacts> = {}): ListFacts => ({
  id: code.toLowerCase(),
  code,
  currency: 'IRR',
  scope: 'BASE',
  partyId: null,
  segmentId: null,
  priority: 0,
  taxInclusive: false,
  roundTo: null,
  converts: false,
  discountable: true,
  ...always,
  ...over,
});

/** `0:100, 10:90` are tiers; a bare `100` is one from the first unit on. */
export const item = (
  listId: string,
  goods: string,
  tiers: string,
  over: Partial<ItemFacts> = {},
): ItemFacts => {
  const isProduct = products.some(({ id }) => id === goods);
  return {
    id: `${listId}/${goods}/${over.unit ?? ''}`,
    listId,
    productId: isProduct ? goods : null,
    categoryId: isProduct || goods === 'all' ? null : goods,
    unit: goods === 'b' ? 'MTR' : isProduct ? 'PCE' : null,
    method: 'FIXED',
    tierKind: 'ALL_UNITS',
    countedBy: 'LINE',
    tiers: tiers.split(',').map((tier) => {
      const [first = '', value] = tier.trim().split(':');
      return value === undefined
        ? { minQuantity: '0', value: first }
        : { minQuantity: first, value };
    }),
    ...always,
    ...over,
  };
};

export const percentOff = (listId: string, goods: string, tiers: string): ItemFacts =>
  item(listId, goods, tiers, { method: 'PERCENT_OFF', unit: null });

export const rule = (code: string, over: Partial<RuleFacts> = {}): RuleFacts => ({
  id: code.toLowerCase(),
  code,
  target: 'LINE',
  effect: 'DISCOUNT',
  partyId: null,
  segmentId: null,
  productId: null,
  categoryId: null,
  percents: null,
  amount: null,
  amountPer: over.amount == null ? null : over.target === 'DOCUMENT' ? 'DOCUMENT' : 'UNIT',
  forEvery: null,
  freeQuantity: null,
  freeProductId: null,
  mostFree: null,
  currency: over.amount == null && over.minAmount == null ? null : 'IRR',
  minQuantity: '0',
  minAmount: '0',
  countedBy: 'LINE',
  stacking: 'ON_RUNNING',
  exclusionGroup: null,
  priority: 0,
  ...always,
  ...over,
});

export const nima: CustomerFacts = { askedId: 'nima', id: 'nima', segmentIds: ['s1', 's2'] };

/** The list BASE (A 100, B 30, C 10) unless other lists and items are given; VAT of 10 percent. */
export const facts = (over: Partial<PriceFacts> = {}): PriceFacts => ({
  firm: { currency: 'IRR', segmentRule: 'PRIORITY', taxRounding: 'LINE' },
  products: new Map(products.map((each) => [each.id, each])),
  customers: new Map([['nima', nima]]),
  lists: [list('BASE')],
  items: [item('base', 'a', '100'), item('base', 'b', '30'), item('base', 'c', '10')],
  rules: [],
  rates: [],
  taxRates: [{ code: 'VAT', rate: '10', ...always }],
  exemptions: [],
  allowances: [],
  ...over,
});

export interface Asked extends Omit<Partial<PricesAsked>, 'lines'> {
  readonly overrides?: readonly (PriceOverride | null)[];
  /** Which lines may be left out. */
  readonly optional?: readonly number[];
}

/** `A 10`, `A 2 CT`: the priced document, or a failure with its faults. */
export function price(known: PriceFacts, lines: readonly string[], asked: Asked = {}) {
  const { overrides = [], optional = [], ...rest } = asked;
  const [priced] = pricesOf(known, [
    {
      customerId: null,
      currency: 'IRR',
      pricingOn: '2026-03-21',
      taxInclusive: false,
      ...rest,
      lines: lines.map((text, i) => {
        const [name = '', quantityInUnit = '1', of] = text.split(' ');
        return {
          productId: name.toLowerCase(),
          quantityInUnit,
          unit: of ?? null,
          override: overrides[i] ?? null,
          isOptional: optional.includes(i),
          path: ['lines', String(i)],
        };
      }),
    },
  ]);
  if (!priced) throw new Error('nothing came back');
  return priced;
}

export function document(
  known: PriceFacts,
  lines: readonly string[],
  asked: Asked = {},
): PricedDocument {
  const priced = price(known, lines, asked);
  if (priced.faults) throw new Error(priced.faults.map(({ message }) => message).join('; '));
  return priced.document;
}

export const faultsOf = (
  known: PriceFacts,
  lines: readonly string[],
  asked: Asked = {},
): string[] =>
  (price(known, lines, asked).faults ?? []).map(({ code, path }) => `${code} ${path.join('.')}`);

/** The first line, priced for NIMA. */
export const lineOf = (known: PriceFacts, text: string, asked: Asked = {}): PricedLine =>
  document(known, [text], { customerId: 'nima', ...asked }).lines[0]!;

/** `LIST BASE 1000 = 1000`, `LINE_DISCOUNT X 10% -100 = 900`. */
export const steps = (line: PricedLine): string[] =>
  line.trace.steps.map(({ kind, code, percent, amount, remaining }) =>
    [kind, code, percent && `${percent}%`, amount, '=', remaining].filter(Boolean).join(' '),
  );

/** `BASE SCOPE` for each that was passed over. */
export const passedOver = (line: PricedLine): string[] =>
  line.trace.passedOver.map(({ code, why }) => `${code} ${why}`);
