import type { Id } from '../../kernel/id.ts';
import type { Queryable } from '../database/statement.ts';
import type { Log } from '../log.ts';
import { deliverDue, deliverRequested, type DeliverParts } from './deliver.ts';
import {
  acknowledgeDelivered,
  followRewindOf,
  noteDeliveries,
  settlePausedEndpoint,
  takeInEvents,
  type DeliveryNote,
} from './delivery-state.ts';
import {
  findRequests,
  findRetries,
  findWaiting,
  lookAtEndpoint,
  type DueEvent,
  type EndpointNow,
} from './due-events.ts';
import type { PauseReason } from './entities.ts';
import { longestRest } from './back-off.ts';
import { giveBackLease, renewLease, type Lease } from './lease.ts';

export interface CourierParts extends DeliverParts {
  readonly database: Queryable;
  readonly log: Log;
  /** So many dead streams pause their endpoint. */
  readonly deadStreamsAtMost: number;
  /** Requests to one endpoint at a time. */
  readonly parallel: number;
  readonly leaseMs: number;
  /** How often it looks by itself, since a wake-up may be lost. */
  readonly pollMs: number;
  /** How long what is on its way is waited for when stopping. */
  readonly drainMs: number;
  /** Pauses the endpoint, and tells of it. */
  pause(endpointId: Id, reason: PauseReason): Promise<void>;
}

/** Delivers one endpoint as long as its lease holds and there is something to do. */
export interface Courier {
  wake(): void;
  /** Sends nothing more, and waits for what is under way. */
  stop(): void;
  readonly done: Promise<void>;
}

const batchSize = 500;
/** After so many failures in a row one request at a time asks whether somebody is there again. */
const failuresOfTrouble = 10;

interface Round {
  readonly parts: CourierParts;
  readonly lease: Lease;
  /** Streams and requests that are on their way, or not noted yet; true: after a failure. */
  readonly underWay: Map<Id, boolean>;
  readonly finished: DeliveryNote[];
  /** The log may hold more than was taken in. */
  behind: boolean;
  changed: boolean;
  over: boolean;
  again: boolean;
  renewAt: number;
  readAt: number;
  retriesFirst: boolean;
  rouse: () => void;
}

export function startCourier(parts: CourierParts, lease: Lease): Courier {
  const round: Round = {
    ...{ parts, lease, underWay: new Map(), finished: [], behind: true, changed: true },
    ...{
      over: false,
      again: false,
      renewAt: 0,
      readAt: 0,
      retriesFirst: false,
      rouse: () => undefined,
    },
  };
  const wake = (): void => {
    round.behind = true;
    stir(round);
  };
  const stop = (): void => {
    round.over = true;
    stir(round);
  };
  return { wake, stop, done: run(round) };
}

function stir(round: Round): void {
  round.again = true;
  round.rouse();
}

const rest = (round: Round, ms: number): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    round.rouse = () => {
      clearTimeout(timer);
      resolve();
    };
  });

const pauseOnErrorMs = 500;

async function run(round: Round): Promise<void> {
  const { parts, lease, underWay } = round;
  const guarded = async (act: () => Promise<number>): Promise<void> => {
    round.again = false;
    try {
      const ms = await act();
      if (!round.again) await rest(round, ms);
    } catch (err) {
      parts.log.warn({ err, endpoint: lease.endpointId }, 'webhooks: tried again');
      await new Promise((resolve) => setTimeout(resolve, pauseOnErrorMs));
    }
  };
  let ready = false;
  while (!round.over) {
    await guarded(async () => {
      if (!ready) await followRewindOf(parts.database, lease);
      ready = true;
      return turn(round);
    });
  }
  // What is on its way is noted, if that is possible: else it is delivered again.
  const until = performance.now() + parts.drainMs;
  while (underWay.size > 0 && performance.now() < until) {
    if (round.finished.length === 0) await rest(round, until - performance.now());
    await noteFinished(round).catch(() => rest(round, pauseOnErrorMs));
  }
  await giveBackLease(parts.database, lease).catch(() => undefined);
}

/** Notes, looks, sends; answers after how many milliseconds there may be something to do again. */
async function turn(round: Round): Promise<number> {
  const { parts, lease, underWay } = round;
  const { database, clock, pollMs } = parts;
  await noteFinished(round);
  await renewInTime(round);
  const now = clock.now();
  const endpoint = round.over
    ? null
    : await lookAtEndpoint(database, lease, now, [...underWay.keys()]);
  if (!endpoint) {
    round.over = true;
    return 0;
  }
  const reason = endpoint.personActive ? endpoint.pauseWanted : 'PERSON_INACTIVE';
  if (endpoint.active && reason) {
    await parts.pause(lease.endpointId, reason);
    parts.log.error({ endpoint: lease.endpointId, reason }, 'a webhook endpoint was paused');
    return 0;
  }
  await sendRequested(round, endpoint);
  const restMs = endpoint.restUntil ? endpoint.restUntil.getTime() - now.getTime() : 0;
  const rests = restMs > 0 && restMs <= longestRest;
  if (endpoint.active && !rests) await sendDue(round, endpoint, now);
  if (!endpoint.active && underWay.size === 0) {
    await settlePausedEndpoint(database, lease, now);
    round.over = true;
  }
  if (round.changed) {
    await acknowledgeDelivered(database, lease, now);
    round.changed = false;
  }
  const retryMs = (endpoint.nextRetryAt?.getTime() ?? Infinity) - now.getTime();
  // What is on its way makes itself heard when it is there, and there may be no room before.
  const least = underWay.size > 0 ? 250 : 20;
  return Math.max(least, Math.min(pollMs, parts.leaseMs / 3, rests ? restMs : retryMs));
}

async function noteFinished(round: Round): Promise<void> {
  const notes = round.finished.slice();
  if (notes.length === 0) return;
  const { database, deadStreamsAtMost } = round.parts;
  const held = await noteDeliveries(database, round.lease, notes, deadStreamsAtMost);
  round.finished.splice(0, notes.length);
  for (const { streamId, requestId } of notes) round.underWay.delete(streamId ?? requestId ?? '');
  round.changed = true;
  if (!held) round.over = true;
}

async function renewInTime(round: Round): Promise<void> {
  const { parts, lease } = round;
  if (performance.now() < round.renewAt) return;
  if (await renewLease(parts.database, lease, parts.leaseMs)) {
    round.renewAt = performance.now() + parts.leaseMs / 3;
  } else {
    round.over = true;
  }
}

async function sendRequested(round: Round, endpoint: EndpointNow): Promise<void> {
  if (endpoint.requests === 0) return;
  const { parts, lease, underWay } = round;
  const wanted = { underWay: [...underWay.keys()], most: parts.parallel };
  for (const request of await findRequests(parts.database, lease, wanted)) {
    send(round, request.requestId, false, () => deliverRequested(parts, endpoint, request));
  }
}

/** The next events of as many streams as there is room for; retries take half of it at most. */
async function sendDue(round: Round, endpoint: EndpointNow, now: Date): Promise<void> {
  const { parts, lease, underWay } = round;
  const trouble = endpoint.failures >= failuresOfTrouble;
  const room = (trouble ? 1 : parts.parallel) - underWay.size;
  if (room <= 0) return;
  const wanted = (most: number) => ({ underWay: [...underWay.keys()], most });
  const retrying = [...underWay.values()].filter(Boolean).length;
  const forRetries = trouble
    ? Number(round.retriesFirst)
    : Math.min(room, Math.max(1, Math.floor(parts.parallel / 2)) - retrying);
  const retries = await findRetries(parts.database, lease, wanted(forRetries), now);
  const most = room - retries.length;
  round.behind ||= performance.now() > round.readAt + parts.pollMs;
  let fresh = await findWaiting(parts.database, lease, wanted(most));
  while (fresh.length < most && round.behind && !round.over) {
    const read = await takeInEvents(parts.database, lease, batchSize);
    round.readAt = performance.now();
    round.behind = read === batchSize;
    round.changed ||= read > 0;
    if (read > 0) fresh = await findWaiting(parts.database, lease, wanted(most));
    // A long log may hold little for this endpoint: the lease is not to end meanwhile.
    await renewInTime(round);
  }
  if (round.over) return;
  const left = trouble && fresh.length === 0 && retries.length === 0;
  const rest = left ? await findRetries(parts.database, lease, wanted(1), now) : [];
  round.retriesFirst = !round.retriesFirst;
  for (const due of [...retries, ...fresh, ...rest]) sendInTurn(round, endpoint, due);
}

const sendInTurn = (round: Round, endpoint: EndpointNow, due: DueEvent): void =>
  send(round, due.streamId, due.failures > 0, () => deliverDue(round.parts, endpoint, due));

function send(round: Round, key: Id, isRetry: boolean, act: () => Promise<DeliveryNote>): void {
  const { parts, lease, underWay } = round;
  underWay.set(key, isRetry);
  act().then(
    (note) => {
      round.finished.push(note);
      stir(round);
    },
    (err: unknown) => {
      // Nothing that a receiver does comes here. It stays under way, and is no other's concern.
      parts.log.error({ err, endpoint: lease.endpointId }, 'webhooks: a delivery broke');
    },
  );
}
