import { newId } from '../../src/kernel/id.ts';
import { draftQuote } from '../../src/modules/sales/index.ts';
import { expectRefused, idOf } from '../inventory/world.ts';
import { floorIdOf } from '../parties/world.ts';
import {
  draft,
  edit,
  eventTypes,
  forgetQuotes,
  linesOf,
  nima,
  openQuoteWorld,
  quoteState,
  type QuoteWorld,
} from './quote-world.ts';

let w: QuoteWorld;
beforeAll(async () => void (w = await openQuoteWorld()));
afterAll(() => w.close());
beforeEach(() => forgetQuotes(w));

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
    expect((await eventTypes(w)).slice(-1)).toEqual(['quote.drafted']);
  });
});
