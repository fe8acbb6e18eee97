import {
  billedOf,
  invoiceableOf,
  Refused,
  requireState,
  type BookInvoice,
  type BookLine,
  type BookOrder,
  type BookReturn,
  type Buyer,
} from './book-state.ts';
import { DeliveryBook } from './delivery-book.ts';

/** What customers are asked to pay of what was delivered, and what of that is taken back. */
export class InvoiceBook extends DeliveryBook {
  /** Whatever it settles: so much less is owed. */
  pay(buyer: Buyer, amount: number): void {
    this.state.paid[buyer] = (this.state.paid[buyer] ?? 0) + amount;
  }

  /** How it is paid does not change how much is. */
  takeTerms(order: BookOrder): void {
    requireState(order, 'CONFIRMED');
  }

  /** All that can be invoiced. */
  invoiceAll(order: BookOrder): void {
    const lines = order.lines.filter((line) => invoiceableOf(line) > 0);
    if (lines.length === 0) throw new Refused('NOTHING_TO_INVOICE');
    this.#post(
      order,
      lines.map((line) => ({ line, quantity: invoiceableOf(line) })),
    );
  }

  invoice(order: BookOrder, line: BookLine, quantity: number): void {
    if (quantity > invoiceableOf(line)) throw new Refused('MORE_THAN_DELIVERED');
    this.#post(order, [{ line, quantity }]);
  }

  /** So much of its n-th line is owed no more, and may be invoiced again. */
  credit(invoice: BookInvoice, n: number, quantity: number): void {
    if (quantity > leftOf(invoice, n)) throw new Refused('MORE_THAN_INVOICED');
    takeBack(invoice, n, quantity);
  }

  creditAll(invoice: BookInvoice): void {
    const left = invoice.lines.map((_, n) => leftOf(invoice, n));
    if (left.every((quantity) => quantity === 0)) throw new Refused('NOTHING_TO_CREDIT');
    left.forEach((quantity, n) => takeBack(invoice, n, quantity));
  }

  /** What came back, was invoiced, and is neither replaced nor credited by the return before. */
  creditReturn(invoice: BookInvoice, of: BookReturn): void {
    if (of.delivery.order !== invoice.order) throw new Refused('RETURN_NOT_FOUND');
    const n = invoice.lines.findIndex(({ line }) => line === of.line);
    const open = of.isReplaced ? 0 : of.ours - of.credited;
    const inVain = billedOf(of.line) - (of.line.issued - of.line.returned);
    const quantity = n < 0 ? 0 : Math.min(open, inVain, leftOf(invoice, n));
    if (quantity <= 0) throw new Refused('NOTHING_TO_CREDIT');
    takeBack(invoice, n, quantity);
    of.credited += quantity;
  }

  #post(order: BookOrder, lines: readonly { line: BookLine; quantity: number }[]): void {
    for (const { line, quantity } of lines) line.invoiced += quantity;
    this.state.invoices.push({ order, lines: lines.map((own) => ({ ...own, credited: 0 })) });
  }
}

const leftOf = ({ lines }: BookInvoice, n: number): number =>
  (lines[n]?.quantity ?? 0) - (lines[n]?.credited ?? 0);

function takeBack({ lines }: BookInvoice, n: number, quantity: number): void {
  const own = lines[n] as BookInvoice['lines'][number];
  own.credited += quantity;
  own.line.credited += quantity;
}
