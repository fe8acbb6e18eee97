/*
 * SQL that tables and acts have in common.
 */

/**
 * A letter is over when nothing that it asked for is open: what was late, its fee, its interest.
 * What a plan stands for is not over.
 */
export const letterIsResolved = (id: string, state: string): string =>
  `(${state} = 'SENT' and not exists (
     select from dunning_letter_line l
     join dunning_letter h on h.id = l.dunning_letter_id
     join payment_commitment k
       on k.id in (l.commitment_id, l.interest_commitment_id, h.fee_commitment_id)
     where l.dunning_letter_id = ${id}
       and k.settled < k.amount and k.ended is distinct from 'CANCELLED'))`;

/** What of a commitment is disputed and not decided. */
export const disputedOf = (commitmentId: string): string =>
  `coalesce((select sum(d.amount) from dispute d
             where d.commitment_id = ${commitmentId} and d.state = 'OPEN'), 0)`;

/** A customer has promised to pay it, and nobody has decided on that. */
export const isPromised = (commitmentId: string): string =>
  `exists (select from promise_commitment c join promise_to_pay p on p.id = c.promise_to_pay_id
           where c.commitment_id = ${commitmentId} and p.state = 'OPEN')`;

/** An agency has it. */
export const isPlaced = (commitmentId: string): string =>
  `exists (select from placement_item i where i.commitment_id = ${commitmentId} and i.is_live)`;

/** It is part of a plan that stands: an instalment, or the interest that was agreed. */
export const isPlanned = (commitmentId: string): string =>
  `exists (select from payment_plan_instalment l join payment_plan p on p.id = l.payment_plan_id
           where p.state = 'ACTIVE'
             and ${commitmentId} in (l.commitment_id, l.interest_commitment_id))`;
