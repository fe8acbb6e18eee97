import { refusingClashes } from '../../../platform/database/constraint-faults.ts';
import type { OperationContext } from '../../../platform/perform/operation.ts';
import { fault, type Path } from '../errors.ts';
import { crmEvents } from '../events.ts';
import type { ActivityRecord } from '../rules/records.ts';
import { announce } from './documents.ts';
import { activities, insertActivities } from './write-activity.ts';

/** Writes new activities and tells of each: what is done was logged, the rest is planned. */
export async function enterActivities(
  op: OperationContext,
  rows: readonly ActivityRecord[],
  path: Path = [],
): Promise<void> {
  if (rows.length === 0) return;
  const taken = () => fault('ID_TAKEN', 'Another activity has this id', [...path, 'id']);
  await refusingClashes({ activity_pkey: taken }, () => insertActivities(op, rows));
  for (const activity of rows) {
    const { activityLogged, activityPlanned } = crmEvents;
    announce(
      op,
      activities,
      activity.state === 'DONE' ? activityLogged : activityPlanned,
      activity,
    );
  }
}
