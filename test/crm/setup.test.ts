import { newId } from '../../src/kernel/id.ts';
import {
  closeProject,
  createProject,
  crmOwnedRecords,
  crmPartyReferences,
  defineCrmReason,
  defineLeadSource,
  defineOpportunityStage,
  editCrmReason,
  editLeadSource,
  editOpportunityStage,
  editProject,
  reopenProject,
} from '../../src/modules/crm/index.ts';
import { Forbidden } from '../../src/platform/identity/access-error.ts';
import { asViewer } from '../support/perform.ts';
import { openCrm, outcomeOf, type Crm } from './world.ts';

let w: Crm;
beforeAll(async () => void (w = await openCrm()));
afterAll(() => w.close());
beforeEach(() => w.forget());

const boss = asViewer({ 'crm.configure': 'ALL' });
const names = { nameEn: 'Name', nameFa: 'نام' };

describe('what is chosen from', () => {
  test('a source is renamed, and retired: chosen no more', async () => {
    const { leadSourceId } = await w.perform(defineLeadSource, { code: 'radio', ...names }, boss);
    const edit = (over: object) =>
      w.perform(editLeadSource, { leadSourceId, expectedVersion: 1, ...over }, boss);
    expect(await edit({ nameEn: 'The radio', active: false })).toMatchObject({ version: 2 });
    await w.expectRefused(() => edit({ active: true }), 'STALE expectedVersion');
    await w.expectRefused(
      () => edit({ leadSourceId: newId() }),
      'LEAD_SOURCE_NOT_FOUND leadSourceId',
    );
    await w.expectRefused(() => w.capture({ leadSourceId }), 'RETIRED leadSourceId');
    await w.expectRefused(
      () => w.perform(defineLeadSource, { id: 'x', code: 'a b', nameEn: '', nameFa: '' }, boss),
      'ID_MALFORMED id',
      'CODE_MALFORMED code',
      'TEXT_MALFORMED nameEn',
      'TEXT_MALFORMED nameFa',
    );
    await w.expectRefused(
      () => w.perform(defineLeadSource, { code: 'RADIO', ...names }, boss),
      'CODE_TAKEN code',
    );
    const act = w.perform(defineLeadSource, { code: 'TV', ...names }, w.sara);
    await expect(act).rejects.toThrow(Forbidden);
  });

  test('a reason is one of a kind', async () => {
    const define = (kind: 'LOST' | 'DISQUALIFIED') =>
      w.perform(defineCrmReason, { kind, code: 'OTHER', ...names }, boss);
    const { crmReasonId } = await define('LOST');
    await define('DISQUALIFIED');
    await w.expectRefused(() => define('LOST'), 'CODE_TAKEN code');
    const edit = { crmReasonId, expectedVersion: 1, active: false };
    expect(await w.perform(editCrmReason, edit, boss)).toMatchObject({ version: 2 });
  });

  test('a stage is valued and placed otherwise; what is in it keeps its probability', async () => {
    const opportunityId = await w.open();
    const edit = (over: object, expectedVersion = 1) =>
      w.perform(
        editOpportunityStage,
        { opportunityStageId: w.id('TALK'), expectedVersion, ...over },
        boss,
      );
    await edit({ probability: 25, position: 5 });
    expect(await w.opportunityText(opportunityId)).toBe('OPEN TALK nima 20% PIPELINE');
    await w.expectRefused(() => edit({ position: 20 }, 2), 'POSITION_TAKEN position');
    await w.expectRefused(
      () => edit({ position: -1, probability: 101 }, 2),
      'POSITION_MALFORMED position',
      'PERCENT_MALFORMED probability',
    );
    await edit({ probability: 20, position: 10 }, 2);
    const stage = { code: 'TALK', ...names, position: 99, probability: 1 };
    await w.expectRefused(
      () => w.perform(defineOpportunityStage, { ...stage, forecastCategory: 'COMMIT' }, boss),
      'CODE_TAKEN code',
    );
  });
});

describe('a project', () => {
  const project = { code: 'shops-1', name: 'Ten shops', startsOn: '2026-04-01' };

  test('is set up, edited, closed and reopened', async () => {
    const { projectId } = await w.perform(createProject, project, w.nima);
    const edit = (over: object, expectedVersion: number) =>
      w.perform(editProject, { projectId, expectedVersion, ...over }, w.nima);
    await edit({ name: 'Twelve shops', endsOn: '2026-09-30', withoutStartsOn: true }, 1);
    const [row] = await w.sql('select * from project');
    expect(row).toMatchObject({
      ...{ code: 'SHOPS-1', name: 'Twelve shops', starts_on: null, ends_on: '2026-09-30' },
      ...{ owner_id: w.id('nima'), version: 2 },
    });
    await w.expectRefused(() => edit({ startsOn: '2027-01-01' }, 2), 'DAY_CONTRADICTED endsOn');
    const close = () => w.perform(closeProject, { projectId }, w.nima);
    const closed = await Promise.all([outcomeOf(close(), 'closed'), outcomeOf(close(), 'closed')]);
    expect(closed.sort()).toEqual(['ILLEGAL_STATE', 'closed']);
    await w.expectRefused(() => edit({ name: 'X' }, 3), 'ILLEGAL_STATE');
    await w.expectRefused(() => w.capture({ projectId }), 'PROJECT_CLOSED projectId');
    await w.perform(reopenProject, { projectId }, w.nima);
    await w.capture({ projectId });
    await expect(w.perform(closeProject, { projectId }, w.leila)).rejects.toThrow(Forbidden);
  });

  test('has a code of its own', async () => {
    await w.perform(createProject, project, w.nima);
    await w.expectRefused(() => w.perform(createProject, project, w.nima), 'CODE_TAKEN code');
  });
});

test('what names a party is declared, and what goes to a successor has an owner', async () => {
  const keys = await w.sql<{ name: string }>(
    `select format('%s.%s', conrelid::regclass, a.attname) as name from pg_constraint c
     join pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[1]
     where contype = 'f' and confrelid = 'party'::regclass
       and conrelid::regclass::text in ('lead', 'opportunity', 'activity', 'project') order by 1`,
  );
  const declared = crmPartyReferences.map(({ table, column }) => `${table}.${column}`);
  expect(declared.sort()).toEqual(keys.map(({ name }) => name));
  for (const { table, open } of crmOwnedRecords) {
    await w.sql(`select owner_id, team_id from ${table} where ${open}`);
  }
});
