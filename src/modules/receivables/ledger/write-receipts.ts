import { negateDecimal, subtractDecimals, type Decimal } from '../../../kernel/decimal.ts';
import type { Id } from '../../../kernel/id.ts';
import type { LocalDate } from '../../../kernel/local-date.ts';
import { explainClash } from '../../../platform/database/constraint-faults.ts';
import { statement } from '../../../platform/database/statement.ts';
import type { EventType } from '../../../platform/events/event.ts';
import type { ActContext, OperationContext } from '../../../platform/perform/operation.ts';
import { fault } from '../errors.ts';
import { paymentEvents } from '../payment-events.ts';
import { shareOf } from '../rules/company-amounts.ts';
import type { NewReceipt, Receipt } from '../rules/receipt.ts';
import type { Source } from '../rules/settling.ts';
import { oweEntries } from './post-entries.ts';

type By = Pick<ActContext, 'actorId' | 'operationId' | 'emit'>;
type Owing = Pick<OperationContext, 'owe' | 'now'>;

const insert = statement(
  'receipts_insert',
  `insert into receipt (id, number, party_id, payer_name, method, money_account_id, external_id,
     reference, currency, amount, charge, rate, company_amount, valued_on, booked_on, state,
     cleared_on, note, owner_id, team_id, created_at, created_by, operation_id)
   select id, number, "partyId", "payerName", method, "moneyAccountId", "externalId", reference,
     currency, amount, charge, rate, "companyAmount", "valuedOn", "bookedOn", state, "clearedOn",
     note, "ownerId", "teamId", $2, $3, $4
   from json_to_recordset($1::json) as r(
     id uuid, number text, "partyId" uuid, "payerName" text, method text, "moneyAccountId" uuid,
     "externalId" text, reference text, currency text, amount numeric, charge numeric,
     rate numeric, "companyAmount" numeric, "valuedOn" date, "bookedOn" date, state text,
     "clearedOn" date, note text, "ownerId" uuid, "teamId" uuid)`,
);

const clash = explainClash({
  receipt_pkey: (key) => fault('ID_TAKEN', `Something has the id ${key}`, ['id']),
  receipt_external_id_unique: (key) =>
    fault('ALREADY_RECEIVED', `There is a receipt of this account under ${key}`, ['externalId']),
});

/** A receipt that is being written, with its number. */
export type NumberedReceipt = NewReceipt & { readonly number: string };

/**
 * Writes receipts with the commit, and posts those of them that are money: what the customer paid,
 * less at the bank by what that kept. Refuses ALREADY_RECEIVED, ID_TAKEN. Behind the locks of the
 * accounts, in a period that is open.
 */
export function oweReceipts(
  op: Owing,
  by: By,
  receipts: readonly NumberedReceipt[],
  companyCurrency: string,
): void {
  op.owe(insert, [JSON.stringify(receipts), op.now, by.actorId, by.operationId], clash);
  for (const receipt of receipts) {
    if (receipt.state === 'CLEARED') owePosting(op, by, receipt, receipt.bookedOn, companyCurrency);
    announceReceipt(by, paymentEvents.receiptRecorded, asWritten(receipt), receipt.bookedOn);
  }
}

/** As it is when it is written: nothing was done with it yet. */
export const asWritten = (receipt: NumberedReceipt): Receipt => ({
  ...receipt,
  ...{ allocated: '0', refunded: '0', companyAllocated: '0', companyRefunded: '0' },
  ...{ reversedOn: null, version: 1 },
});

/** The money is there: what the customer owes is less by it. */
export function owePosting(
  op: Owing,
  by: By,
  receipt: NewReceipt,
  effectiveOn: LocalDate,
  companyCurrency: string,
  isBack = false,
): void {
  const { id, partyId, currency, amount, charge, companyAmount, moneyAccountId } = receipt;
  const net = subtractDecimals(amount, charge);
  const companyNet = shareOf(companyAmount, net, charge, companyCurrency);
  const signed = (sum: Decimal): Decimal => (isBack ? sum : negateDecimal(sum));
  const common = { partyId, currency, kind: 'RECEIPT', documentId: id, effectiveOn, by } as const;
  oweEntries(op, [
    {
      ...common,
      account: 'MONEY',
      charge: signed(net),
      companyCharge: signed(companyNet),
      moneyAccountId,
    },
    {
      ...common,
      account: 'BANK_CHARGES',
      charge: signed(charge),
      companyCharge: signed(subtractDecimals(companyAmount, companyNet)),
    },
  ]);
}

const mark = statement(
  'receipt_mark',
  `update receipt
   set state = $2, cleared_on = coalesce($3::date, cleared_on), reversed_on = $4::date,
       reversal_reason = $5, money_account_id = coalesce($6::uuid, money_account_id),
       valued_on = coalesce($7::date, valued_on), rate = $8, company_amount = $9, charge = $10,
       version = version + 1
   where id = $1`,
);

/** Where a receipt stands from now on, with the commit. */
export const oweReceiptMark = (
  op: Pick<OperationContext, 'owe'>,
  receipt: Receipt,
  reason: string | null = null,
): void =>
  op.owe(mark, [
    ...[receipt.id, receipt.state, receipt.clearedOn, receipt.reversedOn, reason],
    ...[receipt.moneyAccountId, receipt.valuedOn, receipt.rate, receipt.companyAmount],
    receipt.charge,
  ]);

/** Tells of a receipt as it then is. */
export const announceReceipt = (
  by: By,
  type: EventType,
  receipt: Receipt,
  effectiveOn: LocalDate,
  change: Readonly<Record<string, unknown>> = {},
): Id =>
  by.emit({
    type,
    subject: { type: 'receipt', id: receipt.id },
    ownerId: receipt.ownerId,
    unitIds: receipt.teamId === null ? [] : [receipt.teamId],
    effectiveOn,
    data: { receipt, change },
  });

const text = (column: string): string => `trim_scale(${column})::text`;

const findPayer = statement(
  'receipt_find_payer',
  'select party_id as "partyId" from receipt where id = $1',
);

/** Whose receipt it is, before its lock. */
export async function findReceiptOwner(
  op: Pick<OperationContext, 'query'>,
  id: Id,
): Promise<Id | null> {
  const [found] = await op.query<{ partyId: Id }>(findPayer, [id]);
  return found?.partyId ?? null;
}

const load = statement(
  'receipt_load',
  `select id, number, party_id as "partyId", payer_name as "payerName", method,
     money_account_id as "moneyAccountId", external_id as "externalId", reference, currency,
     ${text('amount')} as amount, ${text('charge')} as charge, ${text('rate')} as rate,
     ${text('company_amount')} as "companyAmount", valued_on as "valuedOn",
     booked_on as "bookedOn", state, cleared_on as "clearedOn", note, owner_id as "ownerId",
     team_id as "teamId", ${text('allocated')} as allocated, ${text('refunded')} as refunded,
     ${text('company_allocated')} as "companyAllocated",
     ${text('company_refunded')} as "companyRefunded", reversed_on as "reversedOn", version
   from receipt where id = $1`,
);

/** A receipt; behind the lock of its customer's account it stands still. */
export async function loadReceipt(
  op: Pick<OperationContext, 'query'>,
  id: Id,
): Promise<Receipt | null> {
  const [found] = await op.query<Receipt>(load, [id]);
  return found ?? null;
}

/** What a receipt that is money has to settle with. */
export const sourceOf = (receipt: Receipt): Source => ({ kind: 'RECEIPT', ...receipt });
