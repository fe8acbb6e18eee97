import { newId, type Id } from '../../src/kernel/id.ts';
import {
  assignLead,
  contactLead,
  disqualifyLead,
  editLead,
  markLeadDuplicate,
  nurtureLead,
  qualifyLead,
  reopenLead,
  returnLeadToPool,
} from '../../src/modules/crm/index.ts';
import { Forbidden } from '../../src/platform/identity/access-error.ts';
import { asViewer } from '../support/perform.ts';
import { announced, openCrm, outcomeOf, type Crm } from './world.ts';

let w: Crm;
beforeAll(async () => void (w = await openCrm()));
afterAll(() => w.close());
beforeEach(() => w.forget());

const call = { kind: 'CALL', subject: 'Called' } as const;

describe('captureLead', () => {
  test('is of the salesperson who captures it, with keys, source and UTM kept', async () => {
    const utm = { source: ' google ', campaign: 'nowruz' };
    const { leadId, number, similarLeads, possibleParties } = await w.capture({ utm });
    expect(number).toMatch(/^LD-\d+$/);
    expect({ similarLeads, possibleParties }).toEqual({ similarLeads: [], possibleParties: [] });
    expect(await w.leadText(leadId)).toBe('ASSIGNED nima');
    expect(await w.leadHistory(leadId)).toEqual(['- - > ASSIGNED nima']);
    const [row] = await w.sql('select * from lead where id = $1', [leadId]);
    expect(row).toMatchObject({
      phone_key: '+989123456789',
      email_key: 'rad@tehrantea.example',
      name_key: 'tehran tea',
      team_id: w.id('NORTH'),
      utm: { source: 'google', campaign: 'nowruz' },
    });
    const [event] = await announced(w);
    expect(event).toMatchObject({
      type: 'lead.captured',
      unit_ids: [w.id('NORTH')],
      data: { lead: { number, state: 'ASSIGNED', companyName: 'Tehran Tea Co.' } },
    });
    expect(event?.data['lead']).not.toHaveProperty('searchText');
  });

  test('of nobody who sells, it waits in the pool; a known account brings its owner', async () => {
    const operator = asViewer({ 'crm.work': 'OWN', 'parties.read': 'ALL' });
    const { leadId } = await w.capture({}, operator);
    expect(await w.leadText(leadId)).toBe('NEW -');
    const known = await w.capture({ accountId: w.id('Karun') }, operator);
    expect(await w.leadText(known.leadId)).toBe('ASSIGNED leila');
  });

  test('answers who may be the same, and refuses nothing for it', async () => {
    const first = await w.capture();
    const phone = '+98 21 8877 6655';
    const again = await w.capture({ companyName: 'Tehran Tea', email: null, phone }, w.sara);
    expect(again.similarLeads).toEqual([
      {
        leadId: first.leadId,
        number: first.number,
        state: 'ASSIGNED',
        ownerId: w.id('nima'),
        by: ['NAME'],
      },
    ]);
    expect(again.possibleParties).toMatchObject([
      { partyId: w.id('Behsaz'), reasons: [{ by: 'PHONE' }] },
    ]);
    const third = await w.capture({ companyName: 'Else' });
    expect(third.similarLeads).toMatchObject([{ leadId: first.leadId, by: ['PHONE', 'EMAIL'] }]);
  });

  test('refuses every fault at once', async () => {
    await w.expectRefused(
      () =>
        w.capture({
          subject: ' ',
          companyName: null,
          personName: ' ',
          leadSourceId: newId(),
          segmentId: newId(),
          projectId: newId(),
          accountId: newId(),
          ownerId: newId(),
          assignByRule: true,
        }),
      'LEAD_OF_NOBODY companyName',
      'TEXT_MALFORMED subject',
      'LEAD_SOURCE_NOT_FOUND leadSourceId',
      'PARTY_NOT_FOUND accountId',
      'SEGMENT_NOT_FOUND segmentId',
      'OWNER_CONTRADICTED ownerId',
      'PROJECT_NOT_FOUND projectId',
    );
    const { leadId } = await w.capture();
    await w.expectRefused(() => w.capture({ id: leadId }), 'ID_TAKEN id');
    await w.expectRefused(() => w.capture({ id: 'x' }), 'ID_MALFORMED id');
  });

  test('names no account out of reach', async () => {
    await expect(w.capture({ accountId: w.id('Karun') })).rejects.toThrow(Forbidden);
  });

  test('is given to somebody else only by who may assign to them', async () => {
    await expect(w.capture({ ownerId: w.id('leila') })).rejects.toThrow(Forbidden);
    await expect(w.capture({ ownerId: w.id('leila') }, w.sara)).rejects.toThrow(Forbidden);
    const { leadId } = await w.capture({ ownerId: w.id('nima') }, w.sara);
    expect(await w.leadText(leadId)).toBe('ASSIGNED nima');
  });
});

test('editLead changes what is said, and keeps where it came from', async () => {
  const { leadId } = await w.capture({ utm: { source: 'x' } });
  const edit = (over: object, caller = w.nima) =>
    w.perform(editLead, { leadId, expectedVersion: 1, ...over }, caller);
  await edit({ companyName: 'Karaj Tea', withoutPhone: true, segmentId: w.id('RETAIL') });
  const [row] = await w.sql('select * from lead where id = $1', [leadId]);
  expect(row).toMatchObject({
    company_name: 'Karaj Tea',
    name_key: 'karaj tea',
    phone: null,
    phone_key: null,
    segment_id: w.id('RETAIL'),
    utm: { source: 'x' },
    version: 2,
  });
  await w.expectRefused(() => edit({ city: 'Karaj' }), 'STALE expectedVersion');
  await w.expectRefused(
    () => edit({ expectedVersion: 2, withoutCompanyName: true, withoutPersonName: true }),
    'LEAD_OF_NOBODY companyName',
  );
  await w.expectRefused(() => edit({ leadId: newId() }), 'LEAD_NOT_FOUND leadId');
  await expect(edit({ expectedVersion: 2 }, w.leila)).rejects.toThrow(Forbidden);
});

describe('the way of a lead', () => {
  let leadId: Id;
  beforeEach(async () => void ({ leadId } = await w.capture()));

  test('from hand to hand, state by state, each step in its history', async () => {
    const next = { kind: 'CALL', subject: 'Call again', dueAt: '2026-03-25T08:00:00Z' } as const;
    await w.perform(contactLead, { leadId, activity: call, next }, w.nima);
    await w.perform(
      contactLead,
      { leadId, activity: { ...call, subject: 'Called twice' } },
      w.nima,
    );
    await w.perform(nurtureLead, { leadId, reason: 'After Nowruz' }, w.nima);
    const asked = { leadId, ownerId: w.id('sara'), reason: 'She knows them' };
    await w.perform(assignLead, asked, w.sara);
    await w.perform(returnLeadToPool, { leadId, reason: 'No time' }, w.sara);
    await w.perform(assignLead, { leadId, ownerId: w.id('nima') }, w.sara);
    await w.perform(qualifyLead, { leadId }, w.nima);
    await w.perform(disqualifyLead, { leadId, reasonId: w.id('NO_BUDGET'), note: 'Poor' }, w.nima);
    await w.perform(reopenLead, { leadId }, w.nima);
    expect(await w.leadHistory(leadId)).toEqual([
      '- - > ASSIGNED nima',
      'ASSIGNED nima > CONTACTED nima: Called',
      'CONTACTED nima > CONTACTED nima: Called twice',
      'CONTACTED nima > NURTURING nima: After Nowruz',
      'NURTURING nima > NURTURING sara: She knows them',
      'NURTURING sara > NEW -: No time',
      'NEW - > ASSIGNED nima',
      'ASSIGNED nima > QUALIFIED nima',
      'QUALIFIED nima > DISQUALIFIED nima: Poor',
      'DISQUALIFIED nima > ASSIGNED nima',
    ]);
    expect((await announced(w)).map(({ type }) => type.replace('lead.', ''))).toEqual([
      'captured',
      'activity.logged',
      'activity.planned',
      'contacted',
      'activity.logged',
      'contacted',
      'nurtured',
      'assigned',
      'returnedToPool',
      'assigned',
      'qualified',
      'disqualified',
      'reopened',
    ]);
  });

  test('what its state does not allow is refused', async () => {
    await w.perform(disqualifyLead, { leadId, reasonId: w.id('SPAM') }, w.nima);
    for (const act of [
      () => w.perform(contactLead, { leadId, activity: call }, w.nima),
      () => w.perform(qualifyLead, { leadId }, w.nima),
      () => w.perform(assignLead, { leadId, ownerId: w.id('sara') }, w.sara),
      () => w.perform(editLead, { leadId, expectedVersion: 2, city: 'Qom' }, w.nima),
      () => w.perform(disqualifyLead, { leadId, reasonId: w.id('SPAM') }, w.nima),
    ]) {
      await w.expectRefused(act, 'ILLEGAL_STATE');
    }
  });

  test('a reason is one of its kind, and still used', async () => {
    const disqualify = (reasonId: Id) => w.perform(disqualifyLead, { leadId, reasonId }, w.nima);
    await w.expectRefused(() => disqualify(w.id('PRICE')), 'CRM_REASON_NOT_FOUND reasonId');
    await w.expectRefused(() => disqualify(newId()), 'CRM_REASON_NOT_FOUND reasonId');
  });

  test('what will be done is not done', async () => {
    const activity = { ...call, doneAt: '2026-03-22T08:00:00Z' };
    const act = () => w.perform(contactLead, { leadId, activity }, w.nima);
    await w.expectRefused(act, 'TIME_IN_FUTURE activity.doneAt');
  });

  test('is out of reach for others', async () => {
    for (const caller of [w.leila, asViewer({ 'crm.read': 'ALL' })]) {
      await expect(w.perform(qualifyLead, { leadId }, caller)).rejects.toThrow(Forbidden);
    }
    await expect(w.perform(assignLead, { leadId, ownerId: w.id('nima') }, w.nima)).rejects.toThrow(
      Forbidden,
    );
    await expect(w.perform(assignLead, { leadId, ownerId: w.id('leila') }, w.sara)).rejects.toThrow(
      Forbidden,
    );
  });

  test('of eight who put it away at once, one does', async () => {
    const acts = Array.from({ length: 8 }, () =>
      outcomeOf(w.perform(disqualifyLead, { leadId, reasonId: w.id('SPAM') }, w.nima), 'done'),
    );
    expect((await Promise.all(acts)).sort()).toEqual([...Array(7).fill('ILLEGAL_STATE'), 'done']);
    expect(await w.leadHistory(leadId)).toHaveLength(2);
  });
});

describe('markLeadDuplicate', () => {
  test('leads to the one behind, without chains', async () => {
    const [a, b, c] = [await w.capture(), await w.capture(), await w.capture()].map(
      (lead) => lead.leadId,
    ) as [Id, Id, Id];
    const mark = (leadId: Id, duplicateOfId: Id) =>
      w.perform(markLeadDuplicate, { leadId, duplicateOfId }, w.nima);
    await mark(b, a);
    await mark(a, c);
    const rows = await w.sql(`select id, duplicate_of_id as of from lead
                              where state = 'DUPLICATE' order by id`);
    expect(rows).toEqual([a, b].map((id) => ({ id, of: c })));
    await w.expectRefused(() => mark(c, b), 'DUPLICATE_OF_ITSELF duplicateOfId');
    await w.expectRefused(() => mark(c, newId()), 'LEAD_NOT_FOUND duplicateOfId');
    await w.perform(reopenLead, { leadId: b }, w.nima);
    expect(await w.leadText(b)).toBe('ASSIGNED nima');
  });

  test('of two that are each other’s duplicates at once, one stays', async () => {
    const [a, b] = [(await w.capture()).leadId, (await w.capture()).leadId];
    const outcomes = await Promise.all([
      outcomeOf(w.perform(markLeadDuplicate, { leadId: a, duplicateOfId: b }, w.nima), 'done'),
      outcomeOf(w.perform(markLeadDuplicate, { leadId: b, duplicateOfId: a }, w.nima), 'done'),
    ]);
    expect(outcomes.sort()).toEqual(['DUPLICATE_OF_ITSELF duplicateOfId', 'done']);
  });
});
