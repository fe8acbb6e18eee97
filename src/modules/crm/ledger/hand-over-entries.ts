const reason = `'Handed over'`;

/** What a handover writes into histories: `$1` ids, `$2` whose, `$3` act, `$4` at, `$5` actor. */
export const handOverEntries = {
  leads: `insert into lead_entry (lead_id, from_state, to_state, from_owner_id, to_owner_id, reason,
                                  at, operation_id, actor_id)
    select l.id, e.to_state, l.state, e.to_owner_id, $2, ${reason}, $4, $3, $5
    from lead l
    cross join lateral (select to_state, to_owner_id from lead_entry
                        where lead_id = l.id order by seq desc limit 1) e
    where l.id = any($1::uuid[])
    order by l.id`,
  opportunities: `insert into opportunity_entry (opportunity_id, stage_id, state, owner_id, reason,
                                                 at, operation_id, actor_id)
    select id, stage_id, state, $2, ${reason}, $4, $3, $5 from opportunity
    where id = any($1::uuid[])
    order by id`,
};
