import { newId, type Id } from '../../src/kernel/id.ts';
import { createProductCategory } from '../../src/modules/catalog/index.ts';
import {
  createDiscountRule,
  createPriceList,
  deactivateDiscountRule,
  deactivatePriceList,
  setDiscountAllowance,
  setExchangeRates,
  setPrices,
  setTax,
  setTaxExemptions,
} from '../../src/modules/pricing/index.ts';
import type { Caller } from '../../src/platform/perform/operation.ts';
import { idOf, type World } from '../inventory/world.ts';

/** Lists and rules of the firm, each where some act can be done on it. */
export interface PriceBook {
  readonly listId: Id;
  readonly itemId: Id;
  readonly restingListId: Id;
  readonly ruleId: Id;
  readonly restingRuleId: Id;
  readonly allowedRoleId: Id;
  readonly categoryId: Id;
}

export async function openPriceBook(w: World, customerId: Id, admin: Caller): Promise<PriceBook> {
  const names = { nameEn: 'Fittings', nameFa: 'اتصالات' };
  const category = { code: 'FITTINGS', ...names };
  const { productCategoryId } = await w.perform(createProductCategory, category, admin);
  const within = { code: 'ELBOWS', ...names, parentId: productCategoryId };
  await w.perform(createProductCategory, within, admin);
  const list = async (code: string): Promise<Id> => {
    const input = { code, name: code, currency: 'EUR', scope: 'BASE' as const };
    const priority = code === 'REST' ? 2 : 1;
    const made = await w.perform(createPriceList, { ...input, priority }, admin);
    return made.priceListId;
  };
  const scoped = { name: 'Special', currency: 'EUR', priority: 1 };
  const ofCustomer = { code: 'OF-ONE', scope: 'CUSTOMER' as const, partyId: customerId };
  await w.perform(createPriceList, { ...scoped, ...ofCustomer }, admin);
  const [retail] = await w.sql<{ id: Id }>(`select id from segment where code = 'RETAIL'`);
  const ofSegment = { code: 'OF-SOME', scope: 'SEGMENT' as const, segmentId: retail?.id as Id };
  await w.perform(createPriceList, { ...scoped, ...ofSegment }, admin);
  const rule = async (code: string): Promise<Id> => {
    const input = { code, name: code, target: 'LINE' as const, percents: ['1'] };
    const minQuantity = '100000';
    return (await w.perform(createDiscountRule, { ...input, minQuantity }, admin)).discountRuleId;
  };
  const [listId, restingListId] = [await list('EXPORT'), await list('REST')];
  const [ruleId, restingRuleId] = [await rule('MANY'), await rule('RESTING')];
  const ofHoses = { productId: idOf(w, 'HOSE'), forEvery: '100000' };
  const rope = { freeQuantity: '1', freeProductId: idOf(w, 'ROPE'), mostFree: '2' };
  const giving = { code: 'GIVING', name: 'Giving', target: 'LINE' as const };
  await w.perform(createDiscountRule, { ...giving, ...ofHoses, ...rope }, admin);
  const item = { productId: idOf(w, 'HOSE'), method: 'FIXED' as const, tiers: [{ value: '3' }] };
  const set = await w.perform(setPrices, { priceListId: listId, items: [item] }, admin);
  await w.perform(deactivatePriceList, { priceListId: restingListId }, admin);
  await w.perform(deactivateDiscountRule, { discountRuleId: restingRuleId }, admin);
  const tax = { code: 'DUTY', nameEn: 'Duty', nameFa: 'عوارض' };
  await w.perform(setTax, { ...tax, rates: [{ rate: '1', validFrom: '2020-01-01' }] }, admin);
  const exemptions = ['2020', '2021'].map((year) => ({
    ...{ taxCode: 'DUTY', certificate: `C-${year}` },
    ...{ validFrom: `${year}-01-01`, validTo: `${year}-12-31` },
  }));
  await w.perform(setTaxExemptions, { partyId: customerId, exemptions }, admin);
  const rates = ['2020-01-01', '2021-01-01'].map((onDay) => ({
    ...{ currency: 'AED', onDay, rate: '12' },
  }));
  await w.perform(setExchangeRates, { rates }, admin);
  const roles = await w.sql<{ id: Id }>(
    `select id from role where code in ('AUDITOR', 'FINANCE') order by code`,
  );
  for (const { id: roleId } of roles) {
    await w.perform(setDiscountAllowance, { roleId, maxPercent: '9' }, admin);
  }
  const allowedRoleId = roles[0]?.id as Id;
  const itemId = set.priceItemIds[0] as Id;
  const lists = { listId, itemId, restingListId };
  const rules = { ruleId, restingRuleId, allowedRoleId };
  return { ...lists, ...rules, categoryId: productCategoryId };
}

/** Samples for acts and queries on prices: they are one for the whole firm. */
export const priceSamples = (book: PriceBook): [string, unknown][] => [
  ['priceListId', book.listId],
  ['priceList.id', book.listId],
  ['reactivatePriceList.priceListId', book.restingListId],
  ['removeItemIds', book.itemId],
  ['discountRuleId', book.ruleId],
  ['discountRule.id', book.ruleId],
  ['reactivateDiscountRule.discountRuleId', book.restingRuleId],
  ['removeDiscountAllowance.roleId', book.allowedRoleId],
  ['categoryId', book.categoryId],
  ['productCategoryId', book.categoryId],
  ['productCategory.id', book.categoryId],
  ['editProductCategory.parentId', newId()],
  ['taxCode', 'DUTY'],
  ['tax.code', 'DUTY'],
  ['setExchangeRates.currency', 'EUR'],
  ['percents', '1'],
];

/** Where the smallest sample does not do. */
export const goodPriceInputs = (w: World, book: PriceBook): Readonly<Record<string, object>> => ({
  changePriceListPeriods: { periods: [{ priceListId: book.listId, validFrom: '2025-01-01' }] },
  createDiscountRule: { percents: ['5'] },
  createPriceList: { currency: 'USD', scope: 'BASE' },
  editDiscountRule: { expectedVersion: 1, name: 'Other' },
  editPriceList: { expectedVersion: 2, name: 'Other' },
  editProductCategory: { expectedVersion: 1, nameEn: 'Other' },
  setExchangeRates: { rates: [{ currency: 'EUR', onDay: '2026-01-01', rate: '2' }] },
  setPrices: {
    items: [{ productId: idOf(w, 'BOILER'), method: 'FIXED', tiers: [{ value: '7' }] }],
  },
  setTaxExemptions: {
    exemptions: [{ taxCode: 'DUTY', certificate: 'C-1', validFrom: '2026-01-01' }],
  },
});

/** One for the whole firm. */
export const pricesOfEveryone = [
  'DiscountAllowance',
  'DiscountRule',
  'ExchangeRate',
  'PriceList',
  'PriceListItem',
  'PriceTier',
  'PricingSetting',
  'ProductCategory',
  'Tax',
  'TaxExemption',
  'TaxRate',
];
