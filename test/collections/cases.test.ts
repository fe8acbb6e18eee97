import {
  addContactHoliday,
  blockContact,
  endContactBlock,
  loadWorklist,
  openDispute,
  proposeDunning,
  recordCollectionContact,
  reopenDispute,
  resolveDispute,
  setCollectionProfile,
  setContactRule,
  type OpenDisputeInput,
  type RecordCollectionContactInput,
} from '../../src/modules/collections/index.ts';
import { newId, type Id } from '../../src/kernel/id.ts';
import { Forbidden } from '../../src/platform/identity/access-error.ts';
import { expectRefused, outcomeOf } from '../catalog/world.ts';
import { asSystem, asViewer } from '../support/perform.ts';
import { announced, openCollections, working, type Collections } from './world.ts';

let w: Collections;
beforeAll(async () => void (w = await openCollections()));
afterAll(() => w.close());
beforeEach(async () => {
  await w.forget();
  await w.owe('A', '100', '2026-03-01');
});
afterEach(async () => expect(await w.verify()).toEqual([]));

const dispute = (over: Partial<OpenDisputeInput> = {}, caller = w.nima): Promise<Id> =>
  w
    .perform(
      openDispute,
      {
        ...{ commitmentId: w.id('A'), amount: '40', cause: 'QUALITY', ownerId: w.id('leila') },
        ...{ answerOn: '2026-04-01', ...over },
      },
      caller,
    )
    .then(({ disputeId }) => disputeId);
const asked = async (): Promise<string[]> => {
  const { dunningRunId } = await w.perform(proposeDunning, {}, asSystem);
  const rows = await w.sql<{ amount: string }>(
    'select trim_scale(amount)::text as amount from dunning_letter where dunning_run_id = $1',
    [dunningRunId],
  );
  return rows.map(({ amount }) => amount);
};

test('the disputed part is not asked for, and is owed all the same', async () => {
  await dispute();
  expect(await asked()).toEqual(['60']);
  expect(await w.claims()).toEqual(['A 100 of 100']);
});

test('rejected it is asked for again; reopened it is not', async () => {
  const disputeId = await dispute({ amount: '100' });
  expect(await asked()).toEqual([]);
  const reject = { disputeId, resolution: 'REJECTED' as const, answer: 'It was as ordered' };
  await w.perform(resolveDispute, reject, w.nima);
  await expectRefused(w, () => w.perform(resolveDispute, reject, w.nima), ['ILLEGAL_STATE']);
  await w.pay('30', '2026-03-21', 'A 30');
  const again = { disputeId, reason: 'They sent photos', answerOn: '2026-04-05' };
  await w.perform(reopenDispute, again, w.nima);
  const [row] = await w.sql<{ line: string }>(
    `select state || ' ' || trim_scale(amount) || ' ' || reopened as line from dispute`,
  );
  expect(row?.line).toBe('OPEN 70 1');
  expect(await asked()).toEqual([]);
  expect(await announced(w, '^dispute')).toEqual([
    'dispute.opened',
    'dispute.resolved',
    'dispute.reopened',
  ]);
});

test('a part is given way on; all of it needs a credit note', async () => {
  const disputeId = await dispute();
  const answer = 'Half of it';
  const split = { disputeId, resolution: 'SPLIT' as const, answer };
  await expectRefused(w, () => w.perform(resolveDispute, { ...split, accepted: '40' }, w.nima), [
    'AMOUNT_MALFORMED accepted',
  ]);
  const credit = { disputeId, resolution: 'CREDIT_NOTE' as const, answer };
  await expectRefused(
    w,
    () => w.perform(resolveDispute, { ...credit, openCreditId: newId() }, w.nima),
    ['CREDIT_NOTE_NOT_FOUND openCreditId'],
  );
  await w.perform(resolveDispute, { ...split, accepted: '20' }, w.nima);
});

test('disputed at once by many: no more than is open', async () => {
  const ends = await Promise.all(
    [1, 2, 3, 4].map(() => outcomeOf(dispute({ amount: '40' }), 'done')),
  );
  expect(ends.filter((end) => end === 'done')).toHaveLength(2);
});

test.each<[string, () => Promise<unknown>, string[]]>([
  [
    'more than is open, of nobody, by yesterday',
    () => dispute({ amount: '101', ownerId: newId(), answerOn: '2026-03-20' }),
    ['AMOUNT_EXCEEDED amount', 'SALESPERSON_NOT_FOUND ownerId', 'DAY_NOT_AHEAD answerOn'],
  ],
  ['nothing', () => dispute({ commitmentId: newId() }), ['COMMITMENT_NOT_FOUND commitmentId']],
])('refused: %s', async (_, act, faults) => {
  await expectRefused(w, act, faults);
});

const rule = {
  ...{ channel: 'CALL' as const, fromTime: '09:00', untilTime: '17:00', zone: 'Asia/Tehran' },
  ...{ weekdays: [6, 7, 1, 2, 3], mostPerDay: 1, mostPerWeek: 3 },
};
const contact = (over: Partial<RecordCollectionContactInput> = {}, caller = w.nima) =>
  w.perform(
    recordCollectionContact,
    { partyId: w.id('Alborz'), channel: 'CALL', outcome: 'REACHED', ...over },
    caller,
  );

test('who is reached against the rules is refused, unless somebody may', async () => {
  await expectRefused(w, () => contact(), ['CONTACT_WITHOUT_RULE at']);
  await w.perform(setContactRule, rule, asSystem);
  await contact();
  await expectRefused(w, () => contact(), ['CONTACTS_PER_DAY at']);
  await w.perform(addContactHoliday, { day: '2026-03-22', name: 'Nowruz' }, asSystem);
  w.clock.set('2026-03-22T20:00:00Z');
  await expectRefused(w, () => contact({ at: '2026-03-22T19:00:00Z' }), [
    'CONTACT_HOURS at',
    'CONTACT_HOLIDAY at',
  ]);
  const why = { overrideReason: 'They asked for it' };
  await expect(contact(why)).rejects.toThrow(Forbidden);
  const boss = w.seller('nima', [...working, 'collections.override']);
  await contact(why, boss);
  // Who calls us is always written down.
  await contact({ direction: 'IN' });
});

test('who is not to be called is not called, by agencies either', async () => {
  await w.perform(setContactRule, rule, asSystem);
  const block = { partyId: w.id('Alborz'), channel: 'CALL' as const, reason: 'Asked us' };
  const { contactBlockId } = await w.perform(blockContact, block, w.nima);
  await expectRefused(w, () => contact(), ['CONTACT_BLOCKED at']);
  await expectRefused(w, () => contact({ collectionAgencyId: newId() }), [
    'AGENCY_NOT_FOUND collectionAgencyId',
    'CONTACT_BLOCKED at',
  ]);
  const end = { contactBlockId, reason: 'They changed their mind' };
  await w.perform(endContactBlock, end, w.nima);
  await expectRefused(w, () => w.perform(endContactBlock, end, w.nima), [
    'BLOCK_NOT_FOUND contactBlockId',
  ]);
  await contact();
});

test('what is told of late counts as well', async () => {
  await w.perform(setContactRule, rule, asSystem);
  await contact();
  await expectRefused(w, () => contact({ at: '2026-03-21T07:00:00Z' }), ['CONTACTS_PER_DAY at']);
});

test('called by many at once: no more than the rules allow', async () => {
  await w.perform(setContactRule, rule, asSystem);
  const ends = await Promise.all([1, 2, 3, 4].map(() => outcomeOf(contact(), 'done')));
  expect(ends.filter((end) => end === 'done')).toHaveLength(1);
});

test.each<[string, object, string[]]>([
  [
    'everything at once',
    { fromTime: '9', untilTime: '25:00', weekdays: [8], zone: 'Mars', mostPerDay: 0 },
    [
      'WINDOW_MALFORMED fromTime',
      'WINDOW_MALFORMED untilTime',
      'WEEKDAYS_MALFORMED weekdays',
      'ZONE_UNKNOWN zone',
      'COUNT_MALFORMED mostPerDay',
    ],
  ],
  ['backwards', { fromTime: '18:00' }, ['WINDOW_MALFORMED untilTime']],
])('a rule is refused: %s', async (_, over, faults) => {
  await expectRefused(w, () => w.perform(setContactRule, { ...rule, ...over }, asSystem), faults);
});

const work = async (asked: { teamId?: Id; ownerId?: Id; first?: number } = {}) => {
  const { viewer } = asViewer({ 'collections.read': 'ALL' });
  const list = await loadWorklist(w.database, viewer, {
    first: 25,
    ...asked,
    today: '2026-03-21',
  });
  const names = new Map(['Alborz', 'Behsaz', 'Karun'].map((name) => [w.id(name), name]));
  return list.map((one) => `${names.get(one.partyId)} ${one.score} ${one.nextAction}`);
};

test('the most pressing first, told with its parts; by team, by owner, page by page', async () => {
  await w.owe('K', '30', '2026-01-20', 'Karun');
  await w.owe('S', '100', '2026-03-20', 'Behsaz');
  const hard = { partyId: w.id('Karun'), risk: 'HIGH' as const };
  await w.perform(setCollectionProfile, hard, asSystem);
  // 100,000 x (1 + 20/30), 30,000 x 3 x 2, 100,000 x (1 + 1/30).
  expect(await work()).toEqual(['Karun 180000 DUN', 'Alborz 166670 DUN', 'Behsaz 103330 DUN']);
  expect(await work({ ownerId: w.id('leila') })).toEqual(['Karun 180000 DUN']);
  expect(await work({ teamId: w.id('NORTH'), first: 1 })).toEqual(['Alborz 166670 DUN']);
  const { viewer } = asViewer({ 'collections.read': 'ALL' });
  const after = { score: '166670', partyId: w.id('Alborz') };
  const rest = await loadWorklist(w.database, viewer, { today: '2026-03-21', first: 9, after });
  expect(rest.map((one) => one.partyId)).toEqual([w.id('Behsaz')]);
  expect(rest[0]).toMatchObject({ amount: '100000', currency: 'IRR', brokenPromises: 0 });
  const own = w.seller('nima', ['collections.read']).viewer;
  const mine = await loadWorklist(w.database, own, { today: '2026-03-21', first: 9 });
  expect(mine.map((one) => one.partyId)).toEqual([w.id('Alborz'), w.id('Behsaz')]);
});
