import type { Id } from '../../src/kernel/id.ts';
import {
  allocatePayment,
  recordReceipt,
  setPaymentTerms,
  type AllocatePaymentInput,
  type PaymentTermsLineInput,
  type ReceiptRecorded,
  type RecordReceiptInput,
  type SetPaymentTermsInput,
} from '../../src/modules/receivables/index.ts';
import { floorIdOf } from '../parties/world.ts';
import { order, type PlacedOrder } from '../sales/delivery-acts.ts';
import { forgetInvoices } from '../sales/invoice-world.ts';
import { receive, type OrderWorld } from '../sales/order-world.ts';
import { asSystem } from '../support/perform.ts';

/** Orders, invoices, money and terms of payment are forgotten. */
export async function forgetPayments(w: OrderWorld): Promise<void> {
  await forgetInvoices(w);
  await w.forget('receipt', 'refund', 'allocation', 'money_account', 'payment_terms', 'quote');
  await w.sql('update ledger_period set closed_through = null');
  await w.sql(`delete from outbox where feed = 'PAYMENTS'`);
}

/** `30 ORDER+0`, `70 INVOICE+30 2/10`: a part, what it waits for, days; a discount in its days. */
const lineOf = (text: string): PaymentTermsLineInput => {
  const [percent = '', due = '', discount] = text.split(' ');
  const [dueTrigger = '', days = '0'] = due.split('+');
  const [discountPercent, discountDays] = discount?.split('/') ?? [];
  return {
    reason: dueTrigger === 'ORDER' ? 'ADVANCE' : (dueTrigger as 'INVOICE'),
    percent,
    dueTrigger: dueTrigger as 'INVOICE',
    days: Number(days),
    ...(discountPercent && { discountPercent, discountDays: Number(discountDays) }),
  };
};

let codes = 0;

export const terms = async (
  w: OrderWorld,
  lines: readonly string[],
  over: Partial<SetPaymentTermsInput> = {},
): Promise<Id> => {
  const input = { code: `T${(codes += 1)}`, name: 'Terms', lines: lines.map(lineOf), ...over };
  return (await w.perform(setPaymentTerms, input, asSystem)).paymentTermsId;
};

/** An order of Alborz on these terms: `ordered(w, 'VALVE 10', ['30 ORDER+0', '70 INVOICE+30'])`. */
export async function ordered(
  w: OrderWorld,
  goods: string,
  lines: readonly string[],
  over: Partial<SetPaymentTermsInput> = {},
): Promise<PlacedOrder> {
  const paymentTermsId = await terms(w, lines, over);
  await receive(w, goods);
  return order(w, [goods], { paymentTermsId });
}

/**
 * `-1 ADVANCE 330000 due 2026-03-21`, `-2 INVOICE 770000 (100000 paid, 0 billed)`: the commitments
 * of all orders, by their numbers.
 */
export const commitments = async (w: OrderWorld, where = 'true'): Promise<string[]> =>
  (
    await w.sql<{ told: string }>(
      `select regexp_replace(number, '^.*-', '-') || ' ' || reason || ' ' || trim_scale(amount)
         || coalesce(' due ' || due_on, '')
         || case when settled > 0 then ' paid ' || trim_scale(settled) else '' end
         || case when billed > 0 then ' billed ' || trim_scale(billed) else '' end
         || coalesce(' ' || ended, '') as told
       from payment_commitment where ${where}
       order by length(number), number`,
    )
  ).map(({ told }) => told);

/** `days 30 1000000 + 100000 of 100`: how it is paid, and what its first line comes to. */
export const sums = async (w: OrderWorld, salesOrderId: Id): Promise<string> =>
  (
    await w.sql<{ told: string }>(
      `select coalesce(t.code, 'days') || ' ' || o.payment_days || ': ' || trim_scale(l.net)
         || ' + ' || trim_scale(l.tax) || ' of ' || trim_scale(l.taxed_percent) as told
       from sales_order o join sales_order_line l on l.sales_order_id = o.id
       left join payment_terms t on t.id = o.payment_terms_id
       where o.id = $1 order by l.line_no limit 1`,
      [salesOrderId],
    )
  )[0]?.told ?? '';

export const commitmentId = async (w: OrderWorld, suffix: string): Promise<Id> => {
  const [found] = await w.sql<{ id: Id }>(
    `select id from payment_commitment where number like '%' || $1`,
    [suffix],
  );
  return found?.id ?? '';
};

/** Money of Alborz: `pay(w, '100')`, or of another, on another day, for something. */
export const pay = (
  w: OrderWorld,
  amount: string,
  over: Partial<RecordReceiptInput> = {},
): Promise<ReceiptRecorded> =>
  w.perform(
    recordReceipt,
    { customerId: floorIdOf(w, 'Alborz'), method: 'TRANSFER', amount, ...over },
    asSystem,
  );

export const allocate = (w: OrderWorld, input: AllocatePaymentInput): Promise<unknown> =>
  w.perform(allocatePayment, input, asSystem);

/** `IRR 1100000 - 1100000 | 1100000 - 1100000`: what each currency's balance is made of. */
export const balances = async (w: OrderWorld, name = 'Alborz'): Promise<string[]> =>
  (
    await w.sql<{ told: string }>(
      `select currency || ' ' || trim_scale(debit) || ' - ' || trim_scale(credit) || ' | '
         || trim_scale(company_debit) || ' - ' || trim_scale(company_credit) as told
       from customer_balance where party_id = $1 order by currency`,
      [floorIdOf(w, name)],
    )
  ).map(({ told }) => told);

/** `RECEIPT 100`, `DISCOUNT 2`: what settles, the oldest first. */
export const allocations = async (w: OrderWorld): Promise<string[]> =>
  (
    await w.sql<{ told: string }>(
      `select concat_ws(' ', a.kind, regexp_replace(k.number, '^.*-', '-'), trim_scale(a.amount),
                case when a.tax <> 0 then 'tax ' || trim_scale(a.tax) end, a.reason) as told
       from allocation a join payment_commitment k on k.id = a.commitment_id order by a.id`,
    )
  ).map(({ told }) => told);

/** `CUSTOMER from SALES 1000000 | 1000000`: what was posted, in turn. */
export const entries = async (w: OrderWorld, kinds: readonly string[]): Promise<string[]> =>
  (
    await w.sql<{ told: string }>(
      `select kind || ' ' || debit || ' / ' || credit || ' ' || trim_scale(amount) || ' '
         || currency || ' | ' || trim_scale(company_amount) as told
       from ledger_entry where kind = any($1) order by seq`,
      [kinds],
    )
  ).map(({ told }) => told);
