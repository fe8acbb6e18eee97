import { FeedBroken } from './errors.ts';
import type { Cursor, PaymentEvent } from './events.ts';

const idsKept = 10_000;

/** Tells what is new from what is repeated, and proves that nothing is missing. */
export interface Sequence {
  /** Whether the event is to be taken in. Throws FeedBroken on a hole or another event there. */
  isNext(event: PaymentEvent): boolean;
}

/** `whole`: every event is asked for, so that positions follow each other by one. */
export function createSequence(start: Cursor, whole: boolean): Sequence {
  const ids = new Map<string, string>();
  let last = BigInt(start.position);
  if (start.id !== null) ids.set(start.position, start.id);
  return {
    isNext({ position, id }) {
      const place = BigInt(position);
      if (place <= last) {
        const known = ids.get(position);
        if (known === undefined || known === id) return false;
        throw new FeedBroken(`Position ${position} was event ${known} and now is ${id}`);
      }
      if (whole && place !== last + 1n) {
        throw new FeedBroken(`After position ${last} came ${position}: events are missing`);
      }
      last = place;
      ids.set(position, id);
      if (ids.size > idsKept) ids.delete(ids.keys().next().value as string);
      return true;
    },
  };
}
