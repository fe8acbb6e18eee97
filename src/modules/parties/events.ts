import type { EventType } from '../../platform/events/event.ts';

export const partiesEvents = {} as const satisfies Record<string, EventType>;
