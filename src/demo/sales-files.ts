import { z } from 'zod';
import { discountTargets, priceMethods, priceScopes } from '../modules/pricing/index.ts';
import {
  approvalMeasures,
  dispositions,
  orderHolds,
  reservationPolicies,
} from '../modules/sales/index.ts';
import { day, days, decimal, flag, list, orNull, text, whole } from './file-fields.ts';

/** How far a quote comes; REVISED is a draft once more, RESENT was sent in its second revision. */
export const quoteEnds = [
  'DRAFT',
  'ASKED',
  'HALF_APPROVED',
  'REFUSED',
  'APPROVED',
  'SENT',
  'REVISED',
  'RESENT',
  'ACCEPTED',
  'REJECTED',
  'EXPIRED',
  'CANCELLED',
] as const;

/** How far an order comes; what of it is delivered, its lines say. */
export const orderEnds = [
  'DRAFT',
  'CONFIRMED',
  'HELD',
  'PICKING',
  'DELIVERED',
  'INVOICED',
  'SHORT_CLOSED',
  'CLOSED',
  'CANCELLED',
] as const;

/** What the files of quotes, orders and all that they stand on say. */
export const salesShapes = {
  exchange_rates: z.object({ currency: text, on_day: day, rate: decimal }),
  price_lists: z.object({
    list: text,
    name: text,
    currency: text,
    scope: z.enum(priceScopes),
    customer: list,
    segment: list,
  }),
  list_prices: z.object({
    list: text,
    sku: list,
    method: z.enum(priceMethods),
    value: decimal,
  }),
  discount_rules: z.object({
    rule: text,
    name: text,
    target: z.enum(discountTargets),
    segment: list,
    percents: list,
    min_quantity: orNull(decimal),
    min_amount: orNull(decimal),
    currency: orNull(text),
  }),
  approval_policies: z.object({
    policy: text,
    name: text,
    measure: z.enum(approvalMeasures),
    threshold: decimal,
    role: text,
    step: whole.transform(Number),
    hours: orNull(whole.transform(Number)),
  }),
  credit_limits: z.object({
    customer: text,
    credit_limit: decimal,
    payment_days: whole.transform(Number),
  }),
  quotes: z.object({
    quote: text,
    customer: text,
    opportunity: list,
    project: list,
    currency: orNull(text),
    days: days,
    valid_days: whole.transform(Number),
    payment_days: orNull(whole.transform(Number)),
    agreed: flag,
    until: z.enum(quoteEnds),
    note: orNull(text),
  }),
  quote_lines: z.object({
    quote: text,
    sku: text,
    quantity: decimal,
    unit: orNull(text),
    discount: orNull(decimal),
    optional: flag,
  }),
  orders: z.object({
    order: text,
    customer: text,
    quote: list,
    project: list,
    warehouse: list,
    currency: orNull(text),
    reference: orNull(text),
    terms: list,
    reservation: orNull(z.enum(reservationPolicies)),
    until: z.enum(orderEnds),
    hold: orNull(z.enum(orderHolds)),
    reason: orNull(text),
  }),
  order_lines: z.object({
    order: text,
    sku: text,
    quantity: decimal,
    unit: orNull(text),
    warehouse: list,
    discount: orNull(decimal),
    delivered: orNull(decimal),
  }),
  returns: z.object({
    order: text,
    sku: text,
    quantity: decimal,
    disposition: z.enum(dispositions),
    reason: text,
  }),
};

/** Which columns of these files name a row of another, and by which of its columns. */
export const salesReferences = [
  ['price_lists', ['customer'], 'customers', ['customer']],
  ['price_lists', ['segment'], 'segments', ['code']],
  ['list_prices', ['list'], 'price_lists', ['list']],
  ['list_prices', ['sku'], 'products', ['sku']],
  ['discount_rules', ['segment'], 'segments', ['code']],
  ['approval_policies', ['role'], 'roles', ['code']],
  ['credit_limits', ['customer'], 'customers', ['customer']],
  ['quotes', ['customer'], 'customers', ['customer']],
  ['quotes', ['opportunity'], 'opportunities', ['opportunity']],
  ['quotes', ['project'], 'projects', ['project']],
  ['quote_lines', ['quote'], 'quotes', ['quote']],
  ['quote_lines', ['sku'], 'products', ['sku']],
  ['orders', ['customer'], 'customers', ['customer']],
  ['orders', ['quote'], 'quotes', ['quote']],
  ['orders', ['project'], 'projects', ['project']],
  ['orders', ['warehouse'], 'warehouses', ['code']],
  ['orders', ['terms'], 'payment_terms', ['terms']],
  ['order_lines', ['order'], 'orders', ['order']],
  ['order_lines', ['sku'], 'products', ['sku']],
  ['order_lines', ['warehouse'], 'warehouses', ['code']],
  ['returns', ['order', 'sku'], 'order_lines', ['order', 'sku']],
] as const;
