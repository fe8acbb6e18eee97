import { newId, type Id } from '../../src/kernel/id.ts';
import { receiveGoods } from '../../src/modules/inventory/index.ts';
import {
  grantCreditOverride,
  holdCustomerCredit,
  recordReceipt,
  setCreditLimit,
} from '../../src/modules/receivables/index.ts';
import {
  creditInvoice,
  deliverSalesOrder,
  draftInvoice,
  invoiceSalesOrder,
  placeOrder,
} from '../../src/modules/sales/index.ts';
import { idOf, type World } from '../inventory/world.ts';
import type { Caller } from '../../src/platform/perform/operation.ts';
import type { Floor, FloorSide } from './parties.ts';
import type { Side } from './samples.ts';

/** What is owed on one side, each where some act can be done on it. */
export interface BillingSide {
  readonly partyId: Id;
  readonly salesOrderId: Id;
  readonly salesOrderLineId: Id;
  /** A draft of some of it; and what was posted, and credited in part. */
  readonly draftId: Id;
  readonly draftLineId: Id;
  readonly invoiceId: Id;
  readonly invoiceLineId: Id;
  /** Settled otherwise, and then credited: its credit note is open. */
  readonly creditNoteId: Id;
  readonly creditOverrideId: Id;
  /** Of whom nobody gets credit. */
  readonly heldId: Id;
}

export type Billing = Readonly<Record<Side, BillingSide>>;

/** On each side an order that is delivered and invoiced in part, and a customer who is held. */
export async function openBilling(w: World, floor: Floor, admin: Caller): Promise<Billing> {
  await w.sql(
    `insert into tax (code, name_en, name_fa, is_default) values ('VAT', 'VAT', 'مالیات', true)
     on conflict do nothing`,
  );
  await w.sql(
    `insert into tax_rate (id, tax_code, rate, valid_from)
     select gen_random_uuid(), 'VAT', 10, '2026-01-01'
     where not exists (select from tax_rate where tax_code = 'VAT')`,
  );
  const side = (of: Side) => openSide(w, floor.sides[of], of, admin);
  return { own: await side('own'), foreign: await side('foreign') };
}

async function openSide(
  w: World,
  { partyId, twinId }: FloorSide,
  side: Side,
  admin: Caller,
): Promise<BillingSide> {
  const creditLimit = '1000000000';
  await w.perform(setCreditLimit, { partyId, creditLimit, paymentDays: 30 }, admin);
  await w.perform(holdCustomerCredit, { partyId: twinId, reason: 'Cheques' }, admin);
  const { salesOrderId, salesOrderLineId } = await sell(w, partyId, side, admin);
  const [posted, settled] = [
    await bill(w, salesOrderId, admin),
    await bill(w, salesOrderId, admin),
  ];
  await settleOtherwise(w, settled.invoiceId, admin);
  const credit = { invoiceId: settled.invoiceId, reason: 'Broken' };
  const { creditNoteId } = await w.perform(creditInvoice, credit, admin);
  const lines = [{ salesOrderLineId, quantity: '1' }];
  const draft = {
    salesOrderIds: [salesOrderId],
    lines,
    datedOn: w.clock.now().toISOString().slice(0, 10),
  };
  const { invoiceId: draftId } = await w.perform(draftInvoice, draft, admin);
  return {
    ...{ partyId, salesOrderId, salesOrderLineId, draftId, creditNoteId, heldId: twinId },
    draftLineId: await lineOf(w, draftId),
    invoiceId: posted.invoiceId,
    invoiceLineId: await lineOf(w, posted.invoiceId),
    creditOverrideId: await override(w, partyId, admin),
  };
}

/** Ten of what there is, all delivered. */
async function sell(
  w: World,
  customerId: Id,
  side: Side,
  admin: Caller,
): Promise<{ readonly salesOrderId: Id; readonly salesOrderLineId: Id }> {
  const at = side === 'own' ? 'TEH' : 'ISF';
  const [warehouseId, productId] = [idOf(w, at), idOf(w, 'VALVE')];
  const goods = { productId, quantity: '10', unit: 'PCE' };
  const locationId = idOf(w, `${at} A1`);
  await w.perform(receiveGoods, { warehouseId, locationId, lines: [goods] }, admin);
  const price = { unitPrice: '1000', reason: 'Agreed' };
  const lines = [{ productId, quantity: '10', warehouseId, price }];
  const asked = { customerId, currency: 'IRR', lines };
  const { salesOrderId } = await w.perform(placeOrder, asked, admin);
  await w.perform(deliverSalesOrder, { salesOrderId: salesOrderId as Id }, admin);
  const [line] = await w.sql<{ id: Id }>(
    'select id from sales_order_line where sales_order_id = $1',
    [salesOrderId],
  );
  return { salesOrderId: salesOrderId as Id, salesOrderLineId: line?.id as Id };
}

/** Two of them are invoiced. */
async function bill(
  w: World,
  salesOrderId: Id,
  admin: Caller,
): Promise<{ readonly invoiceId: Id }> {
  const [line] = await w.sql<{ id: Id }>(
    'select id from sales_order_line where sales_order_id = $1',
    [salesOrderId],
  );
  const lines = [{ salesOrderLineId: line?.id as Id, quantity: '2' }];
  return w.perform(invoiceSalesOrder, { salesOrderIds: [salesOrderId], lines }, admin);
}

/** What it claims is paid: its credit note is the customer's. */
async function settleOtherwise(w: World, invoiceId: Id, admin: Caller): Promise<void> {
  const [owed] = await w.sql<{ id: Id; party_id: Id; amount: string }>(
    `select id, party_id, trim_scale(amount)::text as amount from payment_commitment
     where dated_by_id = $1`,
    [invoiceId],
  );
  const { id = '', party_id: customerId = '', amount = '' } = owed ?? {};
  const allocations = [{ commitmentId: id }];
  const paid = { customerId, method: 'CASH', currency: 'IRR', amount, allocations } as const;
  await w.perform(recordReceipt, paid, admin);
}

const lineOf = async (w: World, invoiceId: Id): Promise<Id> => {
  const [line] = await w.sql<{ id: Id }>('select id from invoice_line where invoice_id = $1', [
    invoiceId,
  ]);
  return line?.id as Id;
};

const override = async (w: World, partyId: Id, admin: Caller): Promise<Id> => {
  const input = { partyId, amount: '1000', reason: 'Fair', expiresAt: '2099-01-01T00:00:00Z' };
  return (await w.perform(grantCreditOverride, input, admin)).creditOverrideId;
};

/** Samples for acts and queries on what is owed, on one side. */
export function billingSamples(billing: Billing, side: Side): [string, unknown][] {
  const of = billing[side];
  return [
    ['salesOrderIds', of.salesOrderId],
    ['draftInvoice.salesOrderLineId', of.salesOrderLineId],
    ['invoiceSalesOrder.salesOrderLineId', of.salesOrderLineId],
    ['invoiceId', of.draftId],
    ['invoiceLineId', of.draftLineId],
    ['creditInvoice.invoiceId', of.invoiceId],
    ['creditInvoice.invoiceLineId', of.invoiceLineId],
    ['creditInvoice.returnAuthorisationId', newId()],
    ['creditOverrideId', of.creditOverrideId],
    ['releaseCustomerCredit.partyId', of.heldId],
    ['creditAccount.id', of.partyId],
    ['creditOverride.id', of.creditOverrideId],
    ['invoice.id', of.invoiceId],
    ['openCredit.id', of.creditNoteId],
    ['grantCreditOverride.expiresAt', '2098-01-01T00:00:00Z'],
    ['editInvoiceDraft.datedOn', '2026-03-21'],
    ['postInvoice.datedOn', '2026-03-21'],
    ['draftInvoice.datedOn', '2026-03-21'],
    ['invoiceSalesOrder.datedOn', '2026-03-21'],
    ['creditInvoice.datedOn', '2026-03-21'],
  ];
}

/** Whose rows are the clerk's own: see sides.ts. */
const ofNear = `(select id from team where code = 'NEAR')`;
const ofParty = (table: string, key = 'id'): readonly [string, string, string] => [
  table,
  key,
  `select p.team_id = ${ofNear} from party p where p.id = party_id`,
];
const ofTeam = (table: string): readonly [string, string, string] => [
  table,
  'id',
  `select team_id = ${ofNear}`,
];
const ofInvoice = (table: string): readonly [string, string, string] => [
  table,
  'id',
  `select i.team_id = ${ofNear} from invoice i where i.id = invoice_id`,
];

export const billingSides: Readonly<Record<string, readonly [string, string, string]>> = {
  CreditAccount: ofParty('credit_account', 'party_id'),
  CreditEntry: ofParty('credit_entry', 'seq'),
  CreditOverride: ofParty('credit_override'),
  OpenCredit: ofTeam('open_credit'),
  Invoice: ofTeam('invoice'),
  InvoiceLine: ofInvoice('invoice_line'),
  InvoiceTax: ofInvoice('invoice_tax'),
};

/** The rules are known to everyone who sees credit at all. */
export const billingOfEveryone = ['CreditPolicy'];
