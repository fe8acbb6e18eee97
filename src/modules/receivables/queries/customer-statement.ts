import type { Decimal } from '../../../kernel/decimal.ts';
import type { Id } from '../../../kernel/id.ts';
import type { LocalDate } from '../../../kernel/local-date.ts';
import { statement, type Queryable } from '../../../platform/database/statement.ts';
import type { LedgerEntryKind } from '../rules/money-kinds.ts';

export interface StatementQuestion {
  readonly partyId: Id;
  readonly from: LocalDate;
  readonly through: LocalDate;
  /** When the last day ends, as an instant. */
  readonly dayEndsAt: Date;
  readonly knownAt: Date;
  readonly currency: string;
}

/** One posting, and what was owed behind it. */
export interface StatementPosting {
  readonly seq: string;
  readonly effectiveOn: LocalDate;
  readonly at: Date | string;
  readonly kind: LedgerEntryKind;
  readonly documentId: Id;
  /** Of the invoice, credit note, receipt or refund; else of what is to be paid. */
  readonly number: string | null;
  /** What is owed more; below zero: less. */
  readonly change: Decimal;
  readonly balance: Decimal;
}

/** What is still open at the end. */
export interface StatementItem {
  readonly commitmentId: Id;
  readonly dueOn: LocalDate | null;
  readonly open: Decimal;
}

export interface AccountStatement {
  readonly partyId: Id;
  readonly currency: string;
  readonly opening: Decimal;
  readonly closing: Decimal;
  readonly debit: Decimal;
  readonly credit: Decimal;
  readonly postings: readonly StatementPosting[];
  /** There are more postings than are told: ask for fewer days. */
  readonly isCut: boolean;
  readonly openItems: readonly StatementItem[];
}

export const mostPostings = 5_000;

/** Rows of the documents that two acts wrote of one paper are one line. */
const load = statement(
  'receivables_customer_statement',
  `with entry as materialized (
     select min(e.seq) as seq, e.effective_on, e.at, e.kind, e.document_id,
            sum(case e.debit when 'CUSTOMER' then e.amount else -e.amount end) as change
     from ledger_entry e
     where e.party_id = $1 and e.currency = $5 and e.effective_on <= $3::date and e.at <= $4
     group by e.effective_on, e.at, e.kind, e.document_id, e.operation_id
   ), told as materialized (
     select *, sum(change) over (order by effective_on, seq) as balance from entry
   ), posting as (
     select *, coalesce(
         (select number from receipt where id = document_id),
         (select number from refund where id = document_id),
         (select number from open_credit where id = document_id),
         (select number from payment_commitment where id = document_id),
         (select invoice_number from payment_commitment_bill
          where invoice_id = document_id limit 1),
         (select k.number from allocation a join payment_commitment k on k.id = a.commitment_id
          where a.id = document_id)) as number
     from (select * from told where effective_on >= $2::date and change <> 0
           order by effective_on, seq limit ${mostPostings + 1}) t
   ), late as (
     select a.commitment_id, sum(a.amount) as amount from allocation a
     where a.party_id = $1 and (a.effective_on > $3::date or a.at > $4) group by 1
   ), item as (
     select k.id, k.due_on, k.amount - k.settled + coalesce(l.amount, 0) as open
     from payment_commitment k left join late l on l.commitment_id = k.id
     where k.party_id = $1 and k.currency = $5 and k.created_at <= $4
       and (k.created_at < $6 or exists (
         select from ledger_entry e where e.party_id = $1 and e.document_id = k.id
           and e.effective_on <= $3::date and e.at <= $4))
       and (k.ended is null or k.ended_at > $4 or k.ended_at >= $6)
       and (k.settled < k.amount or l.commitment_id is not null)
   )
   select p.id as "partyId", $5 as currency,
     trim_scale(coalesce((select sum(change) from entry where effective_on < $2::date), 0))::text
       as opening,
     trim_scale(coalesce((select sum(change) from entry), 0))::text as closing,
     trim_scale(coalesce((select sum(change) from entry
       where effective_on >= $2::date and change > 0), 0))::text as debit,
     trim_scale(coalesce((select -sum(change) from entry
       where effective_on >= $2::date and change < 0), 0))::text as credit,
     coalesce((select json_agg(json_build_object('seq', seq::text, 'effectiveOn', effective_on,
         'at', at, 'kind', kind, 'documentId', document_id, 'number', number,
         'change', trim_scale(change)::text, 'balance', trim_scale(balance)::text)
       order by effective_on, seq) from posting), '[]') as postings,
     coalesce((select json_agg(json_build_object('commitmentId', id, 'dueOn', due_on,
         'open', trim_scale(open)::text) order by due_on nulls last, id)
       from item where open > 0), '[]') as "openItems"
   from party p where p.id = $1`,
);

/**
 * The account of a customer in one currency: what was owed before the first day, each posting, and
 * what is owed after the last, as far as it was known at an instant. Null: there is no such party.
 */
export async function customerStatement(
  db: Queryable,
  { partyId, from, through, dayEndsAt, knownAt, currency }: StatementQuestion,
): Promise<AccountStatement | null> {
  const [found] = await db.query<Omit<AccountStatement, 'isCut'>>(load, [
    ...[partyId, from, through, knownAt, currency, dayEndsAt],
  ]);
  if (!found) return null;
  const isCut = found.postings.length > mostPostings;
  return { ...found, isCut, postings: found.postings.slice(0, mostPostings) };
}
