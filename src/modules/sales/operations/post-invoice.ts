import { DomainError, refuseIfAny, type Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { requireTransition } from '../../../kernel/transitions.ts';
import { defineOperation, type OperationContext } from '../../../platform/perform/operation.ts';
import { fault } from '../errors.ts';
import { lockInvoice, type LockedInvoice } from '../ledger/lock-invoices.ts';
import { postDraft } from '../ledger/post-invoice.ts';
import { writeAll } from '../ledger/write-invoice.ts';
import { invoiceStates, type InvoiceAct } from '../rules/invoice-states.ts';
import type { InvoicePosted, InvoiceRecord } from '../rules/invoice.ts';
import { planDraft, type DraftInvoiceInput } from './draft-invoice.ts';
import { readPastDay } from '../rules/read-input.ts';

export interface PostInvoiceInput {
  readonly invoiceId: Id;
  /** The version that was looked at. */
  readonly expectedVersion: number;
  /** As the draft says, else today. */
  readonly datedOn?: string | null;
}

/** The customer is asked to pay: from now on nothing of it changes. */
export const postInvoice = defineOperation({
  name: 'postInvoice',
  permission: 'sales.invoice',
  async run(op, input: PostInvoiceInput): Promise<InvoicePosted> {
    const { invoice, orders } = await lockInvoiceFor(op, input.invoiceId, 'postInvoice');
    requireInvoiceVersion(invoice, input.expectedVersion);
    const faults: Fault[] = [];
    const given = readPastDay(input.datedOn, op.today, ['datedOn'], faults);
    refuseIfAny(faults);
    const datedOn = given ?? invoice.datedOn ?? op.today;
    return postDraft(op, { draft: invoice, orders, datedOn });
  },
});

/** Drafts an invoice and posts it, in one act. */
export const invoiceSalesOrder = defineOperation({
  name: 'invoiceSalesOrder',
  permission: 'sales.invoice',
  async run(op, input: DraftInvoiceInput): Promise<InvoicePosted> {
    const { draft, orders, writes } = await planDraft(op, input);
    await writeAll(op, writes);
    const datedOn = draft.datedOn ?? op.today;
    return postDraft(op, { draft: { ...draft, version: 1 }, orders, datedOn });
  },
});

/** An invoice within reach, in a state from which the act leads on. */
export async function lockInvoiceFor(
  op: OperationContext,
  invoiceId: Id,
  act: InvoiceAct,
): Promise<LockedInvoice> {
  const locked = await lockInvoice(op, invoiceId);
  const { ownerId, teamId, state } = locked.invoice;
  const unitIds = teamId === null ? [] : [teamId];
  op.requireReach('sales.invoice', { ownerId, unitIds }, 'Invoicing');
  requireTransition(invoiceStates, state, act);
  return locked;
}

/** Refuses STALE unless the invoice is as it was looked at. */
export function requireInvoiceVersion({ version }: InvoiceRecord, expected: number): void {
  if (version === expected) return;
  const message = `Someone has changed this invoice meanwhile: it is at version ${version}`;
  throw new DomainError([fault('STALE', message, ['expectedVersion'], { version })]);
}
