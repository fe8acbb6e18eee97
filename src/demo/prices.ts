import {
  createPriceList,
  setPrices,
  setTax,
  type PriceItemInput,
} from '../modules/pricing/index.ts';
import { setSalesDefaults } from '../modules/sales/index.ts';
import type { Act } from './acts.ts';
import type { CompanyFiles, Row } from './company-files.ts';
import { demoId, productId, warehouseId } from './ids.ts';

/** Before anything that was ever offered. */
export const validFrom = '2025-01-01';
const listId = demoId('price list BASE-IRR');

/** What everything costs, with less from ten on, and the tax; and where the firm sells from. */
export async function setPricesOfAll(act: Act, { prices }: CompanyFiles): Promise<void> {
  const nowhere = () => ({ file: prices.file, line: 1 });
  const vat = { code: 'VAT', nameEn: 'Value added tax', nameFa: 'مالیات بر ارزش افزوده' };
  const rates = [{ rate: '10', validFrom }];
  await act('tax', setTax, { ...vat, isDefault: true, rates }, nowhere);
  const list = { id: listId, code: 'BASE-IRR', name: 'Base prices', currency: 'IRR' };
  await act('priceList', createPriceList, { ...list, scope: 'BASE', validFrom }, nowhere);
  await act(
    'prices',
    setPrices,
    { priceListId: listId, items: prices.rows.map(itemOf) },
    ([, index]) => ({ file: prices.file, line: prices.rows[Number(index)]?.line ?? 1 }),
  );
  const defaults = { defaultWarehouseId: warehouseId('TEH'), expectedVersion: 1 };
  await act('salesDefaults', setSalesDefaults, defaults, nowhere);
}

const itemOf = ({ sku, price, price_from_10: fromTen }: Row<'prices'>): PriceItemInput => ({
  productId: productId(sku),
  method: 'FIXED',
  validFrom,
  tiers: [
    { minQuantity: null, value: price },
    ...(fromTen === null ? [] : [{ minQuantity: '10', value: fromTen }]),
  ],
});
