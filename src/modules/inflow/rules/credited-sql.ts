/*
 * Whose the money is that settled commitments: told by allocations alone, never stored. What is
 * taken back is taken from those it was given to, on the day on which it is taken back.
 */

/**
 * SQL: of each allocation `a` that `where` holds for the parts of people: `allocation_id`,
 * `commitment_id`, `receipt_id`, `effective_on`, `earned_on`, `salesperson_id`, `team_id`,
 * `percent`, `amount` in the firm's currency, to the last minor unit the whole. `places` is how
 * many places that currency has; `k` is the commitment.
 */
export const creditedSql = (places: string, where: string): string => `
  select a.id as allocation_id, a.commitment_id, a.receipt_id, a.effective_on,
         coalesce(o.effective_on, a.effective_on) as earned_on, s.salesperson_id, s.team_id,
         s.percent, s.amount
  from allocation a
  join payment_commitment k on k.id = a.commitment_id
  left join allocation o on o.id = a.reverses_id
  left join sales_credit_kept kept on kept.allocation_id = coalesce(o.id, a.id)
  cross join lateral (
    select x.salesperson_id, x.team_id, x.percent,
           sign(a.source_company_amount) * (x.whole + case
             when row_number() over (order by x.exact - x.whole desc, x.percent desc, x.id)
                  <= round((abs(a.source_company_amount) - sum(x.whole) over ())
                           * power(10::numeric, ${places}))
             then power(0.1::numeric, ${places}) else 0 end) as amount
    from (
      select c.*, abs(a.source_company_amount) * c.percent / 100 as exact,
             trunc(abs(a.source_company_amount) * c.percent / 100, ${places}) as whole
      from (
        select c.id, c.salesperson_id, c.team_id, c.percent from sales_credit c
        where c.commitment_id = a.commitment_id
          and case when kept.set_no is null then c.in_force else c.set_no = kept.set_no end
        union all
        select k.id, k.owner_id, k.team_id, 100 where kept.set_no is null and not exists (
          select from sales_credit c where c.commitment_id = a.commitment_id and c.in_force)
      ) c
    ) x
  ) s
  where a.kind = 'RECEIPT' and ${where}`;

/** SQL: the rate of commission of a person on a day: their own, or else everybody's; or none. */
export const commissionRateSql = (person: string, day: string): string => `
  coalesce(
    (select r.percent from commission_rate r
     where r.salesperson_id = ${person} and r.from_on <= ${day} order by r.from_on desc limit 1),
    (select r.percent from commission_rate r
     where r.salesperson_id is null and r.from_on <= ${day} order by r.from_on desc limit 1),
    0)`;

/**
 * SQL: what of a credited part is somebody's commission, by the rate of the day on which it was
 * earned, also where it is taken back.
 */
export const commissionSql = (credited: string, places: string): string =>
  `round(${credited}.amount
     * ${commissionRateSql(`${credited}.salesperson_id`, `${credited}.earned_on`)}
     / 100, ${places})`;
