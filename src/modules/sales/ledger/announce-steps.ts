import type { Id } from '../../../kernel/id.ts';
import { statement } from '../../../platform/database/statement.ts';
import type { EventType } from '../../../platform/events/event.ts';
import type { OperationContext } from '../../../platform/perform/operation.ts';

interface Snapshot {
  readonly id: Id;
  readonly teamId: Id | null;
}

const load = statement(
  'approval_step_snapshots',
  `select s.id, s.step, s.measure, trim_scale(s.threshold)::text as threshold, s.state,
     s.line_nos as "lineNos", s.opened_at as "openedAt", s.due_at as "dueAt",
     json_build_object('id', ro.id, 'code', ro.code) as role,
     json_build_object('id', p.id, 'code', p.code, 'name', p.name) as policy,
     json_build_object('id', q.id, 'number', q.number, 'revisionId', r.id,
                       'revisionNo', r.revision_no) as quote,
     q.team_id as "teamId"
   from approval_step s
   join approval_policy p on p.id = s.approval_policy_id
   join role ro on ro.id = s.role_id
   join approval_request a on a.id = s.approval_request_id
   join quote_revision r on r.id = a.quote_revision_id
   join quote q on q.id = r.quote_id
   where s.id = any($1::uuid[])
   order by s.step, p.code`,
);

/** Tells those who decide of steps as they now stand; what was measured is in none. */
export async function announceSteps(
  op: OperationContext,
  type: EventType,
  stepIds: readonly Id[],
): Promise<void> {
  if (stepIds.length === 0) return;
  for (const { teamId, ...approvalStep } of await op.query<Snapshot>(load, [stepIds])) {
    op.emit({
      type,
      subject: { type: 'approvalStep', id: approvalStep.id },
      unitIds: teamId === null ? [] : [teamId],
      data: { approvalStep },
    });
  }
}
