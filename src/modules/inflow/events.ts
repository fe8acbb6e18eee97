import type { EventType } from '../../platform/events/event.ts';

const define = (type: string, description: string): EventType => ({
  type,
  permission: 'inflow.read',
  description,
});

/** What inflow announces. */
export const inflowEvents = {
  settingSet: define('inflow.settingSet', 'Months are counted, or money is expected, otherwise'),
  targetSet: define('inflow.targetSet', 'Somebody, a team or the firm is to bring in so much'),
  targetRemoved: define('inflow.targetRemoved', 'It is asked for no more'),
  creditSplit: define('inflow.creditSplit', 'The money for a commitment is theirs from now on'),
  rateSet: define('commission.rateSet', 'So much of what they bring in is theirs from a day on'),
  commissionPaid: define('commission.paid', 'Somebody was paid a commission, or paid it back'),
} as const satisfies Record<string, EventType>;
