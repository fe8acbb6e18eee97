import { getOperationAST, OperationTypeNode, type DocumentNode } from 'graphql';
import {
  exampleOperation,
  exampleVariables,
  watchEvents,
  type Desk,
  type UserError,
} from '../support/graphql-client.ts';
import { openCompany, type Company } from './company.ts';

/** The operations of `docs/examples`, run as a reader would: from top to bottom, as they are. */
describe('the written examples, run as they stand', () => {
  let company: Company;
  const variables = { ...exampleVariables('1-clerk') };
  const clerk = (name: string): DocumentNode => exampleOperation('1-clerk', name);

  beforeAll(async () => {
    company = await openCompany();
  });

  afterAll(() => company.close());

  interface Transfer {
    readonly number: string;
    readonly state: string;
    readonly lines: readonly {
      readonly product: { readonly sku: string };
      readonly shipped: string;
      readonly received: string;
      readonly lost: string;
    }[];
  }

  async function transferAfter(desk: Desk, name: string): Promise<string> {
    const { stockTransfer, userErrors } = await desk.act<{
      stockTransfer: Transfer | null;
      userErrors: UserError[];
    }>(clerk(name), variables);
    expect(userErrors).toEqual([]);
    const lines = stockTransfer?.lines.map(
      ({ product, shipped, received, lost }) => `${product.sku} ${shipped}/${received}/${lost}`,
    );
    return `${stockTransfer?.state}: ${lines?.join(', ')}`;
  }

  async function outcomes(desk: Desk, name: string): Promise<string> {
    const scans = await desk.actAll<Record<string, { answer?: { outcome: string; next: string } }>>(
      clerk(name),
      variables,
    );
    const answers = Object.values(scans).flatMap(({ answer }) => answer ?? []);
    return answers.map(({ outcome, next }) => `${outcome} ${next}`).join(', ');
  }

  it('the clerks receive, ship, receive short and settle', async () => {
    const tehran = await company.desk('clerk.teh');
    await tehran.ask(clerk('Me'));
    await tehran.ask(clerk('Warehouses'));
    const found = await tehran.ask<{ products: { nodes: { sku: string }[] } }>(
      clerk('FindProducts'),
      variables,
    );
    expect(found.products.nodes.map(({ sku }) => sku)).toContain('RA-AL-08');
    const { stockVoucher } = await tehran.act<{ stockVoucher: { number: string } }>(
      clerk('ReceiveGoods'),
      variables,
    );
    expect(stockVoucher.number).toMatch(/^TEH-GR-\d{4}-000002$/);
    expect(await transferAfter(tehran, 'CreateTransfer')).toBe(
      'APPROVED: RA-AL-08 0/0/0, PB-24-RS 0/0/0',
    );
    expect(await outcomes(tehran, 'ScanToShip')).toBe(
      'MATCHED LINE_COMPLETE, MATCHED SCAN_NEXT, MATCHED ALL_COMPLETE',
    );
    expect(await transferAfter(tehran, 'Ship')).toBe('SHIPPED: RA-AL-08 10/0/0, PB-24-RS 2/0/0');

    const isfahan = await company.desk('clerk.isf');
    const arriving = await isfahan.ask<{ stockTransfers: { nodes: Transfer[] } }>(
      clerk('Arriving'),
      variables,
    );
    expect(arriving.stockTransfers.nodes[0]).toMatchObject({ state: 'SHIPPED' });
    await outcomes(isfahan, 'ScanToReceive');
    expect(await transferAfter(isfahan, 'Receive')).toBe(
      'PARTIALLY_RECEIVED: RA-AL-08 10/9/0, PB-24-RS 2/2/0',
    );
    expect(await transferAfter(isfahan, 'Settle')).toBe('CLOSED: RA-AL-08 10/9/1, PB-24-RS 2/2/0');
    const card = await isfahan.ask<{ stockCard: { entries: { change: string }[] } }>(
      clerk('StockCard'),
      variables,
    );
    expect(card.stockCard.entries.at(-1)).toMatchObject({ change: '9' });
    await isfahan.ask(clerk('Quantities'), variables);
  });

  it('whoever runs them again gets the answers of the first time', async () => {
    const tehran = await company.desk('clerk.teh');
    const receipt = await tehran.act<{ stockVoucher: { number: string } }>(
      clerk('ReceiveGoods'),
      variables,
    );
    expect(receipt.stockVoucher.number).toMatch(/-000002$/);
    expect(await outcomes(tehran, 'ScanToShip')).toBe(
      'MATCHED LINE_COMPLETE, MATCHED SCAN_NEXT, MATCHED ALL_COMPLETE',
    );
    // The act is the first one's; the transfer is shown as it is by now.
    expect(await transferAfter(tehran, 'Ship')).toMatch(/^CLOSED/);
  });

  it('a clerk keeps goods for a customer, picks others and begins a count', async () => {
    const tehran = await company.desk('clerk.teh');
    const given = exampleVariables('4-warehouse');
    const act = async (name: string): Promise<Record<string, unknown>> => {
      const done = await tehran.act<Record<string, unknown>>(
        exampleOperation('4-warehouse', name),
        given,
      );
      expect([name, done['userErrors']]).toEqual([name, []]);
      return done;
    };
    expect(await act('Reserve')).toMatchObject({ reservations: [{ state: 'RESERVED' }] });
    await act('Draft');
    expect(await act('ReserveForIt')).toMatchObject({ complete: true });
    await act('StartPicking');
    const picked = (await act('Pick'))['answers'];
    expect(picked).toMatchObject([{ outcome: 'LOCATION_SET' }, { outcome: 'MATCHED' }]);
    expect(await act('Complete')).toMatchObject({ completed: true, posted: true });
    await act('PlanCount');
    expect(await act('StartCount')).toMatchObject({ stockCount: { state: 'COUNTING' } });
    const { stockLevels } = await tehran.ask<{ stockLevels: { nodes: object[] } }>(
      exampleOperation('4-warehouse', 'Level'),
      given,
    );
    expect(stockLevels.nodes).toMatchObject([{ reserved: '2' }]);
  });

  it('the seller sees what is where', async () => {
    const seller = await company.desk('seller.heating');
    const given = exampleVariables('2-seller');
    const seen = await seller.ask<{
      products: { nodes: { sku: string; quantities: { warehouse: { code: string } }[] }[] };
    }>(exampleOperation('2-seller', 'Availability'), given);
    const places = seen.products.nodes.map(({ sku, quantities }) => {
      const codes = quantities.map(({ warehouse }) => warehouse.code);
      return `${sku}: ${codes.sort().join(' ')}`;
    });
    expect(places).toContain('PB-24-RS: ISF MHD TBZ TEH');
    for (const name of ['ByBarcode', 'WhereIs', 'ExpiringBefore']) {
      const data = await seller.ask<object>(exampleOperation('2-seller', name), given);
      const [answer] = Object.values(data).map((part: unknown) => JSON.stringify(part).length);
      expect(answer).toBeGreaterThan(100);
    }
  });

  it('the finance system reads the log and follows it', async () => {
    const given = exampleVariables('3-finance-system');
    const finance = (name: string): DocumentNode => exampleOperation('3-finance-system', name);
    const token = await company.signIn('finance');
    const desk = await company.desk('finance');
    const { events } = await desk.ask<{ events: { events: { position: string }[] } }>(
      finance('Events'),
      given,
    );
    expect(events.events).toHaveLength(20);
    for (const name of ['EventTypes', 'Receipts', 'Losses']) await desk.ask(finance(name), given);
    const watcher = watchEvents({ url: company.url, token }, finance('Follow'), '0');
    const last = events.events.at(-1)?.position;
    await watcher.until(({ position }) => position === last);
    await watcher.close();
  });

  it('a call becomes a lead, a quote that a leader agrees to, and an order', async () => {
    const given = { ...exampleVariables('5-sales') };
    const seller = await company.desk('seller.heating');
    const leader = await company.desk('leader.heating');
    const done = (desk: Desk, name: string) => answered('5-sales', desk, name, given);
    expect(await done(seller, 'TakeLead')).toMatchObject({
      convertLead: { lead: { state: 'CONVERTED' }, account: { name: 'Abshar Pools' } },
    });
    expect(await done(seller, 'Prices')).toMatchObject({
      priceQuote: { document: { total: { amount: '449024400', currency: 'IRR' } } },
    });
    await done(seller, 'DraftQuote');
    const refused = answered('5-sales', seller, 'Send', given);
    await expect(refused).rejects.toThrow('APPROVAL_REQUIRED');
    const { requestQuoteApproval: asked } = await done(seller, 'AskForApproval');
    const [revision] = (asked?.['quote'] as Quoted).revisions;
    const step = revision?.approvalRequests[0]?.steps[0]?.id;
    const text = JSON.stringify(given)
      .replace('{{step}}', step ?? '')
      .replace('{{revision}}', revision?.id ?? '');
    Object.assign(given, JSON.parse(text));
    expect(JSON.stringify(await done(leader, 'ToDecide'))).toContain('Abshar Pools');
    expect(await done(leader, 'Approve')).toMatchObject({
      approveQuote: { quote: { state: 'APPROVED' } },
    });
    expect(await done(seller, 'Send')).toMatchObject({ sendQuote: { quote: { state: 'SENT' } } });
    expect(JSON.stringify(await done(seller, 'Availability'))).toContain('STOCK');
    expect(await done(seller, 'Accept')).toMatchObject({
      acceptQuote: { salesOrder: { state: 'CONFIRMED', fulfilment: 'NONE', holds: [] } },
    });
    expect(await done(await company.desk('clerk.teh'), 'Deliver')).toMatchObject({
      deliverSalesOrder: { delivery: { state: 'POSTED', customerName: 'Abshar Pools' } },
    });
    expect(await done(await company.desk('finance'), 'Invoice')).toMatchObject({
      invoiceSalesOrder: { invoice: { total: { amount: '449024400' } } },
    });
    const look = await done(seller, 'Look');
    expect(look).toMatchObject({ salesOrder: { fulfilment: 'FULL', invoicing: 'FULL' } });
    const { entries } = look['customerTimeline'] as unknown as { entries: { kind: string }[] };
    const documents = ['INVOICE', 'DELIVERY', 'SALES_ORDER', 'QUOTE'];
    const before = ['OPPORTUNITY', 'ACTIVITY', 'LEAD'];
    expect(entries.slice(0, 7).map(({ kind }) => kind)).toEqual([...documents, ...before]);
  });

  it('money comes in, a cheque bounces, and finance was away and has every event', async () => {
    const given = exampleVariables('6-money');
    const finance = await company.desk('finance');
    const done = (name: string, more = {}) =>
      answered('6-money', finance, name, { ...given, ...more });
    expect(JSON.stringify(await done('Owed'))).toContain('Garmsaz Comfort Systems');
    expect(await done('MoneyIn')).toMatchObject({
      recordReceipt: { receipt: { amount: { amount: '90000000' } } },
    });
    const money = { ...(given['money'] as object), idempotencyKey: 'sent-by-another' };
    await expect(done('MoneyIn', { money })).rejects.toThrow('ALREADY_RECEIVED');
    const { returnCheque } = await done('Bounce');
    expect(returnCheque).toMatchObject({ cheque: { state: 'RETURNED', bounces: 1 } });
    const worklist = (await done('Worklist'))['collectionWorklist'] as unknown as object[];
    expect(worklist.length).toBeGreaterThan(3);
    expect(await done('Promise')).toMatchObject({
      recordPromise: { promiseToPay: { state: 'OPEN' } },
    });
    const { acceptPaymentPlan } = await done('AgreeOnPlan');
    const { paymentPlan } = acceptPaymentPlan as { paymentPlan: { instalments: object[] } };
    expect(paymentPlan).toMatchObject({ state: 'ACTIVE' });
    expect(paymentPlan.instalments).toHaveLength(3);
    expect(JSON.stringify(await done('Forecast'))).toContain('expected');
    expect(await done('Statement')).toMatchObject({
      customerStatement: { party: { name: 'Pelekan Escalators' } },
    });
    const told: { position: string; type: string }[] = [];
    for (let after = '0'; ;) {
      const { paymentEvents } = await done('PaymentEvents', { after });
      const page = paymentEvents as unknown as {
        events: typeof told;
        endPosition: string;
        headPosition: string;
      };
      told.push(...page.events);
      after = page.endPosition;
      if (after === page.headPosition && told.some(({ type }) => type === 'plan.created')) break;
    }
    expect(told.map(({ position }) => position)).toEqual(told.map((_, n) => `${n + 1}`));
  });
});

interface Quoted {
  readonly revisions: readonly {
    readonly id: string;
    readonly approvalRequests: readonly { readonly steps: readonly { readonly id: string }[] }[];
  }[];
}

type Answered = Record<string, { userErrors?: readonly UserError[]; [field: string]: unknown }>;

/** What an operation of a tab answers. Refused: throws the user errors. */
async function answered(
  tab: string,
  desk: Desk,
  name: string,
  given: Readonly<Record<string, unknown>>,
): Promise<Answered> {
  const asked = exampleOperation(tab, name);
  const isAct = getOperationAST(asked)?.operation === OperationTypeNode.MUTATION;
  const data = await desk[isAct ? 'actAll' : 'ask']<Answered>(asked, given);
  const errors = Object.values(data).flatMap((part) => part.userErrors ?? []);
  if (errors.length > 0) throw new Error(JSON.stringify(errors));
  return data;
}
