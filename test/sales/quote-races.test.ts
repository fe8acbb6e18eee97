import {
  acceptQuote,
  editQuote,
  expireQuotes,
  requestQuoteApproval,
  reviseQuote,
  sendQuote,
  withdrawQuoteApproval,
  approveQuote,
  extendQuoteValidity,
  delegateApprovals,
  type QuoteChanged,
} from '../../src/modules/sales/index.ts';
import { idOf, outcomes, times } from '../inventory/world.ts';
import { asSystem } from '../support/perform.ts';
import {
  approvalState,
  approve,
  decider,
  discountPolicy,
  draft,
  edit,
  forgetQuotes,
  linesOf,
  nima,
  openQuoteWorld,
  personIdOf,
  quoteState,
  request,
  setPolicies,
  stepId,
  versionOf,
  type QuoteWorld,
} from './quote-world.ts';

let w: QuoteWorld;
beforeAll(async () => void (w = await openQuoteWorld({ poolSize: 24 })));
afterAll(() => w.close());
beforeEach(async () => {
  w.clock.set('2026-03-21T08:00:00Z');
  await forgetQuotes(w);
  await setPolicies(w, [discountPolicy]);
});
afterEach(async () => {
  expect(await w.verify()).toEqual([]);
  expect(w.retried).toEqual([]);
});

const rounds = 8;

const asked = async (): Promise<QuoteChanged> => {
  const quote = await draft(w, ['VALVE 10 -15%']);
  await request(w, quote);
  return quote;
};

const sent = async (): Promise<QuoteChanged> => {
  const quote = await draft(w, ['VALVE 1']);
  await w.perform(sendQuote, { quoteId: quote.quoteId }, nima(w));
  return quote;
};

const accept = ({ quoteRevisionId }: QuoteChanged) =>
  w.perform(
    acceptQuote,
    { quoteRevisionId, byName: 'x', warehouseId: idOf(w, 'TEH'), reservationPolicy: 'NONE' },
    nima(w),
  );

/** What of each round came of it, e.g. `done, ILLEGAL_STATE`; in whatever order they ended. */
const stateOf = async (quote: QuoteChanged): Promise<string[]> =>
  (await quoteState(w, quote)).map((line) => line.split(' ')[1] ?? '');

test('approved and edited at once: never approved with other content', async () => {
  for (let round = 0; round < rounds; round += 1) {
    const quote = await asked();
    const approvalStepId = await stepId(w, quote, 'DISCOUNT');
    const { quoteId } = quote;
    const expectedVersion = await versionOf(w, quoteId);
    const lines = linesOf(w, ['VALVE 10 -50%']);
    const ends = await outcomes([
      w.perform(approveQuote, { approvalStepId }, decider(w, 'farid')),
      w.perform(editQuote, { quoteId, expectedVersion, lines }, nima(w)),
    ]);
    const [line] = await quoteState(w, quote);
    const isApproved = line === '1 APPROVED 850000: VALVE 10 x 85000 = 850000';
    const isEdited = line === '1 DRAFT 500000: VALVE 10 x 50000 = 500000';
    expect([isApproved || isEdited, ends['done']]).toEqual([true, 1]);
    if (isEdited) expect((await approvalState(w, quote))[0]).toBe('DROPPED');
    else expect(ends).toEqual({ done: 1, STALE: 1 });
  }
});

test('two of a department at once: one decides', async () => {
  for (let round = 0; round < rounds; round += 1) {
    const quote = await asked();
    const approvalStepId = await stepId(w, quote, 'DISCOUNT');
    const by = ['farid', 'ziba'].map((name) => decider(w, name));
    const acts = times(8, (n) => w.perform(approveQuote, { approvalStepId }, by[n % 2]!));
    // The revision is APPROVED by then.
    expect(await outcomes(acts)).toEqual({ done: 1, ILLEGAL_STATE: 7 });
  }
});

test('approved and withdrawn at once: one after the other', async () => {
  for (let round = 0; round < rounds; round += 1) {
    const quote = await asked();
    const { quoteId } = quote;
    const ends = await outcomes([
      approve(w, quote, 'DISCOUNT', decider(w, 'farid')),
      w.perform(withdrawQuoteApproval, { quoteId }, nima(w)),
    ]);
    expect(await stateOf(quote)).toEqual(['DRAFT']);
    expect((await approvalState(w, quote))[0]).toBe('DROPPED');
    expect([{ done: 2 }, { done: 1, ILLEGAL_STATE: 1 }]).toContainEqual(ends);
  }
});

test('asked for approval many times at once: asked once', async () => {
  const quote = await draft(w, ['VALVE 10 -15%']);
  const { quoteId } = quote;
  const acts = times(8, () => w.perform(requestQuoteApproval, { quoteId }, nima(w)));
  expect(await outcomes(acts)).toEqual({ done: 1, ILLEGAL_STATE: 7 });
});

test('sent and edited at once: what is sent is what was looked at', async () => {
  for (let round = 0; round < rounds; round += 1) {
    const quote = await draft(w, ['VALVE 1']);
    const { quoteId } = quote;
    const ends = await outcomes([
      w.perform(sendQuote, { quoteId, expectedVersion: 1 }, nima(w)),
      edit(w, quote, { to: ['VALVE 2'] }),
    ]);
    expect(ends['done']).toBe(1);
    const [row] = await w.sql<{ state: string; paper: string; line: string }>(
      `select r.state, r.sent_content::json->>'net' as paper, trim_scale(r.net)::text as line
       from quote_revision r where r.quote_id = $1`,
      [quoteId],
    );
    expect(row).toEqual(
      row?.state === 'SENT'
        ? { state: 'SENT', paper: '100000', line: '100000' }
        : { state: 'DRAFT', paper: null, line: '200000' },
    );
  }
});

test('accepted many times at once: one order', async () => {
  for (let round = 0; round < 3; round += 1) {
    const quote = await sent();
    expect(await outcomes(times(8, () => accept(quote)))).toEqual({ done: 1, ILLEGAL_STATE: 7 });
    const orders = await w.sql('select id from sales_order where quote_revision_id = $1', [
      quote.quoteRevisionId,
    ]);
    expect(orders).toHaveLength(1);
  }
});

test('accepted and revised at once: an order, or another revision', async () => {
  for (let round = 0; round < rounds; round += 1) {
    const quote = await sent();
    const { quoteId } = quote;
    const ends = await outcomes([accept(quote), w.perform(reviseQuote, { quoteId }, nima(w))]);
    expect(ends).toEqual({ done: 1, ILLEGAL_STATE: 1 });
    expect([['ACCEPTED'], ['SUPERSEDED', 'DRAFT']]).toContainEqual(await stateOf(quote));
  }
});

test('accepted on its last day, and marked expired at once: it never is both', async () => {
  for (let round = 0; round < rounds; round += 1) {
    w.clock.set('2026-03-21T08:00:00Z');
    const quote = await draft(w, ['VALVE 1'], { validUntil: '2026-03-21' });
    const { quoteId } = quote;
    await w.perform(sendQuote, { quoteId }, nima(w));
    const yes = accept(quote);
    w.clock.set('2026-03-22T00:00:00Z');
    const ends = await outcomes([yes, w.perform(expireQuotes, {}, asSystem)]);
    const [state] = await stateOf(quote);
    expect(['ACCEPTED', 'EXPIRED']).toContain(state);
    const orders = await w.sql('select id from sales_order where quote_revision_id = $1', [
      quote.quoteRevisionId,
    ]);
    expect([orders.length, ends['done']]).toEqual(state === 'ACCEPTED' ? [1, 2] : [0, 1]);
  }
});

test('extended and marked expired at once: it holds longer', async () => {
  for (let round = 0; round < rounds; round += 1) {
    w.clock.set('2026-03-21T08:00:00Z');
    const quote = await draft(w, ['VALVE 1'], { validUntil: '2026-03-21' });
    const { quoteId } = quote;
    await w.perform(sendQuote, { quoteId }, nima(w));
    w.clock.set('2026-03-22T00:00:00Z');
    const longer = { quoteId, validUntil: '2026-04-01', reason: 'x' };
    const acts = [
      w.perform(extendQuoteValidity, longer, nima(w)),
      w.perform(expireQuotes, {}, asSystem),
    ];
    expect(await outcomes(acts)).toEqual({ done: 2 });
    expect(await stateOf(quote)).toEqual(['SENT']);
  }
});

test('revised many times at once: one live revision', async () => {
  for (let round = 0; round < 3; round += 1) {
    const quote = await sent();
    const { quoteId } = quote;
    const acts = times(8, () => w.perform(reviseQuote, { quoteId }, nima(w)));
    expect(await outcomes(acts)).toEqual({ done: 1, ILLEGAL_STATE: 7 });
    expect(await stateOf(quote)).toEqual(['SUPERSEDED', 'DRAFT']);
  }
});

test('two delegates for the same days at once: one', async () => {
  const days = { fromOn: '2026-03-21', throughOn: '2026-03-22' };
  const delegateId = personIdOf(w, 'omid');
  const acts = times(6, () =>
    w.perform(delegateApprovals, { delegateId, ...days }, decider(w, 'farid')),
  );
  expect(await outcomes(acts)).toEqual({ done: 1, DELEGATION_OVERLAPS: 5 });
});
