import { newId } from '../../src/kernel/id.ts';
import { createProductCategory, editProduct } from '../../src/modules/catalog/index.ts';
import {
  comparePrices,
  createDiscountRule,
  deactivateDiscountRule,
  setDiscountAllowance,
} from '../../src/modules/pricing/index.ts';
import { setPaymentTerms } from '../../src/modules/receivables/index.ts';
import { createDefineRole } from '../../src/platform/identity/operations/define-role.ts';
import { collectPermissions } from '../../src/platform/identity/permissions.ts';
import { idOf, openWorld, type World } from '../inventory/world.ts';
import { openGraphql, type TestGraphql } from '../support/graphql.ts';
import { asSystem, asViewer } from '../support/perform.ts';
import { document, facts, item, list } from './facts.ts';
import { addBasePrices, addList } from './world.ts';

let w: World;
let graphql: TestGraphql;
beforeAll(async () => {
  w = await openWorld();
  await addBasePrices(w);
  const valve = { productId: idOf(w, 'VALVE'), expectedVersion: 1, standardCost: '60000' };
  await w.perform(editProduct, valve, asSystem);
  const names = { code: 'ALL', nameEn: 'All', nameFa: 'همه' };
  const { productCategoryId } = await w.perform(createProductCategory, names, asSystem);
  await addList(w, { code: 'COST', scope: 'BASE', priority: -1 }, [
    { categoryId: productCategoryId, method: 'MARK_UP', tiers: [{ value: '25' }] },
    { method: 'PERCENT_OFF', tiers: [{ value: '5' }] },
  ]);
  graphql = await openGraphql(w);
});
afterAll(async () => {
  await graphql.stop();
  await w.close();
});

const seller = asViewer({ 'pricing.read': 'OWN', 'catalog.read': 'ALL' });
const manager = asViewer({
  'pricing.read': 'ALL',
  'pricing.seeCost': 'ALL',
  'catalog.read': 'ALL',
});

const asked = `query ($input: PriceQuoteInput!) {
  priceQuote(input: $input) {
    userErrors { code path }
    document {
      currency rate net { amount currency } discount { amount } tax { amount } total { amount }
      manualPercent margin earnedFreeGoods { product { sku } quantity rule { code freeQuantity } }
      lines {
        product { sku } unit quantity listPrice unitPrice net { amount }
        taxCode taxRate taxedPercent
        manualPercent exceeds unitCost
        trace {
          listCode listScope method tierKind minQuantity rounding rate rateOn taxExemption
          steps { kind code basis amount remaining percent freeQuantity }
          passedOver { code why }
        }
      }
    }
  } }`;

const quote = (input: object, by = manager) =>
  graphql.ask(asked, { viewer: by.viewer, variables: { input } });

interface Told {
  readonly userErrors: readonly { readonly code: string }[];
  readonly document: {
    readonly tax: { readonly amount: string };
    readonly lines: readonly { readonly taxedPercent: string }[];
  } | null;
}

test('terms whose discount lowers the tax from the start say how much bears it', async () => {
  const part = { reason: 'INVOICE', percent: '100', dueTrigger: 'INVOICE', days: 30 } as const;
  const discount = { discountPercent: '2', discountDays: 7 };
  const terms = { code: 'EARLY', name: 'Early', discountTaxMode: 'ALWAYS' } as const;
  const input = { ...terms, lines: [{ ...part, ...discount }] };
  const { paymentTermsId } = await w.perform(setPaymentTerms, input, asSystem);
  const told = async (over: object) => {
    const { data } = await quote({ lines: lines(), ...over });
    const { document, userErrors } = data.priceQuote as Told;
    if (!document) return userErrors.map(({ code }) => code);
    return [document.tax.amount, document.lines[0]?.taxedPercent];
  };
  expect(await told({})).toEqual(['216000', '100']);
  expect(await told({ paymentTermsId })).toEqual(['211680', '98']);
  expect(await told({ paymentTermsId, paymentDays: 5 })).toEqual(['TERMS_OR_DAYS']);
  expect(await told({ paymentTermsId: newId(), paymentDays: -1 })).toEqual([
    'OUT_OF_RANGE',
    'PAYMENT_TERMS_NOT_FOUND',
  ]);
});

const lines = () => [
  { productId: idOf(w, 'VALVE'), unit: 'CT', quantity: '2', price: { discountPercents: ['10'] } },
];

test('a document is priced before it is saved, with every step', async () => {
  const before = await w.tableDump();
  const answer = await quote({ lines: lines(), documentDiscountPercent: '5' });
  expect(answer.data.priceQuote).toEqual({
    userErrors: [],
    document: {
      currency: 'IRR',
      rate: '1',
      net: { amount: '2052000', currency: 'IRR' },
      discount: { amount: '348000' },
      tax: { amount: '205200' },
      total: { amount: '2257200' },
      manualPercent: '5',
      margin: '612000',
      earnedFreeGoods: [],
      lines: [
        {
          product: { sku: 'VALVE' },
          unit: 'CT',
          quantity: '2',
          listPrice: '1200000',
          unitPrice: '1080000',
          net: { amount: '2052000' },
          taxCode: 'VAT',
          taxRate: '10',
          taxedPercent: '100',
          manualPercent: '10',
          exceeds: [],
          unitCost: '60000',
          trace: {
            listCode: 'BASE',
            listScope: 'BASE',
            method: 'FIXED',
            tierKind: 'ALL_UNITS',
            minQuantity: '0',
            rounding: '1',
            rate: '1',
            rateOn: null,
            taxExemption: null,
            steps: [
              step('LIST', 'BASE', '0', '2400000', '2400000'),
              step('MANUAL_DISCOUNT', null, '2400000', '-240000', '2160000', '10'),
              step('DOCUMENT_DISCOUNT', null, '2160000', '-108000', '2052000', '5'),
            ],
            passedOver: [{ code: 'COST', why: 'LEVEL' }],
          },
        },
      ],
    },
  });
  expect(await w.tableDump()).toBe(before);
});

const step = (
  kind: string,
  code: string | null,
  basis: string,
  amount: string,
  remaining: string,
  percent: string | null = null,
  freeQuantity: string | null = null,
) => ({ kind, code, basis, amount, remaining, percent, freeQuantity });

test('costs and margins are told to who may see them', async () => {
  const { document: shown } = (await quote({ lines: lines() }, seller)).data.priceQuote;
  expect([shown.margin, shown.lines[0].unitCost]).toEqual([null, null]);
  expect(shown.net.amount).toBe('2160000');
});

async function itemsOf(text: string, by: typeof seller): Promise<{ tiers: object[] }[]> {
  const answer = await graphql.ask(text, { viewer: by.viewer });
  return answer.data.priceListItems.nodes as { tiers: object[] }[];
}

test('what is on top of costs is read by who may see costs', async () => {
  const text = `{ priceListItems(filter: { method: { in: [MARK_UP, PERCENT_OFF] } }) {
    nodes { method tiers { minQuantity value overCost } } } }`;
  const tiers = async (by: typeof seller) =>
    (await itemsOf(text, by)).flatMap((node) => node.tiers);
  expect(await tiers(manager)).toEqual([
    { minQuantity: '0', value: null, overCost: '25' },
    { minQuantity: '0', value: '5', overCost: null },
  ]);
  expect(await tiers(seller)).toEqual([
    { minQuantity: '0', value: null, overCost: null },
    { minQuantity: '0', value: '5', overCost: null },
  ]);
});

test('free goods that are earned are offered, and free once they are on the document', async () => {
  const ofValves = { productId: idOf(w, 'VALVE'), forEvery: '10', freeQuantity: '1' };
  const hose = { freeProductId: idOf(w, 'HOSE') };
  const rule = { code: 'GIFT', name: 'Gift', target: 'LINE' as const, ...ofValves, ...hose };
  const { discountRuleId } = await w.perform(createDiscountRule, rule, asSystem);
  const told = async (hoses: string | null, valves = '20') => {
    const more = hoses === null ? [] : [{ productId: idOf(w, 'HOSE'), quantity: hoses }];
    const asks = [{ productId: idOf(w, 'VALVE'), quantity: valves }, ...more];
    const { document: shown } = (await quote({ lines: asks })).data.priceQuote;
    return [shown.net.amount, shown.earnedFreeGoods, shown.lines[1]?.trace.steps[1]];
  };
  const offered = (quantity: string) => [
    { product: { sku: 'HOSE' }, quantity, rule: { code: 'GIFT', freeQuantity: '1' } },
  ];
  const given = (basis: string, amount: string, remaining: string, units: string) =>
    step('LINE_DISCOUNT', 'GIFT', basis, amount, remaining, null, units);
  expect(await told(null)).toEqual(['2000000', offered('2'), undefined]);
  const one = given('40000', '-40000', '0', '1');
  expect(await told('1')).toEqual(['2000000', offered('1'), one]);
  const two = given('120000', '-80000', '40000', '2');
  expect(await told('3')).toEqual(['2040000', [], two]);
  expect(await told('1', '9')).toEqual(['940000', [], undefined]);
  await w.perform(deactivateDiscountRule, { discountRuleId }, asSystem);
});

test('what is wrong is told by place', async () => {
  const wrong = [
    { productId: newId(), quantity: '1' },
    { productId: idOf(w, 'VALVE'), quantity: '0', price: { unitPrice: '-1' } },
  ];
  const answer = await quote({ lines: wrong, documentDiscountPercent: '101' });
  expect(answer.data.priceQuote).toEqual({
    document: null,
    userErrors: [
      { code: 'PRODUCT_NOT_FOUND', path: ['lines', '0', 'productId'] },
      { code: 'NOT_POSITIVE', path: ['lines', '1', 'quantity'] },
      { code: 'PRICE_MALFORMED', path: ['lines', '1', 'price', 'unitPrice'] },
      { code: 'DISCOUNT_MALFORMED', path: ['documentDiscountPercent'] },
    ],
  });
  expect((await quote({ lines: [] }, asViewer({}))).errors?.[0]?.extensions.code).toBe('FORBIDDEN');
});

test('what goes beyond the allowances of who asks is told', async () => {
  const defineRole = createDefineRole(collectPermissions([]));
  const role = { code: 'SOME', nameEn: 'Some', nameFa: 'Some', permissions: [] };
  const { roleId } = await w.perform(defineRole, role, asSystem);
  await w.perform(setDiscountAllowance, { roleId, maxPercent: '50' }, asSystem);
  const { document: shown } = (await quote({ lines: lines() }, seller)).data.priceQuote;
  expect(shown.lines[0].exceeds).toEqual(['PERCENT']);
});

test('what pricing anew would change is shown, line by line', () => {
  const then = document(facts(), ['A 2', 'B 3']);
  const now = document(
    facts({
      lists: [list('BASE'), list('MORE', { priority: 1 })],
      items: [item('base', 'a', '100'), item('more', 'b', '32')],
    }),
    ['A 2', 'B 3'],
  );
  expect(comparePrices(then, then)).toEqual({ changes: {}, lines: [] });
  expect(comparePrices(then, now)).toEqual({
    changes: {
      net: { from: '290', to: '296', difference: '6' },
      tax: { from: '29', to: '30', difference: '1' },
      total: { from: '319', to: '326', difference: '7' },
    },
    lines: [
      {
        index: 1,
        productId: 'b',
        list: { from: 'BASE', to: 'MORE' },
        changes: {
          listPrice: { from: '30', to: '32', difference: '2' },
          unitPrice: { from: '30', to: '32', difference: '2' },
          net: { from: '90', to: '96', difference: '6' },
          tax: { from: '9', to: '10', difference: '1' },
          total: { from: '99', to: '106', difference: '7' },
        },
      },
    ],
  });
});
