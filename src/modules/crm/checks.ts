import type { Check } from '../../platform/verify.ts';

/** What must always hold, whoever wrote it. */
export const crmChecks: readonly Check[] = [
  {
    name: 'Every lead is in the state and in the hands that its history ends with',
    sql: `select l.id, l.number, l.state, e.to_state, l.owner_id, e.to_owner_id from lead l
          left join lateral (
            select to_state, to_owner_id from lead_entry where lead_id = l.id
            order by seq desc limit 1
          ) e on true
          where (l.state, l.owner_id) is distinct from (e.to_state, e.to_owner_id)`,
  },
  {
    name: 'The history of a lead goes on from where it was',
    sql: `select lead_id, seq from (
            select lead_id, seq, from_state, from_owner_id,
                   lag(to_state) over w as state, lag(to_owner_id) over w as owner_id
            from lead_entry window w as (partition by lead_id order by seq)
          ) e
          where (from_state, from_owner_id) is distinct from (state, owner_id)`,
  },
  {
    name: 'Every opportunity is in the stage, state and hands that its history ends with',
    sql: `select o.id, o.number, o.state, e.state as told from opportunity o
          left join lateral (
            select stage_id, state, owner_id from opportunity_entry where opportunity_id = o.id
            order by seq desc limit 1
          ) e on true
          where (o.stage_id, o.state, o.owner_id)
             is distinct from (e.stage_id, e.state, e.owner_id)`,
  },
  {
    name: 'What is expected in the firm’s currency is the amount at its rate',
    sql: `select id, number, expected_amount, rate, company_amount from opportunity
          where abs(expected_amount * rate - company_amount) > 0.5`,
  },
  {
    name: 'Every converted lead has an opportunity of its account, and no other lead has one',
    sql: `select l.id, l.number, l.state, o.number as opportunity from lead l
          full join (select * from opportunity where state <> 'WITHDRAWN' and lead_id is not null) o
            on o.lead_id = l.id
          where (l.state = 'CONVERTED') is distinct from (o.id is not null)
             or l.account_id <> o.account_id`,
  },
  {
    name: 'No lead is the duplicate of a duplicate',
    sql: `select l.id, l.number from lead l join lead d on d.id = l.duplicate_of_id
          where d.state = 'DUPLICATE'`,
  },
  {
    name: 'The activities of a converted lead are those of its opportunity',
    sql: `select a.id, l.number from activity a
          join lead l on l.id = a.lead_id and l.state = 'CONVERTED'
          join opportunity o on o.lead_id = l.id and o.state <> 'WITHDRAWN'
          where a.opportunity_id is distinct from o.id`,
  },
];
