import fc from 'fast-check';
import type { Id } from '../../src/kernel/id.ts';
import { anyActOf, historyTimeout, tellHistories } from '../inventory/tell-histories.ts';
import { places, skus, type Policy } from './book-state.ts';
import { comesBackAs, type Disposition } from './delivery-book.ts';
import { InvoiceBook } from './invoice-book.ts';
import { forgetInvoices } from './invoice-world.ts';
import { liveHistory } from './live-history.ts';
import { orderSteps } from './order-steps.ts';
import { openOrderWorld, receive, type OrderWorld } from './order-world.ts';
import { paperSteps, type PaperTelling } from './paper-steps.ts';
import { choice } from './steer.ts';

/*
 * Random histories of orders, of what of them leaves and comes back, and of what is invoiced and
 * credited, against a small book in memory: after each act both agree on its end and on all that
 * follows.
 */

let w: OrderWorld;
beforeAll(async () => void (w = await openOrderWorld()));
afterAll(() => w.close());

const acts = {
  receive: 3,
  place: 8,
  amend: 4,
  move: 2,
  shortClose: 3,
  reopenLine: 2,
  close: 3,
  reopen: 3,
  cancel: 1,
  hold: 2,
  release: 3,
  limit: 2,
  deliver: 12,
  deliverAll: 6,
  reverse: 4,
  authorise: 8,
  comeBack: 10,
  giveUp: 2,
  invoice: 8,
  invoiceAll: 4,
  credit: 4,
  creditAll: 1,
  creditReturn: 5,
} as const;
type Act = keyof typeof acts;

const policies: Policy[] = ['ALL_OR_NOTHING', 'ALL_OR_NOTHING', 'PARTIAL', 'PARTIAL', 'NONE'];

const wish = fc.record({
  act: anyActOf(acts),
  choice,
  which: fc.nat(999),
  policy: fc.constantFrom(...policies),
  disposition: fc.constantFrom('RESTOCK', ...(Object.keys(comesBackAs) as Disposition[])),
  isReplaced: fc.boolean(),
  lines: fc.array(
    fc.record({
      sku: fc.constantFrom('VALVE', 'VALVE', ...skus),
      place: fc.constantFrom('TEH', 'TEH', ...places),
      quantity: fc.constantFrom(1, 1, 2, 2, 3, 4, 6),
    }),
    { minLength: 1, maxLength: 3 },
  ),
});
type Wish = typeof wish extends fc.Arbitrary<infer T> ? T : never;

const seen = new Map<string, number>();

async function live(wishes: readonly Wish[]): Promise<void> {
  await forgetInvoices(w);
  await w.sql(`delete from stock_owner where code like 'CUST-%'`);
  const book = new InvoiceBook();
  const [ids, deliveries, returns, invoices]: Id[][] = [[], [], [], []];
  const telling = { w, book, ids, deliveries, returns, invoices } as PaperTelling;
  await receive(w, 'VALVE 10', 'HOSE 6');
  book.receive('VALVE', 'TEH', 10);
  book.receive('HOSE', 'TEH', 6);
  await liveHistory(wishes, {
    ...{ w, book, ends, seen },
    papers: { orders: telling.ids, deliveries: telling.deliveries, returns: telling.returns },
    acts: Object.keys(acts) as Act[],
    stepsOf: (act, one) => steps[act](one, telling),
  });
}

const steps = { ...orderSteps, ...paperSteps };

const ends = [
  'amend BELOW_DELIVERED',
  'amend done',
  'authorise ILLEGAL_STATE',
  'authorise DELIVERY_LINE_NOT_FOUND',
  'authorise MORE_THAN_DELIVERED',
  'authorise done',
  'cancel NOT_POSSIBLE',
  'close done',
  'comeBack ILLEGAL_STATE',
  'comeBack MORE_THAN_AUTHORISED',
  'comeBack done',
  'credit MORE_THAN_INVOICED',
  'credit done',
  'creditAll NOTHING_TO_CREDIT',
  'creditAll done',
  'creditReturn NOTHING_TO_CREDIT',
  'creditReturn RETURN_NOT_FOUND',
  'creditReturn done',
  'deliver ILLEGAL_STATE',
  'deliver INSUFFICIENT_STOCK',
  'deliver MORE_THAN_OPEN',
  'deliver ORDER_HELD',
  'deliver done',
  'deliverAll NOTHING_TO_DELIVER',
  'deliverAll done',
  'giveUp ILLEGAL_STATE',
  'giveUp done',
  'invoice MORE_THAN_DELIVERED',
  'invoice done',
  'invoiceAll NOTHING_TO_INVOICE',
  'invoiceAll done',
  'reopen done',
  'reopenLine done',
  'reverse GOODS_RETURNED',
  'reverse ILLEGAL_STATE',
  'reverse MORE_THAN_ORDERED',
  'reverse done',
  'shortClose done',
];

/** Again, with the seed it prints: `SEED=… RUNS=… npm test -- document-histories`. */
test(
  'whatever is done with orders and their papers, the product and the book agree',
  () =>
    tellHistories(fc.array(wish, { minLength: 60, maxLength: 80, size: 'max' }), live, {
      runs: 10,
      seen,
      ends,
    }),
  historyTimeout,
);
