import type { EventType } from '../../platform/events/event.ts';

const define = (type: string, description: string): EventType => ({
  type,
  permission: 'receivables.read',
  description,
  feed: 'PAYMENTS',
});

/** What cheques and guarantees go through: each bears its paper as it then is, and what changed. */
export const chequeEvents = {
  received: define('cheque.received', 'A customer handed a cheque over'),
  covered: define('cheque.covered', 'A cheque is to pay something else, or more, or less'),
  extended: define('cheque.extended', 'Its day was put off'),
  deposited: define('cheque.deposited', 'It was given to a bank'),
  withdrawn: define('cheque.withdrawn', 'The bank gave it back before it was presented'),
  cleared: define('cheque.cleared', 'It is money now'),
  returned: define('cheque.returned', 'The bank did not pay it'),
  represented: define('cheque.represented', 'It was given to the bank once more'),
  endorsed: define('cheque.endorsed', 'It was passed on to somebody else'),
  heldAsSecurity: define('cheque.heldAsSecurity', 'It is kept as security, and not for payment'),
  replaced: define('cheque.replaced', 'Others, or money, came in its place'),
  settledByCash: define('cheque.settledByCash', 'Money came in its place'),
  sentToLegal: define('cheque.sentToLegal', 'It is claimed at law'),
  givenBack: define('cheque.givenBack', 'The customer has the paper again'),
  lost: define('cheque.lost', 'Nobody knows where the paper is'),
  cancelled: define('cheque.cancelled', 'It was entered by mistake, or is void'),
} as const satisfies Record<string, EventType>;
