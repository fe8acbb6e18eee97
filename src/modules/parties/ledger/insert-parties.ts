import { statement, type Queryable } from '../../../platform/database/statement.ts';
import { refusingClashes } from '../../../platform/database/constraint-faults.ts';
import type { OperationContext } from '../../../platform/perform/operation.ts';
import { partyClashes } from '../rules/clashes.ts';
import { nameKey } from '../rules/name-key.ts';
import { searchText, type PartyRecord } from '../rules/party.ts';

const insertStatement = statement(
  'parties_insert',
  `with given as materialized (
     select * from json_to_recordset($1) as r(
       id uuid, number text, kind text, name text, "legalName" text, "isCustomer" boolean,
       "isSupplier" boolean, "ownerId" uuid, "teamId" uuid, note text, search text, key text,
       "taxIds" json, "contactPoints" json, addresses json, contacts json, segments json)
   ), parties as (
     insert into party (id, number, kind, name, legal_name, is_customer, is_supplier, owner_id,
                        team_id, note, search_text, name_key, created_at, created_by)
     select id, number, kind, name, "legalName", "isCustomer", "isSupplier", "ownerId", "teamId",
            note, search, key, $2, $3
     from given order by id
   ), tax_ids as (
     insert into party_tax_id (id, party_id, country, kind, value, value_key)
     select t.id, g.id, t.country, t.kind, t.value, t."valueKey"
     from given g cross join json_to_recordset(g."taxIds") as t(
       id uuid, country text, kind text, value text, "valueKey" text)
   ), points as (
     insert into party_contact_point (id, party_id, channel, value, value_key, is_primary)
     select t.id, g.id, t.channel, t.value, t."valueKey", t."isPrimary"
     from given g cross join json_to_recordset(g."contactPoints") as t(
       id uuid, channel text, value text, "valueKey" text, "isPrimary" boolean)
   ), addresses as (
     insert into party_address (id, party_id, label, is_billing, is_shipping, street, city,
                                province, postal_code, country)
     select t.id, g.id, t.label, t."isBilling", t."isShipping", t.street, t.city, t.province,
            t."postalCode", t.country
     from given g cross join json_to_recordset(g.addresses) as t(
       id uuid, label text, "isBilling" boolean, "isShipping" boolean, street text, city text,
       province text, "postalCode" text, country text)
   ), contacts as (
     insert into party_contact (id, company_id, person_id, job_title, is_primary)
     select t.id, g.id, t."personId", t."jobTitle", t."isPrimary"
     from given g cross join json_to_recordset(g.contacts) as t(
       id uuid, "personId" uuid, "jobTitle" text, "isPrimary" boolean)
   )
   insert into party_segment (id, party_id, segment_id)
   select t.id, g.id, t."segmentId"
   from given g cross join json_to_recordset(g.segments) as t(id uuid, "segmentId" uuid)`,
);

/** Writes new parties with all their parts: one statement, however many. */
export async function insertParties(
  op: Queryable & Pick<OperationContext, 'newId' | 'now' | 'actorId'>,
  parties: readonly PartyRecord[],
): Promise<void> {
  const rows = parties.map(({ segmentIds, ...party }) => ({
    ...party,
    search: searchText({ ...party, segmentIds }),
    key: nameKey(party.name),
    segments: segmentIds.map((segmentId) => ({ id: op.newId(), segmentId })),
  }));
  await refusingClashes(partyClashes, () =>
    op.query(insertStatement, [JSON.stringify(rows), op.now, op.actorId]),
  );
}
