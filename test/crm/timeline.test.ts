import { contactLead, createProject, loseOpportunity } from '../../src/modules/crm/index.ts';
import { customerTimeline, logActivity, planActivity } from '../../src/modules/index.ts';
import { createParty } from '../../src/modules/parties/index.ts';
import { Forbidden } from '../../src/platform/identity/access-error.ts';
import type { Caller } from '../../src/platform/perform/operation.ts';
import { asSystem, asViewer } from '../support/perform.ts';
import { openCrm, type Crm } from './world.ts';

let w: Crm;
beforeAll(async () => void (w = await openCrm()));
afterAll(() => w.close());
beforeEach(() => w.forget());

const all = asViewer({ 'crm.read': 'ALL', 'parties.read': 'ALL' });

const read = (caller: Caller, over: object = {}) =>
  customerTimeline(w.database, caller.viewer!, { partyId: w.id('Behsaz'), first: 100, ...over });

const lines = async (caller: Caller, over: object = {}): Promise<string[]> =>
  (await read(caller, over)).map(
    ({ kind, at, planned, title, state }) =>
      `${at.toISOString().slice(5, 10)} ${kind} ${title.replace(/(LD|OP)-\d+/, '$1')} ${state}` +
      (planned ? ' planned' : ''),
  );

async function aCustomersMonth(): Promise<void> {
  const behsaz = w.id('Behsaz');
  const at = (day: string) => w.clock.set(`2026-03-${day}T08:00:00Z`);
  at('01');
  const { leadId } = await w.capture({ accountId: behsaz, subject: 'Asks' });
  at('02');
  const activity = { kind: 'CALL', subject: 'Called' } as const;
  await w.perform(contactLead, { leadId, activity }, w.nima);
  at('03');
  const project = { code: 'SHOPS', name: 'Shops', partyId: behsaz };
  await w.perform(createProject, project, w.nima);
  const opportunityId = await w.open();
  at('05');
  await w.perform(loseOpportunity, { opportunityId, reasonId: w.id('PRICE') }, w.nima);
  const visit = { kind: 'VISIT', subject: 'Visit', dueAt: '2026-03-30T08:00:00Z' } as const;
  await w.perform(planActivity, { ...visit, partyId: behsaz }, w.nima);
  const leila = w.id('leila');
  const note = { kind: 'NOTE', subject: 'Leila helped', partyId: behsaz, ownerId: leila } as const;
  await w.perform(logActivity, note, asSystem);
  at('21');
}

test('shows all that was done and is planned, newest first', async () => {
  await aCustomersMonth();
  const done = [
    '03-05 ACTIVITY Leila helped DONE',
    '03-03 PROJECT SHOPS Shops OPEN',
    '03-03 OPPORTUNITY OP Tea for a year LOST',
    '03-02 ACTIVITY Called DONE',
    '03-01 LEAD LD Asks CONTACTED',
  ];
  const planned = ['03-30 ACTIVITY Visit PLANNED planned'];
  expect(await lines(all)).toEqual([...planned, ...done]);
  expect(await lines(all, { planned: true })).toEqual(planned);
  expect(await lines(all, { planned: false })).toEqual(done);
  expect(await lines(w.nima, { planned: false })).toEqual(done.slice(1));
  expect(await w.statementsOf(() => read(all))).toHaveLength(1);
});

test('pages meet, whatever came between', async () => {
  await aCustomersMonth();
  const whole = await read(all);
  const pages = [];
  let after: (typeof whole)[number]['place'] | null = null;
  for (;;) {
    const page = await read(all, { first: 2, after });
    pages.push(...page);
    after = page.at(-1)?.place ?? null;
    if (page.length < 2) break;
  }
  expect(pages).toEqual(whole);
});

test('is that of those who speak for a company as well, and of the survivor', async () => {
  const contacts = [{ person: { name: 'Reza' } }];
  const input = { kind: 'COMPANY', name: 'Zagros', ownerId: w.id('nima'), contacts } as const;
  const { partyId, personIds } = await w.perform(createParty, input, asSystem);
  const call = { kind: 'CALL', subject: 'Reza called', partyId: personIds[0]! } as const;
  await w.perform(logActivity, call, asSystem);
  expect(await lines(all, { partyId })).toEqual(['03-21 ACTIVITY Reza called DONE']);
  const gone = w.id('WEB');
  await w.sql(
    `insert into party_redirect (id, party_id, snapshot, merged_at, operation_id)
     values ($1, $2, '{}', now(), $1)`,
    [gone, partyId],
  );
  expect(await lines(all, { partyId: gone })).toEqual(['03-21 ACTIVITY Reza called DONE']);
  await w.sql('delete from party_redirect');
});

test('is empty for who does not see the customer, or nothing on it', async () => {
  await aCustomersMonth();
  expect(await lines(w.leila)).toEqual([]);
  expect(await lines(asViewer({ 'parties.read': 'ALL' }))).toEqual([]);
  await expect(lines(asViewer({ 'crm.read': 'ALL' }))).rejects.toThrow(Forbidden);
});
