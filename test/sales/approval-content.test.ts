import { newId, type Id } from '../../src/kernel/id.ts';
import {
  copyQuote,
  sendQuote,
  setApprovalPolicies,
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
  linesOf,
  marginPolicy,
  nima,
  openQuoteWorld,
  quoteState,
  request,
  setPolicies,
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
const farid = () => decider(w, 'farid');
const omid = () => decider(w, 'omid');
const state = async (quote: QuoteChanged) => (await quoteState(w, quote)).at(-1)?.split(' ')[1];

/** Nobody has to agree; FINANCE alone; FINANCE and then the BOARD. */
const discounted = () => draft(w, ['VALVE 10 -15%']);
const cheap = () => draft(w, ['VALVE 10 -30%', 'HOSE 1']);

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
    await edit(w, quote, { customerId: floorIdOf(w, 'Alborz') });
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
