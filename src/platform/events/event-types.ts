import { refuseIfAny } from '../../kernel/domain-error.ts';
import { reachesRecord, type Viewer } from '../identity/viewer.ts';
import type { EventType, RecordedEvent } from './event.ts';

/** Every type of event the product announces, and who may see which. */
export interface EventTypes {
  readonly all: readonly EventType[];
  isVisible(viewer: Viewer, event: RecordedEvent): boolean;
  /** The names to read: those asked for, or all. Refuses UNKNOWN_EVENT_TYPE naming each. */
  requireKnown(names: readonly string[] | null, viewer: Viewer): readonly string[];
}

export function eventTypes(all: readonly EventType[]): EventTypes {
  const byName = new Map(all.map((type) => [type.type, type]));
  if (byName.size !== all.length) throw new Error('Two event types bear the same name');
  return {
    all,
    isVisible(viewer, event) {
      const type = byName.get(event.type);
      return type !== undefined && reachesRecord(viewer, type.permission, event);
    },
    requireKnown(names, viewer) {
      if (!names) return all.filter((t) => viewer.grants.has(t.permission)).map((t) => t.type);
      refuseIfAny(
        names.flatMap((name, index) =>
          byName.has(name)
            ? []
            : [
                {
                  code: 'UNKNOWN_EVENT_TYPE',
                  message: `There is no event type ${name}`,
                  path: ['types', String(index)],
                },
              ],
        ),
      );
      return names;
    },
  };
}
