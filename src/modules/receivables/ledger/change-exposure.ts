import { isZero } from '../../../kernel/decimal.ts';
import type { Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { anyOf } from '../../../platform/database/any-of.ts';
import { inOrder } from '../../../platform/database/in-order.ts';
import { statement } from '../../../platform/database/statement.ts';
import type { ActContext, OperationContext } from '../../../platform/perform/operation.ts';
import { loadCreditStandings } from '../queries/credit-standings.ts';
import type { ExposureChange } from '../rules/credit.ts';
import {
  decideCredit,
  openCreditBook,
  type CreditBook,
  type CreditFacts,
} from '../rules/decide-credit.ts';
import { lockCreditAccounts } from './lock-accounts.ts';

/** A change and the act that makes it. */
export type ExposureChangeBy = ExposureChange & {
  readonly by: Pick<ActContext, 'operationId'>;
};

type Batch = Pick<OperationContext, 'query' | 'owe' | 'now' | 'today'>;

/**
 * Changes what customers owe and will owe, in the order given, and answers the faults of those
 * changes that are refused, by their index: nothing is written for them. Locks the accounts. One
 * round trip whatever the number of changes; the write behind it is owed to the commit.
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
  oweExposure(
    op,
    changes.filter((_, index) => granted.has(index)),
  );
  return decision.refused;
}

/**
 * Same, in two steps, for acts that share a transaction and need other things beside credit: the
 * accounts are locked, the caller decides on one act after the other, and owes what came of it.
 */
export const lockCredit = async (
  op: Batch,
  changes: readonly ExposureChange[],
): Promise<CreditBook> => openCreditBook(await lockFacts(op, changes));

/** Writes what was taken from the book: with the commit, for nobody needs the answer. */
export function oweExposure(op: Batch, changes: readonly ExposureChangeBy[]): void {
  const real = changes.filter(isReal);
  if (real.length > 0) op.owe(shift, valuesOf(op, real));
}

/** On the wire together: what the second reads stands still behind the locks of the first. */
async function lockFacts(op: Batch, changes: readonly ExposureChange[]): Promise<CreditFacts> {
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
     select * from unnest($1::uuid[], $2::uuid[], $3::numeric[], $4::uuid[])
       with ordinality as c(party_id, document_id, ordered, operation_id, n)
   ), locked as materialized (
     select party_id from credit_account where party_id = ${anyOf('$1')}
     order by party_id for no key update
   ), changed as (
     update credit_account a set ordered = a.ordered + s.ordered
     from locked l
     join (select party_id, sum(ordered) as ordered from change group by 1) s using (party_id)
     where a.party_id = l.party_id
     returning a.party_id
   ), entered as (
     insert into credit_entry (party_id, document_id, change, at, operation_id)
     select c.party_id, c.document_id, c.ordered, $5, c.operation_id
     from change c
     join changed using (party_id)
     order by c.n
   )
   select party_id as "partyId" from changed`,
);

/** Writes accounts and entries in one statement, and makes the accounts that are missing. */
async function shiftExposure(op: Batch, changes: readonly ExposureChangeBy[]): Promise<void> {
  const real = changes.filter(isReal);
  if (real.length === 0) return;
  const known = new Set((await write(op, real)).map(({ partyId }) => partyId));
  const missing = real.filter(({ partyId }) => !known.has(partyId));
  if (missing.length === 0) return;
  await lockCreditAccounts(
    op,
    missing.map(({ partyId }) => partyId),
  );
  await write(op, missing);
}

const write = (op: Batch, changes: readonly ExposureChangeBy[]): Promise<{ partyId: Id }[]> =>
  op.query<{ partyId: Id }>(shift, valuesOf(op, changes));

/** What is invoiced is written by the ledger; here it is only decided upon. */
const isReal = ({ ordered }: ExposureChange): boolean => !isZero(ordered ?? '0');

const valuesOf = ({ now }: Batch, changes: readonly ExposureChangeBy[]): readonly unknown[] => [
  changes.map(({ partyId }) => partyId),
  changes.map(({ documentId }) => documentId),
  changes.map(({ ordered }) => ordered ?? '0'),
  changes.map(({ by }) => by.operationId),
  now,
];
