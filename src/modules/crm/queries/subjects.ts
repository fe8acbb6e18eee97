import type { Id } from '../../../kernel/id.ts';
import { statement, type Queryable } from '../../../platform/database/statement.ts';
import type { LeadState } from '../rules/lead-states.ts';
import type { OpportunityState } from '../rules/opportunity-states.ts';
import type { TimelineSource } from '../rules/timeline-source.ts';

/** What an activity may be about, beside a party. */
export interface Subject {
  readonly id: Id;
  readonly state: LeadState | OpportunityState | null;
  readonly partyId: Id | null;
  readonly projectId: Id | null;
  /** What a lead became. */
  readonly opportunityId: Id | null;
  readonly ownerId: Id | null;
  readonly teamId: Id | null;
}

const facts = (
  party: string,
  { state = 'state', project = 'project_id', opportunity = 'null::uuid' } = {},
): string =>
  `id, ${state} as state, ${party} as "partyId", ${project} as "projectId",
   ${opportunity} as "opportunityId", owner_id as "ownerId", team_id as "teamId"`;

const ofLead = facts('account_id', {
  opportunity: `(select o.id from opportunity o
                 where o.lead_id = lead.id and o.state <> 'WITHDRAWN')`,
});
const ofProject = facts('party_id', { state: 'null', project: 'id' });

/** Shared: acts that change it wait until what is about it is there, and the other way round. */
const byKind = {
  lead: {
    look: statement('crm_look_at_lead', `select ${ofLead} from lead where id = $1`),
    lock: statement('crm_share_lead', `select ${ofLead} from lead where id = $1 for share`),
  },
  opportunity: {
    look: statement(
      'crm_look_at_opportunity',
      `select ${facts('account_id')} from opportunity where id = $1`,
    ),
    lock: statement(
      'crm_share_opportunity',
      `select ${facts('account_id')} from opportunity where id = $1 for share`,
    ),
  },
  project: {
    look: statement('crm_look_at_project', `select ${ofProject} from project where id = $1`),
    lock: statement(
      'crm_share_project',
      `select ${ofProject} from project where id = $1 for share`,
    ),
  },
} as const;

export type SubjectKind = keyof typeof byKind;

/** What stands behind the id; null: nothing. */
export async function lookAt(db: Queryable, kind: SubjectKind, id: Id): Promise<Subject | null> {
  const [found] = await db.query<Subject>(byKind[kind].look, [id]);
  return found ?? null;
}

/** Same, and it stays so until the act ends. */
export async function share(db: Queryable, kind: SubjectKind, id: Id): Promise<Subject | null> {
  const [found] = await db.query<Subject>(byKind[kind].lock, [id]);
  return found ?? null;
}

/** Any other document, as its module shows it on the timeline; null: there is none. */
export async function lookAtDocument(
  db: Queryable,
  { kind, sql }: TimelineSource,
  id: Id,
): Promise<Subject | null> {
  const columns = facts('party_id', { state: 'null', project: 'null::uuid' });
  const look = statement(
    `crm_look_at_document_${kind.toLowerCase()}`,
    `select ${columns} from (${sql}) d where id = $1 limit 1`,
  );
  const [found] = await db.query<Subject>(look, [id]);
  return found ?? null;
}
