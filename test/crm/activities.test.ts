import { newId, type Id } from '../../src/kernel/id.ts';
import {
  cancelActivity,
  completeActivity,
  createProject,
  rescheduleActivity,
} from '../../src/modules/crm/index.ts';
import { logActivity, planActivity } from '../../src/modules/index.ts';
import { Forbidden } from '../../src/platform/identity/access-error.ts';
import { asSystem, asViewer } from '../support/perform.ts';
import { announced, openCrm, outcomeOf, type Crm } from './world.ts';

let w: Crm;
beforeAll(async () => void (w = await openCrm()));
afterAll(() => w.close());
beforeEach(() => w.forget());

const dueAt = '2026-03-25T08:00:00Z';
const visit = { kind: 'VISIT', subject: 'Visit the shop', dueAt } as const;
const call = { kind: 'CALL', subject: 'They called' } as const;

const rows = () => w.sql('select * from activity order by id');

const plan = async (over: object = {}): Promise<Id> =>
  (await w.perform(planActivity, { ...visit, partyId: w.id('Behsaz'), ...over }, w.nima))
    .activityId;

describe('planActivity and logActivity', () => {
  test('are about what is named, with the customer behind it', async () => {
    const { leadId } = await w.capture({ accountId: w.id('Alborz') });
    const project = { code: 'P-1', name: 'Shops', partyId: w.id('Behsaz') };
    const { projectId } = await w.perform(createProject, project, w.nima);
    const opportunityId = await w.open({ projectId });
    await plan({ partyId: null, leadId });
    await w.perform(logActivity, { ...call, opportunityId }, w.nima);
    await w.perform(logActivity, { ...call, projectId }, w.nima);
    const about = { documentKind: 'OPPORTUNITY', documentId: opportunityId };
    await w.perform(logActivity, { ...call, ...about }, w.nima);
    const behsaz = { party_id: w.id('Behsaz'), owner_id: w.id('nima') };
    expect(await rows()).toMatchObject([
      { state: 'PLANNED', party_id: w.id('Alborz'), lead_id: leadId, done_at: null },
      { state: 'DONE', ...behsaz, opportunity_id: opportunityId, project_id: projectId },
      { state: 'DONE', ...behsaz, opportunity_id: null, project_id: projectId },
      { state: 'DONE', ...behsaz, document_kind: 'OPPORTUNITY', document_id: opportunityId },
    ]);
  });

  test('by nobody who sells belong to who has what they are about', async () => {
    const operator = asViewer({ 'crm.work': 'OWN', 'parties.read': 'ALL' });
    await w.perform(logActivity, { ...call, partyId: w.id('Karun') }, operator);
    expect(await rows()).toMatchObject([{ owner_id: w.id('leila'), team_id: w.id('SOUTH') }]);
  });

  test('refuse what is about nothing, about nobody, and what will have been done', async () => {
    const log = (over: object) => w.perform(logActivity, { ...call, ...over }, w.nima);
    await w.expectRefused(() => log({}), 'ACTIVITY_ABOUT_NOTHING partyId');
    const nobody = { partyId: newId(), leadId: newId(), opportunityId: newId(), projectId: 'x' };
    await w.expectRefused(
      () => log(nobody),
      'LEAD_NOT_FOUND leadId',
      'OPPORTUNITY_NOT_FOUND opportunityId',
      'PROJECT_NOT_FOUND projectId',
      'PARTY_NOT_FOUND partyId',
    );
    for (const document of [
      { documentKind: 'ORACLE', documentId: newId() },
      { documentKind: 'PROJECT', documentId: newId() },
      { documentId: newId() },
    ]) {
      await w.expectRefused(() => log(document), 'DOCUMENT_NOT_FOUND documentId');
    }
    await w.expectRefused(
      () => log({ partyId: w.id('Behsaz'), subject: '', doneAt: dueAt }),
      'TEXT_MALFORMED subject',
      'TIME_IN_FUTURE doneAt',
    );
    const id = await plan();
    await w.expectRefused(() => plan({ id }), 'ID_TAKEN id');
  });

  test('name only what is within reach', async () => {
    const { leadId } = await w.capture({}, w.leila);
    for (const about of [{ leadId }, { partyId: w.id('Karun') }]) {
      const act = w.perform(logActivity, { ...call, ...about }, w.nima);
      await expect(act).rejects.toThrow(Forbidden);
    }
    await expect(plan({ ownerId: w.id('leila') })).rejects.toThrow(Forbidden);
  });
});

describe('completeActivity', () => {
  test('tells what came of it, and plans what comes next in the same act', async () => {
    const activityId = await plan();
    const next = { kind: 'CALL', subject: 'Ask again', dueAt: '2026-04-01T08:00:00Z' } as const;
    const done = { activityId, outcomeCode: 'INTERESTED', outcome: 'Wants 20', next } as const;
    await w.perform(completeActivity, done, w.nima);
    expect(await rows()).toMatchObject([
      { state: 'DONE', outcome_code: 'INTERESTED', outcome: 'Wants 20', version: 2 },
      { state: 'PLANNED', subject: 'Ask again', party_id: w.id('Behsaz'), owner_id: w.id('nima') },
    ]);
    expect((await announced(w)).map(({ type }) => type)).toEqual([
      'activity.planned',
      'activity.completed',
      'activity.planned',
    ]);
  });

  test('once, whoever is first', async () => {
    const activityId = await plan();
    const complete = () => w.perform(completeActivity, { activityId }, w.nima);
    const outcomes = await Promise.all(
      Array.from({ length: 6 }, () => outcomeOf(complete(), 'done')),
    );
    expect(outcomes.sort()).toEqual([...Array<string>(5).fill('ILLEGAL_STATE'), 'done']);
    await expect(w.perform(completeActivity, { activityId }, w.leila)).rejects.toThrow(Forbidden);
    await w.expectRefused(
      () => w.perform(completeActivity, { activityId: newId() }, asSystem),
      'ACTIVITY_NOT_FOUND activityId',
    );
  });
});

test('what is planned is due at another time, or not done at all', async () => {
  const activityId = await plan();
  const later = { activityId, expectedVersion: 1, dueAt: '2026-05-01T08:00:00Z' };
  await w.perform(rescheduleActivity, later, w.nima);
  await w.expectRefused(
    () => w.perform(rescheduleActivity, later, w.nima),
    'STALE expectedVersion',
  );
  await w.perform(cancelActivity, { activityId, reason: 'They closed' }, w.nima);
  expect(await rows()).toMatchObject([{ state: 'CANCELLED', outcome: 'They closed', version: 3 }]);
  await w.expectRefused(
    () => w.perform(rescheduleActivity, { ...later, expectedVersion: 3 }, w.nima),
    'ILLEGAL_STATE',
  );
});
