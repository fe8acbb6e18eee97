import { isPositive } from '../../../kernel/decimal.ts';
import { refuse, refuseIfAny } from '../../../kernel/domain-error.ts';
import { isId, type Id } from '../../../kernel/id.ts';
import { statement } from '../../../platform/database/statement.ts';
import { defineOperation, type OperationContext } from '../../../platform/perform/operation.ts';
import { allocateNow, planFor } from '../ledger/enter-receipt.ts';
import { openBook, requireCustomerReach, type PaymentBook } from '../ledger/open-book.ts';
import { periodFaults } from '../ledger/periods.ts';
import type { AllocationWish } from '../rules/receipt.ts';
import { freeOf, type Source } from '../rules/settling.ts';

/** What a customer has to settle with: money that came in, or a credit note. */
export interface SourceNamed {
  readonly receiptId?: Id | null;
  readonly creditNoteId?: Id | null;
}

export interface AllocatePaymentInput extends SourceNamed {
  /** What is paid; left out: what is proposed. */
  readonly allocations?: readonly AllocationWish[] | null;
}

export interface PaymentAllocated {
  readonly receiptId: Id | null;
  readonly creditNoteId: Id | null;
  readonly commitmentIds: readonly Id[];
}

/** What a customer has to its credit pays commitments. It posts nothing but differences. */
export const allocatePayment = defineOperation({
  name: 'allocatePayment',
  permission: 'receivables.receive',
  async run(op, input: AllocatePaymentInput): Promise<PaymentAllocated> {
    const { source, book } = await openSource(op, input, 'Allocating a payment');
    if (!isPositive(freeOf(source))) {
      refuse('NOTHING_FREE', `Nothing of ${source.number} is left`, pathOf(input));
    }
    const planned = planFor(book, source, input.allocations ?? 'PROPOSED', null);
    allocateNow(op, source, planned, book.companyCurrency);
    return {
      receiptId: source.kind === 'RECEIPT' ? source.id : null,
      creditNoteId: source.kind === 'CREDIT_NOTE' ? source.id : null,
      commitmentIds: planned.map(({ commitment }) => commitment.id),
    };
  },
});

const find = statement(
  'payment_source_find',
  `select party_id as "partyId" from receipt where id = $1
   union all select party_id from open_credit where id = $1`,
);

const pathOf = ({ receiptId }: SourceNamed): string[] =>
  receiptId == null ? ['creditNoteId'] : ['receiptId'];

/**
 * What a customer has to its credit, behind the lock of the account, within reach and in a period
 * that is open. Refuses ONE_SOURCE, SOURCE_NOT_FOUND, NOT_MONEY_YET.
 */
export async function openSource(
  op: OperationContext,
  input: SourceNamed,
  what: string,
): Promise<{ readonly source: Source; readonly book: PaymentBook }> {
  const { receiptId, creditNoteId } = input;
  if ((receiptId == null) === (creditNoteId == null)) {
    refuse('ONE_SOURCE', 'Either a receipt or a credit note is named', ['receiptId']);
  }
  const id = (receiptId ?? creditNoteId ?? '').toLowerCase();
  const path = pathOf(input);
  const [found] = isId(id) ? await op.query<{ partyId: Id }>(find, [id]) : [];
  if (!found) refuse('SOURCE_NOT_FOUND', 'There is nothing of this id', path);
  const book = await openBook(op, { partyId: found.partyId, sourceIds: [id] });
  requireCustomerReach(op, 'receivables.receive', book.customer, what);
  const source = book.sources.find(({ kind }) => (kind === 'RECEIPT') === (receiptId != null));
  if (!source) refuse('NOT_MONEY_YET', 'It is no money, or no longer', path);
  refuseIfAny(periodFaults(book.period, op.today, path));
  const rate = source.currency === book.companyCurrency ? '1' : await rateOf(op, source);
  return { source, book: { ...book, rate } };
}

const findRate = statement(
  'receipt_rate',
  `select trim_scale(rate)::text as rate from receipt where id = $1
   union all
   select trim_scale(i.company_amount / i.amount)::text from open_credit i where i.id = $1`,
);

/** That of the day on which the money came. */
async function rateOf(op: OperationContext, { id }: Source): Promise<string> {
  const [found] = await op.query<{ rate: string }>(findRate, [id]);
  return found?.rate ?? '1';
}
