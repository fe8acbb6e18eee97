import type { Fault } from '../../src/kernel/domain-error.ts';
import { newId, type Id } from '../../src/kernel/id.ts';
import {
  copyQuote,
  editQuote,
  repriceQuote,
  sendQuote,
  type QuoteChanged,
} from '../../src/modules/sales/index.ts';
import { Forbidden } from '../../src/platform/identity/access-error.ts';
import { expectRefused, idOf } from '../inventory/world.ts';
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
  linesOf,
  nima,
  openQuoteWorld,
  quoteState,
  versionOf,
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
const reprice = async ({ quoteId }: QuoteChanged) => {
  const expectedVersion = await versionOf(w, quoteId);
  return w.perform(repriceQuote, { quoteId, expectedVersion }, nima(w));
};

describe('draftQuote', () => {
  test('has a number, the prices of today, and the terms of customer and firm', async () => {
    const quote = await draft(w, ['VALVE 10', 'VALVE 2 CT -10%', 'HOSE 5 ?']);
    expect(await quoteState(w, quote)).toEqual([
      '1 DRAFT 3360000: VALVE 10 x 100000 = 1000000, VALVE 2 CT x 1080000 = 2160000, ' +
        'HOSE 5 x 40000 = 200000 ?',
    ]);
    const [row] = await w.sql(
      `select q.number ~ '^QT-[0-9]+$' as numbered, r.valid_until::text, r.payment_days,
         r.currency, r.pricing_on::text, trim_scale(r.tax) as tax, trim_scale(r.margin) as margin
       from quote q join quote_revision r on r.quote_id = q.id`,
    );
    expect(row).toEqual({
      numbered: true,
      valid_until: '2026-04-20',
      payment_days: 0,
      currency: 'IRR',
      pricing_on: '2026-03-21',
      tax: '336000',
      margin: '1170000',
    });
    expect(await eventTypes(w)).toEqual(['quote.drafted']);
  });

  test('is of who writes it, else of who looks after the customer', async () => {
    const mine = await draft(w);
    const system = await draft(w, ['VALVE 1'], { customerId: floorIdOf(w, 'Karun') }, asSystem);
    const owners = await w.sql('select id, owner_id as owner, team_id as team from quote');
    expect(owners).toEqual([
      { id: mine.quoteId, owner: floorIdOf(w, 'nima'), team: floorIdOf(w, 'NORTH') },
      { id: system.quoteId, owner: floorIdOf(w, 'leila'), team: floorIdOf(w, 'SOUTH') },
    ]);
  });

  test('refuses every fault, by its line', async () => {
    const valve = idOf(w, 'VALVE');
    await expectRefused(
      w,
      () =>
        draft(w, [], {
          id: 'x',
          contactId: newId(),
          opportunityId: newId(),
          projectId: newId(),
          validUntil: '2026-03-20',
          paymentDays: 4000,
          documentDiscountPercent: '101',
          lines: [
            { id: 'y', productId: valve, quantity: '1', warehouseId: newId() },
            { productId: valve, quantity: '1', requestedOn: '2026-02-30' },
          ],
        }),
      [
        'ID_MALFORMED id',
        'CONTACT_NOT_FOUND contactId',
        'PROJECT_NOT_FOUND projectId',
        'OPPORTUNITY_NOT_FOUND opportunityId',
        'OUT_OF_RANGE documentDiscountPercent',
        'DATE_IN_THE_PAST validUntil',
        'OUT_OF_RANGE paymentDays',
        'ID_MALFORMED lines.0.id',
        'WAREHOUSE_NOT_FOUND lines.0.warehouseId',
        'NOT_A_DATE lines.1.requestedOn',
      ],
    );
    await expectRefused(w, () => draft(w, []), ['NO_LINES lines']);
    await expectRefused(w, () => draft(w, ['VALVE 1'], { customerId: newId() }), [
      'PARTY_NOT_FOUND customerId',
    ]);
    // What pricing refuses is refused with the line it is about.
    const unknown = { productId: newId(), quantity: '1' };
    const half = { productId: valve, quantity: '0.5' };
    const faults = await refusalOf(() => draft(w, [], { lines: [unknown, half] }));
    expect(faults.map((fault: Fault) => fault.path[1])).toEqual(['0', '1']);
  });

  test('an id is taken once', async () => {
    const id = newId();
    const lines = [{ ...linesOf(w, ['VALVE 1'])[0], id: newId() }] as Parameters<
      typeof draft
    >[2] extends { lines?: infer L }
      ? NonNullable<L>
      : never;
    await draft(w, [], { id, lines });
    await expectRefused(w, () => draft(w, ['VALVE 1'], { id }), ['ID_TAKEN id']);
    await expectRefused(w, () => draft(w, [], { lines }), ['ID_TAKEN lines']);
  });

  test('is for one’s own customers', async () => {
    const leilas = { customerId: floorIdOf(w, 'Karun') };
    await expect(draft(w, ['VALVE 1'], leilas)).rejects.toThrow(Forbidden);
  });

  test('costs the same statements for one line and for fifty', async () => {
    const count = async (lines: number) =>
      (await w.statementsOf(() => draft(w, Array<string>(lines).fill('VALVE 1')))).length;
    expect(await count(50)).toBe(await count(1));
  });
});

describe('editQuote', () => {
  test('says other terms and lines, at the prices of its day', async () => {
    const quote = await draft(w);
    w.clock.set('2026-04-02T08:00:00Z');
    await edit(w, quote, { to: ['VALVE 20', 'HOSE 1'], documentDiscountPercent: '5' });
    expect(await quoteState(w, quote)).toEqual([
      '1 DRAFT 1938000: VALVE 20 x 100000 = 1900000, HOSE 1 x 40000 = 38000',
    ]);
    await edit(w, quote, { documentDiscountAmount: '40000', paymentDays: 30, terms: 'FOB' });
    expect(await quoteState(w, quote)).toEqual([
      expect.stringMatching(/^1 DRAFT 2000000: VALVE 20 x 100000 = 19/),
    ]);
    await edit(w, quote, { withoutDocumentDiscount: true, withoutTerms: true });
    expect(await quoteState(w, quote)).toEqual([
      '1 DRAFT 2040000: VALVE 20 x 100000 = 2000000, HOSE 1 x 40000 = 40000',
    ]);
    expect(await lastChange(w)).toMatchObject({
      documentDiscountAmount: { from: '40000', to: null },
      terms: { from: 'FOB', to: null },
      total: { from: '2200000', to: '2244000' },
    });
  });

  test('is for another customer, or about something else', async () => {
    const quote = await draft(w);
    const [alborz, damavand] = ['Alborz', 'Damavand'].map((name) => floorIdOf(w, name));
    const contactId = floorIdOf(w, 'Behsaz');
    await expectRefused(w, () => edit(w, quote, { customerId: alborz as Id, contactId }), [
      'CONTACT_NOT_FOUND contactId',
    ]);
    await w.sql(
      'insert into party_contact (id, company_id, person_id) values (gen_random_uuid(), $1, $2)',
      [alborz, contactId],
    );
    await edit(w, quote, { customerId: alborz as Id, contactId });
    const about = () =>
      w.sql('select party_id as party, customer_key as key, contact_id as contact from quote');
    expect(await about()).toEqual([{ party: alborz, key: alborz, contact: contactId }]);
    await edit(w, quote, { withoutContact: true });
    expect(await about()).toEqual([{ party: alborz, key: alborz, contact: null }]);
    await expect(edit(w, quote, { customerId: damavand as Id })).rejects.toThrow(Forbidden);
    await w.sql('delete from party_contact where company_id = $1', [alborz]);
  });

  test('refuses', async () => {
    const quote = await draft(w);
    const { quoteId } = quote;
    const at = (over: object) =>
      w.perform(editQuote, { quoteId, expectedVersion: 1, ...over }, nima(w));
    await expectRefused(w, () => at({ expectedVersion: 2 }), ['STALE expectedVersion']);
    await expectRefused(w, () => at({ quoteId: newId() }), ['QUOTE_NOT_FOUND quoteId']);
    await expectRefused(w, () => at({ quoteId: 'x' }), ['QUOTE_NOT_FOUND quoteId']);
    await expectRefused(w, () => at({ lines: [] }), ['NO_LINES lines']);
    await expect(edit(w, quote, {}, w.seller('leila', ['sales.quote']))).rejects.toThrow(Forbidden);
    await send(quote);
    await expectRefused(w, () => edit(w, quote, { paymentDays: 1 }), ['ILLEGAL_STATE']);
  });
});

test('repriceQuote moves it to the prices of today, and tells the difference', async () => {
  const quote = await draft(w, ['VALVE 10', 'HOSE 10 -50%']);
  w.clock.set('2026-04-02T08:00:00Z');
  const { difference } = await reprice(quote);
  expect(difference).toEqual({ net: '200000', tax: '20000', total: '220000' });
  expect(await quoteState(w, quote)).toEqual([
    '1 DRAFT 1400000: VALVE 10 x 120000 = 1200000, HOSE 10 x 20000 = 200000',
  ]);
  expect((await reprice(quote)).difference).toEqual({ net: '0', tax: '0', total: '0' });
});

describe('copyQuote', () => {
  test('is a quote of its own at the prices of today', async () => {
    const quote = await draft(w, ['VALVE 10 -20%', 'HOSE 1 ?']);
    await send(quote);
    w.clock.set('2026-04-02T08:00:00Z');
    const { quoteId } = quote;
    const copy = await w.perform(copyQuote, { quoteId }, nima(w));
    expect(await quoteState(w, copy)).toEqual([
      '1 DRAFT 1000000: VALVE 10 x 96000 = 960000, HOSE 1 x 40000 = 40000 ?',
    ]);
    const plain = { quoteId, withoutOverrides: true, customerId: floorIdOf(w, 'Alborz') };
    expect(await quoteState(w, await w.perform(copyQuote, plain, nima(w)))).toEqual([
      '1 DRAFT 1240000: VALVE 10 x 120000 = 1200000, HOSE 1 x 40000 = 40000 ?',
    ]);
    expect(await quoteState(w, quote)).toEqual([
      '1 SENT 840000: VALVE 10 x 80000 = 800000, HOSE 1 x 40000 = 40000 ?',
    ]);
    const numbers = await w.sql('select count(distinct number)::int as n from quote');
    expect(numbers).toEqual([{ n: 3 }]);
  });

  test('is not of what one does not reach', async () => {
    const { quoteId } = await draft(w);
    const leila = w.seller('leila', ['sales.quote', 'parties.read']);
    const copy = () => w.perform(copyQuote, { quoteId, customerId: floorIdOf(w, 'Karun') }, leila);
    await expect(copy()).rejects.toThrow(Forbidden);
  });
});
