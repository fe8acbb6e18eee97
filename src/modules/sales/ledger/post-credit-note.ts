import { isZero, type Decimal } from '../../../kernel/decimal.ts';
import type { Id } from '../../../kernel/id.ts';
import type { LocalDate } from '../../../kernel/local-date.ts';
import { inOrder } from '../../../platform/database/in-order.ts';
import type { OperationContext } from '../../../platform/perform/operation.ts';
import {
  changeExposure,
  creditInvoice,
  requireOpenDay,
  scheduleOrder,
} from '../../receivables/verbs.ts';
import { invoiceEvent, invoiceEvents } from '../invoice-events.ts';
import { sumOf } from '../rules/invoice-amounts.ts';
import { inCompany, type NewInvoice } from '../rules/invoice.ts';
import type { Order } from '../rules/order.ts';
import { changeOrderLines } from './change-order-lines.ts';
import { nextInvoiceNumber } from './next-invoice-number.ts';
import { rollUpOrders, type RolledUpOrder } from './roll-up-orders.ts';
import { newInvoiceWrites, oweAll } from './write-invoice.ts';

export interface CreditNotePosting {
  readonly note: NewInvoice;
  /** Those of the invoice, behind their locks. */
  readonly orders: ReadonlyMap<Id, Order>;
  readonly datedOn: LocalDate;
  readonly companyCurrency: string;
}

/** What the act answers. */
export interface CreditNotePosted {
  readonly creditNoteId: Id;
  readonly invoiceId: Id;
  readonly number: string;
  readonly settled: Decimal;
  readonly openCredit: Decimal;
}

/** Settles the invoice as far as it is open, keeps the rest as an open credit, takes the number. */
export async function postCreditNote(
  op: OperationContext,
  { note, orders, datedOn, companyCurrency }: CreditNotePosting,
): Promise<CreditNotePosted> {
  const { id, partyId, currency, ownerId, teamId } = note;
  const invoiceId = note.creditsId as Id;
  const sums = sumOf(note.lines);
  const totals = { ...sums, companyTotal: inCompany(sums.total, note.rate, companyCurrency) };
  await requireOpenDay(op, datedOn, ['datedOn']);
  const [, changed] = await inOrder(
    changeOrderLines(op, creditedOf(note)),
    rollUpOrders(op, [...orders.keys()]),
  );
  await changeExposure(
    op,
    changed.map((order) => orderedChange(op, order)),
  );
  const claim = { id, partyId, currency, ...totals, datedOn, invoiceId, ownerId, teamId };
  const crediting = await creditInvoice(op, op, claim, companyCurrency);
  const number = await nextInvoiceNumber(op, 'CREDIT_NOTE', datedOn);
  const posting = { number, datedOn, dueOn: datedOn };
  oweAll(op, newInvoiceWrites(op, note, totals, posting));
  crediting.owe(number);
  for (const order of changed) await scheduleOrder(op, op, order);
  const standing = { state: 'POSTED', ...posting, version: 1 };
  const { settled, left } = crediting;
  const change = { settled, openCredit: left };
  op.emit(invoiceEvent(invoiceEvents.creditNotePosted, note, totals, standing, change));
  return { creditNoteId: id, invoiceId, number, settled, openCredit: left };
}

/** Only goods are owed no more; of an amount the order knows nothing. */
const creditedOf = ({ lines }: NewInvoice) =>
  lines
    .map(({ salesOrderLineId, quantity }, index) => ({
      salesOrderLineId,
      credited: quantity,
      path: ['lines', String(index), 'quantity'],
    }))
    .filter(({ credited }) => !isZero(credited));

const orderedChange = (by: OperationContext, order: RolledUpOrder) => ({
  partyId: order.partyId,
  documentId: order.id,
  ordered: order.change,
  checkPoint: null,
  path: [],
  by,
});
