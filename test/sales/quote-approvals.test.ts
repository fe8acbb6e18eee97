import {
  cancelQuote,
  rejectQuoteApproval,
  sendQuote,
  withdrawQuoteApproval,
  type QuoteChanged,
} from '../../src/modules/sales/index.ts';
import { expectRefused } from '../inventory/world.ts';
import { floorIdOf } from '../parties/world.ts';
import {
  approvalState,
  approve,
  decider,
  discountPolicy,
  draft,
  eventTypes,
  forgetQuotes,
  marginPolicy,
  nima,
  openQuoteWorld,
  quoteState,
  request,
  setPolicies,
  stepId,
  type QuoteWorld,
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
    const quote = await draft(w, ['VALVE 10'], { customerId: partyId });
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
