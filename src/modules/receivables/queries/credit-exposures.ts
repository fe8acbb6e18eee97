import type { Decimal } from '../../../kernel/decimal.ts';
import type { Id } from '../../../kernel/id.ts';
import type { LocalDate } from '../../../kernel/local-date.ts';
import { statement, type Queryable } from '../../../platform/database/statement.ts';
import type { CreditEntryKind } from '../rules/credit.ts';
import { overdueSql, overriddenSql } from '../rules/credit-sql.ts';

/** What one document adds to what a customer owes; below zero: gives. */
export interface ExposureDocument {
  readonly kind: CreditEntryKind;
  readonly documentId: Id;
  readonly amount: Decimal;
  /** Of an invoice. */
  readonly dueOn: LocalDate | null;
}

/** What a customer owes and will owe, and may; all in the firm's currency. */
export interface CreditExposure {
  /** The survivor's, where the customer was merged. */
  readonly partyId: Id;
  readonly ownerId: Id | null;
  readonly teamId: Id | null;
  readonly currency: string;
  /** Null: no limit was set. */
  readonly creditLimit: Decimal | null;
  readonly paymentDays: number;
  readonly heldReason: string | null;
  readonly ordered: Decimal;
  readonly invoiced: Decimal;
  readonly overdue: Decimal;
  readonly overridden: Decimal;
  /** What may still be ordered, below zero where it is more already; null: there is no limit. */
  readonly free: Decimal | null;
  readonly overrideIds: readonly Id[];
  readonly documents: readonly ExposureDocument[];
}

const load = statement(
  'credit_exposures',
  `select asked.id as asked, p.id as "partyId", p.owner_id as "ownerId", p.team_id as "teamId",
     company.currency, trim_scale(a.credit_limit)::text as "creditLimit",
     coalesce(a.payment_days, 0) as "paymentDays", a.held_reason as "heldReason",
     trim_scale(coalesce(a.ordered, 0))::text as ordered,
     trim_scale(coalesce(a.invoiced, 0))::text as invoiced,
     trim_scale(${overdueSql('p.id', '$3::date')})::text as overdue,
     trim_scale(o.sum)::text as overridden,
     trim_scale(a.credit_limit + o.sum - a.ordered - a.invoiced)::text as free,
     (select coalesce(json_agg(v.id order by v.expires_at), '[]') from credit_override v
      where v.party_id = p.id and v.expires_at > $2 and v.revoked_at is null) as "overrideIds",
     (select coalesce(json_agg(json_build_object('kind', d.kind, 'documentId', d.document_id,
               'amount', trim_scale(d.amount)::text, 'dueOn', r.due_on)
             order by r.due_on nulls last, d.first), '[]')
      from (select e.kind, e.document_id, sum(e.change) as amount, min(e.seq) as first
            from credit_entry e where e.party_id = p.id
            group by e.kind, e.document_id having sum(e.change) <> 0) d
      left join receivable r on r.id = d.document_id) as documents
   from unnest($1::uuid[]) as asked(id)
   left join party_redirect g on g.id = asked.id
   join party p on p.id = coalesce(g.party_id, asked.id)
   cross join company
   left join credit_account a on a.party_id = p.id
   cross join lateral (select ${overriddenSql('p.id', '$2::timestamptz')} as sum) o`,
);

/** Of each customer by the id that was asked for, in one statement; who is not there is missing. */
export async function loadCreditExposures(
  db: Queryable,
  partyIds: readonly Id[],
  at: { readonly now: Date; readonly today: LocalDate },
): Promise<Map<Id, CreditExposure>> {
  type Row = CreditExposure & { readonly asked: Id };
  const rows = await db.query<Row>(load, [partyIds, at.now, at.today]);
  return new Map(rows.map(({ asked, ...exposure }) => [asked, exposure]));
}
