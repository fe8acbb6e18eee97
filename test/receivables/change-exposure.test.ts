import { DomainError } from '../../src/kernel/domain-error.ts';
import { newId, type Id } from '../../src/kernel/id.ts';
import { createParty } from '../../src/modules/parties/index.ts';
import { raiseCommitment, type ExposureChange } from '../../src/modules/receivables/index.ts';
import { changeExposure } from '../../src/modules/receivables/verbs.ts';
import { defineOperation } from '../../src/platform/perform/operation.ts';
import { asSystem, openTestApp, type TestApp } from '../support/perform.ts';

type Change = Partial<ExposureChange> & { readonly partyId: Id };

/** An act of a higher module: all of its changes, or none. */
const change = defineOperation({
  name: 'changeExposureForTest',
  permission: 'sales.order',
  async run(op, changes: readonly Change[]): Promise<Record<string, never>> {
    const asked = changes.map((one) => {
      const documentId = one.documentId ?? op.newId();
      return { checkPoint: 'ORDER' as const, path: [], ...one, documentId, by: op };
    });
    const refused = await changeExposure(op, asked);
    if (refused.size > 0) throw new DomainError([...refused.values()].flat());
    return {};
  },
});

let app: TestApp;
let customer: Id;
beforeAll(async () => void (app = await openTestApp({ poolSize: 24 })));
afterAll(async () => {
  await app.forget('party', 'outbox');
  await app.close();
});
beforeEach(async () => {
  await app.forget('party', 'outbox');
  customer = await party();
});
afterEach(async () => expect(await app.verify()).toEqual([]));

const party = async (): Promise<Id> =>
  (await app.perform(createParty, { kind: 'COMPANY', name: 'Tea House' }, asSystem)).partyId;

/** So much is to be paid, in the firm's currency. */
const claim = (amount: string, dueOn: string): Promise<unknown> =>
  app.perform(
    raiseCommitment,
    { customerId: customer, reason: 'OPENING', amount, dueOn, note: 'Old' },
    asSystem,
  );

const limit = (amount: string, id = customer): Promise<unknown> =>
  app.sql('insert into credit_account (party_id, credit_limit) values ($1, $2)', [id, amount]);

const order = (amount: string, over: Partial<ExposureChange> = {}): Promise<unknown> =>
  app.perform(change, [{ partyId: customer, ordered: amount, ...over }], asSystem);

const outcome = (act: Promise<unknown>): Promise<string> =>
  act.then(
    () => 'done',
    (error: unknown) =>
      error instanceof DomainError ? error.faults.map(({ code }) => code).join() : String(error),
  );

async function tally(acts: readonly Promise<unknown>[]): Promise<Record<string, number>> {
  const ends: Record<string, number> = {};
  for (const end of await Promise.all(acts.map(outcome))) ends[end] = (ends[end] ?? 0) + 1;
  return ends;
}

/** `ordered + invoiced` of each customer, in the order of their ids. */
const accounts = async (): Promise<string[]> =>
  (
    await app.sql<{ told: string }>(
      `select trim_scale(ordered) || ' + ' || trim_scale(invoiced) as told
       from credit_account order by party_id`,
    )
  ).map(({ told }) => told);

const times = <T>(count: number, make: (n: number) => T): T[] =>
  Array.from({ length: count }, (_, n) => make(n));

test('a customer gets an account with the first order, and entries for each', async () => {
  await order('10');
  await order('-4', { checkPoint: null });
  expect(await accounts()).toEqual(['6 + 0']);
  const entries = await app.sql('select trim_scale(change)::text as c from credit_entry');
  expect(entries).toEqual([{ c: '10' }, { c: '-4' }]);
});

test('a shift makes an account as well', async () => {
  await order('10', { checkPoint: null });
  expect(await accounts()).toEqual(['10 + 0']);
});

test('what is refused leaves nothing', async () => {
  await limit('10');
  const before = await app.tableDump();
  expect(await outcome(order('11'))).toBe('CREDIT_LIMIT_EXCEEDED');
  expect(await app.tableDump()).toBe(before);
});

test('50 orders at once: exactly as many as fit', async () => {
  await limit('70');
  const ends = await tally(times(50, () => order('10')));
  expect(ends).toEqual({ done: 7, CREDIT_LIMIT_EXCEEDED: 43 });
  expect(await accounts()).toEqual(['70 + 0']);
});

test('first orders of a new customer at once: one account', async () => {
  const ends = await tally(times(20, (n) => order('1', n % 2 ? {} : { checkPoint: null })));
  expect(ends).toEqual({ done: 20 });
  expect(await accounts()).toEqual(['20 + 0']);
});

test('many customers at once in any order: nothing was tried again', async () => {
  const parties = await Promise.all(times(6, party));
  for (const id of parties) await limit('1000', id);
  const acts = times(30, (n) => {
    const mixed = parties.map((_, i) => parties[(i * 5 + n) % 6] as Id);
    const checkPoint = n % 2 ? null : ('ORDER' as const);
    return app.perform(
      change,
      mixed.map((partyId) => ({ partyId, ordered: '1', checkPoint })),
      asSystem,
    );
  });
  expect(await tally(acts)).toEqual({ done: 30 });
  expect(await accounts()).toEqual(times(6, () => '30 + 0'));
  expect(app.retried).toEqual([]);
});

test('an override that has run out is in force no more', async () => {
  await limit('10');
  await app.sql(
    `insert into credit_override (id, party_id, amount, reason, expires_at, granted_at)
     values ($1, $2, 5, 'Fair', '2026-03-21T09:00Z', now())`,
    [newId(), customer],
  );
  await order('12');
  app.clock.set('2026-03-21T09:00:00Z');
  expect(await outcome(order('1'))).toBe('CREDIT_LIMIT_EXCEEDED');
  app.clock.set('2026-03-21T08:00:00Z');
});

test('the statements are the same for one change and for twenty', async () => {
  await limit('1000');
  const statements = (count: number, checkPoint: 'ORDER' | null): Promise<string[]> =>
    app.statementsOf(() =>
      app.perform(
        change,
        times(count, () => ({ partyId: customer, ordered: '1', checkPoint })),
        asSystem,
      ),
    );
  const credit = (sent: string[]): string[] => sent.filter((name) => name.startsWith('credit'));
  const asked = ['credit_accounts_lock', 'credit_standings', 'credit_exposure_shift'];
  expect(credit(await statements(1, 'ORDER'))).toEqual(asked);
  expect(credit(await statements(20, 'ORDER'))).toEqual(asked);
  expect(credit(await statements(20, null))).toEqual(['credit_exposure_shift']);
});

const policy = (columns: string): Promise<unknown> =>
  app.sql(`update credit_policy set ${columns}`);

test.each<[string, string, string]>([
  ['2026-03-21', '0', 'done'],
  ['2026-03-20', '0', 'CUSTOMER_OVERDUE'],
  ['2026-03-20', '40', 'done'],
  ['2026-03-20', '39', 'CUSTOMER_OVERDUE'],
])('40 due on %s, %s passed over: %s', async (dueOn, passedOver, end) => {
  await policy(`overdue_amount = ${passedOver}`);
  await claim('40', dueOn);
  expect(await outcome(order('1'))).toBe(end);
  await policy('overdue_amount = 0');
});

test('overdue for no more days than the policy passes over', async () => {
  await policy('overdue_days = 5');
  await claim('40', '2026-03-16');
  expect(await outcome(order('1'))).toBe('done');
  app.clock.advance(86_400);
  expect(await outcome(order('1'))).toBe('CUSTOMER_OVERDUE');
  app.clock.set('2026-03-21T08:00:00Z');
  await policy('overdue_days = 0');
});
