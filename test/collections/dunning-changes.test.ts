import {
  acceptPaymentPlan,
  blockContact,
  defineAgencyAgreement,
  defineCollectionAgency,
  defineDunningProcedure,
  editDunningProcedure,
  openDispute,
  placeWithAgency,
  proposeDunning,
  proposePaymentPlan,
  proposePlacement,
  recallPlacement,
  releaseDunning,
  setCollectionProfile,
} from '../../src/modules/collections/index.ts';
import { newId, type Id } from '../../src/kernel/id.ts';
import { mergeParties } from '../../src/modules/index.ts';
import { expectRefused } from '../catalog/world.ts';
import { manager } from '../parties/acts.ts';
import { untilBlocked } from '../platform/identity/identity-world.ts';
import { asSystem } from '../support/perform.ts';
import { openCollections, usual, type Collections } from './world.ts';

let w: Collections;
beforeAll(async () => void (w = await openCollections()));
afterAll(() => w.close());
beforeEach(() => w.forget());
afterEach(async () => expect(await w.verify()).toEqual([]));

/** Proposes and releases what there is on a day: `1 SENT 100 fee 5 interest 6`. */
async function dun(day: string): Promise<string[]> {
  w.on(day);
  const { dunningRunId } = await w.perform(proposeDunning, {}, asSystem);
  await w.perform(releaseDunning, { dunningRunId }, asSystem);
  return letters(dunningRunId);
}
const letters = async (runId: Id): Promise<string[]> =>
  (
    await w.sql<{ line: string }>(
      `select level_no || ' ' || state || ' ' || trim_scale(amount) || ' fee ' || trim_scale(fee)
          || ' interest ' || trim_scale(interest) as line
       from dunning_letter where dunning_run_id = $1 order by number`,
      [runId],
    )
  ).map(({ line }) => line);
const alborz = (): Id => w.id('Alborz');

test('no interest on what is disputed; rejected, it bears it for all the days', async () => {
  await w.owe('A', '1000', '2026-03-01');
  await dun('2026-03-21');
  const dispute = { commitmentId: w.id('A'), amount: '400', cause: 'PRICE' as const };
  const whose = { ownerId: w.id('nima'), answerOn: '2026-04-01' };
  await w.perform(openDispute, { ...dispute, ...whose }, w.nima);
  expect(await dun('2026-03-31')).toEqual(['2 SENT 600 fee 5 interest 3.6']);
  await w.sql(
    `update dispute set state = 'RESOLVED', resolution = 'REJECTED', accepted = 0, answer = 'No',
       resolved_on = '2026-04-01'`,
  );
  // Forty days of a thousand are eight, less what was charged.
  const [letter = ''] = await dun('2026-04-10');
  expect(letter).toMatch(/interest 4.4$/);
});

test('while a plan stands no interest but what was agreed runs upon its instalments', async () => {
  await w.owe('A', '1000', '2026-02-01');
  w.on('2026-03-01');
  const plan = {
    ...{ partyId: alborz(), currency: 'EUR', commitmentIds: [w.id('A')], mostMissed: 9 },
    ...{ mostDaysLate: 300, instalments: [{ dueOn: '2026-03-01', principal: '1000' }] },
  };
  const { paymentPlanId } = await w.perform(proposePaymentPlan, plan, w.nima);
  await w.perform(acceptPaymentPlan, { paymentPlanId, acceptedBy: 'Ms Rad' }, w.nima);
  await dun('2026-03-21');
  expect(await dun('2026-03-31')).toEqual(['2 SENT 1000 fee 5 interest 0']);
});

test('charges upon what an agency has are not asked for by us', async () => {
  await w.owe('A', '1000', '2026-03-01');
  await dun('2026-03-21');
  await dun('2026-03-31');
  const agency = { code: 'DEBT', name: 'Debt & Sons' };
  const { agencyId } = await w.perform(defineCollectionAgency, agency, asSystem);
  const terms = {
    ...{ collectionAgencyId: agencyId, code: 'T', currency: 'EUR', validFrom: '2026-01-01' },
    ...{ remittance: 'GROSS' as const, termDays: 90, minAmount: '100' },
    bands: [{ placementNo: 1, fromDays: 0, fromAmount: '0', percent: '20' }],
  };
  const { agencyAgreementId } = await w.perform(defineAgencyAgreement, terms, asSystem);
  const what = { partyId: alborz(), agencyAgreementId, commitmentIds: [w.id('A')] };
  const { placementId } = await w.perform(proposePlacement, what, asSystem);
  await w.perform(placeWithAgency, { placementId }, asSystem);
  expect(await dun('2026-05-30')).toEqual([]);
  // They are given away with it, be they ever so little; by themselves they are not.
  await w.perform(recallPlacement, { placementId, reason: 'Anew' }, asSystem);
  const charges = await w.sql<{ id: Id }>(
    'select id from payment_commitment where charge_of_id is not null',
  );
  const commitmentIds = charges.map(({ id }) => id);
  await expectRefused(w, () => w.perform(proposePlacement, { ...what, commitmentIds }, asSystem), [
    'BELOW_SCOPE commitmentIds.0',
    'BELOW_SCOPE commitmentIds.1',
  ]);
  const all = { ...what, commitmentIds: [w.id('A'), ...commitmentIds] };
  await w.perform(proposePlacement, all, asSystem);
});

test('who is not to be reached by a channel gets no letter by it', async () => {
  await w.owe('A', '1000', '2026-03-01');
  const block = { partyId: alborz(), reason: 'They asked us', channel: 'EMAIL' as const };
  await w.perform(blockContact, { ...block, channel: 'LETTER' }, w.nima);
  w.on('2026-03-21');
  const { dunningRunId } = await w.perform(proposeDunning, {}, asSystem);
  expect(await letters(dunningRunId)).toEqual(['1 PROPOSED 1000 fee 0 interest 0']);
  await w.perform(blockContact, block, w.nima);
  const released = await w.perform(releaseDunning, { dunningRunId }, asSystem);
  expect(released).toMatchObject({ sent: 0, dropped: 1 });
  expect(await dun('2026-03-22')).toEqual([]);
});

test('a procedure that is in use no longer is not: the default is', async () => {
  await w.owe('A', '1000', '2026-03-01');
  const [level = usual.levels[0]] = usual.levels;
  const strict = { code: `S${newId().slice(-8)}`, name: 'Strict', graceDays: 0 };
  const levels = [{ ...level, days: 1, subject: 'At once', channel: 'LETTER' as const, body: 'x' }];
  const made = await w.perform(defineDunningProcedure, { ...strict, levels }, asSystem);
  const { dunningProcedureId } = made;
  const profile = { partyId: alborz(), dunningProcedureId };
  await w.perform(setCollectionProfile, profile, asSystem);
  const edit = { dunningProcedureId, expectedVersion: 1, isActive: false };
  await w.perform(editDunningProcedure, edit, asSystem);
  expect(await dun('2026-03-03')).toEqual([]);
  expect(await dun('2026-03-06')).toHaveLength(1);
});

test('a customer who is merged while letters go out gets that of who stays', async () => {
  await w.owe('K', '1000', '2026-03-01', 'Karun');
  await dun('2026-03-21');
  w.on('2026-03-31');
  const { dunningRunId } = await w.perform(proposeDunning, {}, asSystem);
  const both = { survivorId: alborz(), loserId: w.id('Karun') };
  const rows = await w.sql<{ id: Id; version: number }>('select id, version from party');
  const versionOf = (id: Id): number => rows.find((row) => row.id === id)?.version ?? 1;
  const versions = {
    survivorVersion: versionOf(both.survivorId),
    loserVersion: versionOf(both.loserId),
  };
  const client = await w.database.pool.connect();
  try {
    await client.query('begin');
    await client.query('select from credit_account for update');
    const merged = w.perform(mergeParties, { ...both, ...versions }, manager);
    await untilBlocked(w);
    const released = w.perform(releaseDunning, { dunningRunId }, asSystem);
    await untilBlocked(w, 2);
    await client.query('commit');
    await merged;
    expect(await released).toMatchObject({ sent: 1 });
  } finally {
    client.release();
  }
  expect(await w.claims()).toEqual(['FEE 5 of 5', 'INT 6 of 6', 'K 1000 of 1000']);
});
