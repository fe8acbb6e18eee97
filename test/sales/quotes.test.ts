import {
  cancelQuote,
  draftQuote,
  expireQuotes,
  extendQuoteValidity,
  hasPastQuotes,
  rejectQuote,
  repriceQuote,
  reviseQuote,
  sendQuote,
  type QuoteChanged,
} from '../../src/modules/sales/index.ts';
import { Forbidden } from '../../src/platform/identity/access-error.ts';
import { expectRefused, listed } from '../inventory/world.ts';
import { floorIdOf } from '../parties/world.ts';
import { addList, fixed } from '../pricing/world.ts';
import { asSystem } from '../support/perform.ts';
import { refusalOf } from '../support/refusal.ts';
import {
  draft,
  edit,
  eventTypes,
  forgetQuotes,
  lastChange,
  nima,
  openQuoteWorld,
  quoteState,
  type QuoteWorld,
} from './quote-world.ts';

let w: QuoteWorld;
beforeAll(async () => {
  w = await openQuoteWorld();
  const later = { code: 'LATER', scope: 'BASE', priority: 1, validFrom: '2026-04-01' } as const;
  await addList(w, later, [fixed(w, 'VALVE', '120000')]);
});
afterAll(() => w.close());
beforeEach(async () => {
  w.clock.set('2026-03-21T08:00:00Z');
  await forgetQuotes(w);
});

const send = ({ quoteId }: QuoteChanged) => w.perform(sendQuote, { quoteId }, nima(w));
const cancel = ({ quoteId }: QuoteChanged) =>
  w.perform(cancelQuote, { quoteId, reason: 'No longer made' }, nima(w));
const reject = ({ quoteRevisionId }: QuoteChanged) =>
  w.perform(rejectQuote, { quoteRevisionId, reason: 'Too dear', byName: 'Mr Amini' }, nima(w));
const revise = ({ quoteId }: QuoteChanged, over = {}) =>
  w.perform(reviseQuote, { quoteId, ...over }, nima(w));
const extend = ({ quoteId }: QuoteChanged, validUntil: string) =>
  w.perform(extendQuoteValidity, { quoteId, validUntil, reason: 'They asked' }, nima(w));
const expire = () => w.perform(expireQuotes, {}, asSystem);

const tenValves = '1 DRAFT 1000000: VALVE 10 x 100000 = 1000000';

describe('sendQuote', () => {
  test('freezes what it says, with its hash', async () => {
    const quote = await draft(w);
    const { sentHash } = await send(quote);
    const [row] = await w.sql<{ content: string; hash: string; state: string }>(
      `select sent_content as content, state,
         encode(sha256(convert_to(sent_content, 'UTF8')), 'hex') as hash from quote_revision`,
    );
    expect(row).toMatchObject({ hash: sentHash, state: 'SENT' });
    expect(JSON.parse(row?.content ?? '')).toMatchObject({
      revisionNo: 1,
      total: '1100000',
      validUntil: '2026-04-20',
      lines: [{ unitPrice: '100000', quantity: '10', net: '1000000' }],
    });
    expect(row?.content).not.toMatch(/cost|margin|60000/i);
    expect(await eventTypes(w)).toEqual(['quote.drafted', 'quote.sent']);
  });

  test('refuses what is past its validity, until that is edited', async () => {
    const quote = await draft(w);
    w.clock.set('2026-04-21T00:00:00Z');
    await expectRefused(w, () => send(quote), ['QUOTE_EXPIRED']);
    await edit(w, quote, { validUntil: '2026-04-21' });
    await send(quote);
    await expectRefused(w, () => send(quote), ['ILLEGAL_STATE']);
  });

  test('refuses another version than was looked at', async () => {
    const { quoteId } = await draft(w);
    const stale = () => w.perform(sendQuote, { quoteId, expectedVersion: 7 }, nima(w));
    await expectRefused(w, stale, ['STALE expectedVersion']);
  });
});

describe('reviseQuote', () => {
  test('has the same number, and the one before stays as it was sent', async () => {
    const quote = await draft(w);
    await send(quote);
    w.clock.set('2026-04-02T08:00:00Z');
    await revise(quote);
    expect(await quoteState(w, quote)).toEqual([
      '1 SUPERSEDED 1000000: VALVE 10 x 100000 = 1000000',
      '2 DRAFT 1000000: VALVE 10 x 100000 = 1000000',
    ]);
    await expectRefused(w, () => revise(quote), ['ILLEGAL_STATE']);
    await send(quote);
    await revise(quote, { reprice: true });
    expect((await quoteState(w, quote)).at(-1)).toBe(
      '3 DRAFT 1200000: VALVE 10 x 120000 = 1200000',
    );
  });

  test('prices anew what is past its validity', async () => {
    const quote = await draft(w);
    await send(quote);
    w.clock.set('2026-05-01T08:00:00Z');
    await revise(quote);
    expect((await quoteState(w, quote)).at(-1)).toBe(
      '2 DRAFT 1200000: VALVE 10 x 120000 = 1200000',
    );
    const [row] = await w.sql(
      `select valid_until::text as until from quote_revision where revision_no = 2`,
    );
    expect(row).toEqual({ until: '2026-05-31' });
  });

  test('of what the customer refused', async () => {
    const quote = await draft(w);
    await send(quote);
    await reject(quote);
    const revised = await revise(quote);
    await expectRefused(w, () => reject(quote), ['ILLEGAL_STATE']);
    await send(quote);
    await reject(revised);
    expect((await quoteState(w, quote)).map((line) => line.split(' ')[1])).toEqual([
      'SUPERSEDED',
      'REJECTED',
    ]);
  });
});

describe('validity', () => {
  test('ends with its last day in the firm’s zone, and is marked once', async () => {
    const quote = await draft(w, ['VALVE 1'], { validUntil: '2026-03-21' });
    await send(quote);
    w.clock.set('2026-03-21T23:59:59Z');
    expect(await hasPastQuotes(w.database, '2026-03-21')).toBe(false);
    expect(await expire()).toEqual({ expired: 0, isAll: true });
    w.clock.set('2026-03-22T00:00:00Z');
    expect(await hasPastQuotes(w.database, '2026-03-22')).toBe(true);
    expect(await expire()).toEqual({ expired: 1, isAll: true });
    expect(await expire()).toEqual({ expired: 0, isAll: true });
    expect((await eventTypes(w)).slice(2)).toEqual(['quote.expired']);
  });

  test('is extended in so many words, marked or not; the paper stays as it was sent', async () => {
    const quote = await draft(w, ['VALVE 1'], { validUntil: '2026-03-21' });
    await expectRefused(w, () => extend(quote, '2026-03-30'), ['ILLEGAL_STATE']);
    const { sentHash } = await send(quote);
    await expectRefused(w, () => extend(quote, '2026-03-21'), ['VALIDITY_NOT_LONGER validUntil']);
    await expectRefused(w, () => extend(quote, '2026-03-20'), ['DATE_IN_THE_PAST validUntil']);
    await extend(quote, '2026-03-22');
    w.clock.set('2026-03-25T00:00:00Z');
    await expire();
    await extend(quote, '2026-03-25');
    const [row] = await w.sql(
      'select state, valid_until::text as until, sent_hash as hash from quote_revision',
    );
    expect(row).toEqual({ state: 'SENT', until: '2026-03-25', hash: sentHash });
    expect(await lastChange(w)).toEqual({
      validUntil: { from: '2026-03-22', to: '2026-03-25' },
      reason: 'They asked',
    });
  });

  test('of a revision that another took the place of is over', async () => {
    const quote = await draft(w, ['VALVE 1'], { validUntil: '2026-03-21' });
    await send(quote);
    w.clock.set('2026-03-25T00:00:00Z');
    await expire();
    await revise(quote);
    await expectRefused(w, () => extend(quote, '2026-04-25'), ['ILLEGAL_STATE']);
  });
});

test('the customer says no, and who and why is kept', async () => {
  const quote = await draft(w);
  await expectRefused(w, () => reject(quote), ['ILLEGAL_STATE']);
  await send(quote);
  const { quoteRevisionId } = quote;
  const silent = () => w.perform(rejectQuote, { quoteRevisionId, reason: ' ' }, nima(w));
  await expectRefused(w, silent, ['REASON_REQUIRED reason']);
  await reject(quote);
  const [row] = await w.sql(
    'select state, decided_by_name as by, decision_note as why from quote_revision',
  );
  expect(row).toEqual({ state: 'REJECTED', by: 'Mr Amini', why: 'Too dear' });
});

test('cancelQuote takes it back for good', async () => {
  const quote = await draft(w);
  await send(quote);
  await cancel(quote);
  expect(await quoteState(w, quote)).toEqual([tenValves.replace('DRAFT', 'CANCELLED')]);
  for (const act of [cancel, send, revise, reject]) {
    expect(listed(await refusalOf(() => act(quote)))).toEqual(['ILLEGAL_STATE']);
  }
});

test('whoever may not, does nothing', async () => {
  const quote = await draft(w);
  const leila = w.seller('leila', ['sales.quote', 'parties.read']);
  const { quoteId, quoteRevisionId } = quote;
  const acts = [
    () => w.perform(sendQuote, { quoteId }, leila),
    () => w.perform(reviseQuote, { quoteId }, leila),
    () => w.perform(repriceQuote, { quoteId, expectedVersion: 1 }, leila),
    () => w.perform(cancelQuote, { quoteId, reason: 'x' }, leila),
    () => w.perform(rejectQuote, { quoteRevisionId, reason: 'x' }, leila),
    () => w.perform(extendQuoteValidity, { quoteId, validUntil: '2027-01-01', reason: 'x' }, leila),
    () => w.perform(expireQuotes, {}, leila),
    () =>
      w.perform(
        draftQuote,
        { customerId: floorIdOf(w, 'Behsaz'), lines: [] },
        w.seller('nima', []),
      ),
  ];
  for (const act of acts) await expect(act()).rejects.toThrow(Forbidden);
  const leader = w.leader(['sales.quote']);
  await w.perform(sendQuote, { quoteId }, leader);
});
