import { refuse } from '../../../kernel/domain-error.ts';
import { isId, type Id } from '../../../kernel/id.ts';
import type { OperationContext } from '../../../platform/perform/operation.ts';
import {
  openBook,
  requireCustomerReach,
  type BookAsked,
  type PaymentBook,
} from '../ledger/open-book.ts';
import { findReceiptOwner, loadReceipt } from '../ledger/write-receipts.ts';
import type { Receipt } from '../rules/receipt.ts';

/** A receipt behind the lock of its customer's account, within reach. Refuses RECEIPT_NOT_FOUND. */
export async function openReceipt(
  op: OperationContext,
  given: Id,
  what: string,
  asked: Omit<BookAsked, 'partyId'> = {},
): Promise<{ readonly receipt: Receipt; readonly book: PaymentBook }> {
  const id = given.toLowerCase();
  const partyId = isId(id) ? await findReceiptOwner(op, id) : null;
  if (partyId === null) refuse('RECEIPT_NOT_FOUND', 'There is no such receipt', ['receiptId']);
  const book = await openBook(op, { ...asked, partyId });
  requireCustomerReach(op, 'receivables.receive', book.customer, what);
  const receipt = await loadReceipt(op, id);
  if (!receipt) throw new Error(`Receipt ${id} is gone`);
  return { receipt, book };
}
