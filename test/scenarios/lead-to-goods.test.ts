import type { Id } from '../../src/kernel/id.ts';
import { errorCodesOf, type Desk } from '../support/graphql-client.ts';
import { foundFirm, key, type Firm } from './firm.ts';
import * as after from './delivery-views.ts';
import * as floor from './sales-views.ts';
import { act, attempt, begin, queued, refusal, send } from './warehouse-views.ts';

/*
 * Somebody calls. The call becomes a lead, an opportunity, a quote with a discount that two
 * departments must agree to, and that is changed in between; then an order with its goods set
 * aside. The warehouse delivers it in two parts, each is invoiced, and one pump comes back. From an
 * empty database, through GraphQL only.
 */
let firm: Firm;
let nasrin: Desk;
let farbod: Desk;
let kiarash: Desk;
let mina: Desk;
let yasaman: Desk;

let leadId: Id;
let customerId: Id;
let opportunityId: Id;
let quote: floor.Quote;
let order: floor.Order;

beforeAll(async () => {
  firm = await foundFirm();
  nasrin = await firm.desk('nasrin');
  farbod = await firm.desk('farbod');
  kiarash = await firm.desk('kiarash');
  mina = await firm.desk('mina');
  yasaman = await firm.desk('yasaman');
  await floor.openShop(firm);
});

// Checks all balances, promises, sums, statuses and events against what they follow from.
afterAll(() => firm.close());

const line = (sku: string, quantity: string, more: object = {}) => ({
  productId: firm.id(sku),
  quantity,
  ...more,
});

describe('somebody asks', () => {
  it('Nasrin writes down who called, and that she calls back', async () => {
    const { lead } = await act<{ lead: { id: Id; state: string } }>(
      nasrin,
      'captureLead',
      {
        subject: 'Pumps for a pool',
        companyName: 'Abyaran Co.',
        personName: 'Laleh Abi',
        phone: '021-88776655',
        leadSourceId: firm.id('PHONE'),
      },
      'lead { id state }',
    );
    leadId = lead.id;
    const dueAt = new Date(Date.now() + 86_400_000).toISOString();
    await act(
      nasrin,
      'contactLead',
      {
        leadId,
        activity: { kind: 'CALL', subject: 'Called back', outcomeCode: 'INTERESTED' },
        next: { kind: 'MEETING', subject: 'Visit the site', dueAt },
      },
      'lead { state }',
    );
    await act(nasrin, 'qualifyLead', { leadId }, 'lead { state }');
  });

  it('converted twice at once, it becomes one customer and one opportunity', async () => {
    const convert = () =>
      act<floor.Converted>(
        nasrin,
        'convertLead',
        { leadId, opportunity: { title: 'Pool at Niavaran', expectedAmount: '18000000' } },
        'account { id name } opportunity { id state stage { code } }',
      );
    const [one, other] = await Promise.all([convert(), convert()]);
    expect(other).toEqual(one);
    expect(one.account.name).toBe('Abyaran Co.');
    customerId = one.account.id;
    const limit = { partyId: customerId, creditLimit: '20000000', paymentDays: 30 };
    await act(mina, 'setCreditLimit', limit, '');
    opportunityId = one.opportunity.id;
    expect(await floor.stateOf(nasrin, 'lead', leadId)).toBe('CONVERTED');
  });

  it('a colleague sees nothing of it, but is warned before entering it again', async () => {
    expect(await floor.stateOf(farbod, 'lead', leadId)).toBeNull();
    const { possibleDuplicates } = await farbod.ask<{
      possibleDuplicates: readonly { reasons: readonly unknown[] }[];
    }>(floor.askDuplicates, { input: floor.sameCompany });
    expect(possibleDuplicates).toHaveLength(1);
  });
});

describe('a quote that two departments must agree to', () => {
  it('every price is explained before it is saved', async () => {
    expect(await floor.priceShown(nasrin, customerId, [line('PUMP', '8')])).toEqual([
      'PUMP 1000000: LIST BASE-IRR -> 8000000; net 8000000 tax 800000 total 8800000',
    ]);
  });

  it('a discount of twelve percent needs the head of sales, then the controller', async () => {
    const lines = [
      line('PUMP', '8', { price: { discountPercents: ['12'], reason: 'Large order' } }),
      line('BOILER', '1'),
    ];
    quote = await floor.quoteAct(nasrin, 'draftQuote', { customerId, opportunityId, lines });
    expect(floor.quoteShown(quote)).toEqual([
      'DRAFT total 18744000',
      'PUMP 8 at 880000 = 7040000',
      'BOILER 1 at 10000000 = 10000000',
    ]);
    const sent = { quoteId: quote.id, expectedVersion: quote.version };
    expect(await refusal(nasrin, 'sendQuote', sent)).toContain('APPROVAL_REQUIRED');
    quote = await floor.quoteAct(nasrin, 'requestQuoteApproval', sent);
    expect(floor.stepsShown(quote)).toEqual(['1 DISCOUNT open', '2 MARGIN WAITING']);
  });

  it('who has agreed has agreed to that and nothing else', async () => {
    await floor.approve(kiarash, quote, 'DISCOUNT');
    const lines = [
      line('PUMP', '8', { price: { discountPercents: ['14'], reason: 'Large order' } }),
      line('BOILER', '1'),
    ];
    quote = await floor.latestQuote(nasrin, quote.id);
    const edited = { quoteId: quote.id, expectedVersion: quote.version, lines };
    const before = floor.stepOf(quote, 'MARGIN');
    quote = await floor.quoteAct(nasrin, 'editQuote', edited);
    expect(floor.quoteShown(quote)[0]).toBe('DRAFT total 18568000');
    expect(await refusal(mina, 'approveQuote', { approvalStepId: before, ...key() })).not.toEqual(
      [],
    );
  });

  it('both agree to the new one, though not its author', async () => {
    const asked = { quoteId: quote.id, expectedVersion: quote.version };
    quote = await floor.quoteAct(nasrin, 'requestQuoteApproval', asked);
    const approvalStepId = floor.stepOf(quote, 'DISCOUNT');
    expect(
      await errorCodesOf(attempt(nasrin, 'approveQuote', { approvalStepId, ...key() }, '')),
    ).toEqual(['FORBIDDEN']);
    await floor.approve(kiarash, quote, 'DISCOUNT');
    await floor.approve(mina, quote, 'MARGIN');
    quote = await floor.latestQuote(nasrin, quote.id);
    expect(quote.state).toBe('APPROVED');
    quote = await floor.quoteAct(nasrin, 'sendQuote', {
      quoteId: quote.id,
      expectedVersion: quote.version,
    });
    expect(quote.state).toBe('SENT');
  });

  it('the customer says yes, twice at once: one order, its goods set aside', async () => {
    const yes = { quoteRevisionId: floor.liveOf(quote).id, byName: 'Laleh Abi' };
    const once = key();
    const accept = () =>
      act<{ salesOrder: floor.Order }>(
        nasrin,
        'acceptQuote',
        { ...yes, ...once },
        floor.orderAnswer,
      );
    const [one, other] = await Promise.all([accept(), accept()]);
    expect(other).toEqual(one);
    order = one.salesOrder;
    expect(floor.orderShown(order)).toEqual([
      'CONFIRMED NONE delivered NONE invoiced total 18568000',
      'PUMP 8 open 8 of TEH',
      'BOILER 1 open 1 of TEH',
    ]);
    expect(await floor.levelOf(firm.admin, 'PUMP', 'TEH')).toEqual('10 there, 8 promised');
    expect(await floor.stateOf(nasrin, 'opportunity', opportunityId)).toBe('WON');
  });

  it('what the customer may owe is used up', async () => {
    const more = { customerId, lines: [line('PUMP', '2')], ...key() };
    expect(await refusal(nasrin, 'placeOrder', more)).toEqual(['CREDIT_LIMIT_EXCEEDED']);
    expect(await floor.levelOf(firm.admin, 'PUMP', 'TEH')).toEqual('10 there, 8 promised');
  });
});

describe('the goods leave', () => {
  let first: after.Delivery;
  let last: after.Delivery;
  const lineOf = (sku: string): Id => {
    const found = order.lines.find(({ product }) => product.sku === sku);
    if (!found) throw new Error(`The order has no ${sku}`);
    return found.id;
  };

  it('Yasaman scans five pumps and a boiler, and they leave', async () => {
    const lines = [
      { salesOrderLineId: lineOf('PUMP'), quantity: '5' },
      { salesOrderLineId: lineOf('BOILER'), quantity: '1' },
    ];
    const { delivery } = await act<{ delivery: after.Delivery }>(
      yasaman,
      'draftDelivery',
      { salesOrderId: order.id, warehouseId: firm.id('TEH'), lines },
      after.deliveryAnswer,
    );
    const session = await begin(yasaman, firm.id('TEH'), 'PICK', delivery.id);
    const codes = ['A1', ...Array.from({ length: 5 }, () => 'PUMP-1'), 'S2'];
    await send(yasaman, session, queued(...codes));
    const posting = { deliveryId: delivery.id, ...key() };
    const post = () =>
      act<{ delivery: after.Delivery }>(yasaman, 'postDelivery', posting, after.deliveryAnswer);
    // The network is slow, and she presses twice.
    const [one, other] = await Promise.all([post(), post()]);
    expect(other).toEqual(one);
    first = one.delivery;
    expect(after.deliveryShown(first)).toEqual(['POSTED', 'PUMP 5 of 5', 'BOILER 1 of 1']);
    order = await floor.latestOrder(nasrin, order.id);
    expect(floor.orderShown(order)).toEqual([
      'CONFIRMED PARTIAL delivered NONE invoiced total 18568000',
      'PUMP 8 open 3 of TEH',
      'BOILER 1 open 0 of TEH',
    ]);
    expect(await floor.levelOf(firm.admin, 'PUMP', 'TEH')).toBe('5 there, 3 promised');
  });

  it('what left is invoiced, and the invoice has the first number of the year', async () => {
    const invoice = await after.invoiceOf(mina, order.id);
    // 5 of 8 pumps at 860,000 each, and the boiler; ten percent of tax.
    expect(invoice).toMatchObject({ net: { amount: '14300000' }, total: { amount: '15730000' } });
    expect(invoice.number).toMatch(/-000001$/);
    order = await floor.latestOrder(nasrin, order.id);
    expect(order.invoicing).toBe('PARTIAL');
  });

  it('the rest leaves and is invoiced: the parts come to what was ordered', async () => {
    const input = { salesOrderId: order.id, warehouseId: firm.id('TEH'), ...key() };
    last = (
      await act<{ delivery: after.Delivery }>(
        yasaman,
        'deliverSalesOrder',
        input,
        after.deliveryAnswer,
      )
    ).delivery;
    expect(after.deliveryShown(last)).toEqual(['POSTED', 'PUMP 3 of 3']);
    const invoice = await after.invoiceOf(mina, order.id);
    expect(invoice.number).toMatch(/-000002$/);
    expect(Number(invoice.total.amount) + 15_730_000).toBe(18_568_000);
    order = await floor.latestOrder(nasrin, order.id);
    expect(floor.orderShown(order)[0]).toBe(
      'CONFIRMED FULL delivered FULL invoiced total 18568000',
    );
  });

  it('a pump comes back, is put on the shelf again, and is credited', async () => {
    const [pump] = last.lines;
    const { returnAuthorisation } = await act<{ returnAuthorisation: after.Return }>(
      mina,
      'authoriseReturn',
      {
        salesOrderId: order.id,
        reason: 'One too many',
        lines: [{ deliveryLineId: pump?.id, quantity: '1' }],
      },
      after.returnAnswer,
    );
    const [returned] = returnAuthorisation.lines;
    const arrival = { returnLineId: returned?.id, quantity: '1', disposition: 'RESTOCK' };
    await act(
      yasaman,
      'receiveReturn',
      { returnAuthorisationId: returnAuthorisation.id, lines: [arrival], ...key() },
      '',
    );
    expect(await floor.levelOf(firm.admin, 'PUMP', 'TEH')).toBe('3 there, 0 promised');
    const credit = await after.creditOf(mina, order.id, returnAuthorisation.id);
    expect(credit).toMatchObject({ kind: 'CREDIT_NOTE', total: { amount: '946000' } });
  });

  it('all of it is on one timeline', async () => {
    const kinds = await after.timelineOf(kiarash, customerId);
    for (const kind of ['LEAD', 'OPPORTUNITY', 'QUOTE', 'SALES_ORDER', 'DELIVERY', 'INVOICE']) {
      expect(kinds).toContain(kind);
    }
    expect(kinds.filter((kind) => kind === 'ACTIVITY')).toHaveLength(2);
  });
});
