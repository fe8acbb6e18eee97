import { refuseIfAny, type Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { readNote } from '../../../kernel/read-input.ts';
import { requireTransition } from '../../../kernel/transitions.ts';
import { defineOperation } from '../../../platform/perform/operation.ts';
import { crmEvents } from '../events.ts';
import { lockDocument } from '../ledger/documents.ts';
import { activities, changeActivity } from '../ledger/write-activity.ts';
import { activityStates } from '../rules/activity-states.ts';
import type { ActivityChanged } from './plan-activity.ts';

/** What was planned is not done, and perhaps why. */
export const cancelActivity = defineOperation({
  name: 'cancelActivity',
  permission: 'crm.work',
  async run(op, input: { activityId: Id; reason?: string | null }): Promise<ActivityChanged> {
    const wanted = { what: 'Cancelling this activity' };
    const activity = await lockDocument(op, activities, input.activityId, wanted);
    const state = requireTransition(activityStates, activity.state, 'cancelActivity');
    const faults: Fault[] = [];
    const outcome = readNote(input.reason, ['reason'], faults);
    refuseIfAny(faults);
    const after = { state, outcome };
    const event = crmEvents.activityCancelled;
    const { version } = await changeActivity(op, activity, after, event);
    return { activityId: activity.id, version };
  },
});
