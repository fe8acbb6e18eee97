import type { Id } from '../../src/kernel/id.ts';
import {
  approveQuote,
  delegateApprovals,
  expireQuotes,
  extendQuoteValidity,
  reviseQuote,
  sendQuote,
} from '../../src/modules/sales/index.ts';
import { without, type Changes, type Meeting } from '../inventory/without.ts';
import { outcomes, times } from '../inventory/world.ts';
import { asSystem } from '../support/perform.ts';
import {
  decider,
  discountPolicy,
  draft,
  giveRole,
  nima,
  openQuoteWorld,
  personIdOf,
  quoteState,
  request,
  setPolicies,
  stepId,
  type QuoteWorld,
} from './quote-world.ts';
import { gate, overtaking } from '../support/gate.ts';

/*
 * Each guard of quotes is taken out of the real act, or out of the database, to see what it is good
 * for.
 */
let w: QuoteWorld;
beforeEach(async () => {
  w = await openQuoteWorld({ poolSize: 16 });
  w.clock.set('2026-03-21T08:00:00Z');
  await setPolicies(w, [discountPolicy]);
});
// Damaged on purpose: closing would only say so again.
afterEach(() => w.close().catch(() => undefined));

const differences = async (): Promise<string> => (await w.verify()).join('\n');

const gated: Changes = {
  quote_facts: [['select q.id,', `select ${gate}::text as waited, q.id,`]],
};
const unlocked: Changes = { ...gated, quote_lock: 'select id from quote where id = $1' };

/** A quote that nobody answered in time. */
async function expired(): Promise<Id> {
  w.clock.set('2026-03-21T08:00:00Z');
  const { quoteId } = await draft(w, ['VALVE 1'], { validUntil: '2026-03-21' });
  await w.perform(sendQuote, { quoteId }, nima(w));
  w.clock.set('2026-03-22T08:00:00Z');
  await w.perform(expireQuotes, {}, asSystem);
  return quoteId;
}

/** One extends what has expired, as it was looked at; another revises it meanwhile. */
const extendAndRevise = async (changes: Changes) => {
  const quoteId = await expired();
  const longer = { quoteId, validUntil: '2026-04-01', reason: 'Asked for' };
  const act = without(extendQuoteValidity, changes);
  const extend = () => w.perform(act, longer, nima(w));
  const revise = () => w.perform(reviseQuote, { quoteId }, nima(w));
  const ends = await outcomes(await overtaking(w.database.pool, extend, revise));
  const live = (await quoteState(w, { quoteId, quoteRevisionId: '' })).filter((line) =>
    /^\d (DRAFT|SENT)/.test(line),
  );
  return { ends, live: live.length };
};

test('one revision lives: below the lock stands a unique index', async () => {
  expect((await extendAndRevise(gated)).live).toBe(1);
  const ends = { done: 1, QUOTE_HAS_LIVE_REVISION: 1 };
  expect(await extendAndRevise(unlocked)).toEqual({ ends, live: 1 });
  expect(await differences()).toBe('');
  await w.sql('drop index quote_revision_one_live');
  expect(await extendAndRevise(unlocked)).toEqual({ ends: { done: 2 }, live: 2 });
  expect(await differences()).toContain('the newest alone may be live');
});

test('a revision has its number: below the lock stands a key', async () => {
  const together: Meeting = { at: 'quote_facts', of: 3 };
  const race = async (changes: Changes, meeting?: Meeting) => {
    const quoteId = await expired();
    const act = without(reviseQuote, changes, meeting);
    return outcomes(times(3, () => w.perform(act, { quoteId }, nima(w))));
  };
  expect(await race({})).toEqual({ done: 1, ILLEGAL_STATE: 2 });
  expect(await race(unlocked, together)).toEqual({ done: 1, QUOTE_HAS_LIVE_REVISION: 2 });
  expect(await differences()).toBe('');
  await w.sql('alter table quote_revision drop constraint quote_revision_no_unique');
  await w.sql('drop index quote_revision_one_live');
  expect(await race(unlocked, together)).toEqual({ done: 3 });
  expect(await differences()).toContain('revisions from 1 on without a gap');
});

test('one decides for who is away: behind the turn stands the exclusion of the table', async () => {
  const days = { fromOn: '2026-03-21', throughOn: '2026-03-22' };
  const race = (name: string) =>
    outcomes(
      times(4, () =>
        w.perform(
          delegateApprovals,
          { delegateId: personIdOf(w, 'omid'), ...days },
          decider(w, name),
        ),
      ),
    );
  expect(await race('farid')).toEqual({ done: 1, DELEGATION_OVERLAPS: 3 });
  await w.sql('alter table approval_delegation drop constraint approval_delegation_once');
  expect(await race('ziba')).toEqual({ done: 4 });
});

describe('decidesFor', () => {
  const approve = async (name: string, changes: Changes) => {
    const quote = await draft(w, ['VALVE 10 -15%']);
    await request(w, quote);
    const approvalStepId = await stepId(w, quote, 'DISCOUNT');
    const act = without(approveQuote, changes);
    return outcomes([w.perform(act, { approvalStepId }, decider(w, name))]);
  };

  test('no author approves: blind to who wrote and who asked, one does', async () => {
    await giveRole(w, 'nima', 'FINANCE');
    expect(await approve('nima', {})).toEqual({ APPROVER_IS_AUTHOR: 1 });
    const written: Changes = { quote_facts: [['r.author_ids', `'{}'::uuid[]`]] };
    expect(await approve('nima', written)).toEqual({ APPROVER_IS_AUTHOR: 1 });
    const asked: Changes = { approval_request_facts: [['a.requested_by', 'null::uuid']] };
    expect(await approve('nima', asked)).toEqual({ APPROVER_IS_AUTHOR: 1 });
    expect(await differences()).toBe('');
    expect(await approve('nima', { ...written, ...asked })).toEqual({ done: 1 });
    expect(await differences()).toContain('Nobody decides on an offer they wrote');
  });

  test('nobody of another department approves: blind to who has the role, one does', async () => {
    expect(await approve('omid', {})).toEqual({ NOT_AN_APPROVER: 1 });
    const anybody: Changes = {
      approval_holders: 'select $2::uuid as id where $1::uuid is not null and $3::date is not null',
    };
    expect(await approve('omid', anybody)).toEqual({ done: 1 });
  });
});
