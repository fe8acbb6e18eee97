import type { ItemFacts, ListFacts, PriceFacts } from '../../src/modules/pricing/rules/facts.ts';
import { document, facts, faultsOf, item, lineOf, list, passedOver, type Asked } from './facts.ts';

const by = (
  lists: readonly ListFacts[],
  items: readonly ItemFacts[],
  over: Partial<PriceFacts> = {},
): PriceFacts => facts({ lists, items, ...over });

const base = list('BASE');

describe('units', () => {
  test.each([
    ['A 2 CT', '100', { listPrice: '1200', net: '2400' }],
    ['A 2 CT', '10.01', { listPrice: '120.12', net: '240' }],
    // Two thirds of a metre: the line is exact, only what one strip costs does not come out even.
    ['B 3 STR', '10', { listPrice: '6.666667', net: '20' }],
  ])('a price of the base unit is converted by the factor: %s at %s', (asked, value, wanted) => {
    const [name = ''] = asked.toLowerCase().split(' ');
    expect(lineOf(by([base], [item('base', name, value)]), asked)).toMatchObject(wanted);
  });

  test('a price of a carton is none of a piece', () => {
    const known = by([base], [item('base', 'a', '1000', { unit: 'CT' })]);
    expect(faultsOf(known, ['A 24'])).toEqual(['PRICE_NOT_FOUND lines.0.productId']);
    expect(lineOf(known, 'A 2 CT').net).toBe('2000');
  });

  test('tiers count in the unit of the price', () => {
    const known = by(
      [base],
      [item('base', 'a', '0:100, 24:90'), item('base', 'a', '3:1000', { unit: 'CT' })],
    );
    const net = (asked: string) => lineOf(known, asked).listPrice;
    expect(['A 23', 'A 24', 'A 1 CT', 'A 2 CT', 'A 3 CT'].map(net)).toEqual([
      '100',
      '90',
      '1200',
      '1080',
      '1000',
    ]);
  });
});

describe('tiers', () => {
  const tiers = '0:100, 10:90, 20:80';
  const tiered = (over: Partial<ItemFacts> = {}) => by([base], [item('base', 'a', tiers, over)]);

  test.each([
    ['A 9', '900'],
    ['A 10', '900'],
    ['A 19', '1710'],
    ['A 20', '1600'],
    ['A 2 CT', '1920'],
  ])('the whole quantity at the tier it reaches: %s is %s', (asked, net) => {
    expect(lineOf(tiered(), asked).net).toBe(net);
  });

  test.each([
    ['A 10', '1000', '100'],
    ['A 11', '1090', '99.090909'],
    ['A 25', '2300', '92'],
    ['A 2 CT', '2220', '1110'],
  ])('graduated, each slice at its own: %s is %s, %s each', (asked, net, listPrice) => {
    expect(lineOf(tiered({ tierKind: 'GRADUATED' }), asked)).toMatchObject({ net, listPrice });
  });

  test('counted by line, lines of one product reach their tiers alone', () => {
    const { lines } = document(tiered(), ['A 6', 'A 6']);
    expect(lines.map(({ net }) => net)).toEqual(['600', '600']);
  });

  test('counted by product, together, in whatever unit', () => {
    const { lines } = document(tiered({ countedBy: 'PRODUCT' }), ['A 6', 'A 1 CT']);
    expect(lines.map(({ net }) => net)).toEqual(['540', '1080']);
  });

  test('counted by group, with all goods that the price is for', () => {
    const item1 = item('base', 'pipes', '0:100, 10:50', { countedBy: 'GROUP', unit: 'PCE' });
    const item2 = item('base', 'b', '30');
    const { lines } = document(by([base], [item1, item2]), ['A 6', 'B 4']);
    expect(lines.map(({ net }) => net)).toEqual(['300', '120']);
  });

  test('graduated by product: the second line goes on where the first ends', () => {
    const known = tiered({ tierKind: 'GRADUATED', countedBy: 'PRODUCT' });
    const { lines, net } = document(known, ['A 8', 'A 8']);
    expect(lines.map((line) => line.net)).toEqual(['800', '740']);
    expect(net).toBe(lineOf(known, 'A 16').net);
  });
});

describe('currencies', () => {
  const rates = [{ currency: 'EUR', askedOn: '2026-03-21', rate: '600000', onDay: '2026-03-20' }];
  const converting = list('BASE', { converts: true });
  const euros = list('EURO', { currency: 'EUR' });
  const inEuros: Asked = { currency: 'EUR' };

  test('a list that converts prices in another currency, at the rate of the day', () => {
    const known = by([converting], [item('base', 'a', '1000000')], { rates });
    const line = lineOf(known, 'A 3', inEuros);
    // 1,000,000 / 600,000 is 1.67 rounded to the cent, and three of them are 5.01.
    expect(line).toMatchObject({ listPrice: '1.67', net: '5.01', tax: '0.50', total: '5.51' });
    expect(line.trace).toMatchObject({ rate: '600000', rateOn: '2026-03-20', rounding: '0.01' });
  });

  test('one that does not, does not', () => {
    const known = by([base], [item('base', 'a', '1000000')], { rates });
    expect(faultsOf(known, ['A'], inEuros)).toEqual(['PRICE_NOT_FOUND lines.0.productId']);
  });

  test("a list in the document's own currency goes first, whatever the level", () => {
    const known = by(
      [converting, euros],
      [item('base', 'a', '1000000'), item('euro', 'all', '2', { unit: 'PCE' })],
      { rates },
    );
    const line = lineOf(known, 'A', inEuros);
    expect([line.listPrice, passedOver(line)]).toEqual(['2', ['BASE CURRENCY']]);
  });

  test("but a customer's own list that converts goes before a base list in euros", () => {
    const own = list('NIMA', { scope: 'CUSTOMER', partyId: 'nima', converts: true });
    const known = by([own, euros], [item('nima', 'a', '900000'), item('euro', 'a', '2')], {
      rates,
    });
    expect(lineOf(known, 'A', inEuros).listPrice).toBe('1.5');
  });

  test.each([
    ['0.05', '1.65'],
    ['1', '2'],
    [null, '1.67'],
  ])('converted prices are rounded to the multiple of the list: %s', (roundTo, wanted) => {
    const known = by([{ ...converting, roundTo }], [item('base', 'a', '1000000')], { rates });
    expect(lineOf(known, 'A', inEuros).listPrice).toBe(wanted);
  });

  test('a fixed price stands as it was set', () => {
    const known = by([list('BASE', { roundTo: '1000' })], [item('base', 'a', '12345.678')]);
    expect(lineOf(known, 'A').listPrice).toBe('12345.678');
  });

  test('costs are converted too', () => {
    const known = by([euros], [item('euro', 'a', '20', { method: 'MARGIN', unit: null })], {
      rates: [{ ...rates[0]!, rate: '8' }],
    });
    expect(lineOf(known, 'A', inEuros).listPrice).toBe('12.5');
  });

  test('without a rate nothing is priced, and an unknown currency is refused', () => {
    expect(faultsOf(facts(), ['A'], inEuros)).toEqual(['RATE_NOT_FOUND currency']);
    expect(faultsOf(facts(), ['A'], { currency: 'XXX' })).toEqual(['UNKNOWN_CURRENCY currency']);
  });
});
