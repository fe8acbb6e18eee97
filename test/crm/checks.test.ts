import { contactLead, convertLead, qualifyLead } from '../../src/modules/crm/index.ts';
import { openCrm, type Crm } from './world.ts';

let w: Crm;
beforeAll(async () => void (w = await openCrm()));
afterAll(() => w.close());

beforeEach(async () => {
  const { leadId } = await w.capture();
  const activity = { kind: 'CALL', subject: 'Called' } as const;
  await w.perform(contactLead, { leadId, activity }, w.nima);
  await w.perform(qualifyLead, { leadId }, w.nima);
  const opportunity = { expectedAmount: '1000' };
  await w.perform(convertLead, { leadId, accountId: w.id('Behsaz'), opportunity }, w.nima);
});
afterEach(() => w.forget());

test('sound data show no difference', async () => {
  expect(await w.verify()).toEqual([]);
});

test.each([
  [
    'Every lead is in the state and in the hands that its history ends with',
    `update lead set state = 'QUALIFIED'`,
  ],
  [
    'Every lead is in the state and in the hands that its history ends with',
    `update lead set owner_id = null`,
  ],
  [
    'The history of a lead goes on from where it was',
    `insert into lead_entry (lead_id, from_state, to_state, to_owner_id, at, operation_id)
     select id, 'NEW', state, owner_id, now(), id from lead`,
  ],
  [
    'Every opportunity is in the stage, state and hands that its history ends with',
    `update opportunity set stage_id = (select id from opportunity_stage where code = 'DEAL')`,
  ],
  [
    'What is expected in the firm’s currency is the amount at its rate',
    `update opportunity set company_amount = 999`,
  ],
  [
    'Every converted lead has an opportunity of its account, and no other lead has one',
    `update opportunity set account_id = (select id from party where name = 'Karun')`,
  ],
  [
    'Every converted lead has an opportunity of its account, and no other lead has one',
    `update opportunity set lead_id = null`,
  ],
  [
    'The activities of a converted lead are those of its opportunity',
    `update activity set opportunity_id = null`,
  ],
])('%s: told when it does not hold', async (name, damage) => {
  await w.sql(damage);
  expect((await w.verify()).join('\n')).toContain(name);
});

test('No lead is the duplicate of a duplicate: told when it does not hold', async () => {
  const [a, b] = [(await w.capture()).leadId, (await w.capture()).leadId];
  await w.sql(`update lead set state = 'DUPLICATE', duplicate_of_id = $2 where id = $1`, [a, b]);
  const [c] = await w.sql(`select id from lead where state = 'CONVERTED'`);
  const values = [b, c?.['id']];
  await w.sql(`update lead set state = 'DUPLICATE', duplicate_of_id = $2 where id = $1`, values);
  expect((await w.verify()).join('\n')).toContain('No lead is the duplicate of a duplicate');
});

test.each([
  ['a lead of nobody', 'update lead set company_name = null, person_name = null'],
  ['a converted lead without an account', 'update lead set account_id = null'],
  ['a disqualified lead without a reason', `update lead set state = 'DISQUALIFIED'`],
  ['a duplicate of nothing', `update lead set state = 'DUPLICATE'`],
  ['an assigned lead of nobody', `update lead set state = 'ASSIGNED', owner_id = null`],
  ['a lost opportunity without a reason', `update opportunity set state = 'LOST'`],
  [
    'an opportunity that is won by nothing',
    `update opportunity set state = 'WON', closed_at = now(), forecast_category = 'CLOSED'`,
  ],
  ['an open opportunity that is closed', 'update opportunity set closed_at = now()'],
  ['an open one that counts as closed', `update opportunity set forecast_category = 'CLOSED'`],
  ['an amount without a rate', 'update opportunity set rate = null'],
  [
    'an activity about nothing',
    'update activity set lead_id = null, party_id = null, opportunity_id = null',
  ],
  ['an activity that was done at no time', 'update activity set done_at = null'],
  ['a plan that is due at no time', `update activity set state = 'PLANNED', done_at = null`],
])('the database refuses %s', async (_, damage) => {
  await expect(w.sql(damage)).rejects.toMatchObject({ code: '23514' });
});

test('histories are written and never changed', async () => {
  for (const table of ['lead_entry', 'opportunity_entry']) {
    await expect(w.sql(`update ${table} set reason = 'x'`)).rejects.toThrow();
    await expect(w.sql(`delete from ${table}`)).rejects.toThrow();
  }
});
