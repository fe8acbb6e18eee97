import type { PartyReference } from '../parties/index.ts';

/**
 * What of pricing is a customer's. Where two become one, both may have a list of one scope,
 * currency, priority and time: the lists of who stays go first, and those of who goes follow them
 * in their own order. Of exemptions that hold on the same days those of who stays hold.
 */
export const pricingPartyReferences: readonly PartyReference[] = [
  {
    table: 'price_list',
    column: 'party_id',
    before: [
      // As acts on lists do: who looks for ties meanwhile waits.
      `select from pricing_setting where id = 1 and $1::uuid <> $2::uuid for no key update`,
      `update price_list g
       set priority = g.priority + f.shift, version = g.version + 1
       from (select g.scope, g.currency,
                    least(0, min(s.priority) - 1 - max(g.priority)) as shift
             from price_list g
             join price_list s on s.party_id = $2 and s.scope = g.scope
               and s.currency = g.currency
             where g.party_id = $1
             group by g.scope, g.currency) f
       where g.party_id = $1 and g.scope = f.scope and g.currency = f.currency`,
    ],
  },
  { table: 'discount_rule', column: 'party_id' },
  {
    table: 'tax_exemption',
    column: 'party_id',
    before: [
      `delete from tax_exemption g
       using tax_exemption s
       where g.party_id = $1 and s.party_id = $2 and s.tax_code = g.tax_code
         and daterange(s.valid_from, s.valid_to) && daterange(g.valid_from, g.valid_to)`,
    ],
  },
];
