import type { ReadRule } from '../read/read-rule.ts';

const permission = 'events.subscribe';

/** Readable as the subscriber is: one's own, and everybody's for who administers them. */
export const webhooksReadRules: readonly ReadRule[] = [
  { entity: 'WebhookEndpoint', permission, via: 'subscriber' },
  { entity: 'WebhookSecret', permission, via: 'endpoint' },
  { entity: 'WebhookStream', permission, via: 'endpoint' },
  { entity: 'WebhookAttempt', permission, via: 'endpoint' },
];
