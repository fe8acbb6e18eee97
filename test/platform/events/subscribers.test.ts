import { newId, type Id } from '../../../src/kernel/id.ts';
import { daysOf } from '../../../src/kernel/local-date.ts';
import {
  createAcknowledgeEvents,
  createCreateEventSubscriber,
  createTrimEvents,
  deleteEventSubscriber,
  pauseEventSubscriber,
  resumeEventSubscriber,
  rewindEventSubscriber,
  type CreateEventSubscriberInput,
} from '../../../src/platform/events/index.ts';
import { startOf } from '../../../src/platform/events/position-before.ts';
import type { Caller } from '../../../src/platform/perform/operation.ts';
import { asViewer } from '../../support/perform.ts';
import { waitUntil } from '../../support/wait-until.ts';
import { refusalOf } from '../../support/refusal.ts';
import { feedName, openFeedWorld, types, type FeedWorld } from './feed-world.ts';

const create = createCreateEventSubscriber(types, [feedName]);
const acknowledge = createAcknowledgeEvents('acknowledgeBells', feedName);

let w: FeedWorld;
let me: Caller & { readonly viewer: { readonly personId: Id } };
let boss: Caller;

beforeEach(async () => {
  w = await openFeedWorld();
  const [mine, hers] = [newId(), newId()];
  await w.app.sql(
    `insert into person (id, login, name_en, name_fa, active, created_at)
     values ($1, 'me', 'x', 'x', true, now()), ($2, 'gone', 'x', 'x', false, now())`,
    [mine, hers],
  );
  // As an act would have announced them: verify asks for it.
  await w.app.sql(
    `with o as (insert into operation_log (id, operation, input_hash, input, at)
       values (gen_random_uuid(), 'x', '', '{}', now()) returning id)
     insert into outbox
       (id, type, subject_type, subject_id, unit_ids, operation_id, occurred_at, data)
     select gen_random_uuid(), t, 'person', p, '{}', o.id, now(), '{}' from o,
       (values ('person.created', $1::uuid), ('person.created', $2), ('person.deactivated', $2))
         as told(t, p)`,
    [mine, hers],
  );
  me = asViewer({ 'events.subscribe': 'OWN' }, mine);
  boss = asViewer({ 'events.subscribe': 'OWN', 'events.administer': 'ALL' });
  await w.ring(10);
  await w.settle();
});
afterEach(() => w.close());

const make = async (
  input: Partial<CreateEventSubscriberInput> = {},
  as: Caller = me,
): Promise<Id> => {
  const asked = { name: 'Ledger', feed: feedName, ...input };
  return (await w.app.perform(create, asked, as)).subscriberId;
};

interface Row {
  readonly acked: string;
  readonly state: string;
  readonly reason: string | null;
  readonly version: number;
}

const rowOf = async (id: Id): Promise<Row | undefined> =>
  (
    await w.app.sql<Row>(
      `select acked_position as acked, state, paused_reason as reason, version
       from event_subscriber where id = $1`,
      [id],
    )
  )[0];

const ack = (subscriberId: Id, position: string, expectedVersion?: number, as: Caller = me) =>
  w.app.perform(acknowledge, { subscriberId, position, expectedVersion }, as);

/** It is refused with these, and nothing has changed. */
async function expectRefused(act: () => Promise<unknown>, ...codes: string[]): Promise<void> {
  const before = await w.app.tableDump();
  expect((await refusalOf(act)).map(({ code }) => code)).toEqual(codes);
  expect(await w.app.tableDump()).toBe(before);
}

test('begins at the head, at the beginning, or after a position', async () => {
  const acked = async (input: Partial<CreateEventSubscriberInput>) =>
    (await rowOf(await make(input)))?.acked;
  expect(await acked({ name: 'a' })).toBe('10');
  expect(await acked({ name: 'b', start: 'HEAD' })).toBe('10');
  expect(await acked({ name: 'c', start: 'BEGINNING' })).toBe('0');
  expect(await acked({ name: 'd', position: '4', types: ['bell.rang'] })).toBe('4');
});

test('is refused with every fault', async () => {
  await make();
  await expectRefused(() => make(), 'NAME_TAKEN');
  await expectRefused(() => make({ name: ' ', feed: 'X' }), 'NAME_MALFORMED', 'UNKNOWN_FEED');
  await expectRefused(() => make({ name: 'x', types: ['bell.polished'] }), 'UNKNOWN_EVENT_TYPE');
  await expectRefused(() => make({ name: 'x', position: '11' }), 'POSITION_AHEAD');
  const both = { name: 'x', start: 'HEAD', position: '1' } as const;
  await expectRefused(() => make(both), 'CONTRADICTED');
  const nobody = { name: 'x', personId: newId() };
  await expectRefused(() => make(nobody, boss), 'PERSON_NOT_FOUND');
  const [gone] = await w.app.sql<{ id: Id }>(`select id from person where login = 'gone'`);
  const hers = { name: 'x', personId: gone?.id };
  await expectRefused(() => make(hers as typeof nobody, boss), 'PERSON_INACTIVE');
  const subscriberId = await make({ name: 'y' });
  await expectRefused(() => make({ name: 'z', subscriberId }), 'ID_TAKEN');
  await expectRefused(() => make({ name: 'z', subscriberId: 'z' }), 'ID_MALFORMED');
});

test('acknowledging never goes back nor ahead, and repeating it is harmless', async () => {
  const id = await make({ position: '2' });
  for (const [position, now] of [
    ['5', '5'],
    ['5', '5'],
    ['3', '5'],
    ['10', '10'],
  ] as const) {
    expect(await ack(id, position)).toEqual({ subscriberId: id, ackedPosition: now });
    expect((await rowOf(id))?.acked).toBe(now);
  }
  await expectRefused(() => ack(id, '11'), 'POSITION_AHEAD');
  await expectRefused(() => ack(newId(), '1'), 'SUBSCRIBER_NOT_FOUND');
  await expectRefused(() => ack('nothing', '1'), 'SUBSCRIBER_NOT_FOUND');
});

test('a hundred acknowledgements at once: the farthest holds', async () => {
  const id = await make({ start: 'BEGINNING' });
  const positions = Array.from({ length: 100 }, (_, n) => `${((n * 37) % 10) + 1}`);
  await Promise.all(positions.map((position) => ack(id, position)));
  expect((await rowOf(id))?.acked).toBe('10');
  expect(w.app.retried).toEqual([]);
});

test('of two acknowledgements that meet, the nearer one does not undo the farther', async () => {
  const id = await make({ start: 'BEGINNING' });
  const keeper = await w.app.database.pool.connect();
  await keeper.query('begin');
  await keeper.query('select from event_subscriber where id = $1 for update', [id]);
  const waiting = async (count: number): Promise<boolean> => {
    const rows = await w.app.sql(
      `select from pg_stat_activity where datname = current_database()
         and wait_event_type = 'Lock'`,
    );
    return rows.length === count;
  };
  const acks: Promise<unknown>[] = [];
  for (const position of ['9', '4']) {
    acks.push(ack(id, position));
    await waitUntil(() => waiting(acks.length), 'it to wait for the keeper');
  }
  await keeper.query('commit');
  keeper.release();
  expect(await Promise.all(acks)).toMatchObject([{ ackedPosition: '9' }, { ackedPosition: '9' }]);
  expect((await rowOf(id))?.acked).toBe('9');
});

test('what is acknowledged while it is rewound stays rewound: the version tells', async () => {
  for (let round = 0; round < 10; round += 1) {
    const id = await make({ name: `r${round}`, position: '8' });
    const late = [9, 10].map((position) =>
      ack(id, `${position}`, 1).catch((error: Error) => error.message),
    );
    const rewound = w.app.perform(rewindEventSubscriber, { subscriberId: id, toPosition: '3' }, me);
    await Promise.all([...late, rewound]);
    expect(await rowOf(id)).toMatchObject({ acked: '3', version: 2 });
    await expectRefused(() => ack(id, '9', 1), 'STALE');
    expect((await ack(id, '9', 2)).ackedPosition).toBe('9');
  }
});

test('is paused and resumed, each once, and told', async () => {
  const subscriberId = await make();
  const pause = () => w.app.perform(pauseEventSubscriber, { subscriberId, reason: ' Move ' }, me);
  const resume = () => w.app.perform(resumeEventSubscriber, { subscriberId }, me);
  await expectRefused(resume, 'SUBSCRIBER_ACTIVE');
  const long = { subscriberId, reason: 'x'.repeat(1001) };
  await expectRefused(() => w.app.perform(pauseEventSubscriber, long, me), 'REASON_MALFORMED');
  await pause();
  expect(await rowOf(subscriberId)).toMatchObject({ state: 'PAUSED', reason: 'Move', version: 2 });
  await expectRefused(pause, 'SUBSCRIBER_PAUSED');
  await resume();
  expect(await rowOf(subscriberId)).toMatchObject({ state: 'ACTIVE', reason: null, version: 3 });
  await w.app.perform(deleteEventSubscriber, { subscriberId }, me);
  expect(await rowOf(subscriberId)).toBeUndefined();
  const told = await w.app.sql<{ type: string }>(
    'select type from outbox where subject_id = $1 order by seq',
    [subscriberId],
  );
  const what = ['created', 'paused', 'resumed', 'deleted'];
  expect(told.map(({ type }) => type)).toEqual(what.map((act) => `eventSubscriber.${act}`));
});

test('is rewound to a position or a day, never on', async () => {
  const subscriberId = await make({ position: '6' });
  const rewind = (to: { toPosition?: string; toDate?: string; expectedVersion?: number }) =>
    w.app.perform(rewindEventSubscriber, { subscriberId, ...to }, me);
  await expectRefused(() => rewind({}), 'TARGET_REQUIRED');
  await expectRefused(() => rewind({ toPosition: '1', toDate: '2026-01-01' }), 'CONTRADICTED');
  await expectRefused(() => rewind({ toPosition: '7' }), 'POSITION_AHEAD');
  await expectRefused(() => rewind({ toPosition: '1', expectedVersion: 5 }), 'STALE');
  await rewind({ toPosition: '4', expectedVersion: 1 });
  expect(await rowOf(subscriberId)).toMatchObject({ acked: '4', version: 2 });
  // All of them were recorded before that day, and after the other.
  await rewind({ toDate: '2199-01-01' });
  expect((await rowOf(subscriberId))?.acked).toBe('4');
  await rewind({ toDate: '2001-01-01' });
  expect((await rowOf(subscriberId))?.acked).toBe('0');
});

test('cannot go back to what was given up', async () => {
  const subscriberId = await make();
  w.app.clock.set('2110-01-01T00:00:00Z');
  const trim = createTrimEvents('trimBells', feedName);
  await w.app.perform(trim, { before: '2099-12-31' }, asViewer({ 'events.trim': 'ALL' }));
  const rewind = () => w.app.perform(rewindEventSubscriber, { subscriberId, toPosition: '3' }, me);
  await expectRefused(rewind, 'CURSOR_TOO_OLD');
  await expectRefused(() => make({ name: 'x', position: '9' }), 'CURSOR_TOO_OLD');
  expect((await rowOf(await make({ name: 'y', start: 'BEGINNING' })))?.acked).toBe('10');
});

test('is its own person’s, or for who administers subscribers', async () => {
  const subscriberId = await make({ position: '2' });
  const other = asViewer({ 'events.subscribe': 'ALL' });
  const forbidden = async (act: Promise<unknown>) =>
    expect(act).rejects.toThrow('events.administer');
  await forbidden(ack(subscriberId, '3', undefined, other));
  await forbidden(w.app.perform(pauseEventSubscriber, { subscriberId }, other));
  await forbidden(w.app.perform(deleteEventSubscriber, { subscriberId }, other));
  const rewind = { subscriberId, toPosition: '1' };
  await forbidden(w.app.perform(rewindEventSubscriber, rewind, other));
  await forbidden(make({ name: 'x', personId: me.viewer.personId }, other));
  await w.app.perform(pauseEventSubscriber, { subscriberId }, boss);
  await w.app.perform(resumeEventSubscriber, { subscriberId }, boss);
  await expect(make({ name: 'x' }, asViewer({}, me.viewer.personId))).rejects.toThrow(
    'events.subscribe',
  );
});

test('a business day begins when its zone says, also where clocks are put forward', () => {
  const at = (zone: string, day: string): string => startOf(day, daysOf(zone)).toISOString();
  expect(at('Asia/Tehran', '2026-03-21')).toBe('2026-03-20T20:30:00.000Z');
  expect(at('UTC', '2026-03-21')).toBe('2026-03-21T00:00:00.000Z');
  expect(at('Pacific/Kiritimati', '2026-03-21')).toBe('2026-03-20T10:00:00.000Z');
  expect(at('Pacific/Pago_Pago', '2026-03-21')).toBe('2026-03-21T11:00:00.000Z');
});
