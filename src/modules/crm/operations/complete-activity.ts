import { refuseIfAny, type Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { readNote } from '../../../kernel/read-input.ts';
import { requireTransition } from '../../../kernel/transitions.ts';
import { defineOperation } from '../../../platform/perform/operation.ts';
import { crmEvents } from '../events.ts';
import { lockDocument } from '../ledger/documents.ts';
import { enterActivities } from '../ledger/enter-activities.ts';
import { activities, changeActivity } from '../ledger/write-activity.ts';
import { activityStates } from '../rules/activity-states.ts';
import type { ActivityOutcome } from '../rules/kinds.ts';
import { readDoneAt, readPlanned, type PlannedInput } from '../rules/read-activity.ts';
import type { ActivityChanged } from './plan-activity.ts';

export interface CompleteActivityInput {
  readonly activityId: Id;
  /** Now, if not said. */
  readonly doneAt?: Date | string | null;
  readonly outcomeCode?: ActivityOutcome | null;
  /** In words. */
  readonly outcome?: string | null;
  /** What comes next, about the same things, for the same person. */
  readonly next?: PlannedInput | null;
}

/** What was planned is done, with what came of it; what comes next is planned in the same act. */
export const completeActivity = defineOperation({
  name: 'completeActivity',
  permission: 'crm.work',
  async run(op, input: CompleteActivityInput): Promise<ActivityChanged & { nextId: Id | null }> {
    const wanted = { what: 'Completing this activity' };
    const activity = await lockDocument(op, activities, input.activityId, wanted);
    const state = requireTransition(activityStates, activity.state, 'completeActivity');
    const faults: Fault[] = [];
    const outcome = readNote(input.outcome, ['outcome'], faults);
    const doneAt = readDoneAt(input.doneAt, op.now, ['doneAt'], faults);
    const { partyId, leadId, opportunityId, projectId, documentKind, documentId } = activity;
    const about = { partyId, leadId, opportunityId, projectId, documentKind, documentId };
    const reading = { about, owner: activity, faults, op };
    const next = input.next == null ? null : readPlanned(input.next, ['next'], reading);
    refuseIfAny(faults);
    const after = await changeActivity(
      op,
      activity,
      { state, doneAt, outcome, outcomeCode: input.outcomeCode ?? null },
      crmEvents.activityCompleted,
    );
    if (next) await enterActivities(op, [next], ['next']);
    return { activityId: activity.id, version: after.version, nextId: next?.id ?? null };
  },
});
