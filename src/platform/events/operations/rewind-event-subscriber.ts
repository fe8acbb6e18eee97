import { refuse } from '../../../kernel/domain-error.ts';
import type { LocalDate } from '../../../kernel/local-date.ts';
import { statement } from '../../database/statement.ts';
import { defineOperation, type OperationContext } from '../../perform/operation.ts';
import { eventsEvents, subscriberEvent } from '../events.ts';
import { extentOf, requireWithin } from '../feed-log.ts';
import { positionBefore } from '../position-before.ts';
import {
  lockSubscriber,
  subscriberColumns,
  type EventSubscriberRow,
  type SubscriberChanged,
  type SubscriberInput,
} from '../subscribers.ts';

/** One of the two. */
export interface RewindEventSubscriberInput extends SubscriberInput {
  /** What came after it comes once more. */
  readonly toPosition?: string | undefined;
  /** What was recorded on that business day or later comes once more. */
  readonly toDate?: LocalDate | undefined;
}

const rewind = statement(
  'event_subscriber_rewind',
  `update event_subscriber set acked_position = $2, version = version + 1
   where id = $1 returning ${subscriberColumns}`,
);

/**
 * A subscriber gets once more what it had acknowledged; never less than it has missed. Its version
 * rises, so that an acknowledgement which is still on its way can be told from a later one. Refuses
 * SUBSCRIBER_NOT_FOUND, STALE, TARGET_REQUIRED, CONTRADICTED, POSITION_AHEAD, CURSOR_TOO_OLD.
 */
export const rewindEventSubscriber = defineOperation<RewindEventSubscriberInput, SubscriberChanged>(
  {
    name: 'rewindEventSubscriber',
    permission: 'events.subscribe',
    async run(op, input) {
      const subscriber = await lockSubscriber(op, input, 'rewindEventSubscriber');
      const { id, ackedPosition } = subscriber;
      const target = await targetOf(op, input, subscriber);
      const [rewound] = await op.query<EventSubscriberRow>(rewind, [id, target]);
      const change = { ackedPosition };
      op.emit(
        subscriberEvent(eventsEvents.subscriberRewound, rewound as EventSubscriberRow, change),
      );
      return { subscriberId: id };
    },
  },
);

async function targetOf(
  op: OperationContext,
  { toPosition, toDate }: RewindEventSubscriberInput,
  { feed, ackedPosition }: EventSubscriberRow,
): Promise<string> {
  if (toPosition !== undefined && toDate !== undefined) {
    refuse('CONTRADICTED', 'Say a position or a day, not both', ['toDate']);
  }
  const extent = await extentOf(op, feed);
  if (toPosition !== undefined) {
    requireWithin(extent, toPosition, ['toPosition']);
    if (BigInt(toPosition) <= BigInt(ackedPosition)) return toPosition;
    const message = `It has acknowledged up to ${ackedPosition} only`;
    refuse('POSITION_AHEAD', message, ['toPosition'], { ackedPosition });
  }
  if (toDate === undefined) refuse('TARGET_REQUIRED', 'Say a position or a day', ['toPosition']);
  const found = await positionBefore(op, feed, toDate);
  return BigInt(found) < BigInt(ackedPosition) ? found : ackedPosition;
}
