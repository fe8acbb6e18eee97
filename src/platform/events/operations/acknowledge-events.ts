import { refuse } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { statement } from '../../database/statement.ts';
import { defineOperation, type OperationContext } from '../../perform/operation.ts';
import { requireNotAhead } from '../event-log.ts';
import { extentOf } from '../feed-log.ts';
import { lockSubscriber, type EventSubscriberRow } from '../subscribers.ts';

export interface AcknowledgeEventsInput {
  readonly subscriberId: Id;
  /** Everything up to here has been taken in. */
  readonly position: string;
  /** Refused when somebody has rewound, paused or resumed it since. */
  readonly expectedVersion?: number | null | undefined;
}

export interface EventsAcknowledged {
  readonly subscriberId: Id;
  /** What is acknowledged now; more than was asked where that was done before. */
  readonly ackedPosition: string;
}

const acknowledge = statement(
  'event_subscriber_acknowledge',
  'update event_subscriber set acked_position = $2, acked_at = $3 where id = $1',
);

/**
 * A subscriber of the feed has taken in everything up to a position. Never goes back: what is
 * acknowledged already stays so. Refuses POSITION_AHEAD, SUBSCRIBER_NOT_FOUND, STALE,
 * SUBSCRIBER_SENT_TO: what nobody has delivered would be taken for delivered.
 */
export const createAcknowledgeEvents = (name: string, feed: string) =>
  defineOperation<AcknowledgeEventsInput, EventsAcknowledged>({
    name,
    permission: 'events.subscribe',
    async run(op, input) {
      const subscriber = await lockSubscriber(op, input, name);
      if (subscriber.feed !== feed) {
        refuse('SUBSCRIBER_NOT_FOUND', `It does not receive ${feed}`, ['subscriberId']);
      }
      if (subscriber.kind === 'WEBHOOK') {
        const message = 'What is sent to it counts as taken in when it is delivered';
        refuse('SUBSCRIBER_SENT_TO', message, ['subscriberId']);
      }
      // In a statement behind the lock: what the client has seen is seen here.
      const { headPosition } = await extentOf(op, feed);
      requireNotAhead(input.position, headPosition, ['position']);
      return { subscriberId: subscriber.id, ackedPosition: moveOn(op, subscriber, input.position) };
    },
  });

function moveOn(op: OperationContext, subscriber: EventSubscriberRow, position: string): string {
  const { id, ackedPosition } = subscriber;
  if (BigInt(position) <= BigInt(ackedPosition)) return ackedPosition;
  op.owe(acknowledge, [id, position, op.now]);
  return position;
}
