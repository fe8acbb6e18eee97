/*
 * What several statements ask of a customer, as SQL: `party`, `now` and `day` are expressions.
 */

/** The sum of a customer's overrides that are in force at `now`. */
export const overriddenSql = (party: unknown, now: string): string =>
  `(select coalesce(sum(o.amount), 0) from credit_override o
    where o.party_id = ${party} and o.expires_at > ${now} and o.revoked_at is null)`;

/** What a customer should have paid before `day`. */
export const overdueSql = (party: unknown, day: string): string =>
  `(select coalesce(sum(r.company_amount - r.company_settled), 0) from receivable r
    where r.party_id = ${party} and r.due_on < ${day} and r.settled < r.amount)`;
