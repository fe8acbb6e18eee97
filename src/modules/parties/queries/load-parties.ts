import type { Id } from '../../../kernel/id.ts';
import { anyOf } from '../../../platform/database/any-of.ts';
import { statement, type Queryable } from '../../../platform/database/statement.ts';
import type { PartyRecord } from '../rules/party.ts';

const part = (table: string, columns: string, whose = 'party_id'): string =>
  `coalesce((select json_agg(json_build_object(${columns}) order by t.id)
             from ${table} t where t.${whose} = p.id), '[]')`;

const loadStatement = statement(
  'parties_load',
  `select p.id, p.number, p.kind, p.name, p.legal_name as "legalName",
     p.is_customer as "isCustomer", p.is_supplier as "isSupplier", p.owner_id as "ownerId",
     p.team_id as "teamId", p.note, p.active, p.version,
     ${part(
       'party_tax_id',
       `'id', t.id, 'country', t.country, 'kind', t.kind, 'value', t.value,
        'valueKey', t.value_key`,
     )} as "taxIds",
     ${part(
       'party_contact_point',
       `'id', t.id, 'channel', t.channel, 'value', t.value, 'valueKey', t.value_key,
        'isPrimary', t.is_primary`,
     )} as "contactPoints",
     ${part(
       'party_address',
       `'id', t.id, 'label', t.label, 'isBilling', t.is_billing, 'isShipping', t.is_shipping,
        'street', t.street, 'city', t.city, 'province', t.province,
        'postalCode', t.postal_code, 'country', t.country`,
     )} as "addresses",
     ${part(
       'party_contact',
       `'id', t.id, 'personId', t.person_id, 'jobTitle', t.job_title,
        'isPrimary', t.is_primary`,
       'company_id',
     )} as "contacts",
     array(select s.segment_id from party_segment s where s.party_id = p.id
           order by s.segment_id) as "segmentIds"
   from party p where p.id = ${anyOf('$1')}`,
);

/** The parties of `ids` whole, by id; those that do not exist are missing. One statement. */
export async function loadParties(
  db: Queryable,
  ids: readonly Id[],
): Promise<Map<Id, PartyRecord>> {
  const rows = await db.query<PartyRecord>(loadStatement, [ids]);
  return new Map(rows.map((row) => [row.id, row]));
}
