import type { Id } from '../../../kernel/id.ts';
import { requireTransition } from '../../../kernel/transitions.ts';
import { defineOperation } from '../../../platform/perform/operation.ts';
import { crmEvents } from '../events.ts';
import { lockDocument } from '../ledger/documents.ts';
import { activities, changeActivity } from '../ledger/write-activity.ts';
import { activityStates } from '../rules/activity-states.ts';
import { readInstant } from '../rules/read-input.ts';
import type { ActivityChanged } from './plan-activity.ts';

export interface RescheduleActivityInput {
  readonly activityId: Id;
  /** The version that the editor has seen. */
  readonly expectedVersion: number;
  readonly dueAt: Date | string;
}

/** What is planned is due at another time. */
export const rescheduleActivity = defineOperation({
  name: 'rescheduleActivity',
  permission: 'crm.work',
  async run(op, input: RescheduleActivityInput): Promise<ActivityChanged> {
    const { expectedVersion } = input;
    const wanted = { what: 'Rescheduling this activity', expectedVersion };
    const activity = await lockDocument(op, activities, input.activityId, wanted);
    requireTransition(activityStates, activity.state, 'rescheduleActivity');
    const dueAt = readInstant(input.dueAt);
    const event = crmEvents.activityRescheduled;
    const { version } = await changeActivity(op, activity, { dueAt }, event);
    return { activityId: activity.id, version };
  },
});
