import {
  cancelDunningRun,
  editDunningProcedure,
  excludeDunningLetter,
  includeDunningLetter,
  proposeDunning,
  recordDunningDelivery,
  releaseDunning,
  setCollectionProfile,
} from '../../src/modules/collections/index.ts';
import { newId, type Id } from '../../src/kernel/id.ts';
import { Forbidden } from '../../src/platform/identity/access-error.ts';
import { expectRefused, outcomeOf } from '../catalog/world.ts';
import { asSystem } from '../support/perform.ts';
import { announced, openCollections, type Collections } from './world.ts';

let w: Collections;
beforeAll(async () => void (w = await openCollections()));
afterAll(() => w.close());
beforeEach(() => w.forget());
afterEach(async () => expect(await w.verify()).toEqual([]));

const propose = async (): Promise<Id> =>
  (await w.perform(proposeDunning, {}, asSystem)).dunningRunId;
const release = (dunningRunId: Id) => w.perform(releaseDunning, { dunningRunId }, asSystem);
/** Proposes and releases what there is on a day. */
async function dun(day: string): Promise<string[]> {
  w.on(day);
  const dunningRunId = await propose();
  await release(dunningRunId);
  return letters(dunningRunId);
}
/** `Alborz 1 SENT 100 5 0.4: A 1 100 0`. */
const letters = async (runId: Id): Promise<string[]> =>
  (
    await w.sql<{ line: string }>(
      `select p.name || ' ' || g.level_no || ' ' || g.state || ' ' || trim_scale(g.amount) || ' '
          || trim_scale(g.fee) || ' ' || trim_scale(g.interest) || ': ' || (
            select string_agg(n.name || ' ' || l.level_no || ' ' || trim_scale(l.amount) || ' '
                              || trim_scale(l.interest), ', ' order by n.name)
            from dunning_letter_line l join payment_commitment k on k.id = l.commitment_id
            cross join lateral (
              select case when k.charge_of_id is null then k.note else k.reason end) n(name)
            where l.dunning_letter_id = g.id) as line
       from dunning_letter g join party p on p.id = g.party_id
       where g.dunning_run_id = $1 order by p.name`,
      [runId],
    )
  ).map(({ line }) => line);
const letterOf = async (runId: Id): Promise<Id> =>
  (await w.sql<{ id: Id }>('select id from dunning_letter where dunning_run_id = $1', [runId]))[0]
    ?.id as Id;
const resolved = async (): Promise<boolean[]> => {
  const { letterIsResolved } = await import('../../src/modules/collections/rules/dunning-sql.ts');
  const rows = await w.sql<{ is: boolean }>(
    `select ${letterIsResolved('g.id', 'g.state')} as is from dunning_letter g order by sent_at`,
  );
  return rows.map((row) => row.is);
};

test('each has its level, the letter the highest; its words are kept as sent', async () => {
  await w.owe('A', '100', '2026-03-01');
  await w.owe('B', '50', '2026-03-14');
  await w.owe('C', '7', '2026-03-20');
  await w.owe('K', '9', '2026-03-01', 'Karun');
  expect(await dun('2026-03-21')).toEqual([
    'Alborz 1 SENT 150 0 0: A 1 100 0, B 1 50 0',
    'Karun 1 SENT 9 0 0: K 1 9 0',
  ]);
  const [letter] = await w.sql(
    `select subject, body, channel, recipient, delivery from dunning_letter
     where amount = 150`,
  );
  expect(letter).toEqual({
    subject: 'A reminder to Alborz',
    body: expect.stringMatching(
      /^150 EUR since 2026-03-01:\nPC-\d+-1 2026-03-01 100 EUR\nPC-\d+-1 2026-03-14 50 EUR$/,
    ) as unknown,
    channel: 'EMAIL',
    recipient: null,
    delivery: 'PENDING',
  });
  // A goes on; B is late enough for the second level by then; C comes to be reminded of.
  expect(await dun('2026-03-29')).toEqual([
    'Alborz 2 SENT 157 5 0.71: A 2 100 0.56, B 2 50 0.15, C 1 7 0',
    'Karun 2 SENT 9 5 0.05: K 2 9 0.05',
  ]);
  expect(await announced(w, '^dunning')).toEqual(Array(4).fill('dunning.sent'));
});

test('fees and interest are owed by themselves, and charged once', async () => {
  await w.owe('A', '1000', '2026-03-01');
  await dun('2026-03-21');
  expect(await dun('2026-03-31')).toEqual(['Alborz 2 SENT 1000 5 6: A 2 1000 6']);
  expect(await w.claims()).toEqual(['A 1000 of 1000', 'FEE 5 of 5', 'INT 6 of 6']);
  // Ten more days are two more; the charges are due by then, and bear no interest.
  expect(await dun('2026-04-30')).toEqual([
    'Alborz 3 SENT 1011 10 6: A 3 1000 6, FEE 1 5 0, INTEREST 1 6 0',
  ]);
});

test('who pays the principal alone has not paid the letter', async () => {
  await w.owe('A', '1000', '2026-03-01');
  await dun('2026-03-21');
  await dun('2026-03-31');
  await w.pay('1000', '2026-04-01', 'A 1000');
  expect(await resolved()).toEqual([true, false]);
  const charges = await w.sql<{ id: Id; open: string }>(
    `select id, trim_scale(amount - settled)::text as open from payment_commitment
     where charge_of_id is not null`,
  );
  for (const { id, open } of charges) await w.payId(open, '2026-04-02', id);
  expect(await resolved()).toEqual([true, true]);
});

test('each row decides for itself: one that is paid resolves no other', async () => {
  await w.owe('A', '10', '2026-03-01');
  await w.owe('B', '20', '2026-03-02');
  await dun('2026-03-21');
  await w.pay('20', '2026-03-22', 'B 20');
  expect(await resolved()).toEqual([false]);
  await w.pay('10', '2026-03-22', 'A 10');
  expect(await resolved()).toEqual([true]);
});

test('counters begin anew when it was paid, though the payment came back', async () => {
  await w.owe('A', '100', '2026-03-01');
  await dun('2026-03-21');
  w.clock.advance(60);
  const receiptId = await w.pay('100', '2026-03-21', 'A 100');
  expect(await dun('2026-03-29')).toEqual([]);
  await w.takeBackReceipt(receiptId);
  expect(await dun('2026-03-30')).toEqual(['Alborz 1 SENT 100 0 0: A 1 100 0']);
});

test('after so many attempts nobody is reminded any more', async () => {
  await w.owe('A', '100', '2026-01-01');
  const days = ['2026-03-01', '2026-03-10', '2026-03-20', '2026-03-30', '2026-04-10'];
  const sent: string[] = [];
  for (const day of days) sent.push(...(await dun(day)).filter((line) => / A /.test(line)));
  expect(sent.map((line) => line.replace(/:.*/, '').split(' ')[1])).toEqual(['1', '2', '3', '3']);
});

test('proposed twice it is one run; who is late since is added; released it stays', async () => {
  await w.owe('A', '100', '2026-03-01');
  const first = await w.perform(proposeDunning, {}, asSystem);
  await w.owe('K', '9', '2026-03-01', 'Karun');
  const second = await w.perform(proposeDunning, {}, asSystem);
  expect([first.added, second]).toEqual([1, { dunningRunId: first.dunningRunId, added: 1 }]);
  await release(first.dunningRunId);
  await w.owe('D', '9', '2026-03-01', 'Damavand');
  expect((await w.perform(proposeDunning, {}, asSystem)).added).toBe(0);
});

test('proposed by many at once it is one run with one letter for each', async () => {
  await w.owe('A', '100', '2026-03-01');
  const runs = await Promise.all(Array.from({ length: 6 }, propose));
  expect(new Set(runs).size).toBe(1);
  expect(await letters(runs[0] as Id)).toHaveLength(1);
});

test('released twice at once it is sent once', async () => {
  await w.owe('A', '1000', '2026-03-01');
  await dun('2026-03-21');
  w.on('2026-03-31');
  const runId = await propose();
  const ends = await Promise.all([1, 2, 3].map(() => outcomeOf(release(runId), 'done')));
  expect(ends.sort()).toEqual(['ILLEGAL_STATE', 'ILLEGAL_STATE', 'done']);
  expect((await w.claims()).filter((line) => /^(FEE|INT)/.test(line))).toHaveLength(2);
});

test('whom somebody took out is not written to; a run can be given up', async () => {
  await w.owe('A', '100', '2026-03-01');
  const dunningRunId = await propose();
  const dunningLetterId = await letterOf(dunningRunId);
  const out = { dunningLetterId, reason: 'They called' };
  await w.perform(excludeDunningLetter, out, asSystem);
  await expectRefused(w, () => w.perform(excludeDunningLetter, out, asSystem), ['ILLEGAL_STATE']);
  await w.perform(includeDunningLetter, { dunningLetterId }, asSystem);
  await w.perform(excludeDunningLetter, out, asSystem);
  expect(await release(dunningRunId)).toMatchObject({ sent: 0, dropped: 0 });
  expect(await letters(dunningRunId)).toEqual(['Alborz 1 EXCLUDED 100 0 0: A 1 100 0']);
  w.on('2026-03-22');
  const next = await propose();
  await w.perform(cancelDunningRun, { dunningRunId: next, reason: 'Nowruz' }, asSystem);
  expect(await propose()).not.toBe(next);
});

test('what is paid after the proposal is not asked for', async () => {
  await w.owe('A', '100', '2026-03-01');
  await w.owe('B', '50', '2026-03-01');
  await w.owe('K', '9', '2026-03-01', 'Karun');
  const dunningRunId = await propose();
  await w.pay('130', '2026-03-21', 'A 100, B 30');
  await w.pay('9', '2026-03-21', 'K 9', 'Karun');
  expect(await release(dunningRunId)).toMatchObject({ sent: 1, dropped: 1 });
  expect(await letters(dunningRunId)).toEqual([
    'Alborz 1 SENT 20 0 0: B 1 20 0',
    'Karun 1 DROPPED 9 0 0: K 1 9 0',
  ]);
});

test('a customer on legal hold is not written to', async () => {
  await w.owe('A', '100', '2026-03-01');
  const profile = { partyId: w.id('Alborz'), legalHold: 'At court' };
  await w.perform(setCollectionProfile, profile, asSystem);
  expect(await dun('2026-03-21')).toEqual([]);
  const free = { partyId: w.id('Alborz'), withoutLegalHold: true };
  await w.perform(setCollectionProfile, free, asSystem);
  expect(await dun('2026-03-22')).toHaveLength(1);
});

test('what became of a letter is noted, with its proof', async () => {
  await w.owe('A', '100', '2026-03-01');
  await dun('2026-03-21');
  const [{ id } = { id: '' }] = await w.sql<{ id: Id }>('select id from dunning_letter');
  const noted = { dunningLetterId: id, delivery: 'DELIVERED' as const, proof: 'RR123' };
  await w.perform(recordDunningDelivery, noted, asSystem);
  expect(await w.sql('select delivery, delivery_proof from dunning_letter')).toEqual([
    { delivery: 'DELIVERED', delivery_proof: 'RR123' },
  ]);
});

test('without charges by option fees and interest are told of, and not owed', async () => {
  const of = async (charges: boolean): Promise<void> => {
    const dunningProcedureId = w.id('USUAL');
    const [{ version } = { version: 0 }] = await w.sql<{ version: number }>(
      'select version from dunning_procedure where id = $1',
      [dunningProcedureId],
    );
    const edit = { dunningProcedureId, expectedVersion: version, charges };
    await w.perform(editDunningProcedure, edit, asSystem);
  };
  await of(false);
  await w.owe('A', '1000', '2026-03-01');
  await dun('2026-03-21');
  expect(await dun('2026-03-31')).toEqual(['Alborz 2 SENT 1000 5 6: A 2 1000 6']);
  expect(await w.claims()).toEqual(['A 1000 of 1000']);
  await of(true);
});

test.each<[string, () => Promise<unknown>, string[]]>([
  [
    'a day to come',
    () => w.perform(proposeDunning, { on: '2026-03-22' }, asSystem),
    ['RUN_IN_FUTURE on'],
  ],
  ['no run', () => release(newId()), ['RUN_NOT_FOUND dunningRunId']],
  [
    'no letter',
    () => w.perform(excludeDunningLetter, { dunningLetterId: 'x', reason: 'x' }, asSystem),
    ['LETTER_NOT_FOUND dunningLetterId'],
  ],
  [
    'a procedure that nobody saw, or with levels upside down',
    () =>
      w.perform(
        editDunningProcedure,
        { dunningProcedureId: w.id('USUAL'), expectedVersion: 0 },
        asSystem,
      ),
    ['STALE expectedVersion'],
  ],
  [
    'a profile of no procedure, without a reason',
    () =>
      w.perform(
        setCollectionProfile,
        { partyId: w.id('Alborz'), dunningProcedureId: newId(), legalHold: ' ' },
        asSystem,
      ),
    ['PROCEDURE_NOT_FOUND dunningProcedureId', 'REASON_REQUIRED legalHold'],
  ],
])('refused: %s', async (_, act, faults) => {
  await expectRefused(w, act, faults);
});

test('reminding all is for who may remind all; taking one out for who may that one', async () => {
  await w.owe('A', '100', '2026-03-01');
  const dunningRunId = await propose();
  const dunningLetterId = await letterOf(dunningRunId);
  const nima = w.seller('nima', ['collections.dun']);
  const leila = w.seller('leila', ['collections.dun']);
  await expect(w.perform(proposeDunning, {}, nima)).rejects.toThrow(Forbidden);
  await expect(w.perform(releaseDunning, { dunningRunId }, nima)).rejects.toThrow(Forbidden);
  const out = { dunningLetterId, reason: 'They called' };
  await expect(w.perform(excludeDunningLetter, out, leila)).rejects.toThrow(Forbidden);
  await w.perform(excludeDunningLetter, out, nima);
});

test('a replay answers as the first time', async () => {
  await w.owe('A', '100', '2026-03-01');
  const dunningRunId = await propose();
  const caller = { ...asSystem, idempotencyKey: 'release' };
  const first = await w.perform(releaseDunning, { dunningRunId }, caller);
  expect(await w.perform(releaseDunning, { dunningRunId }, caller)).toEqual(first);
});
