import { setTimeout as sleep } from 'node:timers/promises';
import type { CursorStore } from './cursor-store.ts';
import { FeedRefused, LineLost } from './errors.ts';
import type { Cursor, PaymentEvent } from './events.ts';
import { openLine, type LineOptions } from './line.ts';
import { createSequence } from './sequence.ts';

export interface FollowOptions<Tx> {
  readonly store: CursorStore<Tx>;
  /** What is done with each event, in order, one at a time. What it throws ends the following. */
  effect(event: PaymentEvent, tx: Tx): Promise<void>;
  /** Of these types alone; then positions prove nothing any more. */
  readonly types?: readonly string[];
  /** After which position to begin where the store has none; from the first event, if not said. */
  readonly start?: string;
  /** Ends the following, behind the effect that is under way. */
  readonly signal?: AbortSignal;
  /** Each loss of the line, before the next attempt. */
  onLost?(error: LineLost, attempt: number): void;
  /** Everything up to here has been taken in. */
  onTaken?(cursor: Cursor): void;
  /** The first pause before a new attempt; it doubles up to a hundred times as much. */
  readonly backOffMs?: number;
}

const longestFactor = 100;

/**
 * Follows for ever: resumes behind the cursor whenever the line is lost, takes each event in once,
 * and throws FeedBroken on a hole, or where the cursor's event is another one by now. Resolves when
 * `signal` says so; throws FeedRefused, and whatever an effect or the store throws.
 */
export async function follow<Tx>(line: LineOptions, options: FollowOptions<Tx>): Promise<void> {
  const { signal, backOffMs = 100 } = options;
  for (let attempt = 1; !signal?.aborted; attempt += 1) {
    const told = await followLine(line, options);
    if (!told.lost || signal?.aborted) return;
    if (told.events > 0) attempt = 1;
    options.onLost?.(told.lost, attempt);
    const pause = backOffMs * Math.min(2 ** (attempt - 1), longestFactor);
    await sleep(pause * (0.5 + Math.random()), undefined, { signal }).catch(() => undefined);
  }
}

interface Told {
  readonly events: number;
  /** Undefined: it was ended. */
  readonly lost?: LineLost;
}

async function followLine<Tx>(line: LineOptions, options: FollowOptions<Tx>): Promise<Told> {
  const cursor = (await options.store.read()) ?? { position: options.start ?? '0', id: null };
  const { position } = cursor;
  if (cursor.id === null || position === '0') return followFrom(line, options, cursor, position);
  try {
    // With the event at the cursor: a server that was set up anew may have another one there.
    return await followFrom(line, options, cursor, `${BigInt(position) - 1n}`);
  } catch (error) {
    // That one may be given up, and all behind it be kept.
    if (!(error instanceof FeedRefused) || error.details['keptAfter'] !== position) throw error;
    return followFrom(line, options, cursor, position);
  }
}

async function followFrom<Tx>(
  line: LineOptions,
  options: FollowOptions<Tx>,
  cursor: Cursor,
  after: string,
): Promise<Told> {
  const { store, types, signal } = options;
  // Whoever left while the store answered is not heard any more below.
  if (signal?.aborted) return { events: 0 };
  const sequence = createSequence(cursor, types === undefined);
  const events = openLine(line, { after, types });
  const leave = (): void => void events.return?.();
  signal?.addEventListener('abort', leave);
  let count = 0;
  try {
    for (;;) {
      const event = await nextOf(events);
      if (event instanceof LineLost) return { events: count, lost: event };
      if (!event) return { events: count };
      if (!sequence.isNext(event)) continue;
      await store.take(event, (tx) => options.effect(event, tx));
      count += 1;
      options.onTaken?.({ position: event.position, id: event.id });
      if (signal?.aborted) return { events: count };
    }
  } finally {
    signal?.removeEventListener('abort', leave);
    await events.return?.();
  }
}

/** Only the line may be lost and found again: what an effect throws is not this one's. */
async function nextOf(
  events: AsyncIterableIterator<PaymentEvent>,
): Promise<PaymentEvent | LineLost | null> {
  try {
    const step = await events.next();
    return step.done ? null : step.value;
  } catch (error) {
    if (error instanceof LineLost) return error;
    throw error;
  }
}
