import type { Id } from '../../../kernel/id.ts';
import { statement, type Queryable } from '../../../platform/database/statement.ts';
import type { LeadState } from '../rules/lead-states.ts';
import type { LeadRecord } from '../rules/records.ts';

/** A lead that may be the same as another. */
export interface SimilarLead {
  readonly leadId: Id;
  readonly number: string;
  readonly state: LeadState;
  /** Who works on it: they can be asked, also where the lead is beyond reach. */
  readonly ownerId: Id | null;
  /** By what it is alike. */
  readonly by: readonly ('TAX_ID' | 'PHONE' | 'EMAIL' | 'NAME')[];
}

type Row = SimilarLead & { readonly of: Id };

const most = 10;

// The operator finds by the trigram index what is alike by 0.3; a name must be alike by 0.6.
const find = statement(
  'crm_similar_leads',
  `select a.id as of, s.*
   from json_to_recordset($1) as a(id uuid, phone text, email text, tax text, name text)
   cross join lateral (
     select l.id as "leadId", l.number, l.state, l.owner_id as "ownerId",
            array_remove(array[
              case when l.tax_id_key = a.tax then 'TAX_ID' end,
              case when l.phone_key = a.phone then 'PHONE' end,
              case when l.email_key = a.email then 'EMAIL' end,
              case when similarity(l.name_key, a.name) >= 0.6 then 'NAME' end], null) as by
     from (
       select id from lead where tax_id_key = a.tax
       union select id from lead where phone_key = a.phone
       union select id from lead where email_key = a.email
       union (select id from lead
              where name_key % a.name and similarity(name_key, a.name) >= 0.6)
     ) found
     join lead l on l.id = found.id
     where l.id <> a.id and l.state <> 'DUPLICATE'
     order by cardinality(array_remove(array[l.tax_id_key = a.tax, l.phone_key = a.phone,
                                             l.email_key = a.email], null)) desc, l.id desc
     limit ${most}
   ) s`,
);

/** Leads that may be the same as each of these, the likeliest first. One statement. */
export async function findSimilarLeads(
  db: Queryable,
  leads: readonly Pick<LeadRecord, 'id' | 'phoneKey' | 'emailKey' | 'taxIdKey' | 'nameKey'>[],
): Promise<Map<Id, SimilarLead[]>> {
  const asked = leads.map(({ id, phoneKey, emailKey, taxIdKey, nameKey }) => ({
    ...{ id, phone: phoneKey, email: emailKey, tax: taxIdKey, name: nameKey },
  }));
  const rows = await db.query<Row>(find, [JSON.stringify(asked)]);
  const found = new Map<Id, SimilarLead[]>();
  for (const { of, ...similar } of rows) found.set(of, [...(found.get(of) ?? []), similar]);
  return found;
}
