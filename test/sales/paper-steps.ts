import type { Id } from '../../src/kernel/id.ts';
import {
  authoriseReturn,
  cancelReturn,
  creditInvoice,
  deliverSalesOrder,
  draftDelivery,
  invoiceSalesOrder,
  receiveReturn,
  reverseDelivery,
} from '../../src/modules/sales/index.ts';
import { idOf } from '../inventory/world.ts';
import { asSystem } from '../support/perform.ts';
import {
  claimedOf,
  openOf,
  places,
  type BookDelivery,
  type BookInvoice,
  type BookReturn,
} from './book-state.ts';
import type { Disposition } from './delivery-book.ts';
import { cancel, post } from './delivery-acts.ts';
import type { InvoiceBook } from './invoice-book.ts';
import { amendQuantities, lineIds } from './order-acts.ts';
import { orderAt, type OrderWish, type Step, type Telling } from './order-steps.ts';
import type { OrderWorld } from './order-world.ts';

/** Papers have the same places in the book and among the ids. */
export interface PaperTelling extends Telling<InvoiceBook> {
  readonly deliveries: Id[];
  readonly returns: Id[];
  readonly invoices: Id[];
}

export interface PaperWish extends OrderWish {
  readonly disposition: Disposition;
  readonly isReplaced: boolean;
}

type Steps = (one: PaperWish, telling: PaperTelling) => Step[];
type Doing = Omit<Step, 'act'>;

/** A step or more for each of so many papers, by their places. */
const each = (act: string, count: number, steps: (at: number) => Doing[]): Step[] =>
  Array.from({ length: count }, (_, at) => steps(at).map((step) => ({ act, ...step }))).flat();

const both = <A, B>(some: Iterable<A>, others: readonly B[]): [A, B][] =>
  [...some].flatMap((a) => others.map((b): [A, B] => [a, b]));

const reason = 'As agreed by telephone';
/** One piece, and as many as is wished. */
const pieces = ({ lines: [line] }: PaperWish): number[] => [...new Set([1, line?.quantity ?? 1])];

const linesOf = async (w: OrderWorld, table: string, paper: string, id: Id): Promise<Id[]> =>
  (
    await w.sql<{ id: Id }>(`select id from ${table} where ${paper}_id = $1 order by line_no`, [id])
  ).map((row) => row.id);

/** Line by line, in parts; now and then more than is open. */
const leaving =
  (act: 'draft' | 'deliver', operation: typeof draftDelivery | typeof deliverSalesOrder): Steps =>
  (one, telling) =>
    each(act, telling.book.orders.length, (at) => {
      const { w, book, id, order, line, lineNumbers } = orderAt(telling, at);
      return both(lineNumbers, pieces(one)).map(([n, quantity]) => {
        const { place } = line(n);
        return {
          async told() {
            const salesOrderLineId = (await lineIds(w, id))[n] as Id;
            const lines = [{ salesOrderLineId, quantity: String(quantity), unit: 'PCE' }];
            const input = { salesOrderId: id, warehouseId: idOf(w, place), lines };
            telling.deliveries.push((await w.perform(operation, input, asSystem)).deliveryId);
          },
          noted: () => void book[act](order(), place, [{ line: line(n), quantity }]),
        };
      });
    });

const deliverAll: Steps = (_, telling) =>
  each('deliverAll', telling.book.orders.length, (at) => {
    const { w, book, id, order } = orderAt(telling, at);
    return places.map((place) => ({
      async told() {
        const input = { salesOrderId: id, warehouseId: idOf(w, place) };
        telling.deliveries.push((await w.perform(deliverSalesOrder, input, asSystem)).deliveryId);
      },
      noted: () => book.deliverAll(order(), place),
    }));
  });

/** An act on each delivery. */
const ofDeliveries =
  (
    act: 'post' | 'cancelDraft' | 'reverse',
    told: (w: OrderWorld, deliveryId: Id) => Promise<unknown>,
  ): Steps =>
  (_, { w, book, deliveries }) =>
    each(act, book.state.deliveries.length, (at) => [
      {
        told: () => told(w, deliveries[at] as Id),
        noted: () => book[act](book.state.deliveries[at] as BookDelivery),
      },
    ]);

const reverse = ofDeliveries('reverse', (w, deliveryId) =>
  w.perform(reverseDelivery, { deliveryId, reason }, asSystem),
);

const authorise: Steps = (one, { w, book, ids, deliveries, returns }) =>
  each('authorise', book.state.deliveries.length, (at) => {
    const delivery = (): BookDelivery => book.state.deliveries[at] as BookDelivery;
    const { isReplaced } = one;
    return both(delivery().lines.keys(), pieces(one)).map(([n, quantity]) => ({
      async told() {
        const own = await linesOf(w, 'delivery_line', 'delivery', deliveries[at] as Id);
        const line = { deliveryLineId: own[n] as Id, quantity: String(quantity), isReplaced };
        const salesOrderId = ids[book.orders.indexOf(delivery().order)] as Id;
        const input = { salesOrderId, reason, lines: [line] };
        returns.push((await w.perform(authoriseReturn, input, asSystem)).returnAuthorisationId);
      },
      noted: () => {
        const { line } = delivery().lines[n] as BookDelivery['lines'][number];
        book.authorise(delivery(), line, quantity, isReplaced);
      },
    }));
  });

const comeBack: Steps = (one, { w, book, returns }) =>
  each('comeBack', book.state.returns.length, (at) =>
    pieces(one).map((quantity) => ({
      async told() {
        const { disposition } = one;
        const returnAuthorisationId = returns[at] as Id;
        const [returnLineId] = await linesOf(
          ...([w, 'return_line', 'return_authorisation', returnAuthorisationId] as const),
        );
        const came = { quantity: String(quantity), disposition };
        const lines = [{ returnLineId: returnLineId as Id, ...came }];
        await w.perform(receiveReturn, { returnAuthorisationId, lines }, asSystem);
      },
      noted: () => book.comeBack(book.state.returns[at] as BookReturn, quantity, one.disposition),
    })),
  );

const giveUp: Steps = (_, { w, book, returns }) =>
  each('giveUp', book.state.returns.length, (at) => [
    {
      told: () =>
        w.perform(cancelReturn, { returnAuthorisationId: returns[at] as Id, reason }, asSystem),
      noted: () => book.giveUp(book.state.returns[at] as BookReturn),
    },
  ]);

const invoiceAll: Steps = (_, telling) =>
  each('invoiceAll', telling.book.orders.length, (at) => {
    const { w, book, id, order } = orderAt(telling, at);
    return [
      {
        async told() {
          const input = { salesOrderIds: [id] };
          telling.invoices.push((await w.perform(invoiceSalesOrder, input, asSystem)).invoiceId);
        },
        noted: () => book.invoiceAll(order()),
      },
    ];
  });

const invoice: Steps = (one, telling) =>
  each('invoice', telling.book.orders.length, (at) => {
    const { w, book, id, order, line, lineNumbers } = orderAt(telling, at);
    return both(lineNumbers, pieces(one)).map(([n, quantity]) => ({
      async told() {
        const salesOrderLineId = (await lineIds(w, id))[n] as Id;
        const lines = [{ salesOrderLineId, quantity: String(quantity) }];
        const input = { salesOrderIds: [id], lines };
        telling.invoices.push((await w.perform(invoiceSalesOrder, input, asSystem)).invoiceId);
      },
      noted: () => book.invoice(order(), line(n), quantity),
    }));
  });

const credit: Steps = (one, { w, book, invoices }) =>
  each('credit', book.state.invoices.length, (at) => {
    const of = (): BookInvoice => book.state.invoices[at] as BookInvoice;
    return both(of().lines.keys(), pieces(one)).map(([n, quantity]) => ({
      async told() {
        const invoiceId = invoices[at] as Id;
        const own = await linesOf(w, 'invoice_line', 'invoice', invoiceId);
        const lines = [{ invoiceLineId: own[n] as Id, quantity: String(quantity) }];
        await w.perform(creditInvoice, { invoiceId, reason, lines }, asSystem);
      },
      noted: () => book.credit(of(), n, quantity),
    }));
  });

const creditAll: Steps = (_, { w, book, invoices }) =>
  each('creditAll', book.state.invoices.length, (at) => [
    {
      told: () => w.perform(creditInvoice, { invoiceId: invoices[at] as Id, reason }, asSystem),
      noted: () => book.creditAll(book.state.invoices[at] as BookInvoice),
    },
  ]);

const creditReturn: Steps = (_, { w, book, invoices, returns }) =>
  each('creditReturn', book.state.invoices.length, (at) =>
    book.state.returns.map((_, which) => ({
      told: () => {
        const returnAuthorisationId = returns[which] as Id;
        const input = { invoiceId: invoices[at] as Id, reason, returnAuthorisationId };
        return w.perform(creditInvoice, input, asSystem);
      },
      noted: () =>
        book.creditReturn(
          book.state.invoices[at] as BookInvoice,
          book.state.returns[which] as BookReturn,
        ),
    })),
  );

/** A line of a draft is to be just as much as has left and is about to, or one piece less. */
const amendDrafted: Steps = (_, { w, book, ids }) =>
  each('amendDrafted', book.state.deliveries.length, (at) => {
    const delivery = (): BookDelivery => book.state.deliveries[at] as BookDelivery;
    const { order, state, lines } = delivery();
    if (state !== 'DRAFT') return [];
    const id = ids[book.orders.indexOf(order)] as Id;
    return lines.flatMap(({ line }, n) => {
      const index = order.lines.indexOf(line);
      const least = line.quantity - openOf(line) + claimedOf(book.state, line);
      const amounts = [least - 1, least].filter((to) => to > 0);
      return amounts.map((to) => ({
        told: () => amendQuantities(w, id, { [index]: String(to) }),
        noted: () => {
          const { line: own } = delivery().lines[n] as BookDelivery['lines'][number];
          book.amend(delivery().order, own, to);
        },
      }));
    });
  });

/** The steps that a wish for an act may mean. */
export const paperSteps = {
  draft: leaving('draft', draftDelivery),
  deliver: leaving('deliver', deliverSalesOrder),
  post: ofDeliveries('post', post),
  cancelDraft: ofDeliveries('cancelDraft', cancel),
  ...{ amendDrafted, deliverAll, reverse, authorise, comeBack, giveUp },
  ...{ invoice, invoiceAll, credit, creditAll, creditReturn },
} as const satisfies Readonly<Record<string, Steps>>;
