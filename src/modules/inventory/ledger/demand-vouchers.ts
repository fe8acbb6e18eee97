import type { Decimal } from '../../../kernel/decimal.ts';
import { refuseIfAny, type Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import type { LocalDate } from '../../../kernel/local-date.ts';
import { statement } from '../../../platform/database/statement.ts';
import type { OperationContext } from '../../../platform/perform/operation.ts';
import { inventoryEvents } from '../events.ts';
import type { VoucherFacts } from '../queries/voucher-facts.ts';
import { issueDestinations } from '../rules/kinds.ts';
import type { VoucherLineInput } from '../rules/plan-draft.ts';
import { readDatedOn } from '../rules/read-goods.ts';
import { requireVoucherAct } from '../rules/stock-voucher-states.ts';
import { cancelVoucher } from './cancel-voucher.ts';
import { draftVoucher, type DraftedVoucher } from './draft-voucher.ts';
import {
  postDraftedVoucher,
  type BeforePosting,
  type WhatIsPosted,
} from './post-drafted-voucher.ts';
import type { PostedVoucher } from './post-voucher.ts';
import { reverseVoucher, type Reversal } from './reverse-voucher.ts';
import { takeBack, type TakeBackInput } from './take-back.ts';
import type { Demand } from './write-voucher.ts';

/*
 * Goods that leave for another document, and come back from it. Rights are the caller's, and so is
 * that nobody else does the same at once: it holds the lock of its document, then the voucher's.
 */

export { lockVoucher, type VoucherFacts } from '../queries/voucher-facts.ts';
export type { WhatIsPosted } from './post-drafted-voucher.ts';

export interface IssueLineForDemand extends VoucherLineInput {
  /** The line that it serves; each at most once in a voucher. */
  readonly demandLineId: Id;
}

export interface IssueForDemand {
  readonly id?: Id | null;
  readonly demand: Demand;
  readonly warehouseId: Id;
  readonly reference?: string | null;
  readonly lines: readonly IssueLineForDemand[];
}

/** Goods are to leave to a customer, for another document: moves nothing, reserves nothing. */
export const draftIssueFor = (
  op: OperationContext,
  { demand, ...input }: IssueForDemand,
): Promise<DraftedVoucher> =>
  draftVoucher(op, {
    ...input,
    ...issueDestinations.CUSTOMER,
    reason: null,
    demand: { ...demand, lineIds: input.lines.map((line) => line.demandLineId) },
  });

/**
 * They leave: out of what is promised to the lines they serve first, then out of what is free; what
 * is promised to others stays. `before` may refuse once it is known how much leaves of each line.
 * Answers that.
 */
export function postIssueFor(
  op: OperationContext,
  voucher: VoucherFacts,
  what: WhatIsPosted,
  before?: BeforePosting,
): Promise<ReadonlyMap<Id, Decimal>> {
  requireVoucherAct(voucher, 'postStockVoucher');
  return postDraftedVoucher(op, voucher, what, before);
}

/** They do not: the paper is given up; what is promised to the demand stays so. */
export async function cancelIssueFor(
  op: OperationContext,
  voucher: VoucherFacts,
  reason: string | null,
): Promise<void> {
  requireVoucherAct(voucher, 'cancelStockVoucher');
  await cancelVoucher(op, voucher, reason);
}

/** They are back where they were, as if they had not left. What they were promised as is not. */
export async function reverseIssueFor(
  op: OperationContext,
  voucher: VoucherFacts,
  {
    datedOn: given,
    ...reversal
  }: Omit<Reversal, 'datedOn'> & { readonly datedOn?: LocalDate | null },
): Promise<PostedVoucher> {
  requireVoucherAct(voucher, 'reverseStockVoucher');
  const faults: Fault[] = [];
  const datedOn = readDatedOn(given, op.today, faults);
  refuseIfAny(faults);
  return reverseVoucher(op, voucher, { ...reversal, datedOn });
}

/** Goods of an issue come back; the caller holds its lock. Refuses as `takeBack`. */
export const takeBackFor = (
  op: OperationContext,
  input: TakeBackInput,
  issue: VoucherFacts,
  demand: Demand,
): Promise<PostedVoucher> => takeBack(op, input, { issueId: issue.id, demand });

const makeOwner = statement(
  'stock_owner_of_customer',
  `insert into stock_owner (id, code, name_en, name_fa, created_at) values ($1, $2, $3, $4, $5)
   on conflict (code) do nothing returning id`,
);

const findOwner = statement('stock_owner_by_code', 'select id from stock_owner where code = $1');

/** The owner of goods that a customer leaves with us, by code; made with the first of them. */
export async function ensureCustomerAsOwner(
  op: OperationContext,
  { code, nameEn, nameFa }: { code: string; nameEn: string; nameFa: string },
): Promise<Id> {
  const values = [op.newId(), code, nameEn, nameFa, op.now];
  const [made] = await op.query<{ id: Id }>(makeOwner, values);
  const [found] = made ? [made] : await op.query<{ id: Id }>(findOwner, [code]);
  if (!found) throw new Error(`The owner ${code} was neither there nor made`);
  if (made) {
    op.emit({
      type: inventoryEvents.stockOwnerCreated,
      subject: { type: 'stockOwner', id: made.id },
      data: { stockOwner: { id: made.id, code, nameEn, nameFa } },
    });
  }
  return found.id;
}
