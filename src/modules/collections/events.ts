import type { EventType, NewEvent } from '../../platform/events/event.ts';
import type { Id } from '../../kernel/id.ts';

const define = (type: string, description: string): EventType => ({
  type,
  permission: 'collections.read',
  description,
});

/** What finance systems follow as well: part of the one gapless feed of payments. */
const payment = (type: string, description: string): EventType => ({
  ...define(type, description),
  feed: 'PAYMENTS',
});

/** What collections announce. Each bears the document as it then is, and what changed. */
export const collectionsEvents = {
  dunningSent: payment('dunning.sent', 'A customer was reminded of what is overdue'),
  dunningDelivered: define('dunning.delivered', 'It was noted whether a reminder arrived'),
  promiseMade: payment('promise.made', 'A customer promised to pay so much by a day'),
  promiseKept: payment('promise.kept', 'Enough of what was promised came in time'),
  promisePartiallyKept: payment('promise.partiallyKept', 'Some of what was promised came in time'),
  promiseBroken: payment('promise.broken', 'Nothing of what was promised came in time'),
  promiseCancelled: payment('promise.cancelled', 'A promise does not hold any more'),
  promiseSuperseded: payment('promise.superseded', 'A promise or a plan took another’s place'),
  planProposed: define('plan.proposed', 'A customer was offered to pay by instalments'),
  planCreated: payment('plan.created', 'A plan took the place of what was owed'),
  planBroken: payment('plan.broken', 'A plan was not kept: what it stood for is owed again'),
  planCompleted: payment('plan.completed', 'A plan was paid, and with it what it stood for'),
  planCancelled: payment('plan.cancelled', 'A plan was given up'),
  planResettled: payment('plan.resettled', 'A payment on a plan that has ended was taken back'),
  disputeOpened: payment('dispute.opened', 'A customer says that something is not owed'),
  disputeResolved: payment('dispute.resolved', 'A dispute was decided'),
  disputeReopened: payment('dispute.reopened', 'A dispute that was decided is open again'),
  placementProposed: define('placement.proposed', 'Claims are to be given to an agency'),
  placementPlaced: payment('placement.placed', 'An agency was given claims to collect'),
  placementAcknowledged: payment('placement.acknowledged', 'An agency has taken claims on'),
  placementWorking: define('placement.working', 'An agency is at work on claims'),
  placementCollected: payment('placement.collected', 'Placed claims were paid, in part or whole'),
  placementRecalled: payment('placement.recalled', 'Claims were taken back from an agency'),
  placementReturned: payment('placement.returned', 'An agency gave claims back'),
  placementCancelled: define('placement.cancelled', 'Claims are not given to an agency after all'),
  placementRemitted: payment('placement.remitted', 'An agency accounted for what it collected'),
  profileSet: define('collection.profileSet', 'It was said how a customer is collected from'),
  contactBlocked: define('collection.contactBlocked', 'A customer is not to be reached'),
  contactAllowed: define('collection.contactAllowed', 'A customer may be reached again'),
  contactRecorded: define('collection.contactRecorded', 'A customer was reached, or was not'),
  configured: define('collection.configured', 'How customers are collected from has changed'),
} as const satisfies Record<string, EventType>;

/** Whose document it is. */
export interface EventCustomer {
  readonly id: Id;
  readonly name: string;
  readonly ownerId: Id | null;
  readonly teamId: Id | null;
}

/** An event about a document of a customer, for those who look after the customer. */
export const customerEvent = (
  type: EventType,
  { id, name, ownerId, teamId }: EventCustomer,
  subject: NewEvent['subject'],
  data: Readonly<Record<string, unknown>>,
): NewEvent => ({
  type,
  subject,
  ownerId,
  unitIds: teamId === null ? [] : [teamId],
  data: { party: { id, name }, ...data },
});
