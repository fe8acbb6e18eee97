import type { PriceFacts } from '../../src/modules/pricing/rules/facts.ts';
import { document, facts, faultsOf, item, lineOf, list, type Asked } from './facts.ts';

const always = { validFrom: '2026-01-01', validTo: null };
const inEuros: Asked = { currency: 'EUR' };
const rates = [{ currency: 'EUR', askedOn: '2026-03-21', rate: '1', onDay: '2026-03-21' }];

/** A at this price in euros, taxed at 19 percent. */
const euros = (value: string, over: Partial<PriceFacts> = {}, inclusive = false): PriceFacts =>
  facts({
    lists: [list('EURO', { currency: 'EUR', taxInclusive: inclusive })],
    items: [item('euro', 'a', value), item('euro', 'b', value), item('euro', 'c', value)],
    taxRates: [{ code: 'VAT', rate: '19', ...always }],
    rates,
    ...over,
  });

const told = (known: PriceFacts, lines: readonly string[], asked: Asked = {}): string[] => {
  const priced = document(known, lines, { ...inEuros, ...asked });
  const figures = [...priced.lines, priced];
  return figures.map(({ net, tax, total }) => `${net} + ${tax} = ${total}`);
};

describe('tax on top of prices', () => {
  test.each([
    ['10', 'A', '10.00 + 1.90 = 11.90'],
    ['0.13', 'A', '0.13 + 0.02 = 0.15'],
    ['0.5', 'A', '0.50 + 0.10 = 0.60'],
    ['33.33', 'A 3', '99.99 + 19.00 = 118.99'],
    // Half a cent goes to the even neighbour: 0.095 is 0.10, 0.285 is 0.28.
    ['1.5', 'A', '1.50 + 0.28 = 1.78'],
    ['0', 'A', '0.00 + 0.00 = 0.00'],
    // C bears none.
    ['10', 'C', '10.00 + 0.00 = 10.00'],
  ])('%s: %s is %s', (value, asked, wanted) => {
    expect(told(euros(value), [asked])[0]).toBe(wanted);
  });
});

describe('tax within prices', () => {
  const inclusive: Asked = { taxInclusive: true };

  test.each([
    ['11.90', 'A', '10.00 + 1.90 = 11.90'],
    ['10', 'A', '8.40 + 1.60 = 10.00'],
    ['0.01', 'A', '0.01 + 0.00 = 0.01'],
    ['33.33', 'A 3', '84.03 + 15.96 = 99.99'],
  ])('%s: %s is %s', (value, asked, wanted) => {
    expect(told(euros(value, {}, true), [asked], inclusive)[0]).toBe(wanted);
  });

  test('a discount of the document is of what is paid, tax included', () => {
    const asked = { ...inclusive, documentDiscount: { amount: '1.9' } };
    expect(told(euros('11.90', {}, true), ['A'], asked)[0]).toBe('8.40 + 1.60 = 10.00');
  });
});

describe('rounded by line or by document', () => {
  const by = (taxRounding: 'LINE' | 'DOCUMENT') => ({
    firm: { currency: 'IRR', segmentRule: 'PRIORITY' as const, taxRounding },
  });

  test('on top', () => {
    // 0.13 * 19 % is 0.0247: three lines by themselves bear 0.06, together 0.0741, that is 0.07.
    expect(told(euros('0.13', by('LINE')), ['A', 'A', 'B'])).toEqual([
      '0.13 + 0.02 = 0.15',
      '0.13 + 0.02 = 0.15',
      '0.13 + 0.02 = 0.15',
      '0.39 + 0.06 = 0.45',
    ]);
    expect(told(euros('0.13', by('DOCUMENT')), ['A', 'A', 'B'])).toEqual([
      '0.13 + 0.03 = 0.16',
      '0.13 + 0.02 = 0.15',
      '0.13 + 0.02 = 0.15',
      '0.39 + 0.07 = 0.46',
    ]);
  });

  test('within, each rate for itself', () => {
    const known = euros('0.99', by('DOCUMENT'), true);
    expect(told(known, ['A', 'B', 'C'], { taxInclusive: true })).toEqual([
      '0.83 + 0.16 = 0.99',
      '0.83 + 0.16 = 0.99',
      '0.99 + 0.00 = 0.99',
      '2.65 + 0.32 = 2.97',
    ]);
  });
});

describe('a list in other terms than the document', () => {
  test.each<[string, string, boolean, boolean, string]>([
    ['with tax in a document without', '119', true, false, '100.00 + 19.00 = 119.00'],
    ['without tax in a document with', '100', false, true, '100.00 + 19.00 = 119.00'],
    ['that does not come out even', '100', true, false, '84.03 + 15.97 = 100.00'],
  ])('%s', (_what, value, listInclusive, taxInclusive, wanted) => {
    expect(told(euros(value, {}, listInclusive), ['A'], { taxInclusive })[0]).toBe(wanted);
  });
});

describe('exemptions', () => {
  const exempt = (over: object = {}, inclusive = false, value = '100') =>
    euros(
      value,
      {
        exemptions: [{ partyId: 'nima', taxCode: 'VAT', certificate: 'Z-1', ...always, ...over }],
      },
      inclusive,
    );

  test.each<[string, PriceFacts, Asked, string]>([
    ['owes none', exempt(), { customerId: 'nima' }, '100.00 + 0.00 = 100.00'],
    ['everybody else does', exempt(), {}, '100.00 + 19.00 = 119.00'],
    [
      'another tax is owed',
      exempt({ taxCode: 'GST' }),
      { customerId: 'nima' },
      '100.00 + 19.00 = 119.00',
    ],
    [
      'before it holds',
      exempt({ validFrom: '2026-03-22' }),
      { customerId: 'nima' },
      '100.00 + 19.00 = 119.00',
    ],
    [
      'on its last day no longer',
      exempt({ validTo: '2026-03-21' }),
      { customerId: 'nima' },
      '100.00 + 19.00 = 119.00',
    ],
    [
      'what is in the price of others is taken out',
      exempt({}, true, '119'),
      { customerId: 'nima', taxInclusive: true },
      '100.00 + 0.00 = 100.00',
    ],
  ])('%s', (_what, known, asked, wanted) => {
    expect(told(known, ['A'], asked)[0]).toBe(wanted);
  });

  test('the certificate is in the trace', () => {
    const line = lineOf(exempt(), 'A', inEuros);
    expect(line.trace.tax).toEqual({ code: 'VAT', rate: '0', exemption: 'Z-1' });
    expect(line.taxCode).toBe('VAT');
  });
});

test('rates hold by period, and a day without one is refused', () => {
  const known = facts({
    taxRates: [
      { code: 'VAT', rate: '9', validFrom: '2026-01-01', validTo: '2026-03-21' },
      { code: 'VAT', rate: '10', validFrom: '2026-03-21', validTo: '2026-04-01' },
    ],
  });
  const rate = (pricingOn: string) => lineOf(known, 'A', { pricingOn }).taxRate;
  expect(['2026-03-20', '2026-03-21', '2026-03-31'].map(rate)).toEqual(['9', '10', '10']);
  expect(faultsOf(known, ['A', 'C'], { pricingOn: '2026-04-01' })).toEqual([
    'TAX_RATE_NOT_FOUND lines.0.productId',
  ]);
});

test('the margin of a document is in the firm’s currency, and unknown where a cost is', () => {
  const known = euros('100', { rates: [{ ...rates[0]!, rate: '2' }] });
  expect(document(known, ['A 3', 'B 2'], inEuros).margin).toBe('700');
  expect(document(known, ['A 3', 'C'], inEuros).margin).toBeNull();
});
