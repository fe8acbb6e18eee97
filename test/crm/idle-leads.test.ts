import { newId } from '../../src/kernel/id.ts';
import {
  contactLead,
  hasIdleLeads,
  nurtureLead,
  qualifyLead,
  returnIdleLeads,
  setCrmPolicy,
} from '../../src/modules/crm/index.ts';
import { logActivity } from '../../src/modules/index.ts';
import { asSystem, asViewer } from '../support/perform.ts';
import { announced, openCrm, type Crm } from './world.ts';

let w: Crm;
beforeAll(async () => void (w = await openCrm()));
afterAll(() => w.close());
beforeEach(async () => {
  await w.forget();
  w.clock.set('2026-03-01T08:00:00Z');
});

const boss = asViewer({ 'crm.configure': 'ALL' });
const later = (days: number) => w.clock.advance(days * 86_400);
const goBack = () => w.perform(returnIdleLeads, {}, asSystem);

test('what nobody touched goes back after so many days, and nothing else', async () => {
  await w.perform(setCrmPolicy, { idleDays: 10 }, boss);
  const [idle, called, planned, qualified] = await Promise.all(
    Array.from({ length: 4 }, async () => (await w.capture()).leadId),
  );
  await w.perform(qualifyLead, { leadId: qualified! }, w.nima);
  const dueAt = '2026-06-01T08:00:00Z';
  const next = { kind: 'CALL', subject: 'In June', dueAt } as const;
  await w.perform(nurtureLead, { leadId: planned!, next }, w.nima);
  later(6);
  await w.perform(logActivity, { leadId: called!, kind: 'CALL', subject: 'Hello' }, w.nima);
  later(3);
  expect(await hasIdleLeads(w.database, w.clock.now())).toBe(false);
  expect(await goBack()).toEqual({ returned: 0, isAll: true });
  later(2);
  expect(await hasIdleLeads(w.database, w.clock.now())).toBe(true);
  expect(await goBack()).toEqual({ returned: 1, isAll: true });
  expect(await w.leadHistory(idle!)).toEqual([
    '- - > ASSIGNED nima',
    'ASSIGNED nima > NEW -: Nothing was done with it',
  ]);
  expect((await announced(w)).at(-1)).toMatchObject({
    type: 'lead.returnedToPool',
    data: { lead: { id: idle, state: 'NEW' }, change: { ownerId: { from: w.id('nima') } } },
  });
  later(6);
  await goBack();
  expect(await w.leadText(called!)).toBe('NEW -');
  expect(await w.leadText(planned!)).toBe('NURTURING nima');
  expect(await w.leadText(qualified!)).toBe('QUALIFIED nima');
});

test('none goes back unless the firm says after how long', async () => {
  await w.perform(setCrmPolicy, { withoutIdleDays: true }, boss);
  await w.capture();
  later(400);
  expect(await hasIdleLeads(w.database, w.clock.now())).toBe(false);
  expect(await goBack()).toEqual({ returned: 0, isAll: true });
  const set = (input: object) => () => w.perform(setCrmPolicy, input, boss);
  await w.expectRefused(set({}), 'NOTHING_SAID idleDays');
  await w.expectRefused(set({ idleDays: 5, withoutIdleDays: true }), 'NOTHING_SAID idleDays');
  await w.expectRefused(set({ idleDays: 0 }), 'DAYS_MALFORMED idleDays');
});

test('who calls at the same moment keeps the lead, or it is back before', async () => {
  await w.perform(setCrmPolicy, { idleDays: 1 }, boss);
  for (let round = 0; round < 5; round += 1) {
    const { leadId } = await w.capture({ id: newId() });
    later(3);
    const activity = { kind: 'CALL', subject: 'Hello' } as const;
    const [, called] = await Promise.allSettled([
      goBack(),
      w.perform(contactLead, { leadId, activity }, w.nima),
    ]);
    const text = await w.leadText(leadId);
    expect(text).toBe(called.status === 'fulfilled' ? 'CONTACTED nima' : 'NEW -');
  }
});
