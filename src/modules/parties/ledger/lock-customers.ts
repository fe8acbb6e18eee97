import type { Id } from '../../../kernel/id.ts';
import { askable } from '../../../kernel/read-input.ts';
import { statement, type Queryable } from '../../../platform/database/statement.ts';
import type { Customer } from '../rules/customer.ts';

type Row = Customer & { readonly asked: Id };

const lockStatement = statement(
  'parties_lock_customers',
  `select a.id as asked, p.id, p.number, p.kind, p.name, p.owner_id as "ownerId",
          p.team_id as "teamId", p.active, p.is_customer as "isCustomer"
   from (select id from unnest($1::uuid[]) as given(id)) a
   left join party_redirect r on r.id = a.id
   join party p on p.id = coalesce(r.party_id, a.id)
   order by p.id
   for key share of p`,
);

/** Looks at most: a party that was merged while one waited for it is found at the next look. */
const mostLooks = 4;

/**
 * The parties that these ids stand for, by the id that was asked: who was merged away leads to who
 * stayed. They can be named in new rows until the act ends, for no merge takes them away meanwhile.
 * Ids of nobody are left out. One statement, unless somebody is merging one of them right now.
 */
export async function lockCustomers(
  op: Queryable,
  ids: readonly (Id | null | undefined)[],
): Promise<Map<Id, Customer>> {
  const found = new Map<Id, Customer>();
  let missing = askable(ids);
  for (let look = 0; look < mostLooks && missing.length > 0; look += 1) {
    const rows = await op.query<Row>(lockStatement, [missing]);
    for (const { asked, ...customer } of rows) found.set(asked, customer);
    missing = missing.filter((id) => !found.has(id));
  }
  return found;
}
