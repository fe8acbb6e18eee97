import { newId, type Id } from '../../src/kernel/id.ts';
import { mergeParties } from '../../src/modules/index.ts';
import {
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
beforeAll(async () => {
  w = await open();
  await addVat(w);
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
        'BASE and OLD are both BASE lists in IRR of priority 0; ' +
        'OLD holds from 2026-01-01 until before 2026-06-01',
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
    const insert = `insert into price_list_item
        (id, price_list_id, product_id, unit_code, method, valid_from)
      select gen_random_uuid(), price_list_id, product_id, unit_code, method, '2026-02-01'
      from price_list_item`;
    await fails(() => w.sql(insert), 'price_list_item_once');
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
