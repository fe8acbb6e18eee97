import type { Id } from '../../../kernel/id.ts';
import { anyOf } from '../../../platform/database/any-of.ts';
import { statement, type Queryable } from '../../../platform/database/statement.ts';
import type { BankReference } from '../rules/bank-reference.ts';
import type { MatchReason } from '../rules/statement-line.ts';

/** A customer whose money a line of a statement may be. */
export interface LineProposal {
  readonly lineId: Id;
  readonly partyId: Id;
  /** All that speak for it. */
  readonly reasons: readonly MatchReason[];
  /** Nothing speaks for another: it can be received without somebody looking. */
  readonly isSure: boolean;
  /** What the payer named, or what is just as much; open, and in the currency of the line. */
  readonly commitmentIds: readonly Id[];
}

export type FindLineProposals = (
  db: Queryable,
  lineIds: readonly Id[],
) => Promise<Map<Id, LineProposal[]>>;

/**
 * Whose money lines may be: by numbers that the payer wrote, by the account that it came from, by a
 * cheque of just that amount that is with the bank (which is cleared, and never surely a transfer),
 * by an amount that is open. The surest first; one statement for all lines.
 */
export function createFindLineProposals(references: readonly BankReference[]): FindLineProposals {
  const find = statement('bank_statement_line_proposals', text(references));
  return async (db, lineIds) => {
    const rows = await db.query<LineProposal>(find, [lineIds]);
    const found = new Map<Id, LineProposal[]>();
    for (const row of rows) found.set(row.lineId, [...(found.get(row.lineId) ?? []), row]);
    return found;
  };
}

const text = (references: readonly BankReference[]): string => `
  with line as materialized (
    select l.id, l.money_account_id, l.currency, l.amount, l.payer_account,
           translate(upper(concat_ws(' ', l.reference, l.end_to_end_id)),
                     '۰۱۲۳۴۵۶۷۸۹٠١٢٣٤٥٦٧٨٩', '01234567890123456789') as words
    from bank_statement_line l
    where l.id = ${anyOf('$1')} and l.state = 'UNMATCHED' and l.direction = 'CREDIT'
      and not l.is_reversal
  ), word as materialized (
    select distinct l.id, w.word from line l
    cross join lateral regexp_split_to_table(l.words, '[^A-Z0-9/_-]+') w(word)
    where length(w.word) between 3 and 60
  ), named as materialized (
    ${references
      .map(
        ({ sql }) => `select w.id, s.party_id, s.commitment_id
          from word w join (${sql}) s on s.number = w.word`,
      )
      .join('\nunion\n')}
  ), equal as materialized (
    select l.id, k.party_id, k.id as commitment_id
    from line l
    join payment_commitment k on k.currency = l.currency and k.amount - k.settled = l.amount
     and k.settled < k.amount and k.ended is null
  ), reason as (
    select id, party_id, 'REFERENCE' as reason, 1 as place from named
    union
    select l.id, a.party_id, 'PAYER_ACCOUNT', 2
    from line l join payer_account a on a.account = l.payer_account
    union
    select l.id, q.party_id, 'CHEQUE', 3
    from line l
    join cheque q on q.money_account_id = l.money_account_id and q.amount = l.amount
     and q.currency = l.currency and q.state in ('DEPOSITED', 'RE_PRESENTED')
    union
    select id, party_id, 'AMOUNT', 4 from equal
  ), candidate as (
    select id, party_id, array_agg(reason order by place) as reasons,
           bool_or(place = 1) as named, bool_or(place = 2) as known,
           bool_or(place = 3) as cheque, min(place) as place
    from reason group by id, party_id
  ), counted as (
    select c.*, count(*) filter (where named) over (partition by id) as names,
           count(*) filter (where known) over (partition by id) as knows
    from candidate c
  )
  select c.id as "lineId", c.party_id as "partyId", c.reasons,
         not c.cheque and ((c.named and c.names = 1 and (c.knows = 0 or c.known))
           or (c.known and c.knows = 1 and c.names = 0)) as "isSure",
         coalesce((
           select json_agg(k.id order by k.due_on nulls last, k.number)
           from payment_commitment k join line l on l.id = c.id
           where k.party_id = c.party_id and k.currency = l.currency and k.settled < k.amount
             and k.ended is null and (
               k.id in (select n.commitment_id from named n
                        where n.id = c.id and n.party_id = c.party_id)
               or (k.amount - k.settled = l.amount and not c.named
                   and (select count(*) from equal e
                        where e.id = c.id and e.party_id = c.party_id) = 1))
         ), '[]') as "commitmentIds"
  from counted c
  order by c.id, 4 desc, c.named and c.known desc, c.place, c.party_id`;
