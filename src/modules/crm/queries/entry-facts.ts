import type { Id } from '../../../kernel/id.ts';
import { statement } from '../../../platform/database/statement.ts';
import { actorReaches } from '../../../platform/identity/index.ts';
import type { OperationContext } from '../../../platform/perform/operation.ts';
import type { CrmReasonKind, StageForecast } from '../rules/kinds.ts';
import type { ProjectState } from '../rules/project-states.ts';

export interface Choice {
  readonly id: Id;
  readonly code: string;
  readonly active: boolean;
}

export interface ProjectFacts {
  readonly id: Id;
  readonly code: string;
  readonly state: ProjectState;
  readonly partyId: Id | null;
  readonly ownerId: Id | null;
  readonly teamId: Id | null;
}

export interface StageFacts extends Choice {
  readonly probability: number;
  readonly forecastCategory: StageForecast;
}

/** What new documents name. */
export interface EntryFacts {
  /** ISO 3166 and ISO 4217: the firm's own. */
  readonly country: string;
  readonly currency: string;
  /** By id and by code. */
  readonly sources: ReadonlyMap<string, Choice>;
  readonly segments: ReadonlyMap<string, Id>;
  /** Those that whoever acts sees. */
  readonly projects: ReadonlyMap<Id, ProjectFacts>;
  /** Those that are used, in their order. */
  readonly stages: readonly StageFacts[];
  readonly reasons: ReadonlyMap<Id, Choice & { readonly kind: CrmReasonKind }>;
}

interface Row {
  readonly country: string;
  readonly currency: string;
  readonly sources: readonly Choice[];
  readonly segments: readonly { readonly id: Id; readonly code: string }[];
  readonly projects: readonly ProjectFacts[];
  readonly stages: readonly StageFacts[];
  readonly reasons: readonly (Choice & { readonly kind: CrmReasonKind })[];
}

const load = statement(
  'crm_entry_facts',
  `select c.country, c.currency,
     coalesce((select json_agg(json_build_object('id', id, 'code', code, 'active', active))
               from lead_source where id::text = any($1) or code = any($1)), '[]') as sources,
     coalesce((select json_agg(json_build_object('id', id, 'code', code))
               from segment where id::text = any($2) or code = any($2)), '[]') as segments,
     coalesce((select json_agg(json_build_object('id', id, 'code', code, 'state', state,
                        'partyId', party_id, 'ownerId', owner_id, 'teamId', team_id))
               from project where id = any($3::uuid[])), '[]') as projects,
     coalesce((select json_agg(json_build_object('id', id, 'code', code, 'active', active,
                        'probability', probability, 'forecastCategory', forecast_category)
                      order by position)
               from opportunity_stage), '[]') as stages,
     coalesce((select json_agg(json_build_object('id', id, 'code', code, 'active', active,
                        'kind', kind))
               from crm_reason where id = any($4::uuid[])), '[]') as reasons
   from company c where c.id = 1`,
);

export interface EntryQuestion {
  /** Ids or codes. */
  readonly sources?: readonly string[];
  readonly segments?: readonly string[];
  readonly projectIds?: readonly Id[];
  /** What the document names already: it is known to whoever may work on that. */
  readonly ownProjectId?: Id | null;
  readonly reasonIds?: readonly Id[];
}

/** What is named by these, all stages, and what the firm goes by: one statement. */
export async function loadEntryFacts(
  op: Pick<OperationContext, 'query' | 'viewer'>,
  asked: EntryQuestion,
): Promise<EntryFacts> {
  const { sources = [], segments = [], projectIds = [], reasonIds = [] } = asked;
  const [row] = await op.query<Row>(load, [sources, segments, projectIds, reasonIds]);
  if (!row) throw new Error('the firm has no row in company');
  return {
    country: row.country,
    currency: row.currency,
    sources: new Map(row.sources.flatMap((s) => [[s.id, s] as const, [s.code, s] as const])),
    segments: new Map(
      row.segments.flatMap((s) => [[s.id, s.id] as const, [s.code, s.id] as const]),
    ),
    projects: new Map(
      row.projects.flatMap((project) =>
        project.id === asked.ownProjectId || actorReaches(op.viewer, 'crm.read', project)
          ? [[project.id, project] as const]
          : [],
      ),
    ),
    stages: row.stages,
    reasons: new Map(row.reasons.map((reason) => [reason.id, reason])),
  };
}
