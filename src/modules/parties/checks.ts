import type { Check } from '../../platform/verify.ts';

/** The digits of `value_key`, each with its place from 0. */
const digits = (count: number): string =>
  `(select array_agg(substr(t.value_key, i, 1)::int order by i)
    from generate_series(1, ${count}) i)`;

const personDigit = `(
  select case when sum < 2 then sum else 11 - sum end
  from (select sum(d[i] * (11 - i)) % 11 as sum from generate_series(1, 9) i) s)`;

const companyDigit = `(
  select sum((d[i] + d[10] + 2) * (array[29, 27, 23, 19, 17])[(i - 1) % 5 + 1]) % 11 % 10
  from generate_series(1, 10) i)`;

/** What must hold of parties and the sales floor, whoever wrote it. */
export const partiesChecks: readonly Check[] = [
  {
    name: 'Every party can be searched by its number, tax ids and contact points',
    sql: `select p.id, p.number, t.text as missing from party p
          cross join lateral (
            select p.number as text
            union all select value_key from party_tax_id where party_id = p.id
            union all select value_key from party_contact_point where party_id = p.id
          ) t
          where strpos(p.search_text, lower(t.text)) = 0`,
  },
  {
    name: 'Every telephone number of a party is E.164, every e-mail address in small letters',
    sql: `select id, channel, value_key from party_contact_point
          where case when channel in ('PHONE', 'MOBILE', 'FAX')
                     then value_key !~ '^[+][1-9][0-9]{3,14}$'
                     when channel = 'EMAIL'
                     then value_key <> lower(value_key) or value_key !~ '^[^@ ]+@[^@ ]+$'
                     else false end`,
  },
  {
    name: 'Every tax id is kept without separators',
    sql: `select id, value, value_key from party_tax_id where value_key !~ '^[A-Z0-9]+$'`,
  },
  {
    name: 'Every national id of Iran has the right check digit',
    sql: `select t.id, t.value_key from party_tax_id t
          cross join lateral (select case length(t.value_key)
            when 10 then ${digits(10)} when 11 then ${digits(11)} end as d) n
          where t.country = 'IR' and t.kind = 'NATIONAL_ID'
            and case length(t.value_key) when 10 then d[10] <> ${personDigit}
                                         when 11 then d[11] <> ${companyDigit}
                                         else true end`,
  },
  {
    name: 'Of the contact points of a channel one is the one to use',
    sql: `select party_id, channel, count(*) filter (where is_primary) as primaries
          from party_contact_point group by party_id, channel
          having count(*) filter (where is_primary) <> 1`,
  },
  {
    name: 'A company has one contact to turn to at most',
    sql: `select company_id, count(*) as primaries from party_contact where is_primary
          group by company_id having count(*) > 1`,
  },
  {
    name: 'Persons speak for companies',
    sql: `select t.id, c.kind as company, n.kind as person from party_contact t
          join party c on c.id = t.company_id join party n on n.id = t.person_id
          where c.kind <> 'COMPANY' or n.kind <> 'PERSON'`,
  },
  {
    name: 'What somebody looks after belongs to a team',
    sql: `select id, number, owner_id, team_id from party
          where (owner_id is null) <> (team_id is null)`,
  },
  {
    name: 'No id leads to another party and is one itself',
    sql: `select r.id, r.party_id from party_redirect r join party p on p.id = r.id`,
  },
  {
    name: 'Every party that was merged away was announced',
    sql: `select r.id, r.party_id, r.operation_id from party_redirect r
          where not exists (select from event_log e where e.operation_id = r.operation_id
                            and e.type = 'party.merged')
            and not exists (select from outbox b where b.operation_id = r.operation_id
                            and b.type = 'party.merged')`,
  },
];
