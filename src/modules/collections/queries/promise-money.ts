import type { Decimal } from '../../../kernel/decimal.ts';
import type { Id } from '../../../kernel/id.ts';
import type { LocalDate } from '../../../kernel/local-date.ts';
import { anyOf } from '../../../platform/database/any-of.ts';
import { statement, type Queryable } from '../../../platform/database/statement.ts';
import { disputedOf } from '../rules/dunning-sql.ts';
import type { PromiseState } from '../rules/kinds.ts';
import {
  appropriate,
  withoutGiven,
  type Appropriation,
  type MoneyCome,
  type MoneyGiven,
  type PromiseFacts,
} from '../rules/keep-promises.ts';

/** A promise, with what it covers. */
export interface PromiseRow extends PromiseFacts {
  readonly number: string;
  readonly partyId: Id;
  readonly currency: string;
  readonly state: PromiseState;
  readonly promisedBy: string;
}

const columns = `p.id, p.number, p.party_id as "partyId", p.currency, p.state,
  trim_scale(p.amount)::text as amount, p.made_on::text as "madeOn", p.created_at as "madeAt",
  p.promised_on::text as "promisedOn", p.grace_days as "graceDays",
  trim_scale(p.threshold_percent)::text as "thresholdPercent", p.promised_by as "promisedBy",
  array(select c.commitment_id from promise_commitment c where c.promise_to_pay_id = p.id)
    as "commitmentIds"`;

export const promiseById = statement(
  'promise_by_id',
  `select ${columns} from promise_to_pay p where p.id = $1`,
);

const openOf = statement(
  'promises_open',
  `select ${columns} from promise_to_pay p
   where p.party_id = ${anyOf('$1')} and p.state = 'OPEN' order by p.id`,
);

/** All promises of these customers that nobody has decided on. */
export const loadOpenPromises = (db: Queryable, partyIds: readonly Id[]): Promise<PromiseRow[]> =>
  db.query<PromiseRow>(openOf, [partyIds]);

interface MoneyRow extends MoneyCome {
  readonly partyId: Id;
  readonly currency: string;
}

/**
 * Receipts that came since a day: what of each settles which commitment, and what settles nothing
 * yet. What was taken back is not there.
 */
const come = statement(
  'promises_money',
  `select a.party_id as "partyId", k.currency, a.receipt_id as "receiptId",
          r.valued_on::text as "valuedOn", a.commitment_id as "commitmentId",
          coalesce(b.at, a.at) as "settledAt", trim_scale(sum(a.amount))::text as amount
   from allocation a join receipt r on r.id = a.receipt_id
   join payment_commitment k on k.id = a.commitment_id
   left join allocation b on b.id = a.reverses_id
   where a.party_id = ${anyOf('$1')} and a.kind = 'RECEIPT' and r.valued_on >= $2
   group by a.party_id, k.currency, a.receipt_id, r.valued_on, a.commitment_id,
            coalesce(b.at, a.at)
   having sum(a.amount) > 0
   union all
   select r.party_id, r.currency, r.id, r.valued_on::text, null, null,
          trim_scale(r.amount - r.allocated - r.refunded)::text
   from receipt r
   where r.party_id = ${anyOf('$1')} and r.state = 'CLEARED' and r.valued_on >= $2
     and r.amount > r.allocated + r.refunded`,
);

const had = statement(
  'promises_had',
  `select a.receipt_id as "receiptId", p.currency, trim_scale(a.amount)::text as amount,
     array(select c.commitment_id from promise_commitment c where c.promise_to_pay_id = p.id)
       as "commitmentIds"
   from promise_appropriation a join promise_to_pay p on p.id = a.promise_to_pay_id
   join receipt r on r.id = a.receipt_id
   where p.party_id = ${anyOf('$1')} and r.valued_on >= $2
   order by p.decided_on, a.id`,
);

/**
 * Which money open promises of these customers have by now. Told from what was received and what it
 * settles, so that a payment that is taken back is taken back here as well.
 */
export async function appropriateAll(
  db: Queryable,
  promises: readonly PromiseRow[],
): Promise<Appropriation[]> {
  if (promises.length === 0) return [];
  const partyIds = [...new Set(promises.map(({ partyId }) => partyId))];
  const since = promises.map(({ madeOn }) => madeOn).sort()[0] as LocalDate;
  const money = await db.query<MoneyRow>(come, [partyIds, since]);
  const given = await db.query<MoneyGiven>(had, [partyIds, since]);
  const left = withoutGiven(money, given);
  const key = (row: { partyId: Id; currency: string }): string => `${row.partyId} ${row.currency}`;
  const byCustomer = Map.groupBy(left, key);
  return [...Map.groupBy(promises, key)].flatMap(([customer, own]) =>
    appropriate(own, byCustomer.get(customer) ?? []),
  );
}

const payable = statement(
  'promises_payable',
  `select p.id, trim_scale(sum(m.paid + case when k.ended is not null then 0
      else greatest(k.amount - k.settled - ${disputedOf('k.id')}, 0) end))::text as amount
   from promise_to_pay p join promise_commitment c on c.promise_to_pay_id = p.id
   join payment_commitment k on k.id = c.commitment_id
   cross join lateral (
     select coalesce(sum(a.amount), 0) as paid
     from allocation a left join allocation b on b.id = a.reverses_id
     where a.commitment_id = k.id and a.kind = 'RECEIPT'
       and coalesce(b.at, a.at) >= p.created_at) m
   where p.id = ${anyOf('$1')} group by p.id`,
);

/** What of promises could be paid since: what was, in time or not, and what is to be paid yet. */
export async function loadPayable(db: Queryable, ids: readonly Id[]): Promise<Map<Id, Decimal>> {
  const rows = await db.query<{ id: Id; amount: Decimal }>(payable, [ids]);
  return new Map(rows.map(({ id, amount }) => [id, amount]));
}
