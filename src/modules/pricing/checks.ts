import type { Check } from '../../platform/verify.ts';

/** What must always hold, whoever wrote it, beyond what the tables hold by themselves. */
export const pricingChecks: readonly Check[] = [
  {
    name: 'Every price of a list has a tier',
    sql: `select i.id, l.code from price_list_item i join price_list l on l.id = i.price_list_id
          where not exists (select from price_tier t where t.price_list_item_id = i.id)`,
  },
  {
    name: 'A tier says a price or percent off, or what is on top of the cost, as its method says',
    sql: `select t.id, i.method from price_tier t
          join price_list_item i on i.id = t.price_list_item_id
          where (i.method in ('MARGIN', 'MARK_UP')) <> (t.over_cost is not null)
             or (i.method = 'MARGIN' and t.over_cost >= 100)
             or (i.method = 'PERCENT_OFF' and t.value > 100)`,
  },
  {
    name: 'Graduated prices begin with the first unit',
    sql: `select i.id from price_list_item i
          where i.tier_kind = 'GRADUATED'
            and not exists (select from price_tier t
                            where t.price_list_item_id = i.id and t.min_quantity = 0)`,
  },
  {
    name: 'A price of a product is of one of its units',
    sql: `select i.id, p.sku, i.unit_code from price_list_item i
          join product p on p.id = i.product_id
          where i.unit_code <> p.base_unit_code
            and not exists (select from product_unit u
                            where u.product_id = p.id and u.unit_code = i.unit_code)`,
  },
  {
    name: "Only lists in the firm's currency price documents of other currencies",
    sql: `select l.id, l.code, l.currency from price_list l
          where l.converts and l.currency <> (select currency from company)`,
  },
  {
    name: "The firm's own currency has no rate",
    sql: `select r.id, r.currency, r.on_day from exchange_rate r
          where r.currency = (select currency from company)`,
  },
];
