import type { Id } from '../../src/kernel/id.ts';
import {
  contactLead,
  disqualifyLead,
  leadBoard,
  loseOpportunity,
  moveOpportunity,
  opportunityBoard,
  qualifyLead,
  type BoardQuestion,
} from '../../src/modules/crm/index.ts';
import { Forbidden } from '../../src/platform/identity/access-error.ts';
import type { Caller } from '../../src/platform/perform/operation.ts';
import { asViewer } from '../support/perform.ts';
import { openCrm, type Crm } from './world.ts';

let w: Crm;
beforeAll(async () => void (w = await openCrm()));
afterAll(() => w.close());

const all = asViewer({ 'crm.read': 'ALL' });
const day = (days: number) => w.clock.set(new Date(Date.UTC(2026, 2, 21 + days, 8)));

beforeEach(async () => {
  await w.forget();
  day(0);
});

async function leads(caller: Caller, asked: BoardQuestion = {}): Promise<string[]> {
  const question = { ...asked, now: w.clock.now() };
  const board = await leadBoard(w.database, caller.viewer!, question);
  const columns = board.columns
    .filter(({ count }) => count > 0)
    .map(({ state, count, averageDays }) => `${state} ${count} ${averageDays}d`);
  return [
    ...columns,
    ...board.reasons.map(({ reasonId, count }) => `${nameOf(reasonId)} ${count}`),
  ];
}

async function pipeline(caller: Caller, asked: BoardQuestion = {}): Promise<string[]> {
  const question = { ...asked, now: w.clock.now() };
  const board = await opportunityBoard(w.database, caller.viewer!, question);
  return [
    ...board.columns.map(({ state, stageId, count, amount, weighted, averageDays }) => {
      const name = stageId ? nameOf(stageId) : state;
      return `${name} ${count} ${amount} ${weighted} ${averageDays ?? '-'}d`;
    }),
    ...board.reasons.map(({ reasonId, count, amount }) => `${nameOf(reasonId)} ${count} ${amount}`),
  ];
}

const names = ['SPAM', 'NO_BUDGET', 'PRICE', 'NO_ANSWER', 'TALK', 'OFFER', 'DEAL'];
const nameOf = (id: Id): string => names.find((name) => w.id(name) === id) ?? id;

const call = { kind: 'CALL', subject: 'Called' } as const;

describe('leadBoard', () => {
  test('counts by state, how long, and why not', async () => {
    const [a, b, c] = [await w.capture(), await w.capture(), await w.capture()];
    await w.capture({}, w.leila);
    day(2);
    await w.perform(qualifyLead, { leadId: a.leadId }, w.nima);
    await w.perform(disqualifyLead, { leadId: b.leadId, reasonId: w.id('SPAM') }, w.nima);
    await w.perform(contactLead, { leadId: c.leadId, activity: call }, w.nima);
    day(3);
    await w.perform(contactLead, { leadId: c.leadId, activity: call }, w.nima);
    day(4);
    const ofNima = ['CONTACTED 1 2d', 'QUALIFIED 1 2d', 'DISQUALIFIED 1 2d', 'SPAM 1'];
    expect(await leads(all)).toEqual(['ASSIGNED 1 4d', ...ofNima]);
    expect(await leads(w.nima)).toEqual(ofNima);
    expect(await leads(w.sara)).toEqual(ofNima);
    expect(await leads(all, { teamId: w.id('SOUTH') })).toEqual(['ASSIGNED 1 4d']);
    expect(await leads(all, { ownerId: w.id('leila') })).toEqual(['ASSIGNED 1 4d']);
    expect(await leads(all, { from: '2026-03-22T00:00:00Z' })).toEqual([]);
    expect(await leads(all, { until: '2026-03-22T00:00:00Z' })).toHaveLength(5);
    const stranger = asViewer({ 'crm.work': 'ALL' });
    await expect(leads(stranger)).rejects.toThrow(Forbidden);
  });
});

describe('opportunityBoard', () => {
  test('adds up by stage, weighted, and tells why some were lost', async () => {
    const [a] = [await w.open({ expectedAmount: '1000' }), await w.open()];
    const lost = await w.open({ expectedAmount: '50' });
    await w.open({ accountId: w.id('Karun'), expectedAmount: '300' }, w.leila);
    day(1);
    await w.perform(moveOpportunity, { opportunityId: a, stageId: w.id('OFFER') }, w.nima);
    day(5);
    await w.perform(loseOpportunity, { opportunityId: lost, reasonId: w.id('PRICE') }, w.nima);
    day(7);
    expect(await pipeline(all)).toEqual([
      'TALK 2 300 60 7d',
      'OFFER 1 1000 500 6d',
      'DEAL 0 0 0 -d',
      'WON 0 0 0 -d',
      'LOST 1 50 0 5d',
      'PRICE 1 50',
    ]);
    expect((await pipeline(w.leila)).slice(0, 2)).toEqual(['TALK 1 300 60 7d', 'OFFER 0 0 0 -d']);
    const late = await pipeline(all, { from: '2026-03-25T00:00:00Z' });
    expect(late.filter((line) => !/ 0 0 0 /.test(line))).toEqual(['LOST 1 50 0 5d', 'PRICE 1 50']);
  });

  test('is one statement', async () => {
    await w.open();
    expect(await w.statementsOf(() => pipeline(all))).toEqual(['crm_opportunity_board']);
    expect(await w.statementsOf(() => leads(all))).toEqual(['crm_lead_board']);
  });
});
