import type { Id } from '../../../kernel/id.ts';
import type { LocalDate } from '../../../kernel/local-date.ts';
import { statement, type Queryable } from '../../../platform/database/statement.ts';
import type { CustomerFacts, PriceFacts, ProductFacts } from '../rules/facts.ts';

/** What of a document decides which lists, rules and rates may matter. */
export interface FactsAsked {
  readonly customerId: Id | null;
  readonly currency: string;
  readonly pricingOn: LocalDate;
  readonly byPersonId: Id | null;
}

const during = (t: string): string =>
  `${t}.valid_from <= (select until from days)
   and (${t}.valid_to is null or ${t}.valid_to > (select since from days))`;

const text = (column: string): string => `trim_scale(${column})::text`;

const rowsOf = (select: string): string =>
  `(select coalesce(json_agg(r), '[]') from (${select}) r)`;

const someonesRule = `
  select r.* from discount_rule r
  where r.party_id is null and r.segment_id is null and r.active
  union all
  select r.* from whose w join discount_rule r on r.party_id = w.id
  union all
  select r.* from segments s join discount_rule r on r.segment_id = s.segment_id`;

/*
 * One statement for all documents. Lists are narrowed to those that somebody of the batch may use,
 * items to their lists and the products of the lines: each is an index probe, never a whole list.
 */
const factsStatement = statement(
  'pricing_facts',
  `with asked as materialized (
     select * from unnest($1::uuid[], $2::text[], $3::date[], $4::uuid[])
       as a(party_id, currency, day, person_id)
   ), days as materialized (
     select min(day) as since, max(day) as until from asked
   ), whose as materialized (
     select distinct a.party_id as asked_id, coalesce(r.party_id, a.party_id) as id
     from asked a left join party_redirect r on r.id = a.party_id where a.party_id is not null
   ), segments as materialized (
     select distinct s.segment_id from whose w join party_segment s on s.party_id = w.id
   ), goods as materialized (
     select p.* from unnest($5::uuid[]) as g(id) join product p on p.id = g.id
   ), above as materialized (
     with recursive up(product_id, category_id, depth) as (
       select id, category_id, 1 from goods where category_id is not null
       union all
       select up.product_id, c.parent_id, up.depth + 1
       from up join product_category c on c.id = up.category_id
       where c.parent_id is not null and up.depth < 50
     )
     select * from up
   ), categories as materialized (
     select distinct category_id as id from above
   ), lists as materialized (
     select l.* from (
       select l.* from price_list l where l.scope = 'BASE' and l.active
       union all
       select l.* from whose w join price_list l on l.party_id = w.id
       union all
       select l.* from segments s join price_list l on l.segment_id = s.segment_id
     ) l
     where l.active and ${during('l')}
       and (l.converts or l.currency in (select currency from asked))
   ), items as materialized (
     select i.* from (
       select i.* from goods g join price_list_item i on i.product_id = g.id
         and i.price_list_id in (select id from lists)
       union all
       select i.* from categories c join price_list_item i on i.category_id = c.id
         and i.price_list_id in (select id from lists)
       union all
       select i.* from lists l join price_list_item i on i.price_list_id = l.id
         and i.product_id is null and i.category_id is null
     ) i where ${during('i')}
   )
   select
     (select json_build_object('currency', c.currency, 'segmentRule', s.segment_rule,
                               'taxRounding', s.tax_rounding)
      from company c cross join pricing_setting s) as firm,
     ${rowsOf(`
       select p.id, p.sku, p.active, p.base_unit_code as "baseUnit",
              coalesce(p.tax_code, (select code from tax where is_default)) as "taxCode",
              ${text('p.standard_cost')} as cost, p.warranty_months as "warrantyMonths",
              (select json_agg(json_build_object('unit', u.unit, 'numerator', u.numerator::text,
                        'denominator', u.denominator::text, 'decimals', n.decimals))
               from (select p.base_unit_code as unit, 1::bigint as numerator,
                            1::bigint as denominator
                     union all
                     select unit_code, numerator, denominator
                     from product_unit where product_id = p.id) u
               join unit n on n.code = u.unit) as units,
              (select coalesce(json_agg(a.category_id order by a.depth), '[]')
               from above a where a.product_id = p.id) as "categoryIds"
       from goods p`)} as products,
     ${rowsOf(`
       select w.asked_id as "askedId", w.id,
              (select coalesce(json_agg(s.segment_id), '[]') from party_segment s
               where s.party_id = w.id) as "segmentIds"
       from whose w`)} as customers,
     ${rowsOf(`
       select l.id, l.code, l.currency, l.scope, l.party_id as "partyId",
              l.segment_id as "segmentId", l.priority, l.tax_inclusive as "taxInclusive",
              ${text('l.round_to')} as "roundTo", l.converts, l.discountable,
              l.valid_from as "validFrom", l.valid_to as "validTo"
       from lists l`)} as lists,
     ${rowsOf(`
       select i.id, i.price_list_id as "listId", i.product_id as "productId",
              i.category_id as "categoryId", i.unit_code as unit, i.method,
              i.tier_kind as "tierKind", i.counted_by as "countedBy",
              i.valid_from as "validFrom", i.valid_to as "validTo",
              (select json_agg(json_build_object('minQuantity', ${text('t.min_quantity')},
                        'value', ${text('coalesce(t.value, t.over_cost)')}) order by t.min_quantity)
               from price_tier t where t.price_list_item_id = i.id) as tiers
       from items i`)} as items,
     ${rowsOf(`
       select r.id, r.code, r.target, r.effect, r.party_id as "partyId",
              r.segment_id as "segmentId", r.product_id as "productId",
              r.category_id as "categoryId",
              (select json_agg(${text('x')}) from unnest(r.percents) x) as percents,
              ${text('r.amount')} as amount, r.amount_per as "amountPer", r.currency,
              ${text('r.for_every')} as "forEvery", ${text('r.free_quantity')} as "freeQuantity",
              r.free_product_id as "freeProductId", ${text('r.most_free')} as "mostFree",
              ${text('r.min_quantity')} as "minQuantity", ${text('r.min_amount')} as "minAmount",
              r.counted_by as "countedBy", r.stacking, r.exclusion_group as "exclusionGroup",
              r.priority, r.valid_from as "validFrom", r.valid_to as "validTo"
       from (${someonesRule}) r
       where r.active and ${during('r')}
         and (r.currency is null or r.currency in (select currency from asked))
         and (r.product_id is null or r.product_id in (select id from goods))
         and (r.category_id is null or r.category_id in (select id from categories))
         and (r.free_product_id is null
              or exists (select from product p where p.id = r.free_product_id and p.active))`)}
       as rules,
     ${rowsOf(`
       select a.currency, a.day as "askedOn", ${text('e.rate')} as rate, e.on_day as "onDay"
       from (select distinct currency, day from asked) a
       cross join lateral (
         select e.rate, e.on_day from exchange_rate e
         where e.currency = a.currency and e.on_day <= a.day order by e.on_day desc limit 1
       ) e`)} as rates,
     ${rowsOf(`
       select t.tax_code as code, ${text('t.rate')} as rate, t.valid_from as "validFrom",
              t.valid_to as "validTo"
       from tax_rate t where ${during('t')}`)} as "taxRates",
     ${rowsOf(`
       select e.party_id as "partyId", e.tax_code as "taxCode", e.certificate,
              e.valid_from as "validFrom", e.valid_to as "validTo"
       from whose w join tax_exemption e on e.party_id = w.id
       where ${during('e')}`)} as exemptions,
     ${rowsOf(`
       select a.person_id as "personId",
              coalesce(${text('max(d.max_percent)')}, '0') as "maxPercent",
              case when bool_or(d.id is not null and d.min_margin_percent is null) then null
                   else ${text('min(d.min_margin_percent)')} end as "minMarginPercent"
       from (select distinct person_id from asked where person_id is not null) a
       left join role_assignment ra on ra.person_id = a.person_id
       left join discount_allowance d on d.id = ra.role_id
       where exists (select from discount_allowance)
       group by a.person_id`)} as allowances`,
);

interface Row extends Omit<PriceFacts, 'products' | 'customers'> {
  readonly products: readonly (Omit<ProductFacts, 'units'> & { readonly units: UnitRow[] })[];
  readonly customers: readonly CustomerFacts[];
}

interface UnitRow {
  readonly unit: string;
  readonly numerator: string;
  readonly denominator: string;
  readonly decimals: number;
}

/** Everything that the prices of these documents are decided by. */
export async function loadPriceFacts(
  db: Queryable,
  asked: readonly FactsAsked[],
  productIds: readonly Id[],
): Promise<PriceFacts> {
  const [row] = await db.query<Row>(factsStatement, [
    asked.map(({ customerId }) => customerId),
    asked.map(({ currency }) => currency),
    asked.map(({ pricingOn }) => pricingOn),
    asked.map(({ byPersonId }) => byPersonId),
    [...new Set(productIds)],
  ]);
  if (!row) throw new Error('facts of prices answered no row');
  return {
    ...row,
    products: new Map(row.products.map((product) => [product.id, productOf(product)])),
    customers: new Map(row.customers.map((customer) => [customer.askedId, customer])),
  };
}

const productOf = (row: Row['products'][number]): ProductFacts => ({
  ...row,
  units: new Map(
    row.units.map(({ unit, numerator, denominator, decimals }) => [
      unit,
      { numerator: BigInt(numerator), denominator: BigInt(denominator), decimals },
    ]),
  ),
});
