import { newId, type Id } from '../../src/kernel/id.ts';
import {
  assignOpportunity,
  closeProject,
  createProject,
  editOpportunity,
  loseOpportunity,
  moveOpportunity,
  reopenOpportunity,
  winOpportunityWithoutOrder,
} from '../../src/modules/crm/index.ts';
import { winOpportunity } from '../../src/modules/crm/verbs.ts';
import { Forbidden } from '../../src/platform/identity/access-error.ts';
import { defineOperation } from '../../src/platform/perform/operation.ts';
import { asSystem, asViewer } from '../support/perform.ts';
import { announced, openCrm, outcomeOf, type Crm } from './world.ts';

let w: Crm;
beforeAll(async () => void (w = await openCrm()));
afterAll(() => w.close());
beforeEach(() => w.forget());

const rate = (currency: string, day: string, value: string) =>
  w.sql(
    `insert into exchange_rate (id, currency, on_day, rate, created_at)
     values ($1, $2, $3, $4, now())`,
    [newId(), currency, day, value],
  );

/** As sales does once a customer accepts. */
const accept = (opportunityId: Id, id = newId()) =>
  w.perform(
    defineOperation({
      name: 'acceptForTest',
      permission: 'sales.order',
      async run(op) {
        await winOpportunity(op, opportunityId, { kind: 'SALES_ORDER', id });
        return {};
      },
    }),
    {},
    asSystem,
  );

describe('createOpportunity', () => {
  test('is in the first stage, as likely as that says, and the maker’s', async () => {
    const id = await w.open();
    expect(await w.opportunityText(id)).toBe('OPEN TALK nima 20% PIPELINE');
    expect(await w.opportunityHistory(id)).toEqual(['OPEN TALK nima']);
    expect(await announced(w)).toMatchObject([
      { type: 'opportunity.created', data: { opportunity: { title: 'Tea for a year' } } },
    ]);
    const operator = asViewer({ 'crm.work': 'OWN', 'parties.read': 'ALL' });
    const ofOther = await w.open({ accountId: w.id('Karun') }, operator);
    expect(await w.opportunityText(ofOther)).toBe('OPEN TALK leila 20% PIPELINE');
  });

  test('is worth what it is at the newest rate, to the rial', async () => {
    await rate('EUR', '2026-03-20', '1150000.5');
    await rate('EUR', '2026-03-22', '9');
    const id = await w.open({
      currency: 'eur',
      expectedAmount: '1000.25',
      stageId: w.id('OFFER'),
      probability: 55,
      forecastCategory: 'COMMIT',
    });
    expect(await w.opportunityText(id)).toBe('OPEN OFFER nima 55% COMMIT 1000.25 EUR = 1150288000');
    const [row] = await w.sql('select rate, rate_on from opportunity');
    expect(row).toMatchObject({ rate: '1150000.5000000000', rate_on: '2026-03-20' });
  });

  test('refuses every fault at once', async () => {
    const over = {
      id: 'x',
      title: ' ',
      accountId: newId(),
      contactId: newId(),
      projectId: newId(),
      stageId: newId(),
      currency: 'XXX',
      expectedAmount: '5',
      probability: 1.5,
      expectedCloseOn: '2026-02-30',
    };
    await w.expectRefused(
      () => w.open(over),
      'PARTY_NOT_FOUND accountId',
      'PARTY_NOT_FOUND contactId',
      'OPPORTUNITY_STAGE_NOT_FOUND stageId',
      'ID_MALFORMED id',
      'TEXT_MALFORMED title',
      'PROJECT_NOT_FOUND projectId',
      'UNKNOWN_CURRENCY expectedAmount',
      'PERCENT_MALFORMED probability',
      'NOT_A_DATE expectedCloseOn',
    );
    await w.expectRefused(
      () => w.open({ currency: 'USD', expectedAmount: '5' }),
      'EXCHANGE_RATE_MISSING currency',
    );
    const project = { code: 'P1', name: 'P' };
    const { projectId } = await w.perform(createProject, project, w.nima);
    await w.perform(closeProject, { projectId }, w.nima);
    await w.expectRefused(() => w.open({ projectId }), 'PROJECT_CLOSED projectId');
    const id = await w.open();
    await w.expectRefused(() => w.open({ id }), 'ID_TAKEN id');
    await expect(w.open({ ownerId: w.id('leila') })).rejects.toThrow(Forbidden);
    await expect(w.open({ accountId: w.id('Karun') })).rejects.toThrow(Forbidden);
    await expect(w.open({ contactId: w.id('Karun') })).rejects.toThrow(Forbidden);
  });
});

describe('moveOpportunity', () => {
  const move = (opportunityId: Id, stage: string, over: object = {}) =>
    w.perform(moveOpportunity, { opportunityId, stageId: w.id(stage), ...over }, w.nima);

  test('probability and forecast follow the stage unless somebody knows better', async () => {
    const id = await w.open();
    await move(id, 'OFFER', { reason: 'They want an offer' });
    expect(await w.opportunityText(id)).toBe('OPEN OFFER nima 50% BEST_CASE');
    await move(id, 'DEAL', { probability: 95, forecastCategory: 'OMITTED' });
    expect(await w.opportunityText(id)).toBe('OPEN DEAL nima 95% OMITTED');
    await move(id, 'OFFER');
    expect(await w.opportunityHistory(id)).toEqual([
      'OPEN TALK nima',
      'OPEN OFFER nima: They want an offer',
      'OPEN DEAL nima',
      'OPEN OFFER nima',
    ]);
    const before = await w.tableDump();
    await move(id, 'OFFER');
    expect(await w.tableDump()).toBe(before);
  });

  test('of six moves at once to one stage, one is written', async () => {
    const id = await w.open();
    await Promise.all(Array.from({ length: 6 }, () => move(id, 'DEAL')));
    expect(await w.opportunityHistory(id)).toEqual(['OPEN TALK nima', 'OPEN DEAL nima']);
  });
});

describe('editOpportunity', () => {
  const edit = (opportunityId: Id, over: object, expectedVersion = 1) =>
    w.perform(editOpportunity, { opportunityId, expectedVersion, ...over }, w.nima);

  test('another amount has the rate of today, the same one keeps that of its day', async () => {
    await rate('EUR', '2026-03-20', '100');
    const id = await w.open({ currency: 'EUR', expectedAmount: '10' });
    await rate('EUR', '2026-03-21', '110');
    await edit(id, { expectedAmount: '10.00', competitor: 'Chai Ltd' });
    expect(await w.opportunityText(id)).toMatch(/10 EUR = 1000$/);
    await edit(id, { expectedAmount: '20' }, 2);
    expect(await w.opportunityText(id)).toMatch(/20 EUR = 2200$/);
    await w.expectRefused(() => edit(id, { currency: 'IRR' }, 3), 'AMOUNT_NEEDED expectedAmount');
    await edit(id, { currency: 'IRR', expectedAmount: '7' }, 3);
    expect(await w.opportunityText(id)).toMatch(/7 IRR = 7$/);
    await edit(id, { withoutExpectedAmount: true, probability: 33 }, 4);
    expect(await w.opportunityText(id)).toBe('OPEN TALK nima 33% PIPELINE');
    await w.expectRefused(() => edit(id, {}, 4), 'STALE expectedVersion');
  });
});

describe('the end', () => {
  let id: Id;
  beforeEach(async () => void (id = await w.open()));
  const lose = (over: object = {}) =>
    w.perform(
      loseOpportunity,
      { opportunityId: id, reasonId: w.id('PRICE'), note: 'Too dear', ...over },
      w.nima,
    );

  test('is lost for a reason, to somebody, and reopened by right', async () => {
    await lose({ competitor: 'Chai Ltd' });
    expect(await w.opportunityText(id)).toBe('LOST TALK nima 0% CLOSED');
    const reopen = { opportunityId: id, reason: 'They came back' };
    await expect(w.perform(reopenOpportunity, reopen, w.nima)).rejects.toThrow(Forbidden);
    await w.perform(reopenOpportunity, reopen, w.sara);
    expect(await w.opportunityText(id)).toBe('OPEN TALK nima 20% PIPELINE');
    expect(await w.opportunityHistory(id)).toEqual([
      'OPEN TALK nima',
      'LOST TALK nima: Too dear',
      'OPEN TALK nima: They came back',
    ]);
  });

  test('is refused without a reason of its kind, and twice', async () => {
    await w.expectRefused(() => lose({ reasonId: w.id('SPAM') }), 'CRM_REASON_NOT_FOUND reasonId');
    await lose();
    await w.expectRefused(() => lose(), 'ILLEGAL_STATE');
  });

  test('is won by what the customer accepts, once, also when it was lost', async () => {
    await lose();
    const order = newId();
    await accept(id, order);
    await accept(id);
    const [row] = await w.sql('select state, won_by_kind, won_by_id, reason_id from opportunity');
    const won = { state: 'WON', won_by_kind: 'SALES_ORDER', won_by_id: order, reason_id: null };
    expect(row).toEqual(won);
    expect(await w.opportunityText(id)).toBe('WON TALK nima 100% CLOSED');
  });

  test('is won without an order by who may say so, and why', async () => {
    const win = { opportunityId: id, reason: 'By a handshake' };
    await expect(w.perform(winOpportunityWithoutOrder, win, w.nima)).rejects.toThrow(Forbidden);
    await w.expectRefused(
      () => w.perform(winOpportunityWithoutOrder, { ...win, reason: '' }, w.sara),
      'TEXT_MALFORMED reason',
    );
    await w.perform(winOpportunityWithoutOrder, win, w.sara);
    expect(await w.opportunityHistory(id)).toEqual([
      'OPEN TALK nima',
      'WON TALK nima: By a handshake',
    ]);
  });

  test('of those who win and lose it at once, it is won or lost once', async () => {
    const acts = [accept(id), lose(), lose(), accept(id)].map((act) => outcomeOf(act, 'done'));
    await Promise.all(acts);
    // Who accepts wins in any case; who loses is refused behind that, or was before.
    expect(await w.opportunityText(id)).toBe('WON TALK nima 100% CLOSED');
  });
});

test('assignOpportunity gives it to somebody else, with the reason', async () => {
  const id = await w.open();
  const asked = { opportunityId: id, ownerId: w.id('sara'), reason: 'Big one' };
  await expect(w.perform(assignOpportunity, asked, w.nima)).rejects.toThrow(Forbidden);
  await w.perform(assignOpportunity, asked, w.sara);
  expect(await w.opportunityHistory(id)).toEqual(['OPEN TALK nima', 'OPEN TALK sara: Big one']);
});
