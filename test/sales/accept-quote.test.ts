import { newId, type Id } from '../../src/kernel/id.ts';
import { createOpportunity, defineOpportunityStage } from '../../src/modules/crm/index.ts';
import { mergeParties } from '../../src/modules/index.ts';
import { createParty } from '../../src/modules/parties/index.ts';
import {
  acceptQuote,
  confirmSalesOrder,
  expireQuotes,
  extendQuoteValidity,
  reviseQuote,
  sendQuote,
  type AcceptQuoteInput,
  type QuoteChanged,
} from '../../src/modules/sales/index.ts';
import { Forbidden } from '../../src/platform/identity/access-error.ts';
import { expectRefused, idOf } from '../inventory/world.ts';
import { floorIdOf } from '../parties/world.ts';
import { asSystem } from '../support/perform.ts';
import { refusalOf } from '../support/refusal.ts';
import { orderState, receive } from './order-world.ts';
import {
  approve,
  decider,
  discountPolicy,
  draft,
  edit,
  eventTypes,
  forgetQuotes,
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
  await receive(w, 'VALVE 100', 'HOSE 100');
});

const send = ({ quoteId }: QuoteChanged) => w.perform(sendQuote, { quoteId }, nima(w));
const sent = async (
  ...args: Parameters<typeof draft> extends [unknown, ...infer R] ? R : never
) => {
  const quote = await draft(w, ...args);
  await send(quote);
  return quote;
};
const accept = ({ quoteRevisionId }: QuoteChanged, over: Partial<AcceptQuoteInput> = {}) =>
  w.perform(
    acceptQuote,
    { quoteRevisionId, byName: 'Ms Karimi', warehouseId: idOf(w, 'TEH'), ...over },
    nima(w),
  );
const lineIdOf = async ({ quoteRevisionId }: QuoteChanged, lineNo: number): Promise<Id> =>
  (
    await w.sql<{ id: Id }>(
      'select id from quote_line where quote_revision_id = $1 and line_no = $2',
      [quoteRevisionId, lineNo],
    )
  )[0]?.id as Id;

test('the customer’s yes is an order at once, with its goods, as it was offered', async () => {
  const quote = await sent(['VALVE 10 -5%', 'HOSE 5']);
  const { salesOrderId } = await accept(quote, { from: 'by mail', note: 'PO 77' });
  expect(await orderState(w, salesOrderId)).toEqual([
    'CONFIRMED 1265000 exposure 1265000',
    'VALVE 10 open 10 held 10',
    'HOSE 5 open 5 held 5',
  ]);
  const [row] = await w.sql(
    `select r.state, r.decided_by_name as by, r.decided_from as from, r.decision_note as note,
       o.quote_revision_id = r.id as of, o.owner_id = q.owner_id as whose
     from quote_revision r join quote q on q.id = r.quote_id
     join sales_order o on o.quote_revision_id = r.id`,
  );
  const of = { of: true, whose: true };
  expect(row).toEqual({
    state: 'ACCEPTED',
    by: 'Ms Karimi',
    from: 'by mail',
    note: 'PO 77',
    ...of,
  });
  expect((await eventTypes(w)).slice(-1)).toEqual(['quote.accepted']);
});

test('as a draft it claims nothing yet, and is confirmed later', async () => {
  const quote = await sent(['VALVE 10']);
  const { salesOrderId } = await accept(quote, { asDraft: true });
  expect(await orderState(w, salesOrderId)).toEqual(['DRAFT 1100000', 'VALVE 10 open 10']);
  await w.perform(confirmSalesOrder, { salesOrderId }, nima(w));
  expect((await orderState(w, salesOrderId))[1]).toBe('VALVE 10 open 10 held 10');
});

test('what may be left out is, unless it is taken', async () => {
  const lines = ['VALVE 10', 'HOSE 5 ?', 'HOSE 7 ?'];
  const none = await accept(await sent(lines));
  expect((await orderState(w, none.salesOrderId)).slice(1)).toEqual(['VALVE 10 open 10 held 10']);
  const quote = await sent(lines);
  const optionalLineIds = [await lineIdOf(quote, 3)];
  const one = await accept(quote, { optionalLineIds });
  expect((await orderState(w, one.salesOrderId)).slice(1)).toEqual([
    'VALVE 10 open 10 held 10',
    'HOSE 7 open 7 held 7',
  ]);
});

test('refuses', async () => {
  const quote = await draft(w, ['VALVE 10', 'HOSE 5 ?']);
  await expectRefused(w, () => accept(quote), ['ILLEGAL_STATE']);
  await send(quote);
  const required = await lineIdOf(quote, 1);
  await expectRefused(w, () => accept(quote, { optionalLineIds: [required, newId()] }), [
    'LINE_NOT_OPTIONAL optionalLineIds.0',
    'LINE_NOT_OPTIONAL optionalLineIds.1',
  ]);
  await expectRefused(w, () => accept(quote, { byName: ' ' }), ['TEXT_MALFORMED byName']);
  await expectRefused(w, () => accept(quote, { shipToAddressId: newId(), warehouseId: newId() }), [
    'WAREHOUSE_NOT_FOUND warehouseId',
    'WAREHOUSE_REQUIRED warehouseId',
    'ADDRESS_NOT_FOUND shipToAddressId',
  ]);
  await expectRefused(w, () => accept({ ...quote, quoteRevisionId: newId() }), [
    'QUOTE_NOT_FOUND quoteRevisionId',
  ]);
  const { quoteRevisionId } = quote;
  const input = { quoteRevisionId, byName: 'x' };
  const leila = w.seller('leila', ['sales.quote', 'sales.order']);
  await expect(w.perform(acceptQuote, input, leila)).rejects.toThrow(Forbidden);
  const noOrders = w.seller('nima', ['sales.quote']);
  await expect(w.perform(acceptQuote, input, noOrders)).rejects.toThrow(Forbidden);
  const choices = await sent(['HOSE 5 ?', 'VALVE 1 ?']);
  await expectRefused(w, () => accept(choices), ['NO_LINES optionalLineIds']);
});

test('what is short refuses the whole: no order, and the offer stands', async () => {
  const quote = await sent(['VALVE 101000']);
  expect(await refusalOf(() => accept(quote))).toMatchObject([{ code: 'INSUFFICIENT_STOCK' }]);
  expect((await quoteState(w, quote))[0]).toMatch(/^1 SENT/);
  const { salesOrderId } = await accept(quote, { reservationPolicy: 'PARTIAL' });
  expect((await orderState(w, salesOrderId))[0]).toMatch(/^CONFIRMED/);
});

test('with one key it happens once, and is answered as the first time', async () => {
  const quote = await sent(['VALVE 10']);
  const { quoteRevisionId } = quote;
  const input = { quoteRevisionId, byName: 'x', warehouseId: idOf(w, 'TEH') };
  const caller = { ...nima(w), idempotencyKey: newId() };
  const first = await w.perform(acceptQuote, input, caller);
  expect(await w.perform(acceptQuote, input, caller)).toEqual(first);
  await expectRefused(w, () => accept(quote), ['ILLEGAL_STATE']);
});

test('an expired one is not accepted by its mark alone: the day decides', async () => {
  const quote = await sent(['VALVE 10'], { validUntil: '2026-03-21' });
  w.clock.set('2026-03-22T00:00:00Z');
  await expectRefused(w, () => accept(quote), ['QUOTE_EXPIRED']);
  await w.perform(expireQuotes, {}, asSystem);
  await expectRefused(w, () => accept(quote), ['ILLEGAL_STATE']);
  const { quoteId } = quote;
  const reason = 'They were travelling';
  await w.perform(extendQuoteValidity, { quoteId, validUntil: '2026-03-22', reason }, nima(w));
  await accept(quote);
});

test('of a revision that another took the place of, or priced anew', async () => {
  const first = await sent(['VALVE 10']);
  const { quoteId } = first;
  const second = await w.perform(reviseQuote, { quoteId }, nima(w));
  await expectRefused(w, () => accept(first), ['ILLEGAL_STATE']);
  await edit(w, second, { to: ['VALVE 5'] });
  await send(second);
  await expectRefused(w, () => accept(first), ['ILLEGAL_STATE']);
  const { salesOrderId } = await accept(second);
  expect((await orderState(w, salesOrderId))[0]).toBe('CONFIRMED 550000 exposure 550000');
});

test('its opportunity is won, and the order is of it', async () => {
  const stage = { code: 'OFFER', nameEn: 'Offer', nameFa: 'x', position: 1, probability: 50 };
  const category = { forecastCategory: 'PIPELINE' as const };
  await w.perform(defineOpportunityStage, { ...stage, ...category }, asSystem);
  const about = { title: 'Valves', accountId: floorIdOf(w, 'Behsaz') };
  const { opportunityId } = await w.perform(createOpportunity, about, nima(w));
  const quote = await sent(['VALVE 10'], { opportunityId });
  const { salesOrderId } = await accept(quote);
  const [row] = await w.sql(
    `select o.state, s.opportunity_id = o.id as named from opportunity o
     join sales_order s on s.id = $1 where o.id = $2`,
    [salesOrderId, opportunityId],
  );
  expect(row).toEqual({ state: 'WON', named: true });
});

test('of a customer who became one with another meanwhile, approval and all', async () => {
  await setPolicies(w, [discountPolicy]);
  const party = { kind: 'COMPANY' as const, name: 'Behsaz Novin', ownerId: floorIdOf(w, 'nima') };
  const { partyId } = await w.perform(createParty, party, asSystem);
  const quote = await draft(w, ['VALVE 10 -15%', 'HOSE 1 ?'], { customerId: partyId });
  const merge = async (survivorId: Id, loserId: Id) => {
    const version = async (id: Id) =>
      (await w.sql<{ version: number }>('select version from party where id = $1', [id]))[0]
        ?.version as number;
    const survivorVersion = await version(survivorId);
    const loserVersion = await version(loserId);
    const versions = { survivorVersion, loserVersion };
    return w.perform(mergeParties, { survivorId, loserId, ...versions }, asSystem);
  };
  await request(w, quote);
  await approve(w, quote, 'DISCOUNT', decider(w, 'farid'));
  const behsaz = floorIdOf(w, 'Behsaz');
  await merge(behsaz, partyId);
  const [row] = await w.sql('select party_id as party, customer_key as key from quote');
  expect(row).toEqual({ party: behsaz, key: partyId });
  await edit(w, quote, { validUntil: '2026-12-31' });
  expect((await quoteState(w, quote))[0]).toMatch(/^1 APPROVED/);
  await send(quote);
  const { salesOrderId } = await accept(quote, { asDraft: true });
  await w.perform(confirmSalesOrder, { salesOrderId }, nima(w));
  expect((await orderState(w, salesOrderId))[0]).toMatch(/^CONFIRMED/);
});

describe('approval is looked at again', () => {
  const approved = async (lines: readonly string[], ...policies: string[]) => {
    await setPolicies(w);
    const quote = await draft(w, lines);
    await request(w, quote);
    for (const policy of policies) {
      await approve(w, quote, policy, decider(w, policy === 'MARGIN' ? 'omid' : 'farid'));
    }
    await send(quote);
    return quote;
  };

  test('what was approved is ordered, less what may be left out', async () => {
    const lines = ['VALVE 10 -30%', 'HOSE 5 ?'];
    const quote = await approved(lines, 'DISCOUNT', 'MARGIN');
    const { salesOrderId } = await accept(quote, { asDraft: true });
    await w.perform(confirmSalesOrder, { salesOrderId }, nima(w));
    expect((await orderState(w, salesOrderId)).slice(1)).toEqual(['VALVE 10 open 10 held 10']);
  });

  test('policies that came meanwhile do not bind it', async () => {
    const quote = await approved(['VALVE 10 -15%'], 'DISCOUNT');
    await setPolicies(w, [{ ...marginPolicy, threshold: '90' }]);
    await accept(quote);
  });

  test('what nobody had to agree to is held to what policies say now', async () => {
    const quote = await sent(['VALVE 10 -15%']);
    await setPolicies(w, [discountPolicy]);
    await expectRefused(w, () => accept(quote), ['APPROVAL_REQUIRED']);
    const { quoteId } = quote;
    const second = await w.perform(reviseQuote, { quoteId }, nima(w));
    await request(w, second);
    await approve(w, second, 'DISCOUNT', decider(w, 'farid'));
    await send(second);
    await accept(second);
  });

  test('an order of it that says anything else needs consent of its own', async () => {
    const quote = await approved(['VALVE 10 -15%'], 'DISCOUNT');
    const { salesOrderId } = await accept(quote, { asDraft: true });
    await w.sql('update sales_order set payment_days = 90 where id = $1', [salesOrderId]);
    const confirm = () => w.perform(confirmSalesOrder, { salesOrderId }, nima(w));
    await expectRefused(w, confirm, ['APPROVAL_REQUIRED salesOrderId']);
    await w.sql('update sales_order set payment_days = 0 where id = $1', [salesOrderId]);
    await confirm();
  });
});
