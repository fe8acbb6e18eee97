import { newId, type Id } from '../../src/kernel/id.ts';
import { createProductCategory } from '../../src/modules/catalog/index.ts';
import { mergeParties } from '../../src/modules/index.ts';
import {
  changePriceListPeriods,
  createPriceList,
  deactivatePriceList,
  editPriceList,
  reactivatePriceList,
  setPrices,
  type PriceItemInput,
  type PriceListInput,
  type SetPricesInput,
} from '../../src/modules/pricing/index.ts';
import { Forbidden } from '../../src/platform/identity/access-error.ts';
import { announced, expectRefused, openWorld, outcomes, times } from '../inventory/world.ts';
import { floorIdOf, openSalesFloor } from '../parties/world.ts';
import { asSystem, asViewer } from '../support/perform.ts';
import { addVat, asks, fixed, pricer, priceOne } from './world.ts';

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
  await w.sql('truncate price_list cascade');
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

/** `BASE 0 2026-01-01 2026-03-01 inactive`, by code. */
const lists = async (): Promise<string[]> => {
  const rows = await w.sql<{ line: string }>(
    `select concat_ws(' ', code, priority, valid_from, valid_to,
                      case when not active then 'inactive' end) as line
     from price_list order by code`,
  );
  return rows.map(({ line }) => line);
};

describe('createPriceList', () => {
  test('opens a list, and announces it whole', async () => {
    const id = newId();
    const partyId = floorIdOf(w, 'Behsaz');
    const over = { id, code: ' nima-1 ', scope: 'CUSTOMER', partyId, roundTo: '0.050' } as const;
    const answer = await w.perform(createPriceList, input(over), pricer);
    expect(answer).toEqual({ priceListId: id, version: 1 });
    expect(await heard()).toMatchObject([
      {
        type: 'price_list.created',
        data: { priceList: { code: 'NIMA-1', partyId, roundTo: '0.05', active: true, version: 1 } },
      },
    ]);
  });

  test('every fault is named at once', async () => {
    await make();
    await expectRefused(
      w,
      () =>
        make({
          id: 'x',
          code: 'base',
          name: ' ',
          currency: 'XXX',
          scope: 'CUSTOMER',
          segmentId: newId(),
          priority: 1.5,
          roundTo: '0',
          validFrom: '2026-02-01',
          validTo: '2026-02-01',
        }),
      [
        'ID_MALFORMED id',
        'TEXT_MALFORMED name',
        'UNKNOWN_CURRENCY currency',
        'PRICE_LIST_MALFORMED priority',
        'PRICE_LIST_MALFORMED roundTo',
        'PERIOD_MALFORMED validTo',
        'PRICE_LIST_MALFORMED partyId',
        'PRICE_LIST_MALFORMED segmentId',
        'CODE_TAKEN code',
        'SEGMENT_NOT_FOUND segmentId',
      ],
    );
  });

  test.each<[string, () => Partial<PriceListInput>, string]>([
    ['nobody', () => ({ scope: 'CONTRACT', partyId: newId() }), 'PARTY_NOT_FOUND partyId'],
    [
      'a base list of somebody',
      () => ({ partyId: floorIdOf(w, 'Karun') }),
      'PRICE_LIST_MALFORMED partyId',
    ],
    [
      'converting from euros',
      () => ({ currency: 'EUR', converts: true }),
      'PRICE_LIST_MALFORMED converts',
    ],
  ])('refuses %s', (_what, over, wanted) => expectRefused(w, () => make(over()), [wanted]));

  test('two that nothing tells apart are refused, naming the other', async () => {
    await make({ code: 'OLD', validTo: '2026-06-01' });
    await make({ code: 'EURO', currency: 'EUR' });
    await make({ code: 'MORE', priority: 1 });
    await make({ code: 'NEW', validFrom: '2026-06-01' });
    const faults = await expectRefused(
      w,
      () => make({ validFrom: '2026-05-31', validTo: '2026-06-01' }),
      ['PRICE_LISTS_TIE priority'],
    );
    expect(faults[0]).toMatchObject({
      message:
        'BASE and OLD are both BASE lists in IRR of priority 0; OLD holds from 2026-01-01 until before 2026-06-01',
      details: { other: 'OLD' },
    });
    const segmentId = floorIdOf(w, 'RETAIL');
    await make({ code: 'S', scope: 'SEGMENT', segmentId });
    // A customer may be in both segments by tomorrow: two lists of segments tie as well.
    await w.sql(
      `insert into segment (id, code, name_en, name_fa) values ($1, 'OTHER', 'Other', 'دیگر')
       on conflict do nothing`,
      [newId()],
    );
    const [other] = await w.sql<{ id: Id }>(`select id from segment where code = 'OTHER'`);
    await expectRefused(w, () => make({ scope: 'SEGMENT', segmentId: other!.id }), [
      'PRICE_LISTS_TIE priority',
    ]);
    const [behsaz, karun] = [floorIdOf(w, 'Behsaz'), floorIdOf(w, 'Karun')];
    await make({ code: 'B', scope: 'CUSTOMER', partyId: behsaz });
    await make({ code: 'K', scope: 'CUSTOMER', partyId: karun });
  });

  test('of six who open one at once, one does, and the others hear of it', async () => {
    const codes = times(6, (n) => `L${n}`);
    expect(await outcomes(codes.map((code) => make({ code })))).toEqual({
      done: 1,
      PRICE_LISTS_TIE: 5,
    });
  });

  test('whoever may only read is forbidden', async () => {
    const reader = asViewer({ 'pricing.read': 'ALL' });
    await expect(w.perform(createPriceList, input(), reader)).rejects.toThrow(Forbidden);
  });
});

describe('the tables themselves refuse', () => {
  const fails = async (act: () => Promise<unknown>, constraint: string): Promise<void> => {
    await expect(act()).rejects.toMatchObject({ code: '23P01', constraint });
  };

  test('lists that tie', async () => {
    await make();
    const insert = `insert into price_list (id, code, name, currency, scope, valid_from, created_at)
      values (gen_random_uuid(), 'X', 'X', 'IRR', 'BASE', '2026-02-01', now())`;
    await fails(() => w.sql(insert), 'price_list_no_tie');
  });

  test('prices that overlap', async () => {
    const priceListId = await make();
    await set(priceListId, [valve('100')]);
    const insert = `insert into price_list_item (id, price_list_id, product_id, unit_code, method, valid_from)
      select gen_random_uuid(), price_list_id, product_id, unit_code, method, '2026-02-01'
      from price_list_item`;
    await fails(() => w.sql(insert), 'price_list_item_once');
  });
});

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
              string_agg(concat_ws(':', trim_scale(t.min_quantity), trim_scale(t.value), trim_scale(t.over_cost)),
                         ' ' order by t.min_quantity) as tiers
       from price_list_item i join price_tier t on t.price_list_item_id = i.id
       left join product p on p.id = i.product_id left join product_category c on c.id = i.category_id
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
          'VALVE by PCE has a price from 2026-02-01 on and another from 2026-01-01 until before 2026-03-01',
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

describe('changePriceListPeriods', () => {
  let one: Id;
  let two: Id;
  beforeEach(async () => {
    one = await make({ code: 'ONE', validTo: '2026-03-01' });
    two = await make({ code: 'TWO', validFrom: '2026-03-01' });
  });

  const change = (...stated: readonly (readonly [Id, string, string?, number?])[]) =>
    w.perform(
      changePriceListPeriods,
      {
        periods: stated.map(([priceListId, validFrom, validTo, expectedVersion]) => ({
          priceListId,
          validFrom,
          validTo,
          expectedVersion,
        })),
      },
      pricer,
    );

  test.each<
    [string, (a: readonly [Id, string, string?], b: readonly [Id, string]) => Promise<unknown>]
  >([
    ['the one that gives first', (a, b) => change(a, b)],
    ['the one that takes first', (a, b) => change(b, a)],
  ])('adjacent lists are shifted together, %s', async (_what, act) => {
    await act([one, '2026-01-01', '2026-02-01'], [two, '2026-02-01']);
    expect(await lists()).toEqual(['ONE 0 2026-01-01 2026-02-01', 'TWO 0 2026-02-01']);
  });

  test('what overlaps in the end is refused, naming both', async () => {
    const faults = await expectRefused(w, () => change([two, '2026-02-01']), [
      'PRICE_LISTS_TIE periods.0',
    ]);
    expect(faults[0]?.message).toContain('TWO and ONE');
    await expectRefused(w, () => change([one, '2026-01-01'], [two, '2026-02-01']), [
      'PRICE_LISTS_TIE periods.0',
    ]);
  });

  test('refuses', async () => {
    await expectRefused(
      w,
      () =>
        change([one, '2026-01-01', '2026-01-01', 9], [newId(), '2026-01-01'], [one, '2026-01-01']),
      [
        'STALE periods.0.expectedVersion',
        'PERIOD_MALFORMED periods.0.validTo',
        'PRICE_LIST_NOT_FOUND periods.1.priceListId',
        'ID_REPEATED periods.2.priceListId',
      ],
    );
    await expectRefused(w, () => change(), ['NOTHING_TO_SET periods']);
  });

  test('of two who shift into each other at once, one does', async () => {
    for (let round = 0; round < 4; round += 1) {
      await w.sql(`update price_list set valid_to = '2026-03-01' where id = $1`, [one]);
      await w.sql(`update price_list set valid_from = '2026-03-01' where id = $1`, [two]);
      await w.sql(`update price_list set valid_to = '2026-02-20' where id = $1`, [one]);
      await w.sql(`update price_list set valid_from = '2026-03-10' where id = $1`, [two]);
      const ends = await outcomes([
        change([one, '2026-01-01', '2026-03-05']),
        change([two, '2026-03-01']),
      ]);
      expect(ends).toEqual({ done: 1, PRICE_LISTS_TIE: 1 });
    }
  });
});

describe('editPriceList', () => {
  test('renames, ranks and dates a list', async () => {
    const priceListId = await make({ roundTo: '1000', validTo: '2026-12-01' });
    const edit = (over: object, expectedVersion: number) =>
      w.perform(editPriceList, { priceListId, expectedVersion, ...over }, pricer);
    const named = { name: 'Other', priority: 5, converts: true, withoutRounding: true };
    expect(await edit(named, 1)).toEqual({ priceListId, version: 2 });
    expect(await edit({ withoutEnd: true, validFrom: '2026-02-01' }, 2)).toMatchObject({
      version: 3,
    });
    expect(await edit({ name: 'Other' }, 3)).toMatchObject({ version: 3 });
    expect(await lists()).toEqual(['BASE 5 2026-02-01']);
    expect((await heard()).at(-1)).toMatchObject({
      type: 'price_list.edited',
      data: {
        change: { validFrom: { from: '2026-01-01', to: '2026-02-01' }, validTo: { to: null } },
      },
    });
    await expectRefused(w, () => edit({ name: 'X' }, 2), ['STALE expectedVersion']);
    await expectRefused(w, () => edit({ validTo: '2026-01-01', priority: 0.5 }, 3), [
      'PRICE_LIST_MALFORMED priority',
      'PERIOD_MALFORMED validTo',
    ]);
    await make({ code: 'ZERO' });
    await expectRefused(w, () => edit({ priority: 0 }, 3), ['PRICE_LISTS_TIE priority']);
  });

  test('one that is deactivated gives its rank away', async () => {
    const priceListId = await make();
    const off = () => w.perform(deactivatePriceList, { priceListId }, pricer);
    const on = () => w.perform(reactivatePriceList, { priceListId }, pricer);
    await expectRefused(w, on, ['PRICE_LIST_ALREADY_ACTIVE priceListId']);
    await off();
    await expectRefused(w, off, ['PRICE_LIST_ALREADY_INACTIVE priceListId']);
    const other = await make({ code: 'OTHER' });
    await expectRefused(w, on, ['PRICE_LISTS_TIE priceListId']);
    await w.perform(deactivatePriceList, { priceListId: other }, pricer);
    await on();
    expect(await lists()).toEqual(['BASE 0 2026-01-01', 'OTHER 0 2026-01-01 inactive']);
  });
});

describe('when two customers turn out to be one', () => {
  test('the lists of who goes follow those of who stays, in their own order', async () => {
    const [stays, goes] = [floorIdOf(w, 'Alborz'), floorIdOf(w, 'Damavand')];
    const own = (code: string, partyId: Id, priority: number) =>
      make({ code, scope: 'CUSTOMER', partyId, priority });
    for (const [code, priority] of [
      ['A1', 0],
      ['A2', 3],
    ] as const)
      await own(code, stays, priority);
    for (const [code, priority] of [
      ['D1', 0],
      ['D2', 1],
      ['D3', 7],
    ] as const) {
      await set(await own(code, goes, priority), [valve(String(10 + priority))]);
    }
    await make({ code: 'C1', scope: 'CONTRACT', partyId: goes, priority: 4 });
    const versions = { survivorVersion: 1, loserVersion: 1 };
    await w.perform(mergeParties, { survivorId: stays, loserId: goes, ...versions }, asSystem);
    expect((await lists()).map((line) => line.slice(0, 5).trim())).toEqual([
      'A1 0',
      'A2 3',
      'C1 4',
      'D1 -8',
      'D2 -7',
      'D3 -1',
    ]);
    // The id that is gone leads to the survivor's prices.
    const priced = await priceOne(w, asks(w, ['VALVE'], { customerId: goes }));
    expect(priced.document?.lines[0]?.listPrice).toBe('17');
  });
});
