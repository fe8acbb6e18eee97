import { refuseIfAny, type Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { defineOperation, type Operation } from '../../../platform/perform/operation.ts';
import { lockSubjects, type AboutInput } from '../ledger/activity-subjects.ts';
import { enterActivities } from '../ledger/enter-activities.ts';
import {
  readDone,
  readPlanned,
  type DoneInput,
  type PlannedInput,
} from '../rules/read-activity.ts';
import type { TimelineSource } from '../rules/timeline-source.ts';

export interface PlanActivityInput extends AboutInput, PlannedInput {}
export interface LogActivityInput extends AboutInput, DoneInput {}

/** What each act on an activity answers. */
export interface ActivityChanged {
  readonly activityId: Id;
  readonly version: number;
}

/**
 * Something is to be done, by somebody, until some time: about a party, a lead, an opportunity, a
 * project or any document of `sources`.
 */
export const createPlanActivity = (
  sources: readonly TimelineSource[],
): Operation<PlanActivityInput, ActivityChanged> =>
  defineOperation({
    name: 'planActivity',
    permission: 'crm.work',
    async run(op, input: PlanActivityInput): Promise<ActivityChanged> {
      op.requireReach('crm.work', { ownerId: op.actorId }, 'Planning this');
      const { about, owner } = await lockSubjects(op, input, sources);
      const faults: Fault[] = [];
      const planned = readPlanned(input, [], { about, owner, faults, op });
      refuseIfAny(faults);
      await enterActivities(op, [planned]);
      return { activityId: planned.id, version: planned.version };
    },
  });

/** Something was done that nobody had planned: a call that came in, a word at a fair. */
export const createLogActivity = (
  sources: readonly TimelineSource[],
): Operation<LogActivityInput, ActivityChanged> =>
  defineOperation({
    name: 'logActivity',
    permission: 'crm.work',
    async run(op, input: LogActivityInput): Promise<ActivityChanged> {
      op.requireReach('crm.work', { ownerId: op.actorId }, 'Telling of this');
      const { about, owner } = await lockSubjects(op, input, sources);
      const faults: Fault[] = [];
      const done = readDone(input, [], { about, owner, faults, op });
      refuseIfAny(faults);
      await enterActivities(op, [done]);
      return { activityId: done.id, version: done.version };
    },
  });
