import type { Id } from '../../../kernel/id.ts';
import { statement, type Queryable } from '../../../platform/database/statement.ts';
import type { Viewer } from '../../../platform/identity/viewer.ts';
import type { TimelineSource } from '../rules/timeline-source.ts';
import { requireSeen, seenBy } from './within-reach.ts';

/** Something that was done with a customer, or is planned. */
export interface TimelineEntry {
  /** E.g. ACTIVITY, SALES_ORDER. */
  readonly kind: string;
  readonly id: Id;
  /** Whom it was with: the customer, or one of the people who speak for it. */
  readonly partyId: Id;
  readonly at: Date;
  readonly planned: boolean;
  readonly title: string;
  readonly state: string;
  readonly ownerId: Id | null;
  /** Its place on the timeline: a page begins behind it. */
  readonly place: readonly [at: string, kind: string, id: Id];
}

export interface TimelineQuestion {
  readonly partyId: Id;
  readonly first: number;
  readonly after?: TimelineEntry['place'] | null;
  /** True: what is to come alone; false: what was alone. */
  readonly planned?: boolean | null;
}

export type CustomerTimeline = (
  db: Queryable,
  viewer: Viewer,
  asked: TimelineQuestion,
) => Promise<TimelineEntry[]>;

/** $1 party, $2 viewer, $3 how many, $4 – $6 the place before, $7 planned, $8 – $9 parties. */
const fixed = 9;

const reached = (row: string, all: string, units: string): string =>
  `(${all}::boolean or ${row}.owner_id = $2 or ${row}.team_id = any(${units}::uuid[]))`;

/**
 * Everything that was done with a customer and is planned, of all `sources`, newest first: of a
 * company also what was done with the people who speak for it; of one that was merged away, what
 * its survivor has. Each source shows what its own permission reaches. One statement, whatever the
 * number of sources: the text depends only on which of them the viewer may see at all.
 */
export function createCustomerTimeline(sources: readonly TimelineSource[]): CustomerTimeline {
  return async (db, viewer, asked) => {
    const parties = requireSeen(viewer, 'parties.read', 'Reading the timeline');
    const seen = sources.filter(({ permission }) => viewer.grants.has(permission));
    const permissions = [...new Set(seen.map(({ permission }) => permission))];
    const grants = permissions.map((permission) => seenBy(viewer, permission));
    if (seen.length === 0) return [];
    const name = `crm_timeline_${seen.map((one) => sources.indexOf(one)).join('_')}`;
    const [at = null, kind = null, id = null] = asked.after ?? [];
    return db.query<TimelineEntry>(statement(name, textOf(seen, permissions)), [
      ...[asked.partyId, viewer.personId, asked.first, at, kind, id, asked.planned ?? null],
      ...[parties.everything, parties.unitIds],
      ...grants.flatMap((grant) => [grant?.everything ?? false, grant?.unitIds ?? []]),
    ]);
  };
}

function textOf(sources: readonly TimelineSource[], permissions: readonly string[]): string {
  const parts = sources.map(({ kind, permission, sql }) => {
    const all = fixed + 1 + 2 * permissions.indexOf(permission);
    return `(select '${kind}'::text as kind, s.id, s.party_id, s.at, s.planned, s.title, s.state,
                    s.owner_id
       from (${sql}) s
       where s.party_id = any(array(select id from who))
         and ${reached('s', `$${all}`, `$${all + 1}`)}
         and ($7::boolean is null or s.planned = $7)
         and ($4::text is null or (s.at, '${kind}'::text, s.id) < ($4::timestamptz, $5, $6::uuid))
       order by s.at desc, s.id desc limit $3)`;
  });
  return `with customer as (
      select p.id from party p
      where p.id = coalesce((select party_id from party_redirect where id = $1), $1)
        and ${reached('p', '$8', '$9')}
    ), who as (
      select id from customer
      union
      select c.person_id from party_contact c join customer on customer.id = c.company_id
    )
    select t.kind, t.id, t.party_id as "partyId", t.at, t.planned, t.title, t.state,
           t.owner_id as "ownerId", json_build_array(t.at::text, t.kind, t.id) as place
    from (${parts.join('\nunion all\n')}) t
    order by t.at desc, t.kind desc, t.id desc
    limit $3`;
}
