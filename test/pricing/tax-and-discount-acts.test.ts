import { newId, type Id } from '../../src/kernel/id.ts';
import { createProductCategory, editProduct } from '../../src/modules/catalog/index.ts';
import { mergeParties } from '../../src/modules/index.ts';
import {
  configurePricing,
  createDiscountRule,
  deactivateDiscountRule,
  editDiscountRule,
  reactivateDiscountRule,
  removeDiscountAllowance,
  setDiscountAllowance,
  setExchangeRates,
  setTax,
  setTaxExemptions,
  type DiscountRuleInput,
  type SetTaxInput,
} from '../../src/modules/pricing/index.ts';
import { collectPermissions } from '../../src/platform/identity/permissions.ts';
import { createDefineRole } from '../../src/platform/identity/operations/define-role.ts';
import { grantRole } from '../../src/platform/identity/operations/grant-role.ts';
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
  await w.sql('truncate discount_rule, tax_exemption, tax_rate, exchange_rate');
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

describe('discount rules', () => {
  const make = async (over: Partial<DiscountRuleInput> = {}): Promise<Id> => {
    const input = { code: 'TEN', name: 'Ten', target: 'LINE', percents: ['10'], ...over } as const;
    return (await w.perform(createDiscountRule, input, pricer)).discountRuleId;
  };
  const edit = (discountRuleId: Id, over: object, expectedVersion = 1) =>
    w.perform(editDiscountRule, { discountRuleId, expectedVersion, ...over }, pricer);

  test('are announced and given, and kept as they were stated', async () => {
    const names = { code: 'V', nameEn: 'V', nameFa: 'V' };
    const { productCategoryId } = await w.perform(createProductCategory, names, asSystem);
    await make({ percents: ['10', '5.00'], minQuantity: '12', validFrom: '2026-01-01' });
    await make({ code: 'CAT', categoryId: productCategoryId });
    await make({ code: 'OFF', target: 'DOCUMENT', percents: null, amount: '500', currency: 'irr' });
    expect(
      (await lineOf('VALVE 1 CT')).trace.steps.map(({ code, amount }) => `${code} ${amount}`),
    ).toEqual(['BASE 1200000', 'TEN -120000', 'TEN -54000', 'OFF -500']);
    expect((await lineOf('VALVE 11')).discount).toBe('500');
    const announcements = (await heard()).filter((type) => type.startsWith('discount'));
    expect(announcements).toEqual(Array(3).fill('discount_rule.created'));
  });

  test('every fault is named at once', async () => {
    await make();
    await expectRefused(
      w,
      () =>
        make({
          id: 'x',
          code: 'ten',
          name: '',
          segmentId: newId(),
          partyId: floorIdOf(w, 'Karun'),
          productId: newId(),
          categoryId: newId(),
          percents: ['0', '101'],
          amount: '1',
          minQuantity: '-1',
          minAmount: '5',
          exclusionGroup: 'a b',
          priority: 0.5,
          validFrom: '2026-01-01',
          validTo: '2026-01-01',
        }),
      [
        'ID_MALFORMED id',
        'TEXT_MALFORMED name',
        'DISCOUNT_MALFORMED amount',
        'DISCOUNT_MALFORMED currency',
        'DISCOUNT_MALFORMED percents.0',
        'DISCOUNT_MALFORMED percents.1',
        'PRICE_ITEM_MALFORMED minQuantity',
        'CODE_MALFORMED exclusionGroup',
        'PRICE_LIST_MALFORMED priority',
        'PERIOD_MALFORMED validTo',
        'DISCOUNT_MALFORMED segmentId',
        'DISCOUNT_MALFORMED categoryId',
        'CODE_TAKEN code',
        'SEGMENT_NOT_FOUND segmentId',
        'PRODUCT_NOT_FOUND productId',
        'CATEGORY_NOT_FOUND categoryId',
      ],
    );
  });

  test.each<[string, Partial<DiscountRuleInput>, readonly string[]]>([
    ['neither percents nor amount', { percents: null }, ['DISCOUNT_MALFORMED percents']],
    [
      'an amount of nothing',
      { percents: null, amount: '0', currency: 'IRR' },
      ['DISCOUNT_MALFORMED amount'],
    ],
    ['an amount of no currency', { percents: null, amount: '1' }, ['DISCOUNT_MALFORMED currency']],
    [
      'an amount of a document on lines',
      { percents: null, amount: '1', currency: 'IRR', amountPer: 'DOCUMENT' },
      ['DISCOUNT_MALFORMED amountPer'],
    ],
    [
      'half a rial of a document',
      { target: 'DOCUMENT', percents: null, amount: '0.5', currency: 'IRR' },
      ['TOO_PRECISE amount', 'DISCOUNT_MALFORMED amount'],
    ],
    ['an empty chain', { percents: [] }, ['DISCOUNT_MALFORMED percents']],
  ])('refuses %s', (_what, over, wanted) => expectRefused(w, () => make(over), wanted));

  test('two of a group that nothing tells apart are refused, naming the other', async () => {
    await make({ exclusionGroup: 'G', validTo: '2026-06-01' });
    await make({ code: 'B', exclusionGroup: 'G', priority: 1 });
    await make({ code: 'C', exclusionGroup: 'H' });
    const late = await make({ code: 'D', exclusionGroup: 'G', validFrom: '2026-06-01' });
    const faults = await expectRefused(
      w,
      () => make({ code: 'E', exclusionGroup: 'G', validTo: '2026-04-01' }),
      ['DISCOUNT_RULES_TIE priority'],
    );
    expect(faults[0]?.message).toBe(
      'E and TEN are both of priority 0 in the group G; TEN holds from 2026-03-21 until before 2026-06-01',
    );
    await expectRefused(w, () => edit(late, { validFrom: '2026-05-31' }), [
      'DISCOUNT_RULES_TIE validFrom',
    ]);
    await expectRefused(w, () => edit(late, { priority: 1 }), ['DISCOUNT_RULES_TIE priority']);
  });

  test('of six who announce one of a group at once, one does', async () => {
    const acts = times(6, (n) => make({ code: `R${n}`, exclusionGroup: 'G' }));
    expect(await outcomes(acts)).toEqual({ done: 1, DISCOUNT_RULES_TIE: 5 });
  });

  test('the table itself refuses those that tie', async () => {
    await make({ exclusionGroup: 'G' });
    const act = w.sql(
      `insert into discount_rule (id, code, name, target, percents, stacking, exclusion_group,
                                  valid_from, created_at)
       values (gen_random_uuid(), 'X', 'X', 'LINE', '{5}', 'ON_RUNNING', 'G', '2026-05-01', now())`,
    );
    await expect(act).rejects.toMatchObject({ constraint: 'discount_rule_no_tie' });
  });

  test('are renamed, ended, switched off and on', async () => {
    const id = await make({ validFrom: '2026-01-01' });
    expect(await edit(id, { name: 'Other', validTo: '2026-03-21' })).toMatchObject({ version: 2 });
    expect((await lineOf('VALVE')).discount).toBe('0');
    await edit(id, { withoutEnd: true }, 2);
    expect((await lineOf('VALVE')).discount).toBe('10000');
    const off = () => w.perform(deactivateDiscountRule, { discountRuleId: id }, pricer);
    const on = () => w.perform(reactivateDiscountRule, { discountRuleId: id }, pricer);
    await expectRefused(w, on, ['DISCOUNT_RULE_ALREADY_ACTIVE discountRuleId']);
    await off();
    expect((await lineOf('VALVE')).discount).toBe('0');
    await expectRefused(w, off, ['DISCOUNT_RULE_ALREADY_INACTIVE discountRuleId']);
    await on();
    expect((await lineOf('VALVE')).discount).toBe('10000');
    await expectRefused(w, () => edit(id, { name: 'X' }), ['STALE expectedVersion']);
    await expectRefused(w, () => edit(newId(), {}), ['DISCOUNT_RULE_NOT_FOUND discountRuleId']);
  });
});

describe('allowances', () => {
  const allow = (roleId: Id, maxPercent: string, minMarginPercent?: string) =>
    w.perform(setDiscountAllowance, { roleId, maxPercent, minMarginPercent }, pricer);

  const exceeds = async (person: 'nima' | 'sara', percent: string) => {
    const asked = asks(w, ['VALVE'], { byPersonId: floorIdOf(w, person) });
    const lines = asked.lines.map((line) => ({
      ...line,
      override: { discountPercents: [percent] },
    }));
    return (await priceOne(w, { ...asked, lines })).document?.lines[0]?.exceeds;
  };

  test('limit by role who asks; the most generous of one’s roles counts', async () => {
    const defineRole = createDefineRole(collectPermissions([]));
    const role = async (code: string): Promise<Id> => {
      const input = { code, nameEn: code, nameFa: code, permissions: [] };
      return (await w.perform(defineRole, input, asSystem)).roleId;
    };
    const [five, ten] = [await role('FIVE'), await role('TEN')];
    for (const code of ['FIVE', 'TEN']) {
      await w.perform(grantRole, { personId: floorIdOf(w, 'nima'), role: code }, asSystem);
    }
    expect(await exceeds('sara', '50')).toEqual([]);
    await allow(five, '5');
    expect([await exceeds('nima', '5'), await exceeds('nima', '6')]).toEqual([[], ['PERCENT']]);
    expect(await exceeds('sara', '1')).toEqual(['PERCENT']);
    await allow(ten, '10', '-5.5');
    expect([await exceeds('nima', '10'), await exceeds('nima', '11')]).toEqual([[], ['PERCENT']]);
    await w.perform(removeDiscountAllowance, { roleId: five }, pricer);
    await w.perform(removeDiscountAllowance, { roleId: ten }, pricer);
    expect(await exceeds('nima', '50')).toEqual([]);
    await expectRefused(w, () => w.perform(removeDiscountAllowance, { roleId: ten }, pricer), [
      'ALLOWANCE_NOT_FOUND roleId',
    ]);
    await expectRefused(w, () => allow(newId(), '5'), ['ROLE_NOT_FOUND roleId']);
    await expectRefused(w, () => allow(five, '101', '101'), [
      'DISCOUNT_MALFORMED maxPercent',
      'DISCOUNT_MALFORMED minMarginPercent',
    ]);
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
    await w.sql('truncate exchange_rate');
    await w.sql(`update price_list set currency = 'IRR'`);
    await w.sql('insert into price_tier table kept on conflict do nothing');
    await w.sql('drop table kept');
    expect(await w.verify()).toEqual([]);
  });
});
