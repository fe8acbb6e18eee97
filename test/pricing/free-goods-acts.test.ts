import { newId, type Id } from '../../src/kernel/id.ts';
import {
  createDiscountRule,
  editDiscountRule,
  type DiscountRuleInput,
} from '../../src/modules/pricing/index.ts';
import { announced, expectRefused, idOf, openWorld, type World } from '../inventory/world.ts';
import { addBasePrices, asks, pricer, priceOne } from './world.ts';

let w: World;
beforeAll(async () => {
  w = await openWorld();
  await addBasePrices(w);
});
afterAll(() => w.close());
beforeEach(() => w.forget('discount_rule'));

const make = async (over: Partial<DiscountRuleInput> = {}): Promise<Id> => {
  const input = { code: 'DOZEN', name: 'Dozen', target: 'LINE', ...over } as const;
  return (await w.perform(createDiscountRule, input, pricer)).discountRuleId;
};

const noGoods = { for_every: null, free_quantity: null };

test('rules of free goods are kept as they were stated, given, and edited', async () => {
  const free = { forEvery: '12.0', freeQuantity: '2', mostFree: '4' };
  const valve = { productId: idOf(w, 'VALVE') };
  const hose = { freeQuantity: '1', freeProductId: idOf(w, 'HOSE') };
  const id = await make({ ...free, ...valve, validFrom: '2026-01-01' });
  await make({ code: 'HOSE', ...free, ...valve, ...hose, validFrom: '2026-01-01' });
  const stated = { forEvery: '12', freeQuantity: '2', freeProductId: null, mostFree: '4' };
  expect((await announced(w)).at(-2)?.data).toMatchObject({ discountRule: stated });
  const renamed = { discountRuleId: id, expectedVersion: 1, name: 'Twelve' };
  await w.perform(editDiscountRule, renamed, pricer);
  expect((await announced(w)).at(-1)?.data).toMatchObject({
    discountRule: { ...stated, percents: null, name: 'Twelve' },
    change: { name: { from: 'Dozen', to: 'Twelve' } },
  });
  const { document } = await priceOne(w, asks(w, ['VALVE 1 CT']));
  expect(document?.lines[0]?.discount).toBe('200000');
  expect(document?.earnedFreeGoods).toMatchObject([{ code: 'HOSE', quantity: '1' }]);
  await w.sql(`update product set active = false where sku = 'HOSE'`);
  const later = await priceOne(w, asks(w, ['VALVE 11', 'VALVE 1 CT']));
  await w.sql(`update product set active = true where sku = 'HOSE'`);
  expect(later.document?.earnedFreeGoods).toEqual([]);
  expect(later.document?.lines.map(({ discount }) => discount)).toEqual(['0', '200000']);
});

test('every fault of free goods is named at once', async () => {
  const valve = idOf(w, 'VALVE');
  const free = { forEvery: '12', freeQuantity: '2' };
  await expectRefused(
    w,
    () =>
      make({
        target: 'DOCUMENT',
        effect: 'SURCHARGE',
        amount: '1',
        currency: 'IRR',
        freeQuantity: '0',
        freeProductId: newId(),
        mostFree: '-1',
        countedBy: 'GROUP',
      }),
    [
      'DISCOUNT_MALFORMED freeQuantity',
      'DISCOUNT_MALFORMED freeQuantity',
      'DISCOUNT_MALFORMED mostFree',
      'DISCOUNT_MALFORMED forEvery',
      'DISCOUNT_MALFORMED target',
      'DISCOUNT_MALFORMED effect',
      'PRODUCT_NOT_FOUND freeProductId',
    ],
  );
  const refused = (over: Partial<DiscountRuleInput>, wanted: readonly string[]) =>
    expectRefused(w, () => make({ ...free, ...over }), wanted);
  await refused({ freeQuantity: null }, [
    'DISCOUNT_MALFORMED percents',
    'DISCOUNT_MALFORMED forEvery',
  ]);
  await refused({ freeQuantity: '12', productId: valve, freeProductId: valve }, [
    'DISCOUNT_MALFORMED freeQuantity',
  ]);
  await refused({ productId: valve, freeProductId: 'x' }, ['PRODUCT_NOT_FOUND freeProductId']);
  await refused({ countedBy: 'GROUP' }, ['DISCOUNT_MALFORMED countedBy']);
  await refused({ productId: valve, freeQuantity: '0.5' }, ['TOO_PRECISE freeQuantity']);
  await refused({ forEvery: 'x' }, ['NOT_A_NUMBER forEvery']);
  await w.sql(`update product set active = false where sku = 'HOSE'`);
  await refused({ freeProductId: idOf(w, 'HOSE') }, ['PRODUCT_INACTIVE freeProductId']);
  await w.sql(`update product set active = true where sku = 'HOSE'`);
});

test.each([
  ['percents beside free goods', 'one_size', { percents: '{5}' }],
  ['free goods for nothing', 'free_goods_whole', { for_every: null }],
  ['a most of nothing', 'free_goods_whole', { ...noGoods, percents: '{5}', most_free: '1' }],
  ['free goods of documents', 'free_goods_of_lines', { target: 'DOCUMENT' }],
  ['free goods as a surcharge', 'free_goods_of_lines', { effect: 'SURCHARGE' }],
  ['all of a product', 'not_all_free', { free_quantity: '12' }],
  ['which of several', 'free_goods_of_one_product', { counted_by: 'GROUP' }],
])('the table itself refuses %s', async (_what, constraint, over) => {
  const row = {
    ...{ code: 'X', name: 'X', target: 'LINE', stacking: 'ON_RUNNING', for_every: '12' },
    ...{ free_quantity: '2', valid_from: '2026-05-01', created_at: '2026-01-01' },
    ...over,
  };
  const columns = Object.keys(row);
  const act = w.sql(
    `insert into discount_rule (id, ${columns.join()})
     values (gen_random_uuid(), ${columns.map((_, i) => `$${i + 1}`).join()})`,
    Object.values(row),
  );
  await expect(act).rejects.toMatchObject({ constraint: `discount_rule_${constraint}` });
});
