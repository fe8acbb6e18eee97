import { refuseIfAny } from '../../kernel/domain-error.ts';
import { reachesRecord, type Viewer } from '../identity/viewer.ts';
import type { EventType, RecordedEvent } from './event.ts';

/** Every type of event the product announces, and who may see which. */
export interface EventTypes {
  readonly all: readonly EventType[];
  isVisible(viewer: Viewer, event: RecordedEvent): boolean;
  /** The names to read: those asked for, or all. Refuses UNKNOWN_EVENT_TYPE naming each. */
  requireKnown(names: readonly string[] | null, viewer: Viewer): readonly string[];
  /** The names of a feed's types; null: all. Refuses UNKNOWN_EVENT_TYPE naming each other one. */
  wantedOf(feed: string, names: readonly string[] | null): ReadonlySet<string> | null;
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
      refuseUnknown(names, (name) => byName.has(name));
      return names;
    },
    wantedOf(feed, names) {
      if (!names) return null;
      refuseUnknown(names, (name) => byName.get(name)?.feed === feed);
      return new Set(names);
    },
  };
}

function refuseUnknown(names: readonly string[], isKnown: (name: string) => boolean): void {
  refuseIfAny(
    names.flatMap((name, index) =>
      isKnown(name)
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
}
