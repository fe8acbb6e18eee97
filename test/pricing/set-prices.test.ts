import { newId, type Id } from '../../src/kernel/id.ts';
import { createProductCategory } from '../../src/modules/catalog/index.ts';
import {
  createPriceList,
  setPrices,
  type PriceItemInput,
  type PriceListInput,
  type SetPricesInput,
} from '../../src/modules/pricing/index.ts';
import { announced, expectRefused, openWorld, outcomes, times } from '../inventory/world.ts';
import { openSalesFloor } from '../parties/world.ts';
import { asSystem } from '../support/perform.ts';
import { addVat, fixed, pricer } from './world.ts';

const open = async () => openSalesFloor(await openWorld());
let w: Awaited<ReturnType<typeof open>>;
let category: Id;
beforeAll(async () => {
  w = await open();
  await addVat(w);
  const names = { code: 'PIPES', nameEn: 'Pipes', nameFa: 'لوله' };
  category = (await w.perform(createProductCategory, names, asSystem)).productCategoryId;
});
afterAll(() => w.close());
let before = 0;
beforeEach(async () => {
  await w.forget('price_list');
  before = (await announced(w)).length;
});

/** What this test announced. */
const heard = async () => (await announced(w)).slice(before);

const input = (over: Partial<PriceListInput> = {}): PriceListInput => ({
  code: 'BASE',
  name: 'Base',
  currency: 'IRR',
  scope: 'BASE',
  validFrom: '2026-01-01',
  ...over,
});

const make = async (over: Partial<PriceListInput> = {}): Promise<Id> =>
  (await w.perform(createPriceList, input(over), pricer)).priceListId;

const set = (
  priceListId: Id,
  items: readonly PriceItemInput[],
  over: Partial<SetPricesInput> = {},
) => w.perform(setPrices, { priceListId, items, ...over }, pricer);

const valve = (value: string, validFrom?: string, validTo?: string, id?: Id): PriceItemInput =>
  fixed(w, 'VALVE', value, { id, validFrom, validTo });

/** `100 2026-01-01 2026-03-01`, by day. */
const periods = async (): Promise<string[]> => {
  const rows = await w.sql<{ line: string }>(
    `select concat_ws(' ', trim_scale(t.value), i.valid_from, i.valid_to) as line
     from price_list_item i join price_tier t on t.price_list_item_id = i.id
     order by i.valid_from, t.min_quantity`,
  );
  return rows.map(({ line }) => line);
};

describe('setPrices', () => {
  test('sets prices with their tiers, and tells of all but what is on top of costs', async () => {
    const priceListId = await make();
    const answer = await set(priceListId, [
      fixed(w, 'VALVE', '0', { tiers: [{ minQuantity: '10.0', value: '90' }, { value: '100' }] }),
      fixed(w, 'VALVE', '1000', { unit: 'ct' }),
      { categoryId: category, method: 'MARGIN', tiers: [{ value: '20' }] },
      { method: 'PERCENT_OFF', tiers: [{ value: '5' }], countedBy: 'GROUP' },
    ]);
    expect(answer).toMatchObject({ priceListId, version: 2 });
    const rows = await w.sql(
      `select coalesce(p.sku, c.code, 'ALL') as goods, i.unit_code as unit, i.method,
              string_agg(concat_ws(':', trim_scale(t.min_quantity),
                                   trim_scale(coalesce(t.value, t.over_cost))),
                         ' ' order by t.min_quantity) as tiers
       from price_list_item i join price_tier t on t.price_list_item_id = i.id
       left join product p on p.id = i.product_id
       left join product_category c on c.id = i.category_id
       group by i.id, p.sku, c.code order by array_position($1::uuid[], i.id)`,
      [answer.priceItemIds],
    );
    expect(rows).toEqual([
      { goods: 'VALVE', unit: 'PCE', method: 'FIXED', tiers: '0:100 10:90' },
      { goods: 'VALVE', unit: 'CT', method: 'FIXED', tiers: '0:1000' },
      { goods: 'PIPES', unit: null, method: 'MARGIN', tiers: '0:20' },
      { goods: 'ALL', unit: null, method: 'PERCENT_OFF', tiers: '0:5' },
    ]);
    const event = (await heard()).at(-1)!;
    expect(event.type).toBe('price_list.prices_set');
    const items = event.data['change']!['items'] as Record<string, unknown>[];
    expect(items.map((item) => 'tiers' in item)).toEqual([true, true, false, true]);
  });

  test('a thousand prices are as many statements as one', async () => {
    const priceListId = await make();
    const one = await w.statementsOf(() =>
      set(priceListId, [valve('1', '2026-01-01', '2026-01-02')]),
    );
    const many = times(1000, (n) => {
      const day = (add: number) =>
        new Date(Date.UTC(2027, 0, 1 + n + add)).toISOString().slice(0, 10);
      return valve('1', day(0), day(1));
    });
    const all = await w.statementsOf(() => set(priceListId, many));
    expect(all).toEqual(one);
    expect(await periods()).toHaveLength(1001);
  });

  test('every fault of every price is named', async () => {
    const priceListId = await make();
    const [other] = (await set(await make({ code: 'X', priority: 1 }), [valve('1')])).priceItemIds;
    const tiers = [{ value: '1' }];
    await expectRefused(
      w,
      () =>
        set(priceListId, [
          { ...valve('1'), categoryId: category },
          { productId: newId(), method: 'FIXED', tiers },
          { categoryId: newId(), method: 'MARGIN', tiers: [{ value: '100' }] },
          { method: 'FIXED', tiers },
          { ...valve('1'), unit: 'MTR' },
          { method: 'PERCENT_OFF', tierKind: 'GRADUATED', tiers: [{ value: '101' }] },
          { ...valve('1'), tierKind: 'GRADUATED', tiers: [{ minQuantity: '1', value: '-1' }] },
          { ...valve('1'), tiers: [{ value: '1' }, { minQuantity: '0.0', value: '1.1234567' }] },
          { ...valve('1'), tiers: [] },
          { ...valve('1'), tiers: [{ minQuantity: '-1', value: '1' }] },
          { ...valve('1'), validFrom: '2026-02-01', validTo: '2026-01-01' },
        ]),
      [
        'PRICE_ITEM_MALFORMED items.0.categoryId',
        'PRODUCT_NOT_FOUND items.1.productId',
        'CATEGORY_NOT_FOUND items.2.categoryId',
        'PRICE_ITEM_MALFORMED items.2.tiers.0.value',
        'PRICE_ITEM_MALFORMED items.3.unit',
        'UNIT_NOT_OF_PRODUCT items.4.unit',
        'DISCOUNT_MALFORMED items.5.tiers.0.value',
        'PRICE_ITEM_MALFORMED items.5.tierKind',
        'PRICE_MALFORMED items.6.tiers.0.value',
        'TOO_PRECISE items.7.tiers.1.value',
        'PRICE_ITEM_MALFORMED items.8.tiers',
        'PRICE_ITEM_MALFORMED items.9.tiers.0.minQuantity',
        'PERIOD_MALFORMED items.10.validTo',
      ],
    );
    const id = newId();
    await expectRefused(
      w,
      () =>
        set(priceListId, [
          valve('1', undefined, undefined, id),
          valve('2', undefined, undefined, id),
        ]),
      ['ID_REPEATED items.1.id'],
    );
    await expectRefused(
      w,
      () =>
        set(priceListId, [valve('1', undefined, undefined, other)], {
          removeItemIds: [other!, 'x'],
        }),
      [
        'ID_TAKEN items.0.id',
        'PRICE_ITEM_NOT_FOUND removeItemIds.0',
        'PRICE_ITEM_NOT_FOUND removeItemIds.1',
      ],
    );
    await expectRefused(w, () => set(newId(), [valve('1')]), ['PRICE_LIST_NOT_FOUND priceListId']);
    await expectRefused(w, () => set(priceListId, []), ['NOTHING_TO_SET items']);
  });

  describe('periods', () => {
    let list: Id;
    let first: Id;
    let second: Id;
    beforeEach(async () => {
      list = await make();
      const items = [valve('100', '2026-01-01', '2026-03-01'), valve('110', '2026-03-01')];
      [first, second] = (await set(list, items)).priceItemIds as [Id, Id];
    });

    const earlier = () => valve('100', '2026-01-01', '2026-02-01', first);
    const later = () => valve('110', '2026-02-01', undefined, second);

    // Odoo saved them one by one, and refused: odoo/odoo#1863.
    test.each<[string, () => PriceItemInput[]]>([
      ['the one that gives first', () => [earlier(), later()]],
      ['the one that takes first', () => [later(), earlier()]],
    ])('adjacent ones are shifted together, %s', async (_what, items) => {
      await set(list, items());
      expect(await periods()).toEqual(['100 2026-01-01 2026-02-01', '110 2026-02-01']);
    });

    test('even to change places', async () => {
      await set(list, [
        valve('100', '2026-03-01', undefined, first),
        valve('110', '2026-01-01', '2026-03-01', second),
      ]);
      expect(await periods()).toEqual(['110 2026-01-01 2026-03-01', '100 2026-03-01']);
    });

    test('what overlaps in the end is refused, naming both', async () => {
      const faults = await expectRefused(w, () => set(list, [later()]), ['PRICES_OVERLAP items.0']);
      expect(faults[0]).toMatchObject({
        message:
          'VALVE by PCE has a price from 2026-02-01 on ' +
          'and another from 2026-01-01 until before 2026-03-01',
        details: { priceItemId: second, otherId: first },
      });
      await expectRefused(
        w,
        () =>
          set(list, [fixed(w, 'HOSE', '1'), fixed(w, 'HOSE', '2', { validFrom: '2026-04-01' })]),
        ['PRICES_OVERLAP items.1'],
      );
    });

    test('one is taken out, and another takes its place in the same act', async () => {
      await set(list, [valve('120', '2026-01-01', '2026-03-01')], { removeItemIds: [first] });
      expect(await periods()).toEqual(['120 2026-01-01 2026-03-01', '110 2026-03-01']);
    });

    test('what holds until further notice ends where the next begins, if asked', async () => {
      await expectRefused(w, () => set(list, [valve('120', '2026-05-01')]), [
        'PRICES_OVERLAP items.0',
      ]);
      await set(list, [valve('120', '2026-05-01')], { endsPrevious: true });
      expect(await periods()).toEqual([
        '100 2026-01-01 2026-03-01',
        '110 2026-03-01 2026-05-01',
        '120 2026-05-01',
      ]);
    });

    test('of eight who set a price for the same days at once, one does', async () => {
      const acts = times(8, (n) => set(list, [fixed(w, 'HOSE', String(n + 1))]));
      expect(await outcomes(acts)).toEqual({ done: 1, PRICES_OVERLAP: 7 });
    });

    test('of two who shift into each other at once, one does', async () => {
      const third = valve('90', '2025-01-01', '2026-01-01');
      const [before] = (await set(list, [third])).priceItemIds;
      const ends = await outcomes([
        set(list, [
          valve('90', '2025-01-01', '2026-01-15', before),
          valve('100', '2026-01-15', '2026-03-01', first),
        ]),
        set(list, [
          valve('100', '2025-12-15', '2026-03-01', first),
          valve('90', '2025-01-01', '2025-12-15', before),
        ]),
        set(list, [valve('90', '2025-01-01', '2026-01-15', before)]),
      ]);
      expect(Object.keys(ends).sort()).toEqual(expect.arrayContaining(['done']));
      expect((ends['done'] ?? 0) + (ends['PRICES_OVERLAP'] ?? 0)).toBe(3);
    });
  });
});
