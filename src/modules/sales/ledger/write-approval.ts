import type { Id } from '../../../kernel/id.ts';
import { statement } from '../../../platform/database/statement.ts';
import type { OperationContext } from '../../../platform/perform/operation.ts';
import type { ApprovalRequestState } from '../rules/approval-kinds.ts';
import { stepsToOpen } from '../rules/approval-deciding.ts';
import type { ApprovalCause } from '../rules/approvals.ts';

const insertStatement = statement(
  'approval_request_insert',
  `with request as (
     insert into approval_request (id, quote_revision_id, content_hash, state, requested_at,
                                   requested_by)
     values ($1, $2, $3, 'PENDING', $4, $5)
     returning id
   )
   insert into approval_step (id, approval_request_id, approval_policy_id, role_id, step, measure,
     threshold, value, margin_percent, line_nos, state, hours)
   select s.id, request.id, s."policyId", s."roleId", s.step, s.measure, s.threshold, s.value,
     s."marginPercent", s."lineNos", 'WAITING', s.hours
   from request, json_to_recordset($6) as s(id uuid, "policyId" uuid, "roleId" uuid, step int,
     measure text, threshold numeric, value numeric, "marginPercent" numeric, "lineNos" int[],
     hours int)`,
);

/** Every department concerned is asked about just this content. Answers the steps that are open. */
export async function insertRequest(
  op: OperationContext,
  about: { readonly revisionId: Id; readonly contentHash: string },
  causes: readonly ApprovalCause[],
): Promise<{ readonly requestId: Id; readonly opened: readonly Id[] }> {
  const requestId = op.newId();
  const steps = causes.map(({ policy, value, lineNos }) => ({
    id: op.newId(),
    policyId: policy.id,
    roleId: policy.roleId,
    step: policy.step,
    measure: policy.measure,
    threshold: policy.threshold,
    // What is left after costs is kept apart: not everybody may see it who sees the cause.
    value: policy.measure === 'MARGIN' ? null : value,
    marginPercent: policy.measure === 'MARGIN' ? value : null,
    lineNos,
    hours: policy.hours,
  }));
  await op.query(insertStatement, [
    requestId,
    about.revisionId,
    about.contentHash,
    op.now,
    op.actorId,
    JSON.stringify(steps),
  ]);
  const turns = steps.map(
    ({ id, step }) => ({ id, step, state: 'WAITING', isOpen: false }) as const,
  );
  const opened = stepsToOpen(turns);
  await openSteps(op, opened);
  return { requestId, opened };
}

const openStatement = statement(
  'approval_steps_open',
  `update approval_step set opened_at = $2, due_at = $2::timestamptz + make_interval(hours => hours)
   where id = any($1::uuid[])`,
);

/** It is their turn; from now on the time runs that they have. */
export async function openSteps(op: OperationContext, ids: readonly Id[]): Promise<void> {
  if (ids.length > 0) await op.query(openStatement, [ids, op.now]);
}

export interface StepDecision {
  readonly id: Id;
  readonly state: 'APPROVED' | 'REJECTED';
  /** In whose place; null: the product itself decides. */
  readonly forId: Id | null;
  readonly note: string | null;
}

const decideStatement = statement(
  'approval_step_decide',
  `update approval_step set state = $2, decided_at = $3, decided_by_id = $4,
     decided_for_id = nullif($5::uuid, $4::uuid), note = $6
   where id = $1`,
);

export const decideStep = (op: OperationContext, decision: StepDecision): Promise<unknown> =>
  op.query(decideStatement, [
    decision.id,
    decision.state,
    op.now,
    op.actorId,
    decision.forId,
    decision.note,
  ]);

const endStatement = statement(
  'approval_request_end',
  `with steps as (
     update approval_step set state = 'DROPPED'
     where approval_request_id = $1 and state = 'WAITING' and $2 <> 'APPROVED'
   )
   update approval_request set state = $2, ended_at = $3, ended_by = $4, note = $5,
     version = version + 1
   where id = $1`,
);

/** All agreed, one did not, or the question falls away; what then still waits is not decided. */
export const endRequest = (
  op: OperationContext,
  requestId: Id,
  state: Exclude<ApprovalRequestState, 'PENDING'>,
  note: string | null = null,
): Promise<unknown> => op.query(endStatement, [requestId, state, op.now, op.actorId, note]);
