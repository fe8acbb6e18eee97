import type { Id } from '../../src/kernel/id.ts';
import { errorCodesOf, type Desk } from '../support/graphql-client.ts';
import { foundFirm, key, type Firm } from './firm.ts';
import { act, attempt, refusal } from './warehouse-views.ts';
import * as floor from './sales-views.ts';

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
}, 120_000);

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

  it('a colleague sees nothing of it, but is warned before entering the same customer', async () => {
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
