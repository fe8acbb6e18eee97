import { newId, type Id } from '../../src/kernel/id.ts';
import {
  changePriceListPeriods,
  createPriceList,
  type PriceListInput,
} from '../../src/modules/pricing/index.ts';
import { expectRefused, openWorld, outcomes } from '../inventory/world.ts';
import { openSalesFloor } from '../parties/world.ts';
import { addVat, pricer } from './world.ts';

const open = async () => openSalesFloor(await openWorld());
let w: Awaited<ReturnType<typeof open>>;
beforeAll(async () => {
  w = await open();
  await addVat(w);
});
afterAll(() => w.close());
beforeEach(() => w.forget('price_list'));

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

/** `BASE 0 2026-01-01 2026-03-01 inactive`, by code. */
const lists = async (): Promise<string[]> => {
  const rows = await w.sql<{ line: string }>(
    `select concat_ws(' ', code, priority, valid_from, valid_to,
                      case when not active then 'inactive' end) as line
     from price_list order by code`,
  );
  return rows.map(({ line }) => line);
};

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
