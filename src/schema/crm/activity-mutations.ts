import {
  cancelActivity,
  completeActivity,
  rescheduleActivity,
  type ActivityChanged,
  type CompleteActivityInput,
  type LogActivityInput,
  type PlanActivityInput,
  type RescheduleActivityInput,
} from '../../modules/crm/index.ts';
import { logActivity, planActivity } from '../../modules/index.ts';
import { actField, row, type InputFieldBuilder } from '../mutation/act-field.ts';
import { ActivityType } from './activity-types.ts';
import {
  aboutFields,
  doneFields,
  outcomeFields,
  plannedFields,
  PlannedActivityInput,
} from './activity-inputs.ts';

const activity = row<ActivityChanged>(ActivityType, (result) => result.activityId, 'The activity.');

const activityId = (t: InputFieldBuilder) => ({
  activityId: t.id({ required: true, description: 'The activity.' }),
});

actField<PlanActivityInput, ActivityChanged>({
  name: 'planActivity',
  operation: planActivity,
  description: 'Plans something to be done, with or about one thing at least.',
  key: 'optional',
  input: (t) => ({ ...plannedFields(t), ...aboutFields(t) }),
  payload: { activity },
});

actField<LogActivityInput, ActivityChanged>({
  name: 'logActivity',
  operation: logActivity,
  description: 'Tells of something that was done and that nobody had planned.',
  key: 'optional',
  input: (t) => ({ ...doneFields(t), ...aboutFields(t) }),
  payload: { activity },
});

actField<CompleteActivityInput, ActivityChanged & { nextId: string | null }>({
  name: 'completeActivity',
  operation: completeActivity,
  description: 'What was planned is done; what comes next is planned in the same act.',
  key: 'optional',
  input: (t) => ({
    ...activityId(t),
    ...outcomeFields(t),
    next: t.field({ type: PlannedActivityInput, description: 'What comes next.' }),
  }),
  payload: {
    activity,
    next: row(ActivityType, (result) => result.nextId, 'What comes next, if anything.'),
  },
});

actField<RescheduleActivityInput, ActivityChanged>({
  name: 'rescheduleActivity',
  operation: rescheduleActivity,
  description: 'What is planned is due at another time.',
  key: 'optional',
  input: (t) => ({
    ...activityId(t),
    expectedVersion: t.int({ required: true, description: 'The version seen; else STALE.' }),
    dueAt: t.field({ type: 'DateTime', required: true, description: 'Until when.' }),
  }),
  payload: { activity },
});

actField<{ activityId: string; reason?: string | null }, ActivityChanged>({
  name: 'cancelActivity',
  operation: cancelActivity,
  description: 'What was planned is not done.',
  key: 'optional',
  input: (t) => ({ ...activityId(t), reason: t.string({ description: 'Why.' }) }),
  payload: { activity },
});
