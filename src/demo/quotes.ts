import type { Id } from '../kernel/id.ts';
import { addDays } from '../kernel/local-date.ts';
import {
  approveQuote,
  cancelQuote,
  draftQuote,
  editQuote,
  expireQuotes,
  rejectQuote,
  rejectQuoteApproval,
  requestQuoteApproval,
  reviseQuote,
  sendQuote,
  type QuoteChanged,
} from '../modules/sales/index.ts';
import type { Operation } from '../platform/perform/operation.ts';
import { together, type PlaceOf } from './acts.ts';
import { asOf } from './as-of.ts';
import type { Row } from './company-files.ts';
import { demoId, partyId, productId, projectId } from './ids.ts';
import { findSteps, type StepToDecide, type Trade } from './trade.ts';
import { holderOf, sellerOf, speakerOf } from './who.ts';

/** The newest revision of each quote, by its name in the files. */
export type Revisions = ReadonlyMap<string, Id>;

/**
 * Quotes as old as their rows say, each as far as it says; those that become orders are sent, and
 * accepted with their orders.
 */
export async function offerGoods(trade: Trade): Promise<Revisions> {
  const quotes: Quote[] = [];
  // One after the other: their numbers rise in the order of the file.
  for (const [n, row] of trade.files.quotes.rows.entries()) quotes.push(await draft(trade, row, n));
  const revisions = await together(quotes.map(play));
  await trade.act('quotes:expire', expireQuotes, {}, nowhere(trade));
  return new Map(quotes.map(({ row }, index) => [row.quote, revisions[index] as Id]));
}

const nowhere =
  ({ files }: Trade): PlaceOf =>
  () => ({ file: files.quotes.file, line: 1 });

/** A quote that was drafted, and how the next act on it is done. */
interface Quote {
  readonly trade: Trade;
  readonly row: Row<'quotes'>;
  readonly quoteId: Id;
  readonly revisionId: Id;
  /** Two hours after the act before, by who looks after the customer if not by somebody else. */
  next<I, R>(operation: Operation<I, R>, input: I, by?: Id, key?: string): Promise<R>;
}

const hours = (count: number): number => count * 3_600_000;

async function draft(trade: Trade, row: Row<'quotes'>, n: number): Promise<Quote> {
  const { act, files, startedAt } = trade;
  // No two at one instant: lists by age would show them in any order.
  let at = Date.parse(startedAt) + row.days * hours(24) + n;
  const seller = sellerOf(row.customer, files);
  const lines = files.quote_lines.rows.filter(({ quote }) => quote === row.quote);
  const placeOf: PlaceOf = ([list, index]) => {
    const line = list === 'lines' ? lines[Number(index)] : undefined;
    if (line) return { file: files.quote_lines.file, line: line.line };
    return { file: files.quotes.file, line: row.line };
  };
  const quoteId = demoId(`quote ${row.quote}`, at);
  const input = { id: quoteId, ...headOf(trade, row, at), lines: lines.map(lineOf) };
  const key = `quote:${row.quote}`;
  const drafted = await act(key, asOf(draftQuote, new Date(at)), input, placeOf, seller);
  return {
    ...{ trade, row, quoteId, revisionId: drafted.quoteRevisionId },
    next(operation, more, by = seller, name = operation.name) {
      at += hours(2);
      return act(`${key}:${name}`, asOf(operation, new Date(at)), more, placeOf, by);
    },
  };
}

function headOf({ startedAt }: Trade, row: Row<'quotes'>, at: number) {
  const [opportunity] = row.opportunity;
  const [project] = row.project;
  const opportunityId =
    opportunity === undefined ? null : demoId(`opportunity ${opportunity}`, Date.parse(startedAt));
  return {
    customerId: partyId(row.customer),
    opportunityId,
    projectId: project === undefined ? null : projectId(project),
    currency: row.currency,
    paymentDays: row.payment_days,
    validUntil: addDays(new Date(at).toISOString().slice(0, 10), row.valid_days),
  };
}

const lineOf = ({ sku, quantity, unit, discount, optional }: Row<'quote_lines'>) => ({
  productId: productId(sku),
  quantity,
  unit,
  isOptional: optional,
  price: discount === null ? null : { discountPercents: [discount], reason: 'Asked for' },
});

/** Answers the newest revision. */
async function play(quote: Quote): Promise<Id> {
  const { row, quoteId, revisionId, next } = quote;
  const { until, note } = row;
  if (until === 'DRAFT') return revisionId;
  const reason = note ?? '';
  if (until === 'CANCELLED') {
    await next(cancelQuote, { quoteId, reason });
    return revisionId;
  }
  if (row.agreed || asking.includes(until)) await agree(quote);
  if (asking.includes(until)) return revisionId;
  await next(sendQuote, { quoteId });
  if (until === 'REJECTED') {
    const byName = speakerOf(row.customer, quote.trade.files);
    await next(rejectQuote, { quoteRevisionId: revisionId, reason, byName });
  }
  if (until !== 'REVISED' && until !== 'RESENT') return revisionId;
  return (await revise(quote)).quoteRevisionId;
}

const asking: readonly string[] = ['ASKED', 'HALF_APPROVED', 'REFUSED', 'APPROVED'];

/** Departments are asked, and decide as far as the row says. */
async function agree({ trade, row, quoteId, next }: Quote): Promise<void> {
  const { until, note } = row;
  const { approvalRequestId } = await next(requestQuoteApproval, { quoteId });
  if (until === 'ASKED') return;
  const steps = await findSteps(trade.database, approvalRequestId);
  const [first, ...rest] = steps;
  if (!first) return;
  const by = (step: StepToDecide): Id => {
    const policy = trade.files.approval_policies.rows.find((one) => one.policy === step.policy);
    return holderOf(policy?.role ?? '', row.customer, trade.files);
  };
  if (until === 'REFUSED') {
    const refused = { approvalStepId: first.id, note: note ?? '' };
    await next(rejectQuoteApproval, refused, by(first));
    return;
  }
  for (const step of until === 'HALF_APPROVED' ? [first] : [first, ...rest]) {
    const input = { approvalStepId: step.id };
    await next(approveQuote, input, by(step), `approve:${step.policy}`);
  }
}

/** The customer wants it cheaper: two percent less in the next revision. */
async function revise({ row, quoteId, next }: Quote): Promise<QuoteChanged> {
  await next(reviseQuote, { quoteId });
  // Drafted, sent, revised.
  const input = { quoteId, expectedVersion: 3, documentDiscountPercent: '2' };
  const revised = await next(editQuote, input);
  if (row.until === 'RESENT') await next(sendQuote, { quoteId }, undefined, 'sendAgain');
  return revised;
}
