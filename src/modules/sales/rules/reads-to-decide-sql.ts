/**
 * SQL: whether the person `me` is, or was, asked to agree to a quote: has the role of one of its
 * steps, or is the delegate of who has it. Days are taken with one to spare on both sides, for
 * zones; who decides is held to the day itself.
 */
export const readsToDecide = (quote: string, me: string): string => `exists (
  select from quote_revision r
  join approval_request a on a.quote_revision_id = r.id
  join approval_step s on s.approval_request_id = a.id
  join role_assignment ra on ra.role_id = s.role_id
  where r.quote_id = ${quote}.id
    and (ra.person_id = ${me} or exists (
      select from approval_delegation d
      where d.person_id = ra.person_id and d.delegate_id = ${me} and d.ended_at is null
        and current_date between d.from_on - 1 and d.through_on + 1)))`;
