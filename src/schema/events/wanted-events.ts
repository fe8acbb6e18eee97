import type { RecordedEvent } from '../../platform/events/event.ts';

/**
 * The events of these types. A bare iterator: `return()` must end the feed at once even while
 * `next()` waits, which an async generator would not do.
 */
export function wantedEvents(
  feed: AsyncIterableIterator<RecordedEvent>,
  types: ReadonlySet<string>,
): AsyncIterableIterator<RecordedEvent> {
  return {
    async next() {
      for (;;) {
        const step = await feed.next();
        if (step.done === true || types.has(step.value.type)) return step;
      }
    },
    return: (value) => feed.return?.(value) ?? Promise.resolve({ done: true, value: undefined }),
    throw: (error) => feed.throw?.(error) ?? Promise.reject(error as Error),
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}
