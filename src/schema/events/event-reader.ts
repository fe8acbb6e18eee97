import { refuse } from '../../kernel/domain-error.ts';
import { Forbidden, type Viewer } from '../../platform/identity/index.ts';
import { maxPageSize } from '../../platform/read/reader.ts';

/** Reading the log at all is a right of its own; each type then asks for its own. */
export function requireReader(context: { requireViewer(): Viewer }): Viewer {
  const viewer = context.requireViewer();
  if (!viewer.grants.has('events.read')) throw new Forbidden('events.read', 'Reading events');
  return viewer;
}

/** As of every list: the limit on list sizes would refuse more before this does. */
const maxEvents = maxPageSize;

export function requireFirst(asked: number | null | undefined): number {
  const first = asked ?? maxEvents;
  if (first >= 1 && first <= maxEvents) return first;
  refuse('PAGE_SIZE', `first must be between 1 and ${maxEvents}; it is ${first}`, ['first']);
}
