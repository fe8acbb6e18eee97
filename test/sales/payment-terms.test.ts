import type { Id } from '../../src/kernel/id.ts';
import { setPaymentTerms } from '../../src/modules/receivables/index.ts';
import {
  acceptQuote,
  copyQuote,
  draftQuote,
  editQuote,
  sendQuote,
  type DraftQuoteInput,
  type QuoteChanged,
} from '../../src/modules/sales/index.ts';
import { expectRefused } from '../catalog/world.ts';
import { idOf } from '../inventory/world.ts';
import { floorIdOf } from '../parties/world.ts';
import {
  allocations,
  commitments,
  forgetPayments,
  pay,
  sums,
  terms,
} from '../receivables/payment-world.ts';
import { asSystem } from '../support/perform.ts';
import { deliver, order } from './delivery-acts.ts';
import { invoice } from './invoice-world.ts';
import { amend, draft, edit } from './order-acts.ts';
import { openOrderWorld, receive, type OrderWorld } from './order-world.ts';

/* One VALVE is 100,000 and 10 percent of tax. */
let w: OrderWorld;
beforeAll(async () => void (w = await openOrderWorld()));
afterAll(() => w.close());
beforeEach(async () => {
  w.clock.set('2026-03-21T08:00:00Z');
  await forgetPayments(w);
  await receive(w, 'VALVE 100');
});
afterEach(async () => expect(await w.verify()).toEqual([]));

const parts = ['30 ORDER+0', '70 INVOICE+30'];

const codeOf = async (id: Id): Promise<string> =>
  (await w.sql<{ code: string }>('select code from payment_terms where id = $1', [id]))[0]?.code ??
  '';

/** Nobody agrees upon them any more, and one of their parts is due later. */
const retire = async (id: Id): Promise<void> => {
  const lines = [{ reason: 'INVOICE' as const, percent: '100', dueTrigger: 'INVOICE' as const }];
  const input = { id, expectedVersion: 1, code: await codeOf(id), name: 'Old', isActive: false };
  await w.perform(setPaymentTerms, { ...input, lines: [{ ...lines[0]!, days: 90 }] }, asSystem);
};

describe('orders', () => {
  test('a draft takes terms in place of days, and days in place of terms', async () => {
    const { salesOrderId } = await draft(w, ['VALVE 10'], { paymentDays: 15 });
    const id = await terms(w, parts);
    await edit(w, salesOrderId, { paymentTermsId: id });
    expect(await sums(w, salesOrderId)).toBe(`${await codeOf(id)} 30: 1000000 + 100000 of 100`);
    await edit(w, salesOrderId, { customerReference: 'PO-7' });
    expect(await sums(w, salesOrderId)).toContain(`${await codeOf(id)} 30`);
    await edit(w, salesOrderId, { paymentDays: 20 });
    expect(await sums(w, salesOrderId)).toContain('days 20');
    await expectRefused(w, () => edit(w, salesOrderId, { paymentDays: 20, paymentTermsId: id }), [
      'TERMS_OR_DAYS paymentTermsId',
    ]);
    await expectRefused(w, () => edit(w, salesOrderId, { paymentTermsId: salesOrderId }), [
      'PAYMENT_TERMS_NOT_FOUND paymentTermsId',
    ]);
  });

  test('an amendment to terms makes other commitments of what is unpaid', async () => {
    const of = await order(w, ['VALVE 10'], { paymentDays: 15 });
    expect(await commitments(w)).toEqual(['-1 INVOICE 1100000']);
    await amend(w, of.id, { paymentTermsId: await terms(w, parts) });
    expect(await commitments(w, 'ended is null')).toEqual([
      expect.stringMatching(/ADVANCE 330000 due 2026-03-21$/),
      expect.stringMatching(/INVOICE 770000$/),
    ]);
    await amend(w, of.id, { paymentDays: 0 });
    expect(await commitments(w, 'ended is null')).toEqual([
      expect.stringMatching(/INVOICE 1100000$/),
    ]);
  });

  test('what is paid and what is billed stays; the rest and more follows the terms', async () => {
    const paymentTermsId = await terms(w, parts);
    const of = await order(w, ['VALVE 10'], { paymentTermsId });
    await pay(w, '100000');
    await deliver(w, of, ['VALVE 2']);
    await invoice(w, of);
    const [line] = of.lines;
    const more = [{ salesOrderLineId: line?.id ?? '', quantity: '20' }];
    const others = await terms(w, ['50 ORDER+5', '50 INVOICE+60 2/7']);
    await amend(w, of.id, { paymentTermsId: others, changeLines: more });
    // Of 2,200,000: 100,000 are paid, and of 220,000 each of both parts is billed by its share.
    expect(await commitments(w)).toEqual([
      '-1 ADVANCE 100000 due 2026-03-21 paid 100000 billed 66000',
      '-2 INVOICE 154000 due 2026-04-20 billed 154000',
      '-3 INVOICE 616000 CANCELLED',
      '-4 ADVANCE 973000 due 2026-03-26',
      '-5 INVOICE 973000',
    ]);
    await deliver(w, of, ['VALVE 18']);
    await invoice(w, of);
    await pay(w, '2100000');
    expect(await allocations(w)).toContain('DISCOUNT -5 17691');
  });

  test.each<[string, { paymentDays?: number }]>([
    ['by the same terms', {}],
    ['by others', { paymentDays: 7 }],
  ])('what is more than is wanted now is the customer’s, %s', async (_, over) => {
    const of = await order(w, ['VALVE 10'], { paymentTermsId: await terms(w, parts) });
    await pay(w, '500000');
    const [line] = of.lines;
    const less = [{ salesOrderLineId: line?.id ?? '', quantity: '4' }];
    await amend(w, of.id, { ...over, changeLines: less });
    const paid = await w.sql(
      `select sum(settled)::int as paid, bool_and(settled = amount) as whole
       from payment_commitment where ended is null`,
    );
    expect(paid).toEqual([{ paid: 440_000, whole: true }]);
    expect(await w.sql('select trim_scale(allocated)::text as used from receipt')).toEqual([
      { used: '440000' },
    ]);
  });

  test('what is paid whole is paid by whatever terms', async () => {
    const of = await order(w, ['VALVE 10'], { paymentTermsId: await terms(w, parts) });
    await pay(w, '1100000');
    const before = await commitments(w);
    await amend(w, of.id, { paymentTermsId: await terms(w, ['100 DELIVERY+0']) });
    expect(await commitments(w)).toEqual(before);
    await deliver(w, of, ['VALVE 10']);
    await invoice(w, of);
    expect(await commitments(w)).toEqual([
      '-1 ADVANCE 330000 due 2026-03-21 paid 330000 billed 330000',
      '-2 INVOICE 770000 due 2026-04-20 paid 770000 billed 770000',
    ]);
  });

  test('goods that came keep the day that they gave', async () => {
    const paymentTermsId = await terms(w, ['100 DELIVERY+10']);
    const of = await order(w, ['VALVE 10'], { paymentTermsId });
    await deliver(w, of, ['VALVE 4']);
    await amend(w, of.id, { paymentDays: 7 });
    expect(await commitments(w, 'ended is null')).toEqual([
      '-1 DELIVERY 440000 due 2026-03-31',
      '-3 INVOICE 660000',
    ]);
  });

  test('goods that came count from today where they are waited for from now on', async () => {
    const of = await order(w, ['VALVE 10'], { paymentDays: 0 });
    await deliver(w, of, ['VALVE 4']);
    w.clock.set('2026-03-24T08:00:00Z');
    await amend(w, of.id, { paymentTermsId: await terms(w, ['40 INVOICE+30', '60 DELIVERY+10']) });
    // 60 percent of 440,000, and of 660,000 that have not come.
    expect(await commitments(w, 'ended is null')).toEqual([
      '-2 INVOICE 440000',
      '-3 DELIVERY 264000 due 2026-04-03',
      '-4 DELIVERY 396000',
    ]);
  });

  test('an invoice asks for goods that came, and not for those that are waited for', async () => {
    const paymentTermsId = await terms(w, ['20 ORDER+0', '30 DELIVERY+0', '50 INVOICE+30']);
    const of = await order(w, ['VALVE 10'], { paymentTermsId });
    await deliver(w, of, ['VALVE 5']);
    await invoice(w, of);
    expect(await commitments(w)).toEqual([
      '-1 ADVANCE 220000 due 2026-03-21 billed 110000',
      '-2 DELIVERY 165000 due 2026-03-21 billed 165000',
      '-3 INVOICE 275000 due 2026-04-20 billed 275000',
      '-4 DELIVERY 165000',
      '-5 INVOICE 275000',
    ]);
    await deliver(w, of, ['VALVE 1']);
    await invoice(w, of);
    expect(await commitments(w, `reason = 'DELIVERY'`)).toEqual([
      '-2 DELIVERY 165000 due 2026-03-21 billed 165000',
      '-4 DELIVERY 33000 due 2026-03-21 billed 33000',
      '-6 DELIVERY 132000',
    ]);
  });

  test('terms that are out of use stay those of whoever has them', async () => {
    const id = await terms(w, parts);
    const of = await order(w, ['VALVE 10'], { paymentTermsId: id });
    await retire(id);
    await amend(w, of.id, { customerReference: 'PO-7' });
    expect(await sums(w, of.id)).toContain(`${await codeOf(id)} 30`);
    const { salesOrderId } = await draft(w, ['VALVE 1'], { paymentDays: 0 });
    await expectRefused(w, () => edit(w, salesOrderId, { paymentTermsId: id }), [
      'PAYMENT_TERMS_NOT_FOUND paymentTermsId',
    ]);
  });
});

describe('quotes', () => {
  const quote = (over: Partial<DraftQuoteInput> = {}): Promise<QuoteChanged> => {
    const lines = [{ productId: idOf(w, 'VALVE'), quantity: '10', warehouseId: idOf(w, 'TEH') }];
    return w.perform(draftQuote, { customerId: floorIdOf(w, 'Alborz'), lines, ...over }, asSystem);
  };
  const accept = async ({ quoteId, quoteRevisionId }: QuoteChanged): Promise<Id> => {
    await w.perform(sendQuote, { quoteId }, asSystem);
    const input = { quoteRevisionId, byName: 'Ms Karimi' };
    return (await w.perform(acceptQuote, input, asSystem)).salesOrderId;
  };
  const paidBy = async ({ quoteId }: QuoteChanged): Promise<string> =>
    (
      await w.sql<{ told: string }>(
        `select coalesce(t.code, 'days') || ' ' || r.payment_days as told
         from quote_revision r left join payment_terms t on t.id = r.payment_terms_id
         where r.quote_id = $1`,
        [quoteId],
      )
    )[0]?.told ?? '';
  const agree = async (paymentTermsId: Id): Promise<unknown> =>
    w.sql(
      `insert into credit_account (party_id, payment_days, payment_terms_id) values ($1, 45, $2)
       on conflict (party_id) do update set payment_days = 45, payment_terms_id = $2`,
      [floorIdOf(w, 'Alborz'), paymentTermsId],
    );

  test('what is accepted is paid by the terms that were offered', async () => {
    const id = await terms(w, parts);
    const offered = await quote({ paymentTermsId: id });
    const salesOrderId = await accept(offered);
    expect(await sums(w, salesOrderId)).toBe(`${await codeOf(id)} 30: 1000000 + 100000 of 100`);
    expect(await commitments(w)).toEqual(['-1 ADVANCE 330000 due 2026-03-21', '-2 INVOICE 770000']);
  });

  test('the customer’s own hold where nothing is said; a copy for another has theirs', async () => {
    const id = await terms(w, parts);
    await agree(id);
    const code = await codeOf(id);
    const offered = await quote();
    expect(await paidBy(offered)).toBe(`${code} 30`);
    expect(await paidBy(await quote({ paymentDays: 5 }))).toBe('days 5');
    const copy = (over: { customerId?: Id }) =>
      w.perform(copyQuote, { quoteId: offered.quoteId, ...over }, asSystem);
    expect(await paidBy(await copy({}))).toBe(`${code} 30`);
    expect(await paidBy(await copy({ customerId: floorIdOf(w, 'Behsaz') }))).toBe('days 0');
  });

  test('an edit names others, and refuses both at once', async () => {
    const offered = await quote({ paymentDays: 5 });
    const id = await terms(w, parts);
    const change = (expectedVersion: number, over: Partial<DraftQuoteInput>) =>
      w.perform(editQuote, { quoteId: offered.quoteId, expectedVersion, ...over }, asSystem);
    await change(1, { paymentTermsId: id });
    expect(await paidBy(offered)).toBe(`${await codeOf(id)} 30`);
    await expectRefused(w, () => change(2, { paymentTermsId: id, paymentDays: 3 }), [
      'TERMS_OR_DAYS paymentTermsId',
    ]);
    await change(2, { paymentDays: 3 });
    expect(await paidBy(offered)).toBe('days 3');
  });
});
