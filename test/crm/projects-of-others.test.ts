import type { Id } from '../../src/kernel/id.ts';
import {
  convertLead,
  contactLead,
  createPlanActivity,
  createProject,
  editLead,
  editOpportunity,
  qualifyLead,
} from '../../src/modules/crm/index.ts';
import { openCrm, type Crm } from './world.ts';

let w: Crm;
beforeAll(async () => void (w = await openCrm()));
afterAll(() => w.close());
beforeEach(async () => void (foreign = await project('LEILAS', w.leila)));
afterEach(() => w.forget());

/** Leila's: Nima does not see it. */
let foreign: Id;

const project = async (code: string, by: Crm['nima']): Promise<Id> =>
  (await w.perform(createProject, { code, name: code }, by)).projectId;

const planActivity = createPlanActivity([]);

test('is none to name in a lead, an opportunity or an activity', async () => {
  const none = 'PROJECT_NOT_FOUND projectId';
  await w.expectRefused(() => w.capture({ projectId: foreign }), none);
  await w.expectRefused(() => w.open({ projectId: foreign }), none);
  const { leadId } = await w.capture();
  const edited = { leadId, expectedVersion: 1, projectId: foreign };
  await w.expectRefused(() => w.perform(editLead, edited, w.nima), none);
  const opportunityId = await w.open();
  const better = { opportunityId, expectedVersion: 1, projectId: foreign };
  await w.expectRefused(() => w.perform(editOpportunity, better, w.nima), none);
  const call = { kind: 'CALL' as const, subject: 'Call', dueAt: '2030-01-01T08:00:00Z' };
  const about = { ...call, leadId, projectId: foreign };
  await w.expectRefused(() => w.perform(planActivity, about, w.nima), none);
  const activity = { kind: 'CALL', subject: 'Called' } as const;
  await w.perform(contactLead, { leadId, activity }, w.nima);
  await w.perform(qualifyLead, { leadId }, w.nima);
  const opportunity = { projectId: foreign };
  await w.expectRefused(
    () => w.perform(convertLead, { leadId, opportunity }, w.nima),
    'PROJECT_NOT_FOUND opportunity.projectId',
  );
});

test('stays where it is named already, whoever goes on with that', async () => {
  const mine = await project('NIMAS', w.nima);
  const { leadId } = await w.capture({ projectId: mine });
  const opportunityId = await w.open({ projectId: mine });
  await w.sql('update project set owner_id = $1 where id = $2', [w.id('leila'), mine]);
  const city = { leadId, expectedVersion: 1, city: 'Yazd', projectId: mine };
  await w.perform(editLead, city, w.nima);
  const title = { opportunityId, expectedVersion: 1, title: 'Tea', projectId: mine };
  await w.perform(editOpportunity, title, w.nima);
  const activity = { kind: 'CALL', subject: 'Called' } as const;
  await w.perform(contactLead, { leadId, activity }, w.nima);
  await w.perform(qualifyLead, { leadId }, w.nima);
  await w.perform(convertLead, { leadId }, w.nima);
  expect(await w.sql('select distinct project_id as id from opportunity')).toEqual([{ id: mine }]);
});
