import { newId, type Id } from '../../src/kernel/id.ts';
import {
  announceOverdueApprovals,
  approveQuote,
  cancelQuote,
  copyQuote,
  delegateApprovals,
  endApprovalDelegation,
  findStepsToDecide,
  rejectQuoteApproval,
  reviseQuote,
  sendQuote,
  setApprovalPolicies,
  withdrawQuoteApproval,
  type QuoteChanged,
} from '../../src/modules/sales/index.ts';
import { Forbidden } from '../../src/platform/identity/access-error.ts';
import { expectRefused, idOf } from '../inventory/world.ts';
import { floorIdOf } from '../parties/world.ts';
import { asSystem } from '../support/perform.ts';
import { refusalOf } from '../support/refusal.ts';
import {
  approvalState,
  approve,
  decider,
  discountPolicy,
  draft,
  edit,
  eventTypes,
  forgetQuotes,
  giveRole,
  linesOf,
  marginPolicy,
  nima,
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

const send = ({ quoteId }: QuoteChanged) => w.perform(sendQuote, { quoteId }, nima(w));
const withdraw = ({ quoteId }: QuoteChanged) =>
  w.perform(withdrawQuoteApproval, { quoteId }, nima(w));
const reject = async (quote: QuoteChanged, policy: string, by: Parameters<typeof approve>[3]) => {
  const approvalStepId = await stepId(w, quote, policy);
  return w.perform(rejectQuoteApproval, { approvalStepId, note: 'Too cheap' }, by);
};
const farid = () => decider(w, 'farid');
const ziba = () => decider(w, 'ziba');
const omid = () => decider(w, 'omid');
const state = async (quote: QuoteChanged) => (await quoteState(w, quote)).at(-1)?.split(' ')[1];

/** Nobody has to agree; FINANCE alone; FINANCE and then the BOARD. */
const plain = () => draft(w, ['VALVE 10']);
const discounted = () => draft(w, ['VALVE 10 -15%']);
const cheap = () => draft(w, ['VALVE 10 -30%', 'HOSE 1']);

describe('who has to agree', () => {
  test('nobody: it is sent at once, and nobody is asked', async () => {
    const quote = await plain();
    await expectRefused(w, () => request(w, quote), ['APPROVAL_NOT_NEEDED quoteId']);
    await send(quote);
  });

  test('without consent it is not sent, and every cause is named', async () => {
    const quote = await cheap();
    const faults = await expectRefused(w, () => send(quote), [
      'APPROVAL_REQUIRED',
      'APPROVAL_REQUIRED',
    ]);
    expect(faults.map(({ details }) => details)).toEqual([
      {
        policy: 'DISCOUNT',
        measure: 'LINE_DISCOUNT',
        threshold: '10',
        value: '30',
        lineNos: [1],
        roleId: w.roles.get('FINANCE'),
        step: 1,
      },
      // What is left after costs is told to nobody who may not see it.
      {
        policy: 'MARGIN',
        measure: 'MARGIN',
        threshold: '20',
        roleId: w.roles.get('BOARD'),
        step: 2,
      },
    ]);
  });

  test('departments in turn, each for its cause', async () => {
    const quote = await cheap();
    await request(w, quote);
    expect(await approvalState(w, quote)).toEqual([
      'PENDING',
      '1 DISCOUNT FINANCE 30 against 10 line 1 WAITING open',
      '2 MARGIN BOARD 14.8649 against 20 WAITING',
    ]);
    await expectRefused(w, () => approve(w, quote, 'MARGIN', omid()), [
      'APPROVAL_STEP_NOT_OPEN approvalStepId',
    ]);
    await approve(w, quote, 'DISCOUNT', farid());
    expect(await state(quote)).toBe('IN_APPROVAL');
    await expectRefused(w, () => approve(w, quote, 'DISCOUNT', ziba()), [
      'APPROVAL_STEP_DECIDED approvalStepId',
    ]);
    await approve(w, quote, 'MARGIN', omid());
    expect(await approvalState(w, quote)).toEqual([
      'APPROVED',
      '1 DISCOUNT FINANCE 30 against 10 line 1 APPROVED',
      '2 MARGIN BOARD 14.8649 against 20 APPROVED',
    ]);
    await send(quote);
    expect(await eventTypes(w)).toEqual([
      'quote.drafted',
      'quote.approvalRequested',
      'approvalStep.opened',
      'quote.approvalStepDecided',
      'approvalStep.opened',
      'quote.approved',
      'quote.sent',
    ]);
  });

  test('departments of one step together, in any order', async () => {
    await setPolicies(w, [discountPolicy, { ...marginPolicy, step: 1 }]);
    const quote = await cheap();
    await request(w, quote);
    await approve(w, quote, 'MARGIN', omid());
    expect(await state(quote)).toBe('IN_APPROVAL');
    await approve(w, quote, 'DISCOUNT', ziba());
    expect(await state(quote)).toBe('APPROVED');
  });

  test('a customer beyond the limit, measured as of now', async () => {
    await setPolicies(w, [{ code: 'CREDIT', measure: 'CREDIT', step: 1 }]);
    const partyId = floorIdOf(w, 'Alborz');
    await w.sql('insert into credit_account (party_id, credit_limit) values ($1, 1100000)', [
      partyId,
    ]);
    const quote = await draft(w, ['VALVE 10'], { partyId });
    await expectRefused(w, () => request(w, quote), ['APPROVAL_NOT_NEEDED quoteId']);
    await w.sql('update credit_account set credit_limit = 1099999 where party_id = $1', [partyId]);
    await expectRefused(w, () => send(quote), ['APPROVAL_REQUIRED']);
    await w.sql('delete from credit_account where party_id = $1', [partyId]);
    await w.sql(`update approval_policy set active = false where code = 'CREDIT'`);
  });

  test('by the newest cost: one that rose asks for consent that was not needed', async () => {
    const quote = await plain();
    await w.sql(`update product set standard_cost = 85000 where sku = 'VALVE'`);
    await expectRefused(w, () => send(quote), ['APPROVAL_REQUIRED']);
    await w.sql(`update product set standard_cost = 60000 where sku = 'VALVE'`);
  });
});

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

describe('an approval is of just what it was asked about', () => {
  const approved = async () => {
    const quote = await discounted();
    await request(w, quote);
    await approve(w, quote, 'DISCOUNT', farid());
    return quote;
  };

  test.each<[string, Parameters<typeof edit>[2]]>([
    ['price', { to: ['VALVE 10 @70000'] }],
    ['discount', { to: ['VALVE 10 -14%'] }],
    ['quantity', { to: ['VALVE 11 -15%'] }],
    ['unit', { to: ['VALVE 10 CT -15%'] }],
    ['product', { to: ['HOSE 10 -15%'] }],
    ['line', { to: ['VALVE 10 -15%', 'HOSE 1'] }],
    ['choice', { to: ['VALVE 10 -15% ?'] }],
    ['term of payment', { paymentDays: 90 }],
    ['discount of the whole', { documentDiscountPercent: '1' }],
    ['word of the terms', { terms: 'Free of charge' }],
    ['currency', { taxInclusive: true }],
  ])('another %s drops it', async (_what, change) => {
    const quote = await approved();
    await edit(w, quote, change);
    expect(await state(quote)).toBe('DRAFT');
    expect((await approvalState(w, quote))[0]).toBe('DROPPED');
    expect((await eventTypes(w)).slice(-2)).toEqual(['quote.approvalDropped', 'quote.edited']);
  });

  test('another customer drops it', async () => {
    const quote = await approved();
    await edit(w, quote, { partyId: floorIdOf(w, 'Alborz') });
    expect(await state(quote)).toBe('DRAFT');
  });

  test('another day or place of delivery does not, nor how long it holds', async () => {
    const quote = await approved();
    const [line] = linesOf(w, ['VALVE 10 -15%']);
    const lines = line ? [{ ...line, requestedOn: '2026-05-01', warehouseId: idOf(w, 'TEH') }] : [];
    await edit(w, quote, { lines, validUntil: '2026-12-31' });
    expect(await state(quote)).toBe('APPROVED');
    await send(quote);
  });

  test('a question that is open is dropped, too', async () => {
    const quote = await cheap();
    await request(w, quote);
    await approve(w, quote, 'DISCOUNT', farid());
    await edit(w, quote, { to: ['VALVE 10 -29%', 'HOSE 1'] });
    expect(await approvalState(w, quote)).toEqual([
      'DROPPED',
      '1 DISCOUNT FINANCE 30 against 10 line 1 APPROVED',
      '2 MARGIN BOARD 14.8649 against 20 DROPPED',
    ]);
    await expectRefused(w, () => approve(w, quote, 'MARGIN', omid()), ['ILLEGAL_STATE']);
  });

  test('a copy starts unapproved', async () => {
    const { quoteId } = await approved();
    const copy = await w.perform(copyQuote, { quoteId }, nima(w));
    expect(await state(copy)).toBe('DRAFT');
    await expectRefused(w, () => send(copy), ['APPROVAL_REQUIRED']);
  });

  test('it stays, whatever becomes of the policies', async () => {
    const quote = await approved();
    await setPolicies(w, [{ ...discountPolicy, threshold: '1', role: 'BOARD' }, marginPolicy]);
    await send(quote);
  });

  test('what nobody had to agree to is asked about as policies now are', async () => {
    const quote = await draft(w, ['VALVE 10 -5%']);
    await setPolicies(w, [{ ...discountPolicy, threshold: '1' }]);
    await expectRefused(w, () => send(quote), ['APPROVAL_REQUIRED']);
    await setPolicies(w, [{ ...discountPolicy, threshold: '1', active: false }]);
    await send(quote);
  });
});

test('a department that does not agree says why, and it is a draft again', async () => {
  const quote = await cheap();
  await request(w, quote);
  const approvalStepId = await stepId(w, quote, 'DISCOUNT');
  const silent = () => w.perform(rejectQuoteApproval, { approvalStepId, note: '' }, farid());
  await expectRefused(w, silent, ['REASON_REQUIRED note']);
  await reject(quote, 'DISCOUNT', farid());
  expect(await approvalState(w, quote)).toEqual([
    'REJECTED',
    '1 DISCOUNT FINANCE 30 against 10 line 1 REJECTED',
    '2 MARGIN BOARD 14.8649 against 20 DROPPED',
  ]);
  expect(await state(quote)).toBe('DRAFT');
  // It may be asked again, and is then asked of all.
  await request(w, quote);
  expect((await approvalState(w, quote)).slice(3)).toEqual([
    'PENDING',
    '1 DISCOUNT FINANCE 30 against 10 line 1 WAITING open',
    '2 MARGIN BOARD 14.8649 against 20 WAITING',
  ]);
});

test('the question is taken back, also when it was answered', async () => {
  const quote = await discounted();
  await expectRefused(w, () => withdraw(quote), ['ILLEGAL_STATE']);
  await request(w, quote);
  await withdraw(quote);
  await request(w, quote);
  await approve(w, quote, 'DISCOUNT', farid());
  await withdraw(quote);
  expect(await state(quote)).toBe('DRAFT');
  expect((await approvalState(w, quote)).filter((line) => !line.startsWith('1'))).toEqual([
    'DROPPED',
    'DROPPED',
  ]);
});

test('who takes the offer back asks nobody any more', async () => {
  const quote = await discounted();
  await request(w, quote);
  const { quoteId } = quote;
  await w.perform(cancelQuote, { quoteId, reason: 'A mistake' }, nima(w));
  expect(await approvalState(w, quote)).toEqual([
    'DROPPED',
    '1 DISCOUNT FINANCE 15 against 10 line 1 DROPPED',
  ]);
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

test('setApprovalPolicies refuses every fault, by its line', async () => {
  const roleId = w.roles.get('FINANCE') as Id;
  const policy = { code: 'A', name: 'A', measure: 'LINE_DISCOUNT' as const, roleId };
  const set = (policies: Parameters<typeof setApprovalPolicies.run>[1]['policies']) => () =>
    w.perform(setApprovalPolicies, { policies }, asSystem);
  await expectRefused(w, set([]), ['NO_LINES policies']);
  await expectRefused(
    w,
    set([
      { ...policy, code: 'a b', name: ' ', threshold: '1' },
      { ...policy, step: 0, hours: 0 },
      { ...policy, roleId: newId(), threshold: '101' },
      { ...policy, code: 'C', measure: 'CREDIT', threshold: '1' },
      { ...policy, code: 'D', measure: 'AMOUNT', threshold: '-1' },
      { ...policy, code: 'E', measure: 'MARGIN', threshold: '-1' },
    ]),
    [
      'CODE_MALFORMED policies.0.code',
      'TEXT_MALFORMED policies.0.name',
      'STEP_MALFORMED policies.1.step',
      'HOURS_MALFORMED policies.1.hours',
      'THRESHOLD_MALFORMED policies.1.threshold',
      'CODE_TAKEN policies.2.code',
      'ROLE_NOT_FOUND policies.2.roleId',
      'THRESHOLD_MALFORMED policies.2.threshold',
      'THRESHOLD_MALFORMED policies.3.threshold',
      'THRESHOLD_MALFORMED policies.4.threshold',
    ],
  );
  await expect(w.perform(setApprovalPolicies, { policies: [policy] }, nima(w))).rejects.toThrow(
    Forbidden,
  );
  expect(await refusalOf(set([{ ...policy, threshold: 'x' }]))).toMatchObject([
    { code: 'NOT_A_NUMBER' },
  ]);
});
