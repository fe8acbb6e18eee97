import type { EventType } from '../../platform/events/event.ts';

export const receivablesEvents = {} as const satisfies Record<string, EventType>;
