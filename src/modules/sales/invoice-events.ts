import type { EventType } from '../../platform/events/event.ts';

export const invoiceEvents = {} as const satisfies Record<string, EventType>;
