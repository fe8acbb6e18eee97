import { isPositive } from '../../../kernel/decimal.ts';
import type { Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import type { LocalDate } from '../../../kernel/local-date.ts';
import { askable } from '../../../kernel/read-input.ts';
import { anyOf } from '../../../platform/database/any-of.ts';
import { statement } from '../../../platform/database/statement.ts';
import type { OperationContext } from '../../../platform/perform/operation.ts';
import { fault, type CollectionsErrorCode, type Path } from '../errors.ts';
import type { ClaimFacts } from '../rules/claim-facts.ts';
import { disputedOf, isPlaced, isPlanned, isPromised } from '../rules/dunning-sql.ts';

const columns = `k.id, k.number, k.party_id as "partyId", k.reason, k.charge_of_id as "chargeOfId",
  k.currency, trim_scale(k.amount)::text as amount,
  trim_scale(k.amount - k.settled)::text as open, trim_scale(k.rate)::text as rate,
  trim_scale(k.company_amount - k.company_settled)::text as "companyOpen",
  k.due_on::text as "dueOn", k.ended, trim_scale(${disputedOf('k.id')})::text as disputed,
  ${isPromised('k.id')} as "isPromised", ${isPlaced('k.id')} as "isPlaced",
  ${isPlanned('k.id')} as "isPlanned",
  (k.sales_order_id is null or k.charge_of_id is not null or k.billed = k.amount) as "isBilled",
  k.owner_id as "ownerId", k.team_id as "teamId"`;

const byId = statement(
  'collections_claims',
  `select ${columns} from payment_commitment k where k.id = ${anyOf('$1')}`,
);

const overdue = statement(
  'collections_claims_overdue',
  `select ${columns} from payment_commitment k
   where k.party_id = $1 and k.currency = $2 and k.ended is null and k.settled < k.amount
     and k.due_on < $3
   order by k.due_on, k.id`,
);

/** These commitments, by id; who is none is left out. */
export async function loadClaims(
  op: Pick<OperationContext, 'query'>,
  ids: readonly Id[],
): Promise<Map<Id, ClaimFacts>> {
  const asked = askable(ids);
  if (asked.length === 0) return new Map();
  const rows = await op.query<ClaimFacts>(byId, [asked]);
  return new Map(rows.map((row) => [row.id, row]));
}

/** All that a customer owes in a currency and should have paid before a day, oldest first. */
export const loadOverdueClaims = (
  op: Pick<OperationContext, 'query'>,
  partyId: Id,
  currency: string,
  on: LocalDate,
): Promise<ClaimFacts[]> => op.query<ClaimFacts>(overdue, [partyId, currency, on]);

export interface ClaimsWanted {
  readonly partyId: Id;
  readonly currency: string;
  readonly path: Path;
  readonly faults: Fault[];
  /** Whatever else stands in the way of one of them. */
  readonly refuse?: (claim: ClaimFacts) => readonly (readonly [CollectionsErrorCode, string])[];
}

/**
 * The commitments that an input names, in the order of the day they are due: of the customer, in
 * the currency, open, each once. Every fault of each is told.
 */
export async function readClaims(
  op: Pick<OperationContext, 'query'>,
  ids: readonly Id[],
  { partyId, currency, path, faults, refuse = () => [] }: ClaimsWanted,
): Promise<ClaimFacts[]> {
  const found = await loadClaims(op, ids);
  const claims = new Map<Id, ClaimFacts>();
  ids.forEach((id, index) => {
    const at = [...path, String(index)];
    const claim = found.get(id.toLowerCase());
    if (!claim || claim.partyId !== partyId) {
      faults.push(fault('COMMITMENT_NOT_FOUND', 'The customer has no such commitment', at));
      return;
    }
    const said: (readonly [CollectionsErrorCode, string])[] = [...refuse(claim)];
    if (claim.currency !== currency) {
      said.unshift(['CURRENCIES_MIXED', `${claim.number} is in ${claim.currency}`]);
    }
    if (claim.ended !== null || !isPositive(claim.open)) {
      said.unshift(['COMMITMENT_NOT_OPEN', `Nothing of ${claim.number} is open`]);
    }
    faults.push(...said.map(([code, message]) => fault(code, message, at)));
    claims.set(claim.id, claim);
  });
  return [...claims.values()].sort(
    (a, b) => order(a.dueOn ?? '9999', b.dueOn ?? '9999') || order(a.id, b.id),
  );
}

const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
