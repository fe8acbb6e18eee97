import type { Id } from '../../../kernel/id.ts';
import type { LocalDate } from '../../../kernel/local-date.ts';
import type { Decimal } from '../../../kernel/decimal.ts';
import { statement } from '../../../platform/database/statement.ts';
import type { OperationContext } from '../../../platform/perform/operation.ts';
import type { NamedLine, StatementFormat } from '../rules/statement-line.ts';

/** An account of the firm's at a bank. */
export interface BankAccount {
  readonly id: Id;
  readonly code: string;
  readonly currency: string;
  readonly bankNumber: string | null;
  readonly isActive: boolean;
}

const lock = statement(
  'bank_statement_account_lock',
  `select id, code, currency, bank_number as "bankNumber", is_active as "isActive"
   from money_account where id = $1 for no key update`,
);

/** Statements of one account are taken in one after the other. */
export const lockBankAccount = async (
  op: Pick<OperationContext, 'query'>,
  id: Id,
): Promise<BankAccount | null> => (await op.query<BankAccount>(lock, [id]))[0] ?? null;

/** A line as it is known of the account already. */
export interface KnownLine {
  readonly externalId: string;
  readonly amount: Decimal;
  readonly bookedOn: LocalDate;
}

const known = statement(
  'bank_statement_lines_known',
  `select external_id as "externalId", trim_scale(amount)::text as amount,
          booked_on as "bookedOn"
   from bank_statement_line where money_account_id = $1 and external_id = any($2::text[])`,
);

export const loadKnownLines = (
  op: Pick<OperationContext, 'query'>,
  moneyAccountId: Id,
  externalIds: readonly string[],
): Promise<KnownLine[]> => op.query<KnownLine>(known, [moneyAccountId, externalIds]);

export interface NewStatement {
  readonly id: Id;
  readonly moneyAccountId: Id;
  readonly format: StatementFormat;
  readonly externalId: string;
  readonly opening: Decimal | null;
  readonly closing: Decimal | null;
  readonly currency: string;
  readonly lines: readonly (NamedLine & { readonly id: Id })[];
}

/*
 * Money that went out by itself is no receipt, and is put aside. What somebody wrote down before
 * the bank told of it, by the bank's own reference, is received.
 */
const insert = statement(
  'bank_statement_insert',
  `with line as materialized (
     select * from json_to_recordset($10::json) as l(
       id uuid, line int, "externalId" text, "bookedOn" date, "valuedOn" date, direction text,
       "isReversal" boolean, amount numeric, currency text, "payerName" text,
       "payerAccount" text, reference text, "endToEndId" text)
   ), made as (
     insert into bank_statement (id, money_account_id, format, external_id, from_on, through_on,
       opening_balance, closing_balance, currency, line_count, imported_at, imported_by,
       operation_id)
     select $1, $2, $3, $4, min(l."bookedOn"), max(l."bookedOn"), $5::numeric, $6::numeric, $7,
            count(*), $8, $9, $11
     from line l returning id
   )
   insert into bank_statement_line (id, bank_statement_id, money_account_id, line_no, external_id,
     booked_on, valued_on, direction, is_reversal, amount, currency, payer_name, payer_account,
     reference, end_to_end_id, state, receipt_id, ignored_reason, settled_at, settled_by)
   select l.id, made.id, $2, l.line, l."externalId", l."bookedOn", l."valuedOn", l.direction,
          l."isReversal", l.amount, l.currency, l."payerName", l."payerAccount", l.reference,
          l."endToEndId",
          case when r.id is not null then 'RECEIVED' when s.out then 'IGNORED'
               else 'UNMATCHED' end,
          r.id, case when s.out then 'It went out' end,
          case when r.id is not null or s.out then $8::timestamptz end,
          case when r.id is not null or s.out then $9::uuid end
   from line l cross join made
   cross join lateral (select l.direction = 'DEBIT' and not l."isReversal" as out) s
   left join receipt r on r.money_account_id = $2 and r.external_id = l."externalId"
     and r.amount = l.amount and r.currency = l.currency and r.state <> 'REVERSED'
     and l.direction = 'CREDIT' and not l."isReversal"
   order by l.line`,
);

/** A statement, and all of its lines that are new. Behind the lock of the account. */
export const insertStatement = (op: OperationContext, made: NewStatement): Promise<unknown> => {
  const { id, moneyAccountId, format, externalId, opening, closing, currency, lines } = made;
  return op.query(insert, [
    ...[id, moneyAccountId, format, externalId, opening, closing, currency, op.now, op.actorId],
    ...[JSON.stringify(lines), op.operationId],
  ]);
};
