import { parse } from 'graphql';
import type { Id } from '../../src/kernel/id.ts';
import type { Desk } from '../support/graphql-client.ts';
import { key } from './firm.ts';
import { act } from './warehouse-views.ts';

/** What becomes of orders: deliveries, returns, invoices, and the customer's timeline. */

interface Amount {
  readonly amount: string;
}

const plain = (decimal: string): string => String(Number(decimal));

export interface Delivery {
  readonly id: Id;
  readonly state: string;
  readonly lines: readonly {
    readonly id: Id;
    readonly product: { readonly sku: string };
    readonly quantity: string;
    readonly issued: string;
  }[];
}

export const deliveryAnswer = 'delivery { id state lines { id product { sku } quantity issued } }';

/** `POSTED`, then `PUMP 5 of 5`. */
export const deliveryShown = ({ state, lines }: Delivery): string[] => [
  state,
  ...lines.map(({ product, quantity, issued }) => {
    return `${product.sku} ${plain(issued)} of ${plain(quantity)}`;
  }),
];

export interface Return {
  readonly id: Id;
  readonly lines: readonly { readonly id: Id }[];
}

export const returnAnswer = 'returnAuthorisation { id lines { id } }';

interface Invoice {
  readonly id: Id;
  readonly kind: string;
  readonly number: string;
  readonly net: Amount;
  readonly total: Amount;
  readonly lines: readonly { readonly id: Id; readonly product: { readonly sku: string } }[];
}

const invoiceFields = 'id kind number net { amount } total { amount } lines { id product { sku } }';

/** What has left and was not invoiced yet. */
export const invoiceOf = async (desk: Desk, salesOrderId: Id): Promise<Invoice> =>
  (
    await act<{ invoice: Invoice }>(
      desk,
      'invoiceSalesOrder',
      { salesOrderIds: [salesOrderId], ...key() },
      `invoice { ${invoiceFields} }`,
    )
  ).invoice;

const askInvoices = parse(`query Invoices($order: ID!) {
  invoices(filter: { salesOrder: { id: { eq: $order } } }) { nodes { ${invoiceFields} } }
}`);

/** What came back is credited on the order's last invoice. */
export async function creditOf(
  desk: Desk,
  salesOrderId: Id,
  returnAuthorisationId: Id,
): Promise<Invoice> {
  const { invoices } = await desk.ask<{ invoices: { nodes: Invoice[] } }>(askInvoices, {
    order: salesOrderId,
  });
  const last = invoices.nodes.find(({ number }) => number.endsWith('-000002'));
  const input = { invoiceId: last?.id, returnAuthorisationId, reason: 'Came back', ...key() };
  const answer = `creditNote { ${invoiceFields} }`;
  return (await act<{ creditNote: Invoice }>(desk, 'creditInvoice', input, answer)).creditNote;
}

const askTimeline = parse(`query Timeline($id: ID!) {
  customerTimeline(partyId: $id, first: 50) { entries { kind } }
}`);

/** The kinds of what is on a customer's timeline, the newest first. */
export async function timelineOf(desk: Desk, id: Id): Promise<string[]> {
  const { customerTimeline } = await desk.ask<{
    customerTimeline: { entries: { kind: string }[] };
  }>(askTimeline, { id });
  return customerTimeline.entries.map(({ kind }) => kind);
}
