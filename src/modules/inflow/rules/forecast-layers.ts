import { coverageToClear } from '../../receivables/index.ts';

/**
 * When part of what is owed is expected on another day than it is due: one SELECT of the union that
 * answers it. Parts of a commitment are taken in the order of `place`, never more than is open.
 */
export interface ExpectedPart {
  /** E.g. `PROMISE`, `CHEQUE`: why it is expected then. */
  readonly kind: string;
  /** Of two that speak of one commitment the lower one comes first. */
  readonly place: number;
  /**
   * SQL answering `commitment_id, amount, expected_on date, percent`: how much, in the currency of
   * the commitment, and how probable it is, null where lateness says so.
   */
  readonly sql: string;
}

/** What may come in that nobody owes yet: kept apart from what is owed, and never added to it. */
export interface ForecastLayer {
  /** E.g. `OPPORTUNITY`. */
  readonly kind: string;
  /** Who has it as well sees the rows that its reach covers. */
  readonly permission: string;
  /**
   * SQL answering `id, party_id, owner_id, team_id, currency, company_amount, percent, expected_on`
   * of every row there is.
   */
  readonly sql: string;
}

/** What the forecast is composed of, beside the commitments themselves. */
export interface ForecastSources {
  readonly parts: readonly ExpectedPart[];
  readonly layers: readonly ForecastLayer[];
}

/** Open opportunities by the day on which they may be won, but for what is in no forecast. */
export const opportunityLayer: ForecastLayer = {
  kind: 'OPPORTUNITY',
  permission: 'crm.read',
  sql: `select id, account_id as party_id, owner_id, team_id, currency, company_amount,
          probability::numeric as percent, expected_close_on as expected_on
        from opportunity
        where state = 'OPEN' and company_amount > 0 and forecast_category <> 'OMITTED'`,
};

/** What cheques cover comes when they may clear. */
export const chequePart: ExpectedPart = {
  kind: 'CHEQUE',
  place: 1,
  sql: `select commitment_id, amount, clears_on as expected_on, null::numeric as percent
        from (${coverageToClear}) c`,
};

/**
 * What is promised comes on the day of the promise, as far as it has not come: of what the promise
 * covers, what is due first first.
 */
export const promisePart: ExpectedPart = {
  kind: 'PROMISE',
  place: 2,
  sql: `select x.commitment_id, least(x.open, x.amount - x.before) as amount,
          x.promised_on as expected_on, null::numeric as percent
        from (
          select c.commitment_id, k.amount - k.settled as open, p.promised_on,
                 p.amount - (
                   select coalesce(sum(a.amount), 0) from promise_commitment m
                   join allocation a on a.commitment_id = m.commitment_id and a.kind = 'RECEIPT'
                   join receipt r on r.id = a.receipt_id and r.valued_on >= p.made_on
                   where m.promise_to_pay_id = p.id) as amount,
                 coalesce(sum(k.amount - k.settled) over (
                   partition by p.id order by k.due_on nulls last, k.id
                   rows between unbounded preceding and 1 preceding), 0) as before
          from promise_to_pay p
          join promise_commitment c on c.promise_to_pay_id = p.id
          join payment_commitment k on k.id = c.commitment_id
           and k.currency = p.currency and k.settled < k.amount and k.ended is null
          where p.state = 'OPEN'
        ) x where x.before < x.amount`,
};
