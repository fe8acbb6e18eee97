import type { RecordedEvent } from '../../platform/events/event.ts';

/**
 * Those events of a feed that a condition lets through. A bare iterator: `return()` must end the
 * feed at once even while `next()` waits, which an async generator would not do.
 */
export function visibleEvents(
  feed: AsyncIterableIterator<RecordedEvent>,
  isWanted: (event: RecordedEvent) => boolean,
): AsyncIterableIterator<RecordedEvent> {
  return {
    async next() {
      for (;;) {
        const step = await feed.next();
        if (step.done === true || isWanted(step.value)) return step;
      }
    },
    return: (value) => feed.return?.(value) ?? Promise.resolve({ done: true, value: undefined }),
    throw: (error) => feed.throw?.(error) ?? Promise.reject(error as Error),
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}
