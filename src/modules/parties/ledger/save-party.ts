import { isDeepStrictEqual } from 'node:util';
import { statement, type Statement } from '../../../platform/database/statement.ts';
import type { EventType } from '../../../platform/events/event.ts';
import type { OperationContext } from '../../../platform/perform/operation.ts';
import { partyEvent } from '../events.ts';
import { nameKey } from '../rules/name-key.ts';
import { searchText, type PartyChanged, type PartyRecord } from '../rules/party.ts';
import type { Id } from '../../../kernel/id.ts';

const saveStatement = statement(
  'parties_save',
  `update party set name = $2, legal_name = $3, is_customer = $4, is_supplier = $5,
     owner_id = $6, team_id = $7, note = $8, active = $9, search_text = $10, name_key = $11,
     version = version + 1
   where id = $1 returning version`,
);

type Part = 'taxIds' | 'contactPoints' | 'addresses' | 'contacts';

/** `$1` the party, `$2` its parts as they are to be. */
const partStatements = (
  table: string,
  whose: string,
  columns: readonly (readonly [column: string, field: string, type: string])[],
  versioned = false,
): readonly [remove: Statement, write: Statement] => {
  const names = columns.map(([column]) => column).join(', ');
  const values = columns.map(([, field]) => `t."${field}"`).join(', ');
  const shape = columns.map(([, field, type]) => `"${field}" ${type}`).join(', ');
  const sets = columns.map(([column]) => `${column} = excluded.${column}`).join(', ');
  const old = columns.map(([column]) => `${table}.${column}`).join(', ');
  const fresh = columns.map(([column]) => `excluded.${column}`).join(', ');
  const raised = versioned ? `, version = ${table}.version + 1` : '';
  return [
    statement(
      `parties_remove_${table}`,
      `delete from ${table} where ${whose} = $1
         and id not in (select t.id from json_to_recordset($2) as t(id uuid))`,
    ),
    statement(
      `parties_write_${table}`,
      `insert into ${table} (id, ${whose}, ${names})
       select t.id, $1, ${values} from json_to_recordset($2) as t(id uuid, ${shape})
       on conflict (id) do update
         set ${whose} = excluded.${whose}, ${sets}${raised}
         where (${table}.${whose}, ${old}) is distinct from (excluded.${whose}, ${fresh})`,
    ),
  ];
};

const parts: Readonly<Record<Part, readonly [Statement, Statement]>> = {
  taxIds: partStatements('party_tax_id', 'party_id', [
    ['country', 'country', 'text'],
    ['kind', 'kind', 'text'],
    ['value', 'value', 'text'],
    ['value_key', 'valueKey', 'text'],
  ]),
  contactPoints: partStatements('party_contact_point', 'party_id', [
    ['channel', 'channel', 'text'],
    ['value', 'value', 'text'],
    ['value_key', 'valueKey', 'text'],
    ['is_primary', 'isPrimary', 'boolean'],
  ]),
  addresses: partStatements(
    'party_address',
    'party_id',
    [
      ['label', 'label', 'text'],
      ['is_billing', 'isBilling', 'boolean'],
      ['is_shipping', 'isShipping', 'boolean'],
      ['street', 'street', 'text'],
      ['city', 'city', 'text'],
      ['province', 'province', 'text'],
      ['postal_code', 'postalCode', 'text'],
      ['country', 'country', 'text'],
    ],
    true,
  ),
  contacts: partStatements('party_contact', 'company_id', [
    ['person_id', 'personId', 'uuid'],
    ['job_title', 'jobTitle', 'text'],
    ['is_primary', 'isPrimary', 'boolean'],
  ]),
};

const removeSegments = statement(
  'parties_remove_segments',
  'delete from party_segment where party_id = $1 and segment_id <> all($2::uuid[])',
);

const writeSegments = statement(
  'parties_write_segments',
  `insert into party_segment (id, party_id, segment_id)
   select id, $1, segment_id from unnest($2::uuid[], $3::uuid[]) as given(id, segment_id)
   on conflict (party_id, segment_id) do nothing`,
);

/**
 * Writes what is different of a party that is locked, raises its version, and announces what the
 * act changed. Parts keep their ids; what the party has no longer is removed first. The teams that
 * it, or what it took in, belonged to before are told as well.
 */
export async function saveParty(
  op: OperationContext,
  before: PartyRecord,
  after: PartyRecord,
  type: EventType,
  change: Readonly<Record<string, unknown>>,
  formerUnits: readonly Id[] = [],
): Promise<PartyChanged> {
  for (const part of Object.keys(parts) as Part[]) {
    if (isDeepStrictEqual(before[part], after[part])) continue;
    const [remove, write] = parts[part];
    const rows = JSON.stringify(after[part]);
    await op.query(remove, [after.id, rows]);
    await op.query(write, [after.id, rows]);
  }
  if (!isDeepStrictEqual(before.segmentIds, after.segmentIds)) {
    await op.query(removeSegments, [after.id, after.segmentIds]);
    const ids = after.segmentIds.map(() => op.newId());
    await op.query(writeSegments, [after.id, ids, after.segmentIds]);
  }
  const [saved] = await op.query<{ version: number }>(saveStatement, [
    after.id,
    after.name,
    after.legalName,
    after.isCustomer,
    after.isSupplier,
    after.ownerId,
    after.teamId,
    after.note,
    after.active,
    searchText(after),
    nameKey(after.name),
  ]);
  if (!saved) throw new Error(`party ${after.id} was taken away under its lock`);
  const { version } = saved;
  op.emit(partyEvent(type, { ...after, version }, change, formerUnits));
  return { partyId: after.id, version };
}

/** Takes from a party that goes what the one that stays does not take over. */
export async function removeParts(
  op: OperationContext,
  partyId: Id,
  kept: PartyRecord,
): Promise<void> {
  for (const part of Object.keys(parts) as Part[]) {
    await op.query(parts[part][0], [partyId, JSON.stringify(kept[part])]);
  }
  await op.query(removeSegments, [partyId, []]);
}
