import type { Decimal } from '../../../kernel/decimal.ts';
import type { Id } from '../../../kernel/id.ts';
import type { LocalDate } from '../../../kernel/local-date.ts';
import { statement, type Queryable } from '../../../platform/database/statement.ts';
import type { ExposureKind } from '../rules/credit.ts';
import { bouncesSql, relievedSql, securedSql } from '../rules/cheque-sql.ts';
import { exposureDocumentsSql, overdueSql, overriddenSql } from '../rules/credit-sql.ts';

/**
 * What an order, a commitment that is claimed or something to its credit adds; below zero: gives.
 */
export interface ExposureDocument {
  readonly kind: ExposureKind;
  readonly documentId: Id;
  readonly amount: Decimal;
  /** Of what is claimed. */
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
  /** Covered by cheques that are no money yet: it counts all the same. */
  readonly secured: Decimal;
  /** What guarantees and, by the policy, cheques take off what counts against the limit. */
  readonly relieved: Decimal;
  readonly returnedCheques: number;
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
     trim_scale(a.credit_limit + o.sum + r.sum - a.ordered - a.invoiced)::text as free,
     trim_scale(${securedSql('p.id')})::text as secured, trim_scale(r.sum)::text as relieved,
     ${bouncesSql('p.id')} as "returnedCheques",
     (select coalesce(json_agg(v.id order by v.expires_at), '[]') from credit_override v
      where v.party_id = p.id and v.expires_at > $2 and v.revoked_at is null) as "overrideIds",
     (select coalesce(json_agg(json_build_object('kind', d.kind, 'documentId', d.document_id,
               'amount', trim_scale(d.amount)::text, 'dueOn', d.due_on)
             order by d.due_on nulls last, d.kind, d.document_id), '[]')
      from (${exposureDocumentsSql('p.id')}) d where d.amount <> 0) as documents
   from unnest($1::uuid[]) as asked(id)
   left join party_redirect g on g.id = asked.id
   join party p on p.id = coalesce(g.party_id, asked.id)
   cross join company
   left join credit_account a on a.party_id = p.id
   cross join lateral (select ${overriddenSql('p.id', '$2::timestamptz')} as sum) o
   cross join lateral (select ${relievedSql('p.id', '$3::date')} as sum) r`,
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
