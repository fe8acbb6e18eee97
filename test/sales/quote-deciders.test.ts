import { newId, type Id } from '../../src/kernel/id.ts';
import {
  announceOverdueApprovals,
  approveQuote,
  delegateApprovals,
  endApprovalDelegation,
  findStepsToDecide,
  reviseQuote,
  sendQuote,
  type QuoteChanged,
} from '../../src/modules/sales/index.ts';
import { Forbidden } from '../../src/platform/identity/access-error.ts';
import { expectRefused } from '../inventory/world.ts';
import { floorIdOf } from '../parties/world.ts';
import { asSystem } from '../support/perform.ts';
import {
  approve,
  decider,
  discountPolicy,
  draft,
  edit,
  forgetQuotes,
  giveRole,
  marginPolicy,
  openQuoteWorld,
  personIdOf,
  quoteState,
  request,
  setPolicies,
  stepId,
  takeRole,
  type QuoteWorld,
  type Somebody,
} from './quote-world.ts';

let w: QuoteWorld;
beforeAll(async () => void (w = await openQuoteWorld()));
afterAll(() => w.close());
beforeEach(async () => {
  w.clock.set('2026-03-21T08:00:00Z');
  await forgetQuotes(w);
  await setPolicies(w);
  await w.sql(`delete from outbox where type = 'approvalPolicy.set'`);
});

const farid = () => decider(w, 'farid');
const ziba = () => decider(w, 'ziba');
const omid = () => decider(w, 'omid');
const state = async (quote: QuoteChanged) => (await quoteState(w, quote)).at(-1)?.split(' ')[1];

/** Nobody has to agree; FINANCE alone; FINANCE and then the BOARD. */
const discounted = () => draft(w, ['VALVE 10 -15%']);
const cheap = () => draft(w, ['VALVE 10 -30%', 'HOSE 1']);

describe('who decides', () => {
  test('not who wrote any of it, nor who asked', async () => {
    await giveRole(w, 'nima', 'FINANCE');
    await giveRole(w, 'sara', 'FINANCE');
    const quote = await discounted();
    await edit(w, quote, { paymentDays: 3 }, w.leader(['sales.quote', 'parties.read']));
    await request(w, quote);
    for (const name of ['nima', 'sara']) {
      await expectRefused(w, () => approve(w, quote, 'DISCOUNT', decider(w, name)), [
        'APPROVER_IS_AUTHOR',
      ]);
    }
    await approve(w, quote, 'DISCOUNT', farid());
    await takeRole(w, 'nima', 'FINANCE');
    await takeRole(w, 'sara', 'FINANCE');
  });

  test('not by revising what another wrote', async () => {
    await giveRole(w, 'nima', 'FINANCE');
    const quote = await discounted();
    await request(w, quote);
    await approve(w, quote, 'DISCOUNT', farid());
    const { quoteId } = quote;
    const leader = w.leader(['sales.quote']);
    await w.perform(reviseQuote, { quoteId }, leader);
    expect(await state(quote)).toBe('DRAFT');
    await expectRefused(w, () => w.perform(sendQuote, { quoteId }, leader), ['APPROVAL_REQUIRED']);
    await request(w, quote);
    await expectRefused(w, () => approve(w, quote, 'DISCOUNT', decider(w, 'nima')), [
      'APPROVER_IS_AUTHOR',
    ]);
    await takeRole(w, 'nima', 'FINANCE');
  });

  test('nobody is asked where those behind it alone could decide', async () => {
    const quote = await discounted();
    const asked = () => request(w, quote);
    await takeRole(w, 'farid', 'FINANCE');
    await takeRole(w, 'ziba', 'FINANCE');
    await giveRole(w, 'nima', 'FINANCE');
    await expectRefused(w, asked, ['NOBODY_TO_APPROVE quoteId']);
    await giveRole(w, 'farid', 'FINANCE');
    await w.sql('update role_permission set reach = $1', ['UNIT']);
    await expectRefused(w, asked, ['NOBODY_TO_APPROVE quoteId']);
    await w.sql('update role_permission set reach = $1', ['ALL']);
    await asked();
    await giveRole(w, 'ziba', 'FINANCE');
    await takeRole(w, 'nima', 'FINANCE');
  });

  test('only who has the role, and may decide for the team', async () => {
    const quote = await discounted();
    await request(w, quote);
    await expectRefused(w, () => approve(w, quote, 'DISCOUNT', omid()), [
      'NOT_AN_APPROVER approvalStepId',
    ]);
    const south = decider(w, 'farid', { 'sales.approve': [floorIdOf(w, 'SOUTH')] });
    await expect(approve(w, quote, 'DISCOUNT', south)).rejects.toThrow(Forbidden);
    await takeRole(w, 'farid', 'FINANCE');
    await expectRefused(w, () => approve(w, quote, 'DISCOUNT', farid()), [
      'NOT_AN_APPROVER approvalStepId',
    ]);
    await giveRole(w, 'farid', 'FINANCE');
    const north = decider(w, 'farid', { 'sales.approve': [floorIdOf(w, 'NORTH')] });
    await approve(w, quote, 'DISCOUNT', north);
  });

  test('who has the roles of two departments decides each step by itself', async () => {
    await giveRole(w, 'omid', 'FINANCE');
    const quote = await cheap();
    await request(w, quote);
    await approve(w, quote, 'DISCOUNT', omid());
    expect(await state(quote)).toBe('IN_APPROVAL');
    await approve(w, quote, 'MARGIN', omid());
    expect(await state(quote)).toBe('APPROVED');
    await takeRole(w, 'omid', 'FINANCE');
  });

  test('a step that is not there, or was asked of something else', async () => {
    const none = { approvalStepId: newId() };
    await expectRefused(w, () => w.perform(approveQuote, none, farid()), [
      'APPROVAL_STEP_NOT_FOUND approvalStepId',
    ]);
    const quote = await discounted();
    await request(w, quote);
    const approvalStepId = await stepId(w, quote, 'DISCOUNT');
    await edit(w, quote, { to: ['VALVE 10 -16%'] });
    await request(w, quote);
    await expectRefused(w, () => w.perform(approveQuote, { approvalStepId }, farid()), [
      'APPROVAL_STEP_NOT_FOUND approvalStepId',
    ]);
  });
});

describe('delegation', () => {
  const delegate = (
    from: string,
    to: string,
    days: readonly [string, string],
    by = decider(w, from),
  ) =>
    w.perform(
      delegateApprovals,
      { delegateId: personIdOf(w, to), fromOn: days[0], throughOn: days[1] },
      by,
    );
  const week = ['2026-03-21', '2026-03-27'] as const;

  test('somebody decides in another’s place, on these days and no others', async () => {
    await delegate('farid', 'omid', ['2026-03-22', '2026-03-23']);
    const quote = await discounted();
    await request(w, quote);
    const refused = ['NOT_AN_APPROVER approvalStepId'];
    await expectRefused(w, () => approve(w, quote, 'DISCOUNT', omid()), refused);
    w.clock.set('2026-03-24T00:00:00Z');
    await expectRefused(w, () => approve(w, quote, 'DISCOUNT', omid()), refused);
    w.clock.set('2026-03-23T23:59:00Z');
    await approve(w, quote, 'DISCOUNT', omid());
    const [step] = await w.sql(
      'select decided_by_id as by, decided_for_id as place from approval_step',
    );
    expect(step).toEqual({ by: personIdOf(w, 'omid'), place: personIdOf(w, 'farid') });
  });

  test('until it is ended', async () => {
    const { approvalDelegationId } = await delegate('farid', 'omid', week);
    const end = (by: Somebody) => w.perform(endApprovalDelegation, { approvalDelegationId }, by);
    await expect(end(omid())).rejects.toThrow(Forbidden);
    await end(farid());
    await expectRefused(w, () => end(farid()), ['DELEGATION_NOT_FOUND approvalDelegationId']);
    const quote = await discounted();
    await request(w, quote);
    await expectRefused(w, () => approve(w, quote, 'DISCOUNT', omid()), [
      'NOT_AN_APPROVER approvalStepId',
    ]);
    await delegate('farid', 'omid', week);
  });

  test('is not handed on, and none of what one wrote', async () => {
    await giveRole(w, 'nima', 'FINANCE');
    await delegate('nima', 'omid', week, decider(w, 'nima'));
    await delegate('omid', 'ziba', week);
    await takeRole(w, 'ziba', 'FINANCE');
    const quote = await discounted();
    await request(w, quote);
    for (const by of [omid(), ziba()]) {
      await expectRefused(w, () => approve(w, quote, 'DISCOUNT', by), [
        'NOT_AN_APPROVER approvalStepId',
      ]);
    }
    await giveRole(w, 'ziba', 'FINANCE');
    await takeRole(w, 'nima', 'FINANCE');
  });

  test('refuses', async () => {
    await delegate('farid', 'omid', week);
    await expectRefused(w, () => delegate('farid', 'ziba', ['2026-03-27', '2026-04-01']), [
      'DELEGATION_OVERLAPS fromOn',
    ]);
    await expectRefused(w, () => delegate('omid', 'leila', week), [
      'DELEGATE_REACHES_LESS delegateId',
    ]);
    await expectRefused(w, () => delegate('omid', 'omid', week), ['PERSON_NOT_FOUND delegateId']);
    await expectRefused(w, () => delegate('omid', 'ziba', ['2026-03-19', '2026-03-20']), [
      'DATE_IN_THE_PAST throughOn',
    ]);
    const others = { delegateId: personIdOf(w, 'ziba'), personId: personIdOf(w, 'omid') };
    const days = { fromOn: week[0], throughOn: week[1] };
    await expect(w.perform(delegateApprovals, { ...others, ...days }, farid())).rejects.toThrow(
      Forbidden,
    );
    const admin = decider(w, 'farid', { 'sales.configure': 'ALL' });
    await w.perform(delegateApprovals, { ...others, ...days }, admin);
  });
});

test('what waits for whom', async () => {
  const first = await cheap();
  const second = await discounted();
  await request(w, first);
  await request(w, second);
  const waits = async (name: string, teams: readonly Id[] | null = null) => {
    const found = await findStepsToDecide(w.database, personIdOf(w, name), '2026-03-21', teams);
    return found.length;
  };
  expect([await waits('farid'), await waits('ziba'), await waits('omid')]).toEqual([2, 2, 0]);
  expect(await waits('farid', [floorIdOf(w, 'SOUTH')])).toBe(0);
  await approve(w, first, 'DISCOUNT', farid());
  expect([await waits('farid'), await waits('omid')]).toEqual([1, 1]);
  const [away] = [
    { delegateId: personIdOf(w, 'omid'), fromOn: '2026-03-21', throughOn: '2026-03-21' },
  ];
  if (away) await w.perform(delegateApprovals, away, farid());
  expect(await waits('omid')).toBe(2);
  await giveRole(w, 'nima', 'FINANCE');
  expect(await waits('nima')).toBe(0);
  await takeRole(w, 'nima', 'FINANCE');
});

test('who is late is told of once; their time begins with their turn', async () => {
  await setPolicies(w, [discountPolicy, { ...marginPolicy, hours: 24 }]);
  const quote = await cheap();
  await request(w, quote);
  const told = () => w.perform(announceOverdueApprovals, {}, asSystem);
  w.clock.set('2026-03-22T08:00:00Z');
  expect(await told()).toEqual({ announced: 0, isAll: true });
  w.clock.set('2026-03-22T08:00:01Z');
  expect(await told()).toEqual({ announced: 1, isAll: true });
  expect(await told()).toEqual({ announced: 0, isAll: true });
  await approve(w, quote, 'DISCOUNT', farid());
  w.clock.set('2026-03-23T08:00:00Z');
  expect(await told()).toEqual({ announced: 0, isAll: true });
  w.clock.set('2026-03-23T08:00:02Z');
  expect(await told()).toEqual({ announced: 1, isAll: true });
});
