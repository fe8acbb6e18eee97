import type { ReadRule } from '../read/read-rule.ts';

/** One sees one's own; with reach ALL those of everybody. */
export const eventsReadRules: readonly ReadRule[] = [
  { entity: 'EventSubscriber', permission: 'events.subscribe', owner: 'person' },
];
