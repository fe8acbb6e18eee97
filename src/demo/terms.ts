import {
  createDiscountRule,
  createPriceList,
  setExchangeRates,
  setPrices,
  type PriceItemInput,
} from '../modules/pricing/index.ts';
import { setCreditLimit } from '../modules/receivables/index.ts';
import { setApprovalPolicies } from '../modules/sales/index.ts';
import { together } from './acts.ts';
import type { Row } from './company-files.ts';
import { demoId, partyId, productId, segmentId } from './ids.ts';
import { validFrom } from './prices.ts';
import { findRoles, type Trade } from './trade.ts';

/**
 * On what terms the firm sells beside its base prices: rates, lists of currencies, customers and
 * segments, discounts, who has to agree to what, and what customers may owe.
 */
export async function setTerms(trade: Trade): Promise<void> {
  await setRates(trade);
  // One after the other: each act on prices waits for the one before.
  for (const row of trade.files.price_lists.rows) await openList(trade, row);
  for (const row of trade.files.discount_rules.rows) await announceDiscount(trade, row);
  await setPolicies(trade);
  const { credit_limits: limits } = trade.files;
  await together(
    limits.rows.map(({ customer, credit_limit: creditLimit, payment_days: paymentDays, line }) => {
      const input = { partyId: partyId(customer), creditLimit, paymentDays };
      const placeOf = () => ({ file: limits.file, line });
      return trade.act(`creditLimit:${customer}`, setCreditLimit, input, placeOf);
    }),
  );
}

async function setRates({ act, files }: Trade): Promise<void> {
  const { file, rows } = files.exchange_rates;
  if (rows.length === 0) return;
  const rates = rows.map(({ currency, on_day: onDay, rate }) => ({ currency, onDay, rate }));
  await act('rates', setExchangeRates, { rates }, ([, index]) => ({
    file,
    line: rows[Number(index)]?.line ?? 1,
  }));
}

async function openList({ act, files }: Trade, row: Row<'price_lists'>): Promise<void> {
  const { list: code, name, currency, scope, line } = row;
  const id = demoId(`price list ${code}`);
  const [customer] = row.customer;
  const [segment] = row.segment;
  const whose = {
    partyId: customer === undefined ? null : partyId(customer),
    segmentId: segment === undefined ? null : segmentId(segment),
  };
  const list = { id, code, name, currency, scope, ...whose, validFrom };
  const placeOf = () => ({ file: files.price_lists.file, line });
  await act(`priceList:${code}`, createPriceList, list, placeOf);
  const { file, rows } = files.list_prices;
  const prices = rows.filter((price) => price.list === code);
  const input = { priceListId: id, items: prices.map(itemOf) };
  await act(`prices:${code}`, setPrices, input, ([, index]) => ({
    file,
    line: prices[Number(index)]?.line ?? 1,
  }));
}

function itemOf({ sku: [sku], method, value }: Row<'list_prices'>): PriceItemInput {
  const goods = sku === undefined ? {} : { productId: productId(sku) };
  return { ...goods, method, validFrom, tiers: [{ minQuantity: null, value }] };
}

async function announceDiscount({ act, files }: Trade, row: Row<'discount_rules'>): Promise<void> {
  const { rule: code, name, target, percents, currency, line } = row;
  const [segment] = row.segment;
  const input = {
    ...{ id: demoId(`discount rule ${code}`), code, name, target, percents, currency, validFrom },
    segmentId: segment === undefined ? null : segmentId(segment),
    minQuantity: row.min_quantity,
    minAmount: row.min_amount,
  };
  const placeOf = () => ({ file: files.discount_rules.file, line });
  await act(`discount:${code}`, createDiscountRule, input, placeOf);
}

async function setPolicies({ act, files, database }: Trade): Promise<void> {
  const { file, rows } = files.approval_policies;
  const roleIds = await findRoles(database);
  const policies = rows.map(({ policy: code, role, name, measure, threshold, step, hours }) => {
    return { code, name, measure, threshold, roleId: roleIds.get(role) ?? '', step, hours };
  });
  await act('approvalPolicies', setApprovalPolicies, { policies }, ([, index]) => ({
    file,
    line: rows[Number(index)]?.line ?? 1,
  }));
}
