import type { Id } from '../../src/kernel/id.ts';
import {
  createPriceList,
  priceDocuments,
  setPrices,
  type Priced,
  type PricesAsked,
  type PriceItemInput,
  type PriceListInput,
} from '../../src/modules/pricing/index.ts';
import { idOf, type World } from '../inventory/world.ts';
import { asSystem, asViewer } from '../support/perform.ts';

export const pricer = asViewer({ 'pricing.edit': 'ALL', 'pricing.read': 'ALL' });

/** In IRR, of one base unit, without tax. */
export const basePrices: Readonly<Record<string, string>> = {
  VALVE: '100000',
  HOSE: '40000',
  ROPE: '15000',
  BOILER: '9000000',
};

/**
 * The base list BASE in IRR for the products of `openWorld`, valid from 2026-01-01, and VAT of 10
 * percent on everything. Answers the list's id; the world then knows it as `BASE`.
 */
export async function addBasePrices(w: World): Promise<Id> {
  await addVat(w);
  const items = Object.entries(basePrices).map(([sku, value]) => fixed(w, sku, value));
  return addList(w, { code: 'BASE', scope: 'BASE' }, items);
}

/** The default tax VAT, 10 percent from 2026-01-01 on. */
export async function addVat(w: World, rate = '10'): Promise<void> {
  await w.sql(
    `insert into tax (code, name_en, name_fa, is_default) values ('VAT', 'VAT', 'مالیات', true)`,
  );
  await w.sql(
    `insert into tax_rate (id, tax_code, rate, valid_from)
     values (gen_random_uuid(), 'VAT', $1, '2026-01-01')`,
    [rate],
  );
}

/** A list in IRR from 2026-01-01 with these items, through the operations that people use. */
export async function addList(
  w: World,
  list: Partial<PriceListInput> & Pick<PriceListInput, 'code' | 'scope'>,
  items: readonly PriceItemInput[] = [],
): Promise<Id> {
  const input = { name: list.code, currency: 'IRR', validFrom: '2026-01-01', ...list };
  const { priceListId } = await w.perform(createPriceList, input, asSystem);
  (w.ids as Map<string, Id>).set(list.code, priceListId);
  if (items.length > 0) await w.perform(setPrices, { priceListId, items }, asSystem);
  return priceListId;
}

/** A fixed price of a product of the world. */
export const fixed = (
  w: World,
  sku: string,
  value: string,
  over: Partial<PriceItemInput> = {},
): PriceItemInput => ({
  productId: idOf(w, sku),
  method: 'FIXED',
  tiers: [{ value }],
  ...over,
});

/** `VALVE 10`, `VALVE 2 CT`: lines of a document in IRR on the day of the world's clock. */
export const asks = (
  w: World,
  lines: readonly string[],
  over: Partial<PricesAsked> = {},
): PricesAsked => ({
  customerId: null,
  currency: 'IRR',
  pricingOn: '2026-03-21',
  taxInclusive: false,
  lines: lines.map((line, i) => {
    const [sku = '', quantityInUnit = '1', unit] = line.split(' ');
    return { productId: idOf(w, sku), quantityInUnit, unit, path: ['lines', String(i)] };
  }),
  ...over,
});

export async function priceOne(w: World, asked: PricesAsked): Promise<Priced> {
  const [priced] = await priceDocuments(w.database, [asked]);
  if (!priced) throw new Error('one document was asked for, none came back');
  return priced;
}
