import { isZero } from '../../../kernel/decimal.ts';
import type { Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { anyOf } from '../../../platform/database/any-of.ts';
import { inOrder } from '../../../platform/database/in-order.ts';
import { statement } from '../../../platform/database/statement.ts';
import type { ActContext, OperationContext } from '../../../platform/perform/operation.ts';
import { loadCreditStandings } from '../queries/credit-standings.ts';
import type { ExposureChange } from '../rules/credit.ts';
import { decideCredit, type CreditFacts } from '../rules/decide-credit.ts';
import { lockCreditAccounts } from './lock-accounts.ts';

/** A change and the act that makes it. */
export type ExposureChangeBy = ExposureChange & {
  readonly by: Pick<ActContext, 'operationId'>;
};

type Batch = Pick<OperationContext, 'query' | 'now' | 'today'>;

/**
 * Changes what customers owe and will owe, in the order given, and answers the faults of those
 * changes that are refused, by their index: nothing is written for them. Locks the accounts. Two
 * round trips whatever the number of changes; one where no change has a check point.
 */
export async function changeExposure(
  op: Batch,
  changes: readonly ExposureChangeBy[],
): Promise<ReadonlyMap<number, Fault[]>> {
  if (changes.every(({ checkPoint }) => checkPoint === null)) {
    await shiftExposure(op, changes);
    return new Map();
  }
  const decision = decideCredit(await lockFacts(op, changes), changes);
  const granted = new Set(decision.granted);
  await shiftExposure(
    op,
    changes.filter((_, index) => granted.has(index)),
  );
  return decision.refused;
}

/** On the wire together: what the second reads stands still behind the locks of the first. */
async function lockFacts(op: Batch, changes: readonly ExposureChangeBy[]): Promise<CreditFacts> {
  const partyIds = changes.map(({ partyId }) => partyId);
  const asked = changes.flatMap(({ partyId, checkPoint }) =>
    checkPoint === null ? [] : [{ partyId, checkPoint }],
  );
  const [accounts, standings] = await inOrder(
    lockCreditAccounts(op, partyIds),
    loadCreditStandings(op, asked),
  );
  return { accounts, standings };
}

const shift = statement(
  'credit_exposure_shift',
  `with change as materialized (
     select * from unnest($1::uuid[], $2::uuid[], $3::numeric[], $4::numeric[], $5::uuid[])
       with ordinality as c(party_id, document_id, ordered, invoiced, operation_id, n)
   ), locked as materialized (
     select id from credit_account where id = ${anyOf('$1')} order by id for no key update
   ), changed as (
     update credit_account a set ordered = a.ordered + s.ordered, invoiced = a.invoiced + s.invoiced
     from locked l
     join (select party_id, sum(ordered) as ordered, sum(invoiced) as invoiced
           from change group by 1) s on s.party_id = l.id
     where a.id = l.id
     returning a.id
   ), entered as (
     insert into credit_entry (party_id, kind, document_id, change, at, operation_id)
     select c.party_id, k.kind, c.document_id, k.change, $6, c.operation_id
     from change c
     join changed on changed.id = c.party_id
     cross join lateral (values (1, 'ORDERED', c.ordered), (2, 'INVOICED', c.invoiced))
       as k(n, kind, change)
     where k.change <> 0
     order by c.n, k.n
   )
   select id from changed`,
);

/** Writes accounts and entries in one statement, and makes the accounts that are missing. */
async function shiftExposure(op: Batch, changes: readonly ExposureChangeBy[]): Promise<void> {
  const real = changes.filter(
    ({ ordered, invoiced }) => !isZero(ordered ?? '0') || !isZero(invoiced ?? '0'),
  );
  if (real.length === 0) return;
  const known = new Set((await write(op, real)).map(({ id }) => id));
  const missing = real.filter(({ partyId }) => !known.has(partyId));
  if (missing.length === 0) return;
  await lockCreditAccounts(
    op,
    missing.map(({ partyId }) => partyId),
  );
  await write(op, missing);
}

const write = (op: Batch, changes: readonly ExposureChangeBy[]): Promise<{ id: Id }[]> =>
  op.query<{ id: Id }>(shift, [
    changes.map(({ partyId }) => partyId),
    changes.map(({ documentId }) => documentId),
    changes.map(({ ordered }) => ordered ?? '0'),
    changes.map(({ invoiced }) => invoiced ?? '0'),
    changes.map(({ by }) => by.operationId),
    op.now,
  ]);
