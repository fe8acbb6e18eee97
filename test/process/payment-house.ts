import type pg from 'pg';
import {
  connectPaymentEvents,
  FeedBroken,
  LineLost,
  type CursorStore,
  type PaymentEvent,
  type SqlClient,
} from '../../clients/payment-events/index.ts';
import { newId, type Id } from '../../src/kernel/id.ts';
import { entities, paymentFeed, permissions } from '../../src/modules/index.ts';
import { paymentEvents } from '../../src/modules/receivables/payment-events.ts';
import { systemClock } from '../../src/platform/clock.ts';
import { connectDatabase, type Database } from '../../src/platform/database/database.ts';
import { collectPermissions, createIdentity } from '../../src/platform/identity/index.ts';
import { defineOperation } from '../../src/platform/perform/operation.ts';
import { createPerform } from '../../src/platform/perform/perform.ts';
import { runChecks, platformChecks } from '../../src/platform/verify.ts';
import { asSystem } from '../support/perform.ts';
import { waitUntil } from '../support/wait-until.ts';

export interface PayInput {
  readonly receiptId: Id;
  readonly n: number;
  /** So many events of one act. */
  readonly times?: number;
  readonly unitId?: Id;
}

/** Announces receipts, as acts of the trade do. */
const pay = defineOperation({
  name: 'pay',
  permission: null,
  run(op, { receiptId, n, times = 1, unitId }: PayInput): Promise<object> {
    for (let time = 0; time < times; time += 1) {
      op.emit({
        type: paymentEvents.receiptRecorded,
        subject: { type: 'receipt', id: receiptId },
        ...(unitId && { unitIds: [unitId] }),
        data: { receipt: { id: receiptId, n, amount: '12.50', currency: 'EUR' }, change: { time } },
      });
    }
    return Promise.resolve({});
  },
});

/** A database in which payments happen; servers on it are the test's own. */
export interface PaymentHouse {
  readonly database: Database;
  pay(input?: Partial<PayInput>): Promise<void>;
  /** So many events, by so many writers at once. */
  payMany(events: number, writers?: number, times?: number): Promise<void>;
  /** The credential of a new person who may do this. */
  hire(login: string, granted?: readonly string[], unitIds?: readonly Id[]): Promise<string>;
  /** All events by position, once each has one. */
  log(): Promise<readonly Pick<PaymentEvent, 'position' | 'id'>[]>;
  sql<Row>(text: string, values?: readonly unknown[]): Promise<Row[]>;
  /** Verifies and disconnects. */
  close(): Promise<void>;
}

const mayFollow = ['events.read', 'events.subscribe', 'receivables.read'];

export async function openPaymentHouse(url: string): Promise<PaymentHouse> {
  const database = await connectDatabase({ url, entities, poolSize: 8 });
  const clock = systemClock;
  const identity = createIdentity({
    database,
    clock,
    permissions: collectPermissions(permissions),
  });
  const perform = createPerform({ database, clock, onAnnounced: () => undefined });
  const sql = async <Row>(text: string, values: readonly unknown[] = []): Promise<Row[]> =>
    (await database.pool.query(text, [...values])).rows as Row[];
  let n = 0;
  const payOnce = async (input: Partial<PayInput> = {}): Promise<void> => {
    await perform(pay, { receiptId: newId(), n: (n += 1), ...input }, asSystem);
  };
  const settled = async (): Promise<void> => {
    const outbox = () => sql('select 1 from outbox limit 1');
    await waitUntil(async () => (await outbox()).length === 0, 'positions of all events');
  };
  return {
    database,
    sql,
    pay: payOnce,
    async payMany(events, writers = 1, times = 1) {
      const acts = Math.ceil(events / writers / times);
      const receipts = [newId(), newId(), newId()];
      const write = async (writer: number): Promise<void> => {
        for (let act = 0; act < acts; act += 1) {
          await payOnce({ times, receiptId: receipts[(act + writer) % 3] as Id });
        }
      };
      await Promise.all(Array.from({ length: writers }, (_, writer) => write(writer)));
    },
    async hire(login, granted = mayFollow, unitIds = []) {
      const { defineRole, createPerson, grantRole, createApiKey } = identity.operations;
      const names = { nameEn: login, nameFa: login };
      const reach = unitIds.length > 0 ? ('UNIT' as const) : ('ALL' as const);
      const allowed = granted.map((permission) => ({ permission, reach }));
      await perform(defineRole, { code: login, ...names, permissions: allowed }, asSystem);
      const { personId } = await perform(createPerson, { login, ...names }, asSystem);
      await perform(grantRole, { personId, role: login, unitIds: [...unitIds] }, asSystem);
      const key = { personId, name: login, scopes: granted };
      return (await perform(createApiKey, key, asSystem)).key;
    },
    async log() {
      await settled();
      return sql(
        `select feed_position as position, id from event_log where feed = $1
         order by feed_position`,
        [paymentFeed],
      );
    },
    async close() {
      await settled();
      const differences = await runChecks(database, platformChecks);
      await database.close();
      if (differences.length > 0) throw new Error(JSON.stringify(differences));
    },
  };
}

/** A consumer that follows until it is stopped, and what it was told. */
export interface Consumer {
  /** Taken in, in order. */
  readonly taken: readonly Pick<PaymentEvent, 'position' | 'id'>[];
  /** How often its line was lost, or its effect failed. */
  lost(): number;
  failed(): number;
  /** Waits until it has taken in this position. @throws what ended it */
  until(position: string | undefined): Promise<void>;
  /** Waits until it has taken in so many. @throws what ended it */
  untilTaken(count: number): Promise<void>;
  stop(): Promise<void>;
}

/** Begins again behind its cursor whenever an effect or its store fails, as a service does. */
export function consume<Tx>(
  line: { readonly url: string; readonly token: string },
  store: CursorStore<Tx>,
  effect: (event: PaymentEvent, tx: Tx) => Promise<void> = () => Promise.resolve(),
): Consumer {
  const taken: Pick<PaymentEvent, 'position' | 'id'>[] = [];
  const ending = new AbortController();
  let [lost, failed] = [0, 0];
  let failure: Error | undefined;
  const feed = connectPaymentEvents({ ...line, url: `${line.url}/graphql` });
  const serve = async (): Promise<void> => {
    while (!ending.signal.aborted) {
      try {
        await feed.follow({
          store,
          signal: ending.signal,
          backOffMs: 10,
          effect: async (event, tx) => {
            await effect(event, tx);
            taken.push({ position: event.position, id: event.id });
          },
          onLost: () => void (lost += 1),
        });
      } catch (error) {
        if (error instanceof FeedBroken) throw error;
        if ((error as Error).name === 'FeedRefused') throw error;
        if (!(error instanceof LineLost)) failed += 1;
      }
    }
  };
  const serving = serve().catch((error: Error) => void (failure = error));
  const waitFor = async (holds: () => boolean, what: string): Promise<void> => {
    await waitUntil(() => failure !== undefined || holds(), what);
    if (failure && !holds()) throw failure;
  };
  return {
    taken,
    lost: () => lost,
    failed: () => failed,
    until: (position) => waitFor(() => taken.at(-1)?.position === position, `${position}`),
    untilTaken: (count) => waitFor(() => taken.length >= count, `${count} events`),
    async stop() {
      ending.abort();
      await serving;
      if (failure) throw failure;
    },
  };
}

/** The consumer's own tables: no key keeps a second effect from being written. */
export const ledgerTable = `create table booked_payment (position bigint, event_id uuid);`;

export const bookInto = async (event: PaymentEvent, tx: SqlClient): Promise<void> => {
  await tx.query('insert into booked_payment (position, event_id) values ($1, $2)', [
    event.position,
    event.id,
  ]);
};

export async function bookedIn(pool: pg.Pool): Promise<{ position: string; id: string }[]> {
  const { rows } = await pool.query<{ position: string; id: string }>(
    'select position, event_id as id from booked_payment order by position',
  );
  return rows;
}
