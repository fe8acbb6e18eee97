import { newId, type Id } from '../../src/kernel/id.ts';
import { editProduct } from '../../src/modules/catalog/index.ts';
import { mergeParties } from '../../src/modules/index.ts';
import {
  configurePricing,
  setExchangeRates,
  setTax,
  setTaxExemptions,
  type SetTaxInput,
} from '../../src/modules/pricing/index.ts';
import { announced, expectRefused, idOf, openWorld, outcomes, times } from '../inventory/world.ts';
import { floorIdOf, openSalesFloor } from '../parties/world.ts';
import { asSystem } from '../support/perform.ts';
import { addList, asks, basePrices, fixed, pricer, priceOne } from './world.ts';

const open = async () => openSalesFloor(await openWorld());
let w: Awaited<ReturnType<typeof open>>;
beforeAll(async () => {
  w = await open();
  const items = Object.entries(basePrices).map(([sku, value]) => fixed(w, sku, value));
  await addList(w, { code: 'BASE', scope: 'BASE', converts: true }, items);
});
afterAll(() => w.close());
let before = 0;
beforeEach(async () => {
  await w.forget('discount_rule', 'tax_exemption', 'tax_rate', 'exchange_rate');
  await w.sql('update product set tax_code = null');
  await w.sql('delete from tax');
  before = (await announced(w)).length;
});

/** The types of what this test announced. */
const heard = async () => (await announced(w)).slice(before).map(({ type }) => type);

const lineOf = async (text: string, over: object = {}) => {
  const { document, faults } = await priceOne(w, asks(w, [text], over));
  if (!document) throw new Error(JSON.stringify(faults));
  return document.lines[0]!;
};

describe('exchange rates', () => {
  const set = (...rates: readonly (readonly [string, string, string])[]) =>
    w.perform(
      setExchangeRates,
      { rates: rates.map(([currency, onDay, rate]) => ({ currency, onDay, rate })) },
      pricer,
    );
  const rateOn = async (pricingOn: string) => {
    const { trace } = await lineOf('VALVE', { currency: 'EUR', pricingOn });
    return `${trace.rate} of ${trace.rateOn}`;
  };

  test('hold from their day until the next, and are set anew', async () => {
    await set(
      ['eur', '2026-03-01', '600000'],
      ['EUR', '2026-03-10', '610000.5'],
      ['USD', '2026-03-01', '500000'],
    );
    expect(await rateOn('2026-03-09')).toBe('600000 of 2026-03-01');
    expect(await rateOn('2026-03-10')).toBe('610000.5 of 2026-03-10');
    expect(await rateOn('2027-01-01')).toBe('610000.5 of 2026-03-10');
    const [id] = (await set(['EUR', '2026-03-10', '620000'])).exchangeRateIds;
    expect(await rateOn('2026-03-10')).toBe('620000 of 2026-03-10');
    expect(await heard()).toEqual(Array(3).fill('exchange_rate.set'));
    expect(await w.sql('select id from exchange_rate where rate = 620000')).toEqual([{ id }]);
  });

  test('refuses', async () => {
    await expectRefused(
      w,
      () =>
        set(
          ['IRR', '2026-03-01', '1'],
          ['XXX', '2026-02-30', '0'],
          ['EUR', '2026-03-01', '-1'],
          ['EUR', '2026-03-01', '1'],
        ),
      [
        'CURRENCY_IS_THE_FIRMS rates.0.currency',
        'UNKNOWN_CURRENCY rates.1.currency',
        'NOT_A_DATE rates.1.onDay',
        'RATE_MALFORMED rates.1.rate',
        'RATE_MALFORMED rates.2.rate',
        'RATE_REPEATED rates.3',
      ],
    );
    await expectRefused(w, () => set(), ['NOTHING_TO_SET rates']);
  });

  test('of many who set one day at once, the last holds', async () => {
    const acts = times(6, (n) =>
      set(['EUR', '2026-03-01', String(n + 1)], ['USD', '2026-03-01', '2']),
    );
    expect(await outcomes(acts)).toEqual({ done: 6 });
    expect(await w.sql('select count(*)::int from exchange_rate')).toEqual([{ count: 2 }]);
  });
});

describe('taxes', () => {
  const tax = (over: Partial<SetTaxInput> = {}) =>
    w.perform(
      setTax,
      {
        code: 'VAT',
        nameEn: 'VAT',
        nameFa: 'مالیات',
        isDefault: true,
        rates: [{ rate: '10', validFrom: '2026-01-01' }],
        ...over,
      },
      pricer,
    );
  const taxOf = async (text: string, over: object = {}) => {
    const { taxCode, taxRate } = await lineOf(text, over);
    return `${taxCode} ${taxRate}`;
  };

  test('are made and said anew with all their rates; one is the default', async () => {
    expect(await taxOf('VALVE')).toBe('null 0');
    expect(await tax()).toEqual({ code: 'VAT', version: 1 });
    expect(await taxOf('VALVE')).toBe('VAT 10');
    const rates = [
      { rate: '12', validFrom: '2026-03-21' },
      { rate: '9', validFrom: '2026-01-01', validTo: '2026-03-21' },
    ];
    expect(await tax({ rates, expectedVersion: 1 })).toEqual({ code: 'VAT', version: 2 });
    expect(await taxOf('VALVE', { pricingOn: '2026-03-20' })).toBe('VAT 9');
    expect(await taxOf('VALVE')).toBe('VAT 12');
    await tax({ code: 'low', rates: [{ rate: '3', validFrom: '2026-01-01' }] });
    expect(await taxOf('VALVE')).toBe('LOW 3');
    expect(await w.sql('select code, version from tax order by code')).toEqual([
      { code: 'LOW', version: 1 },
      { code: 'VAT', version: 3 },
    ]);
    const [{ version } = { version: 0 }] = await w.sql<{ version: number }>(
      'select version from product where id = $1',
      [idOf(w, 'VALVE')],
    );
    const edit = { productId: idOf(w, 'VALVE'), expectedVersion: version, taxCode: 'VAT' };
    await w.perform(editProduct, edit, asSystem);
    expect([await taxOf('VALVE'), await taxOf('HOSE')]).toEqual(['VAT 12', 'LOW 3']);
    await w.sql('update product set tax_code = null');
  });

  test('refuses', async () => {
    await tax();
    await expectRefused(w, () => tax(), ['STALE expectedVersion']);
    await expectRefused(w, () => tax({ code: 'NEW', expectedVersion: 1 }), ['TAX_NOT_FOUND code']);
    await expectRefused(
      w,
      () =>
        tax({
          code: 'a b',
          nameEn: '',
          rates: [
            { rate: '-1', validFrom: '2026-01-01' },
            { rate: '10', validFrom: '2026-06-01', validTo: '2026-05-01' },
            { rate: 'x', validFrom: '2026-12-01' },
          ],
        }),
      [
        'CODE_MALFORMED code',
        'TEXT_MALFORMED nameEn',
        'TAX_RATE_MALFORMED rates.0.rate',
        'PERIOD_MALFORMED rates.1.validTo',
        'NOT_A_NUMBER rates.2.rate',
        'TAX_RATES_OVERLAP rates.2',
      ],
    );
    await expectRefused(w, () => tax({ code: 'NEW', rates: [] }), ['TAX_RATE_MALFORMED rates']);
  });

  test('of six who make the default at once, each in turn is it, and one in the end', async () => {
    const acts = times(6, (n) => tax({ code: `T${n}` }));
    expect(await outcomes(acts)).toEqual({ done: 6 });
    expect(await w.sql('select count(*)::int from tax where is_default')).toEqual([{ count: 1 }]);
  });

  describe('exemptions', () => {
    const exempt = (
      partyId: Id,
      ...exemptions: readonly (readonly [string, string, string, string?])[]
    ) =>
      w.perform(
        setTaxExemptions,
        {
          partyId,
          exemptions: exemptions.map(([taxCode, certificate, validFrom, validTo]) => ({
            taxCode,
            certificate,
            validFrom,
            validTo,
          })),
        },
        pricer,
      );

    test('are said anew as a whole, and hold on their days', async () => {
      await tax();
      const customerId = floorIdOf(w, 'Behsaz');
      await exempt(
        customerId,
        ['vat', 'Z-1', '2026-01-01', '2026-03-01'],
        ['VAT', 'Z-2', '2026-03-01'],
      );
      const line = await lineOf('VALVE', { customerId });
      expect([line.taxRate, line.trace.tax.exemption]).toEqual(['0', 'Z-2']);
      expect(await taxOf('VALVE')).toBe('VAT 10');
      await exempt(customerId);
      expect(await taxOf('VALVE', { customerId })).toBe('VAT 10');
    });

    test('refuses', async () => {
      await tax();
      await expectRefused(
        w,
        () =>
          exempt(
            floorIdOf(w, 'Behsaz'),
            ['VAT', ' ', '2026-01-01'],
            ['GST', 'Z-1', '2026-01-01'],
            ['VAT', 'Z-2', '2026-05-01'],
          ),
        [
          'TEXT_MALFORMED exemptions.0.certificate',
          'TAX_NOT_FOUND exemptions.1.taxCode',
          'EXEMPTIONS_OVERLAP exemptions.2',
        ],
      );
      await expectRefused(w, () => exempt(newId()), ['PARTY_NOT_FOUND partyId']);
    });

    test('of two customers who become one, those of who stays go before', async () => {
      await tax();
      await tax({ code: 'LOW', isDefault: false });
      const [stays, goes] = [floorIdOf(w, 'Alborz'), floorIdOf(w, 'Damavand')];
      await exempt(stays, ['VAT', 'ours', '2026-02-01', '2026-04-01']);
      await exempt(
        goes,
        ['VAT', 'theirs', '2026-03-01', '2026-05-01'],
        ['VAT', 'later', '2026-05-01'],
        ['LOW', 'low', '2026-03-01'],
      );
      const versions = { survivorVersion: 1, loserVersion: 1 };
      await w.perform(mergeParties, { survivorId: stays, loserId: goes, ...versions }, asSystem);
      const rows = await w.sql<{ certificate: string }>(
        'select certificate from tax_exemption where party_id = $1 order by certificate',
        [stays],
      );
      expect(rows.map(({ certificate }) => certificate)).toEqual(['later', 'low', 'ours']);
    });
  });
});

test('how the firm prices is changed on what was seen', async () => {
  const change = (expectedVersion: number, over: object) =>
    w.perform(configurePricing, { expectedVersion, ...over }, pricer);
  expect(await change(1, { taxRounding: 'DOCUMENT' })).toEqual({ version: 2 });
  await expectRefused(w, () => change(1, {}), ['STALE expectedVersion']);
  await change(2, { segmentRule: 'LOWEST' });
  expect(await w.sql('select segment_rule, tax_rounding, version from pricing_setting')).toEqual([
    { segment_rule: 'LOWEST', tax_rounding: 'DOCUMENT', version: 3 },
  ]);
});

describe('verify', () => {
  test.each([
    ['a price without a tier', 'delete from price_tier', 4],
    [
      "a rate of the firm's own currency",
      `insert into exchange_rate (id, currency, on_day, rate, created_at)
       values (gen_random_uuid(), 'IRR', '2026-01-01', 2, now())`,
      1,
    ],
    ['a converting list in euros', `update price_list set currency = 'EUR'`, 1],
  ])('finds %s', async (_what, sql, count) => {
    await w.sql('create table kept as table price_tier');
    await w.sql(sql);
    expect(await w.verify()).toHaveLength(count);
    await w.forget('exchange_rate');
    await w.sql(`update price_list set currency = 'IRR'`);
    await w.sql('insert into price_tier table kept on conflict do nothing');
    await w.sql('drop table kept');
    expect(await w.verify()).toEqual([]);
  });
});
