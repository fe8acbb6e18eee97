import type { EventType } from '../../platform/events/event.ts';

const define = (type: string, description: string): EventType => ({
  type,
  permission: 'receivables.read',
  description,
  feed: 'PAYMENTS',
});

/** What guarantees go through: each bears the guarantee as it then is, and what changed. */
export const guaranteeEvents = {
  recorded: define('guarantee.recorded', 'Something secures what a customer owes'),
  extended: define('guarantee.extended', 'It holds longer'),
  expiring: define('guarantee.expiring', 'It ends soon: told once for each number of days before'),
  expired: define('guarantee.expired', 'It holds no more'),
  called: define('guarantee.called', 'Its issuer was asked to pay, all or a part'),
  releaseAsked: define(
    'guarantee.releaseAsked',
    'Somebody wants to give it up; another must agree',
  ),
  releaseRefused: define('guarantee.releaseRefused', 'It is not given up after all'),
  released: define('guarantee.released', 'It was given up, signed by two'),
  returned: define('guarantee.returned', 'Its paper went back'),
} as const satisfies Record<string, EventType>;
