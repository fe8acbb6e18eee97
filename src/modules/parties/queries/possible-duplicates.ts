import type { Id } from '../../../kernel/id.ts';
import { statement, type Queryable } from '../../../platform/database/statement.ts';
import { actorReaches, type Viewer } from '../../../platform/identity/viewer.ts';
import type { DuplicateKey } from '../rules/kinds.ts';
import type { DuplicateProbe } from '../rules/duplicate-probe.ts';

/** A party that may be the same as one that is entered. */
export interface PossibleDuplicate {
  /** Null where it is beyond the reader's reach: it is there, and that is all that is told. */
  readonly partyId: Id | null;
  /** Who looks after it, told in any case: they can be asked. */
  readonly ownerId: Id | null;
  /** By what it is alike; empty where it is beyond reach. */
  readonly reasons: readonly DuplicateReason[];
}

export interface DuplicateReason {
  readonly by: DuplicateKey;
  /** From 0 to 1; 1 where a number, an id or an address is the same. */
  readonly similarity: number;
}

interface Row {
  readonly id: Id;
  readonly ownerId: Id | null;
  readonly teamId: Id | null;
  readonly reasons: readonly DuplicateReason[];
}

/** More would not be looked at. */
const mostCandidates = 20;

// The operator finds by the trigram index what is alike by 0.3; a name must be alike by 0.6.
const findStatement = statement(
  'parties_possible_duplicates',
  `with probe as (
     select * from json_to_recordset($1) as r("nameKey" text, kind text, points text[],
                                              "taxIds" text[])
   ), hit as (
     select t.party_id, 'TAX_ID' as by, 1::real as similarity
     from probe join party_tax_id t on t.value_key = any(probe."taxIds")
     union all
     select c.party_id, case c.channel when 'EMAIL' then 'EMAIL' else 'PHONE' end, 1
     from probe join party_contact_point c
       on c.value_key = any(probe.points) and c.channel in ('PHONE', 'MOBILE', 'FAX', 'EMAIL')
     union all
     select p.id, 'NAME', similarity(p.name_key, probe."nameKey")
     from probe join party p on p.name_key % probe."nameKey" and p.kind = probe.kind
     where similarity(p.name_key, probe."nameKey") >= 0.6
   ), best as (
     select party_id, by, max(similarity) as similarity from hit
     where party_id <> all($2::uuid[]) group by party_id, by
   )
   select p.id, p.owner_id as "ownerId", p.team_id as "teamId",
     json_agg(json_build_object('by', b.by, 'similarity', round(b.similarity::numeric, 2))
              order by b.similarity desc, b.by) as reasons
   from best b join party p on p.id = b.party_id
   group by p.id
   order by bool_or(b.by <> 'NAME') desc, sum(b.similarity) desc, p.id
   limit ${mostCandidates}`,
);

/**
 * Who may be the same as what the probes tell of, the likeliest first; those of `except` left out.
 * One statement. What the viewer may not read is told as being there, with who looks after it.
 */
export async function findPossibleDuplicates(
  db: Queryable,
  viewer: Viewer | null,
  probes: readonly DuplicateProbe[],
  except: readonly Id[] = [],
): Promise<PossibleDuplicate[]> {
  if (probes.length === 0) return [];
  const rows = await db.query<Row>(findStatement, [JSON.stringify(probes), except]);
  return rows.map(({ id, ownerId, teamId, reasons }) => {
    const isSeen = actorReaches(viewer, 'parties.read', { ownerId, teamId });
    return isSeen ? { partyId: id, ownerId, reasons } : { partyId: null, ownerId, reasons: [] };
  });
}
