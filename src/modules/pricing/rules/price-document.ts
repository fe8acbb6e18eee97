import {
  addDecimals,
  compareDecimals,
  divideDecimals,
  isPositive,
  multiplyDecimals,
  subtractDecimals,
  sumDecimals,
  type Decimal,
} from '../../../kernel/decimal.ts';
import type { Fault } from '../../../kernel/domain-error.ts';
import { readMoney, roundMoney } from '../../../kernel/money.ts';
import { fault } from '../errors.ts';
import { exceeded } from './allowance.ts';
import {
  indexItems,
  readGoodsLine,
  usableLists,
  usableRules,
  type Asking,
  type GoodsLine,
  type ItemIndex,
} from './asked-lines.ts';
import { takeDocumentDiscounts } from './document-steps.ts';
import type { PriceFacts } from './facts.ts';
import { earnFreeGoods, missingFreeGoods } from './free-goods.ts';
import { findPrice } from './find-price.ts';
import { discountLine, roundingOf, startLine, type PricingLine } from './price-lines.ts';
import type { Priced, PricedDocument, PricedLine, PricesAsked, PriceTrace } from './priced.ts';
import { readDocumentDiscount, readOverride } from './read-override.ts';
import { taxByDocument, taxByLine, taxOf, type Taxed } from './tax.ts';

/** Prices of many documents by the same facts: each its prices, or its own faults. */
export function pricesOf(facts: PriceFacts, asked: readonly PricesAsked[]): Priced[] {
  const items = indexItems(facts.items);
  return asked.map((one) => priceDocument(facts, items, one));
}

function priceDocument(facts: PriceFacts, items: ItemIndex, asked: PricesAsked): Priced {
  const faults: Fault[] = [];
  const found = rateOf(facts, asked, faults);
  const lines = asked.lines.flatMap(
    (line, index) => readGoodsLine(line, index, facts, faults) ?? [],
  );
  for (const line of asked.lines) readOverride(line, asked.currency, faults);
  readDocumentDiscount(asked, faults);
  if (faults.length > 0) return { faults };
  const customer =
    asked.customerId === null
      ? null
      : (facts.customers.get(asked.customerId.toLowerCase()) ?? null);
  const lists = usableLists(facts, asked, customer);
  const rules = usableRules(facts, asked, customer);
  const asking: Asking = { asked, facts, items, customer, rate: found.rate, lines, lists, rules };
  const pricing = lines.flatMap((line) => startOrRefuse(asking, line, faults) ?? []);
  if (faults.length > 0) return { faults };
  const earned = earnFreeGoods(rules, pricing);
  for (const line of pricing) discountLine(asking, line, pricing, earned);
  const manual = takeDocumentDiscounts(asking, pricing, faults);
  refuseAmounts(asking, pricing, faults);
  if (faults.length > 0) return { faults };
  const document = documentOf(asking, pricing, found, manual);
  return { document: { ...document, earnedFreeGoods: missingFreeGoods(earned) } };
}

interface Rate {
  readonly rate: Decimal;
  readonly rateOn: string | null;
}

function rateOf({ firm, rates }: PriceFacts, asked: PricesAsked, faults: Fault[]): Rate {
  const { currency, pricingOn } = asked;
  const known = readMoney('0', currency);
  if (!known.ok) {
    faults.push({ code: known.code, message: known.message, path: ['currency'] });
    return { rate: '1', rateOn: null };
  }
  if (currency === firm.currency) return { rate: '1', rateOn: null };
  const found = rates.find((rate) => rate.currency === currency && rate.askedOn === pricingOn);
  if (found) return { rate: found.rate, rateOn: found.onDay };
  const message = `There is no rate of ${currency} on ${pricingOn} or before`;
  faults.push(fault('RATE_NOT_FOUND', message, ['currency']));
  return { rate: '1', rateOn: null };
}

function startOrRefuse(asking: Asking, line: GoodsLine, faults: Fault[]): PricingLine | null {
  const { path, override } = line.asked;
  const { sku } = line.product;
  const tax = taxOf(asking, line);
  if (!tax) {
    const message = `The tax ${line.product.taxCode} of ${sku} has no rate on this day`;
    faults.push(fault('TAX_RATE_NOT_FOUND', message, [...path, 'productId']));
    return null;
  }
  const found = findPrice(asking, line);
  if (!found.price && override?.unitPrice == null) {
    const { currency, pricingOn } = asking.asked;
    const message = `No list has a price of ${sku} in ${currency} by ${line.unit} on ${pricingOn}`;
    const details = { passedOver: found.passedOver };
    faults.push(fault('PRICE_NOT_FOUND', message, [...path, 'productId'], details));
    return null;
  }
  return startLine(line, found, tax);
}

/** Before the point: what a column of money takes. */
const largest = '1e16';

function refuseAmounts({ asked }: Asking, lines: readonly PricingLine[], faults: Fault[]): void {
  const sum = sumDecimals(
    lines.flatMap(({ running, listAmount }) => [running.remaining, listAmount]),
  );
  // With tax it may be ten times as much.
  if (compareDecimals(multiplyDecimals(sum, '11'), largest) < 0) return;
  const at = asked.lines[0]?.path ?? [];
  faults.push(fault('AMOUNT_TOO_LARGE', 'This is more money than can be counted', at));
}

function documentOf(
  asking: Asking,
  pricing: readonly PricingLine[],
  rate: Rate,
  manual: Manual,
): Omit<PricedDocument, 'earnedFreeGoods'> {
  const { asked, facts } = asking;
  const { currency, taxInclusive } = asked;
  const taxables = pricing.map(({ running, tax }) => ({
    amount: roundMoney(running.remaining, currency).amount,
    code: tax.code,
    rate: tax.effectiveRate,
  }));
  const taxes = facts.firm.taxRounding === 'LINE' ? taxByLine : taxByDocument;
  const taxed = taxes(taxables, taxInclusive, currency);
  const lines = pricing.map((line, i) => lineOf(asking, line, taxed[i] as Taxed, rate, manual));
  const sum = (field: 'net' | 'discount' | 'tax' | 'total'): Decimal =>
    roundMoney(sumDecimals(lines.map((line) => line[field])), currency).amount;
  return {
    currency,
    rate: rate.rate,
    lines,
    net: sum('net'),
    discount: sum('discount'),
    tax: sum('tax'),
    total: sum('total'),
    manualPercent: manual.percent,
    margin: marginOf(lines, rate.rate, facts.firm.currency),
  };
}

/** What the discount of the document by hand took: percent of all, and of each line. */
interface Manual {
  readonly percent: Decimal;
  readonly byLine: readonly Decimal[];
}

function lineOf(
  asking: Asking,
  line: PricingLine,
  taxed: Taxed,
  rate: Rate,
  manual: Manual,
): PricedLine {
  const { goods, listAmount, running, tax } = line;
  const { product, unit, quantityInUnit, quantity } = goods;
  const { currency } = asking.asked;
  const own = manual.byLine[asking.lines.indexOf(goods)] ?? '0';
  return {
    productId: product.id,
    unit,
    quantityInUnit,
    quantity,
    listPrice: divideDecimals(listAmount, quantityInUnit, 6),
    unitPrice: line.unitPrice,
    discount: discountOf(line, currency),
    manualPercent: shareOf(line.manual, listAmount),
    exceeds: exceeded(asking, line, sumDecimals([line.manual, own]), taxed.net),
    ...taxed,
    taxCode: tax.code,
    taxRate: tax.rate,
    taxedPercent: asking.asked.taxedPercent ?? '100',
    unitCost: product.cost,
    warrantyMonths: product.warrantyMonths,
    trace: traceOf(asking, line, rate, running.steps),
  };
}

/** What was taken off in all: the amount before discounts, less this, is to be paid. */
function discountOf({ running }: PricingLine, currency: string): Decimal {
  const ups = running.steps.filter(({ kind, amount }) => kind !== 'ROUNDING' && isPositive(amount));
  const before = roundMoney(sumDecimals(ups.map(({ amount }) => amount)), currency).amount;
  const less = subtractDecimals(before, running.remaining);
  return roundMoney(isPositive(less) ? less : '0', currency).amount;
}

const shareOf = (part: Decimal, whole: Decimal): Decimal =>
  isPositive(whole) ? divideDecimals(multiplyDecimals(part, '100'), whole, 6) : '0';

function marginOf(lines: readonly PricedLine[], rate: Decimal, currency: string): Decimal | null {
  let margin = '0';
  for (const { net, unitCost, quantity } of lines) {
    if (unitCost === null) return null;
    const left = subtractDecimals(
      multiplyDecimals(net, rate),
      multiplyDecimals(unitCost, quantity),
    );
    margin = addDecimals(margin, left);
  }
  return roundMoney(margin, currency).amount;
}

function traceOf(
  { asked }: Asking,
  { found, tax, passedOver }: PricingLine,
  { rate, rateOn }: Rate,
  steps: PriceTrace['steps'],
): PriceTrace {
  const { price } = found;
  return {
    pricingOn: asked.pricingOn,
    list: price && { id: price.list.id, code: price.list.code, scope: price.list.scope },
    item: price && {
      id: price.item.id,
      kind: price.item.method,
      tierKind: price.item.tierKind,
      minQuantity: price.minQuantity,
    },
    passedOver,
    steps,
    rate,
    rateOn,
    rounding: roundingOf(price, asked.currency),
    tax: { code: tax.code, rate: tax.rate, exemption: tax.exemption },
  };
}
