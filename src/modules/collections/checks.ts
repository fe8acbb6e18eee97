import type { Check } from '../../platform/verify.ts';

/** What must always hold, whoever wrote it. */
export const collectionsChecks: readonly Check[] = [
  {
    name: 'A letter asks for the sum of its lines, and charges once what it says',
    sql: `select g.id, g.number, g.amount, g.interest, l.amount as lines, l.interest as on_lines
          from dunning_letter g
          join (select dunning_letter_id, sum(amount) as amount, sum(interest) as interest,
                       max(level_no) as level_no
                from dunning_letter_line group by 1) l on l.dunning_letter_id = g.id
          where g.state <> 'DROPPED' and (g.amount <> l.amount or g.interest <> l.interest
                                          or g.level_no <> l.level_no)`,
  },
  {
    name: 'What a letter charged is a commitment of its customer upon what it asked for',
    sql: `select g.id, g.number, k.id as commitment_id
          from dunning_letter g
          join dunning_letter_line l on l.dunning_letter_id = g.id
          join payment_commitment k on k.id = l.interest_commitment_id
          where k.charge_of_id is distinct from l.commitment_id or k.amount <> l.interest
             or k.party_id <> g.party_id or k.reason <> 'INTEREST'
          union all
          select g.id, g.number, k.id from dunning_letter g
          join payment_commitment k on k.id = g.fee_commitment_id
          where k.amount <> g.fee or k.party_id <> g.party_id or k.reason <> 'FEE'`,
  },
  {
    name: 'A promise had no more than was promised, and a receipt gave no more than it brought',
    sql: `select p.id::text, p.received, a.amount from promise_to_pay p
          left join (select promise_to_pay_id, sum(amount) as amount
                     from promise_appropriation group by 1) a on a.promise_to_pay_id = p.id
          where p.received <> coalesce(a.amount, 0) or p.received > p.amount
          union all
          select r.id::text, r.amount, a.amount from receipt r
          join (select receipt_id, sum(a.amount) as amount from promise_appropriation a
                join promise_to_pay p on p.id = a.promise_to_pay_id
                join receipt r on r.id = a.receipt_id and r.currency = p.currency
                group by 1) a on a.receipt_id = r.id
          where a.amount > r.amount`,
  },
  {
    name: 'Every entry of collections comes from an operation in the log',
    sql: `select e.seq, e.operation_id from collection_entry e
          where not exists (select from operation_log o where o.id = e.operation_id)`,
  },
  {
    name: 'What is promised, planned, disputed or placed is owed by its customer',
    sql: `select 'promise' as what, c.id from promise_commitment c
          join promise_to_pay p on p.id = c.promise_to_pay_id
          join payment_commitment k on k.id = c.commitment_id
          where k.party_id <> p.party_id or k.currency <> p.currency
          union all
          select 'plan', i.id from payment_plan_item i
          join payment_plan p on p.id = i.payment_plan_id
          join payment_commitment k on k.id = i.commitment_id
          where k.party_id <> p.party_id or k.currency <> p.currency
          union all
          select 'dispute', d.id from dispute d
          join payment_commitment k on k.id = d.commitment_id
          where k.party_id <> d.party_id or k.currency <> d.currency
          union all
          select 'placement', i.id from placement_item i
          join placement p on p.id = i.placement_id
          join payment_commitment k on k.id = i.commitment_id
          where k.party_id <> p.party_id or k.currency <> p.currency`,
  },
  {
    name: 'A plan’s parts add up to what it stands for',
    sql: `select p.id, p.number, p.amount, i.amount as items, l.principal, p.interest, l.interest
          from payment_plan p
          left join (select payment_plan_id, sum(amount) as amount
                     from payment_plan_item group by 1) i on i.payment_plan_id = p.id
          left join (select payment_plan_id, sum(principal) as principal, sum(interest) as interest
                     from payment_plan_instalment group by 1) l on l.payment_plan_id = p.id
          where p.amount is distinct from i.amount or p.amount is distinct from l.principal
             or p.interest is distinct from l.interest`,
  },
  {
    name: 'While a plan stands, its instalments are owed in place of what it stands for',
    sql: `select p.id, p.number, p.state, k.id as commitment_id, k.ended
          from payment_plan p
          join payment_plan_item i on i.payment_plan_id = p.id
          join payment_commitment k on k.id = i.commitment_id
          where p.state = 'ACTIVE'
            and k.ended is distinct from 'SUPERSEDED'
          union all
          select p.id, p.number, p.state, k.id, k.ended
          from payment_plan p
          join payment_plan_instalment l on l.payment_plan_id = p.id
          join payment_commitment k on k.id in (l.commitment_id, l.interest_commitment_id)
          where p.state = 'ACTIVE' and (k.ended is not null
            or k.amount <> case when k.id = l.commitment_id then l.principal else l.interest end)
          union all
          select p.id, p.number, p.state, k.id, k.ended
          from payment_plan p
          join payment_plan_item i on i.payment_plan_id = p.id
          join payment_commitment k on k.id = i.commitment_id
          where p.state <> 'ACTIVE' and k.ended = 'SUPERSEDED'
            and not exists (select from payment_plan_item j
                            join payment_plan q on q.id = j.payment_plan_id
                            where j.commitment_id = k.id and q.state = 'ACTIVE')`,
  },
  {
    name: 'What was paid on a plan settled what it stood for, to the last unit',
    sql: `select p.id, p.number, p.state, s.amount as settled, l.paid
          from payment_plan p
          left join (select s.payment_plan_id, sum(a.amount) as amount
                     from payment_plan_settlement s join allocation a on a.id = s.allocation_id
                     group by 1) s on s.payment_plan_id = p.id
          left join (select l.payment_plan_id, sum(k.settled) as paid,
                            sum(k.amount) filter (where k.ended is null) as standing
                     from payment_plan_instalment l
                     join payment_commitment k on k.id = l.commitment_id group by 1) l
            on l.payment_plan_id = p.id
          where (p.state = 'ACTIVE' and s.amount is not null)
             or (p.state = 'COMPLETED' and (s.amount is null or s.amount > p.amount))`,
  },
  {
    name: 'No more of a commitment is disputed than was claimed',
    sql: `select k.id, k.number, k.amount, sum(d.amount) as disputed
          from dispute d join payment_commitment k on k.id = d.commitment_id
          where d.state = 'OPEN' group by k.id having sum(d.amount) > k.amount`,
  },
  {
    name: 'An agency has what is in a placement that lives, and nothing else',
    sql: `select i.id, p.number, p.state from placement_item i
          join placement p on p.id = i.placement_id
          where i.is_live
             <> (p.state in ('PLACED', 'ACKNOWLEDGED', 'WORKING', 'PARTLY_COLLECTED'))`,
  },
  {
    name: 'What an agency accounts for is the sum of its lines',
    sql: `select r.id, r.number, r.collected, r.fee, l.collected as on_lines, l.fee as fees
          from agency_remittance r
          join (select agency_remittance_id, sum(fee) as fee,
                       coalesce(sum(collected) filter (where receipt_id is not null), 0)
                         as collected
                from agency_remittance_line group by 1) l on l.agency_remittance_id = r.id
          where r.collected <> l.collected or r.fee <> l.fee`,
  },
];
