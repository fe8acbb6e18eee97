/*
 * The sales floor of the benchmark company, written set-based: customers, prices, and orders that
 * the firm had before this system. Each text is one statement; they run in order, in one session
 * and one transaction, after the helpers of `goods-sql.ts`. `$1`: how many customers or orders.
 */

/** Price lists hold from this day on. */
const since = `date '2026-01-01'`;
const firstDay = `timestamptz '2026-01-05Z'`;

const id = (kind: number, n: string): string => `pg_temp.made_id(${firstDay}, ${kind}, ${n})`;

/** Of one piece of the `p`th product, in IRR. */
const priceOf = (p: string): string => `(50000 + ${p} * 100)::numeric`;

const customers = `
  create temp table customer on commit drop as
  select n, ${id(128, 'n')} as id, 'P-' || nextval('party_number') as number, s.id as owner_id,
         s.team_id
  from generate_series(0, $1::int - 1) as n
  join (select (row_number() over (order by p.login) - 1)::int as nth, s.id, s.team_id
        from salesperson s join person p on p.id = s.id) s
    on s.nth = n % (select count(*) from salesperson)`;

const parties = `
  insert into party (id, number, kind, name, is_customer, owner_id, team_id, search_text, name_key,
                     created_at)
  select id, number, 'COMPANY', 'Customer ' || n, true, owner_id, team_id,
         lower(number) || ' customer ' || n, 'customer ' || n, ${firstDay}
  from customer order by n`;

const addresses = `
  insert into party_address (id, party_id, is_billing, is_shipping, street, city, country)
  select ${id(129, 'n')}, id, true, true, 'Street ' || n, 'Tehran', 'IR' from customer order by n`;

const segments = `
  insert into party_segment (id, party_id, segment_id)
  select ${id(130, 'c.n')}, c.id, s.id
  from customer c
  join (select (row_number() over (order by code) - 1)::int as nth, id from segment) s
    on s.nth = c.n % 4
  order by c.n`;

const credit = `
  insert into credit_account (party_id, credit_limit, payment_days)
  select id, 1000000000000, 30 from customer order by n`;

const tax = `
  with vat as (
    insert into tax (code, name_en, name_fa, is_default) values ('VAT', 'VAT', 'مالیات', true)
    returning code
  )
  insert into tax_rate (id, tax_code, rate, valid_from) select ${id(131, '0')}, code, 10, ${since}
  from vat`;

/** The base list, one for each segment, and one for every tenth customer. */
const lists = `
  create temp table list on commit drop as
  select n, ${id(132, 'n')} as id, code, scope, party_id, segment_id
  from (
    select 0 as n, 'BASE' as code, 'BASE' as scope, null::uuid as party_id, null::uuid as segment_id
    union all
    select row_number() over (order by code), 'S-' || code, 'SEGMENT', null, id from segment
    union all
    select 100 + n, 'C-' || n, 'CUSTOMER', id, null from customer where n % 10 = 0
  ) l`;

const priceLists = `
  insert into price_list (id, code, name, currency, scope, party_id, segment_id, priority,
                          valid_from, created_at)
  select id, code, code, 'IRR', scope, party_id, segment_id, n, ${since}, ${firstDay}
  from list order by n`;

/** All products in the base list, a tenth of them in each segment's, twenty in each customer's. */
const listItems = `
  create temp table list_item on commit drop as
  select row_number() over (order by l.n, i.p) as n, l.id as list_id, l.scope, i.id as product_id,
         i.p
  from list l join item i on case l.scope when 'BASE' then true
                                          when 'SEGMENT' then (i.p + l.n) % 10 = 0
                                          else (i.p + l.n) % 250 = 0 end`;

const priceListItems = `
  insert into price_list_item (id, price_list_id, product_id, unit_code, method, valid_from)
  select ${id(133, 'n')}, list_id, product_id, case when scope <> 'SEGMENT' then 'PCE' end,
         case when scope = 'SEGMENT' then 'PERCENT_OFF' else 'FIXED' end, ${since}
  from list_item order by n`;

/** From ten pieces on for less; a segment has three percent off, a customer a price of its own. */
const tiers = `
  insert into price_tier (id, price_list_item_id, min_quantity, value)
  select ${id(134, 'l.n * 2 + t.n')}, ${id(133, 'l.n')}, t.n * 10,
         case l.scope when 'SEGMENT' then 3 + t.n
                      when 'BASE' then ${priceOf('l.p')} * (1 - t.n * 0.05)
                      else ${priceOf('l.p')} * (0.92 - t.n * 0.05) end
  from list_item l cross join generate_series(0, 1) as t(n) order by l.n, t.n`;

/** 300 days of orders, each of one warehouse. */
const orders = `
  create temp table past_order on commit drop as
  select o.n, o.at, pg_temp.made_id(o.at, 136, o.n) as id,
         pg_temp.made_id(o.at, 137, o.n) as placed_by, pg_temp.made_id(o.at, 138, o.n) as closed_by,
         'SO-' || nextval('sales_order_number') as number, c.id as party_id, c.owner_id, c.team_id,
         h.id as warehouse_id, 0::numeric as net
  from (
    select n, ${firstDay} + n * (interval '300 days' / $1::int) as at
    from generate_series(0, $1::int - 1) as n) o
  join customer c on c.n = o.n * 7 % (select count(*) from customer)
  join house h on h.w = o.n % 4
  order by o.n`;

const orderLines = `
  create temp table past_line on commit drop as
  select o.n * 5 + j as n, pg_temp.made_id(o.at, 139 + j, o.n) as id, o.id as order_id, o.at,
         j + 1 as line_no, i.id as product_id, o.warehouse_id, 1 + (o.n + j) % 6 as quantity,
         ${priceOf('i.p')} as price, ${priceOf('i.p')} * (1 + (o.n + j) % 6) as net,
         list_item.n as item_n, list.id as list_id
  from past_order o
  cross join generate_series(0, 4) as j
  join item i on i.p = (o.n * 7 + j * 1009) % (select count(*) from item)
  join list on list.code = 'BASE'
  join list_item on list_item.list_id = list.id and list_item.product_id = i.id`;

const sumOrders = `
  update past_order o set net = l.net
  from (select order_id, sum(net) as net from past_line group by order_id) l
  where l.order_id = o.id`;

const delivered = 'Delivered before this system';

const salesOrders = `
  insert into sales_order (id, number, state, party_id, ship_to, bill_to, owner_id, team_id,
                           warehouse_id, ordered_on, pricing_on, currency, rate, payment_days,
                           delivery_policy, reservation_policy, cleared, net, discount, tax, total,
                           confirmed_at, ended_at, end_reason, created_at, operation_id, version)
  select o.id, o.number, 'CLOSED', o.party_id, a.address, a.address, o.owner_id, o.team_id,
         o.warehouse_id, o.at::date, o.at::date, 'IRR', 1, 30, 'SHIP_PARTIAL', 'ALL_OR_NOTHING',
         true, o.net, 0, o.net * 0.1, o.net * 1.1, o.at, o.at + interval '3 days',
         '${delivered}', o.at, o.placed_by, 2
  from past_order o
  cross join lateral (
    select jsonb_build_object('street', a.street, 'city', a.city, 'province', null,
                              'postalCode', null, 'country', a.country) as address
    from party_address a where a.party_id = o.party_id) a
  order by o.n`;

const trace = `jsonb_build_object(
  'pricingOn', l.at::date, 'list', jsonb_build_object('id', l.list_id, 'code', 'BASE',
    'scope', 'BASE'),
  'item', jsonb_build_object('id', ${id(133, 'l.item_n')}, 'kind', 'PRODUCT',
    'tierKind', 'ALL_UNITS', 'minQuantity', '0'),
  'passedOver', jsonb_build_array(), 'steps', jsonb_build_array(jsonb_build_object('kind', 'LIST',
    'ruleId', l.list_id, 'code', 'BASE', 'basis', l.net::text, 'amount', '0',
    'remaining', l.net::text)),
  'rate', '1', 'rateOn', null, 'rounding', '1',
  'tax', jsonb_build_object('code', 'VAT', 'rate', '10', 'exemption', null))`;

const salesOrderLines = `
  insert into sales_order_line (id, sales_order_id, line_no, product_id, warehouse_id, unit_code,
                                quantity_in_unit, quantity, cancelled, short_close_reason,
                                list_price, unit_price, discount, net, tax_code, tax_rate, tax,
                                total, company_total, price_trace)
  select l.id, l.order_id, l.line_no, l.product_id, l.warehouse_id, 'PCE', l.quantity, l.quantity,
         l.quantity, '${delivered}', l.price, l.price, 0, l.net, 'VAT', 10, l.net * 0.1,
         l.net * 1.1, l.net * 1.1, ${trace}
  from past_line l order by l.n`;

const acts = `
  create temp table act on commit drop as
  select a.id, a.operation, a.event, a.at, o.id as order_id, o.number, o.owner_id, o.team_id
  from past_order o
  cross join lateral (values
    (o.placed_by, 'placeOrder', 'salesOrder.confirmed', o.at),
    (o.closed_by, 'closeSalesOrder', 'salesOrder.closed', o.at + interval '3 days')
  ) as a(id, operation, event, at)`;

const operationLog = `
  insert into operation_log (id, operation, idempotency_key, input_hash, input, answer, at)
  select id, operation, 'past-' || id, sha256(id::text::bytea),
         jsonb_build_object('salesOrderId', order_id),
         jsonb_build_object('salesOrderId', order_id, 'number', number), at
  from act order by at, id`;

const eventLog = `
  with moved as (
    update event_head set position = position + (select count(*) from act)
    returning position - (select count(*) from act) as before
  )
  insert into event_log (position, id, type, subject_type, subject_id, owner_id, unit_ids,
                         operation_id, occurred_at, data)
  select moved.before + row_number() over (order by a.at, a.id),
         pg_temp.made_id(a.at, 144, row_number() over (order by a.at, a.id)),
         a.event, 'salesOrder', a.order_id, a.owner_id, array[a.team_id], a.id, a.at,
         jsonb_build_object('salesOrder',
           jsonb_build_object('id', a.order_id, 'number', a.number, 'version', 1))
  from act a, moved`;

export const writeCustomers: readonly string[] = [
  customers,
  parties,
  addresses,
  segments,
  credit,
  tax,
  lists,
  priceLists,
  listItems,
  priceListItems,
  tiers,
  'analyze customer, list, list_item',
];

/** After the customers, in the same session. */
export const writePastOrders: readonly string[] = [
  orders,
  'analyze past_order',
  orderLines,
  'analyze past_line',
  sumOrders,
  salesOrders,
  salesOrderLines,
  acts,
  operationLog,
  eventLog,
];
