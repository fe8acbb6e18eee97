import { refuse } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import type { LocalDate } from '../../../kernel/local-date.ts';
import { askable } from '../../../kernel/read-input.ts';
import { statement, type Queryable } from '../../../platform/database/statement.ts';
import type { StepTurn } from '../rules/approval-deciding.ts';
import type { ApprovalRequestState } from '../rules/approval-kinds.ts';
import type { ApprovalPolicyFacts } from '../rules/approvals.ts';

const policiesStatement = statement(
  'approval_policies_active',
  `select id, code, name, measure, trim_scale(threshold)::text as threshold,
          role_id as "roleId", step, hours, unknown_cost_fails as "unknownCostFails"
   from approval_policy where active order by step, code`,
);

/** The policies that hold now. */
export const loadPolicies = (db: Queryable): Promise<ApprovalPolicyFacts[]> =>
  db.query<ApprovalPolicyFacts>(policiesStatement);

export interface StepFacts extends StepTurn {
  readonly roleId: Id;
  readonly hours: number | null;
}

export interface RequestFacts {
  readonly id: Id;
  readonly state: ApprovalRequestState;
  readonly contentHash: string;
  readonly requestedBy: Id | null;
  readonly steps: readonly StepFacts[];
}

const requestStatement = statement(
  'approval_request_facts',
  `select a.id, a.state, a.content_hash as "contentHash", a.requested_by as "requestedBy",
     (select json_agg(json_build_object('id', s.id, 'step', s.step, 'state', s.state,
        'isOpen', s.opened_at is not null, 'roleId', s.role_id, 'hours', s.hours)
        order by s.step, s.id)
      from approval_step s where s.approval_request_id = a.id) as steps
   from approval_request a
   where a.quote_revision_id = $1 and a.state in ('PENDING', 'APPROVED')`,
);

/** What was asked about a revision and still holds; read it behind the lock of its quote. */
export async function loadRequest(db: Queryable, revisionId: Id): Promise<RequestFacts | null> {
  const [request] = await db.query<RequestFacts>(requestStatement, [revisionId]);
  return request ?? null;
}

const stepStatement = statement(
  'approval_step_of',
  `select a.quote_revision_id as "quoteRevisionId" from approval_step s
   join approval_request a on a.id = s.approval_request_id where s.id = $1`,
);

/** Which revision a step is about; refuses APPROVAL_STEP_NOT_FOUND. */
export async function findRevisionOfStep(db: Queryable, stepId: Id): Promise<Id> {
  const [id] = askable([stepId]);
  const [found] = id ? await db.query<{ quoteRevisionId: Id }>(stepStatement, [id]) : [];
  if (found) return found.quoteRevisionId;
  return refuse('APPROVAL_STEP_NOT_FOUND', 'There is no such step', ['approvalStepId']);
}

/**
 * SQL: who decides for a role, `$me` among them: those who have it, and those whose delegate `$me`
 * is on `$today`. Who is deactivated is away for good.
 */
const holdersSql = (role: string, me: string, today: string): string => `
  select ra.person_id from role_assignment ra
  join person p on p.id = ra.person_id and p.active
  where ra.role_id = ${role}
    and (ra.person_id = ${me} or exists (
      select from approval_delegation d
      where d.person_id = ra.person_id and d.delegate_id = ${me} and d.ended_at is null
        and ${today} between d.from_on and d.through_on))`;

const holdersStatement = statement(
  'approval_holders',
  `select person_id as id from (${holdersSql('$1', '$2', '$3::date')}) h order by 1`,
);

/** Who has the role of those in whose place the person may decide today: the person included. */
export async function findHolders(
  db: Queryable,
  roleId: Id,
  personId: Id | null,
  today: LocalDate,
): Promise<Id[]> {
  if (personId === null) return [];
  const rows = await db.query<{ id: Id }>(holdersStatement, [roleId, personId, today]);
  return rows.map(({ id }) => id);
}

const toDecideStatement = statement(
  'approval_steps_to_decide',
  `select s.id, q.owner_id as "ownerId", q.team_id as "teamId"
   from approval_step s
   join approval_request a on a.id = s.approval_request_id and a.state = 'PENDING'
   join quote_revision r on r.id = a.quote_revision_id
   join quote q on q.id = r.quote_id
   where s.state = 'WAITING' and s.opened_at is not null
     and not $1 = any(r.author_ids) and a.requested_by is distinct from $1
     and exists (
       select from (${holdersSql('s.role_id', '$1', '$2::date')}) h(id)
       where not h.id = any(r.author_ids) and a.requested_by is distinct from h.id)
     and ($3::uuid[] is null or q.team_id = any($3::uuid[]))
   order by s.due_at nulls last, s.id
   limit 200`,
);

/**
 * The steps that a person may decide now, the most urgent first; 200 at most. `teamIds`: whose
 * quotes the person's permission reaches; null: everybody's.
 */
export async function findStepsToDecide(
  db: Queryable,
  personId: Id,
  today: LocalDate,
  teamIds: readonly Id[] | null,
): Promise<Id[]> {
  const rows = await db.query<{ id: Id }>(toDecideStatement, [personId, today, teamIds]);
  return rows.map(({ id }) => id);
}
