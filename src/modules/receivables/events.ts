import type { EventType, NewEvent } from '../../platform/events/event.ts';
import type { Id } from '../../kernel/id.ts';

const define = (type: string, description: string): EventType => ({
  type,
  permission: 'receivables.read',
  description,
});

/** What receivables announces. Each bears the account or the policy as it then is. */
export const receivablesEvents = {
  limitSet: define('credit.limitSet', 'A customer may owe more or less, or pay sooner or later'),
  held: define('credit.held', 'A customer gets no credit until further notice'),
  released: define('credit.released', 'A customer whose credit was held gets it again'),
  overrideGranted: define(
    'credit.overrideGranted',
    'A customer may go beyond the limit for a while',
  ),
  overrideRevoked: define('credit.overrideRevoked', 'A customer may go beyond the limit no more'),
  paymentTermsSet: define('paymentTerms.set', 'Terms of payment may be agreed upon, or others'),
  moneyAccountSet: define('moneyAccount.set', 'Where money is kept is said anew'),
  writeOffLimitSet: define('writeOffLimit.set', 'Who has a role may give up more or less'),
  periodChanged: define('ledgerPeriod.changed', 'The books are closed through another day'),
  bankHolidaysSet: define('bankHolidays.set', 'Banks are closed on other days'),
  chequePolicySet: define('chequePolicy.set', 'Cheques are dealt with in another way'),
  policySet: define('credit.policySet', 'What is asked of customers at an act has changed'),
} as const satisfies Record<string, EventType>;

/** Whose account it is. */
export interface AccountOwner {
  readonly id: Id;
  readonly name: string;
  readonly ownerId: Id | null;
  readonly teamId: Id | null;
}

/** An event about a customer's credit, for those who look after the customer. */
export const creditEvent = (
  type: EventType,
  { id, name, ownerId, teamId }: AccountOwner,
  data: Readonly<Record<string, unknown>>,
): NewEvent => ({
  type,
  subject: { type: 'creditAccount', id },
  ownerId,
  unitIds: teamId === null ? [] : [teamId],
  data: { party: { id, name }, ...data },
});
