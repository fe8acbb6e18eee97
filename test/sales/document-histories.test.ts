import fc from 'fast-check';
import type { Id } from '../../src/kernel/id.ts';
import { anyActOf, historyTimeout, tellHistories } from '../inventory/tell-histories.ts';
import { forgetPayments } from '../receivables/payment-world.ts';
import { places, skus, type Policy } from './book-state.ts';
import { comesBackAs, type Disposition } from './delivery-book.ts';
import { InvoiceBook } from './invoice-book.ts';
import { liveHistory } from './live-history.ts';
import { moneySteps } from './money-steps.ts';
import { orderSteps } from './order-steps.ts';
import { openOrderWorld, receive, type OrderWorld } from './order-world.ts';
import { paperSteps, type PaperTelling } from './paper-steps.ts';
import { choice } from './steer.ts';

/*
 * Random histories of orders, of what of them leaves and comes back, of what is invoiced and
 * credited, and of money and other terms of payment meanwhile, against a small book in memory:
 * after each act both agree on its end and on all that follows.
 */

let w: OrderWorld;
beforeAll(async () => void (w = await openOrderWorld()));
afterAll(() => w.close());

const acts = {
  receive: 2,
  place: 5,
  amend: 3,
  move: 2,
  shortClose: 2,
  reopenLine: 2,
  close: 2,
  reopen: 3,
  cancel: 1,
  hold: 5,
  release: 3,
  limit: 2,
  draft: 5,
  post: 4,
  cancelDraft: 1,
  amendDrafted: 1,
  deliver: 8,
  deliverAll: 5,
  reverse: 2,
  authorise: 12,
  comeBack: 16,
  giveUp: 1,
  invoice: 8,
  invoiceAll: 6,
  credit: 2,
  creditAll: 1,
  creditReturn: 8,
  pay: 4,
  takeTerms: 4,
} as const;
type Act = keyof typeof acts;

const policies: Policy[] = ['ALL_OR_NOTHING', 'ALL_OR_NOTHING', 'PARTIAL', 'PARTIAL', 'NONE'];

const wish = fc.record({
  act: anyActOf(acts),
  choice,
  which: fc.nat(999),
  policy: fc.constantFrom(...policies),
  disposition: fc.constantFrom('RESTOCK', ...(Object.keys(comesBackAs) as Disposition[])),
  isReplaced: fc.nat(2).map((n) => n === 0),
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
  await forgetPayments(w);
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

const steps = { ...orderSteps, ...paperSteps, ...moneySteps };

const ends = [
  'amend CREDIT_LIMIT_EXCEEDED',
  'amend INSUFFICIENT_STOCK',
  'amend BELOW_DELIVERED',
  'amend done',
  'amendDrafted BELOW_DELIVERED',
  'amendDrafted done',
  'authorise ILLEGAL_STATE',
  'authorise DELIVERY_LINE_NOT_FOUND',
  'authorise MORE_THAN_DELIVERED',
  'authorise done',
  'cancel LINE_IN_DELIVERY',
  'cancel NOT_POSSIBLE',
  'cancelDraft done',
  'close LINE_IN_DELIVERY',
  'close done',
  'comeBack ILLEGAL_STATE',
  'comeBack MORE_THAN_AUTHORISED',
  'comeBack for credit',
  'comeBack for repair',
  'comeBack replaced',
  'credit MORE_THAN_INVOICED',
  'credit done',
  'creditAll done',
  'creditReturn NOTHING_TO_CREDIT',
  'creditReturn RETURN_NOT_FOUND',
  'creditReturn done',
  'deliver INSUFFICIENT_STOCK',
  'deliver MORE_THAN_OPEN',
  'deliver ORDER_HELD',
  'deliver done',
  'deliverAll NOTHING_TO_DELIVER',
  'deliverAll done',
  'draft MORE_THAN_OPEN',
  'draft done',
  'giveUp done',
  'invoice MORE_THAN_DELIVERED',
  'invoice done',
  'invoiceAll NOTHING_TO_INVOICE',
  'invoiceAll done',
  'move LINE_IN_DELIVERY',
  'pay done',
  'post INSUFFICIENT_STOCK',
  'post ORDER_HELD',
  'post done',
  'reopen done',
  'reopenLine done',
  'reverse GOODS_RETURNED',
  'reverse ILLEGAL_STATE',
  'reverse MORE_THAN_ORDERED',
  'reverse done',
  'shortClose LINE_IN_DELIVERY',
  'shortClose done',
  'takeTerms ILLEGAL_STATE',
  'takeTerms done',
];

/** Again, with the seed it prints: `SEED=… RUNS=… npm test -- document-histories`. */
test(
  'whatever is done with orders and their papers, the product and the book agree',
  () =>
    tellHistories(fc.array(wish, { minLength: 75, maxLength: 90, size: 'max' }), live, {
      runs: 10,
      seen,
      ends,
    }),
  historyTimeout,
);
