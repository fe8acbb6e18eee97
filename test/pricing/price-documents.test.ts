import { openWorld, type World } from '../inventory/world.ts';
import { addBasePrices, asks, priceOne } from './world.ts';

let w: World;
beforeAll(async () => {
  w = await openWorld();
  await addBasePrices(w);
});
afterAll(() => w.close());

test('base prices, tax and a discount of the document', async () => {
  const asked = asks(w, ['VALVE 10', 'VALVE 2 CT', 'ROPE 2.5'], {
    documentDiscount: { percent: '3' },
  });
  const statements = await w.statementsOf(() => priceOne(w, asked));
  expect(statements).toEqual(['pricing_facts']);
  const { document, faults } = await priceOne(w, asked);
  expect(faults).toBeUndefined();
  expect(document).toMatchObject({ net: '3334375', tax: '333438', total: '3667813' });
});
