import { refuse, type Fault } from '../../../kernel/domain-error.ts';
import type { Decimal } from '../../../kernel/decimal.ts';
import { isId, type Id } from '../../../kernel/id.ts';
import { anyOf } from '../../../platform/database/any-of.ts';
import { inOrder } from '../../../platform/database/in-order.ts';
import { statement } from '../../../platform/database/statement.ts';
import type { OperationContext } from '../../../platform/perform/operation.ts';
import { fault, type Path } from '../errors.ts';
import type { Cheque, ChequePolicy, Coverage } from '../rules/cheque.ts';
import { bouncesSql, isHeld, isWaiting } from '../rules/cheque-sql.ts';
import { openBook, type BookAsked, type PaymentBook } from './open-book.ts';

export type ChequeColumn = readonly [property: keyof Cheque & string, column: string, type: string];

/** Every column of a cheque that an act knows of. */
export const chequeColumns: readonly ChequeColumn[] = [
  ['id', 'id', 'uuid'],
  ['partyId', 'party_id', 'uuid'],
  ['number', 'number', 'text'],
  ['series', 'series', 'text'],
  ['bank', 'bank', 'text'],
  ['bankKey', 'bank_key', 'text'],
  ['branch', 'branch', 'text'],
  ['drawerName', 'drawer_name', 'text'],
  ['drawerAccount', 'drawer_account', 'text'],
  ['currency', 'currency', 'text'],
  ['amount', 'amount', 'numeric'],
  ['issuedOn', 'issued_on', 'date'],
  ['dueOn', 'due_on', 'date'],
  ['firstDueOn', 'first_due_on', 'date'],
  ['extensions', 'extensions', 'int'],
  ['place', 'place', 'text'],
  ['registrationId', 'registration_id', 'text'],
  ['imageFront', 'image_front', 'text'],
  ['imageBack', 'image_back', 'text'],
  ['custody', 'custody', 'text'],
  ['note', 'note', 'text'],
  ['state', 'state', 'text'],
  ['moneyAccountId', 'money_account_id', 'uuid'],
  ['slipNumber', 'slip_number', 'text'],
  ['depositedOn', 'deposited_on', 'date'],
  ['endorsedTo', 'endorsed_to', 'text'],
  ['receiptId', 'receipt_id', 'uuid'],
  ['clearedOn', 'cleared_on', 'date'],
  ['returnedOn', 'returned_on', 'date'],
  ['returnReason', 'return_reason', 'text'],
  ['bounces', 'bounces', 'int'],
  ['replacesId', 'replaces_id', 'uuid'],
  ['settlementReceiptId', 'settlement_receipt_id', 'uuid'],
  ['ownerId', 'owner_id', 'uuid'],
  ['teamId', 'team_id', 'uuid'],
];

const columns = chequeColumns
  .map(([property, column, type]) =>
    type === 'numeric'
      ? `trim_scale(q.${column})::text as "${property}"`
      : `q.${column} as "${property}"`,
  )
  .join(', ');

const lock = statement(
  'cheques_lock',
  `select ${columns} from cheque q where q.id = ${anyOf('$1')}
   order by q.id for no key update`,
);

/** Takes turns with everyone who leads these cheques on; behind their customers' accounts. */
export const lockCheques = (
  op: Pick<OperationContext, 'query'>,
  ids: readonly Id[],
): Promise<Cheque[]> => op.query<Cheque>(lock, [ids]);

const pledged = statement(
  'cheques_pledged',
  `select g.cheque_id as id, g.number from guarantee g
   where g.cheque_id = ${anyOf('$1')} and ${isHeld('g')}`,
);

/**
 * CHEQUE_IN_USE of each that cannot be let go of, for it is a guarantee: that is given up by two,
 * or called. Behind the locks of the cheques. No round trip where none is held as security.
 */
export async function pledgeFaults(
  op: Pick<OperationContext, 'query'>,
  cheques: readonly Cheque[],
  pathOf: (n: number) => Path,
): Promise<Fault[]> {
  const held = cheques.filter(({ state }) => state === 'HELD_AS_SECURITY').map(({ id }) => id);
  if (held.length === 0) return [];
  const found = await op.query<{ id: Id; number: string }>(pledged, [held]);
  return found.map(({ id, number }) =>
    fault(
      'CHEQUE_IN_USE',
      `It is guarantee ${number}: release or call that first`,
      pathOf(cheques.findIndex((cheque) => cheque.id === id)),
      { number },
    ),
  );
}

const find = statement(
  'cheque_find_party',
  'select party_id as "partyId", currency from cheque where id = $1',
);

const coverage = statement(
  'cheque_coverage_load',
  `select commitment_id as "commitmentId", trim_scale(amount)::text as amount
   from cheque_coverage where cheque_id = $1 order by id`,
);

/** What else covers what a customer has to pay: all its cheques but one. */
const secured = statement(
  'commitments_secured',
  `select v.commitment_id as "commitmentId", trim_scale(sum(v.amount))::text as amount
   from cheque q join cheque_coverage v on v.cheque_id = q.id
   where q.party_id = $1 and ${isWaiting('q')} and q.id is distinct from $2::uuid
   group by 1`,
);

/** What a customer's cheques cover, one left out; behind the lock of the account. */
export const loadSecured = async (
  op: Pick<OperationContext, 'query'>,
  partyId: Id,
  but: Id | null = null,
): Promise<ReadonlyMap<Id, Decimal>> => {
  const rows = await op.query<Coverage>(secured, [partyId, but]);
  return new Map(rows.map(({ commitmentId, amount }) => [commitmentId, amount]));
};

export interface OpenCheque {
  readonly cheque: Cheque;
  readonly book: PaymentBook;
  /** What it covers, or is to. */
  readonly coverage: readonly Coverage[];
  /** What the customer's other cheques cover. */
  readonly secured: ReadonlyMap<Id, Decimal>;
}

/**
 * A cheque behind the lock of its customer's account and its own, within reach. Refuses
 * CHEQUE_NOT_FOUND. Three round trips.
 */
export async function openCheque(
  op: OperationContext,
  given: Id,
  what: string,
  asked: Omit<BookAsked, 'partyId'> = {},
): Promise<OpenCheque> {
  const id = given.toLowerCase();
  const [found] = isId(id) ? await op.query<{ partyId: Id; currency: string }>(find, [id]) : [];
  if (!found) refuse('CHEQUE_NOT_FOUND', 'There is no such cheque', ['chequeId']);
  const book = await openBook(op, { ...asked, ...found });
  const [[cheque], rows, others] = await inOrder(
    lockCheques(op, [id]),
    op.query<Coverage>(coverage, [id]),
    loadSecured(op, book.customer.id, id),
  );
  if (!cheque) throw new Error(`Cheque ${id} is gone`);
  const { ownerId, teamId } = cheque;
  const belongs = { ownerId, unitIds: teamId === null ? [] : [teamId] };
  op.requireReach('receivables.cheques', belongs, what);
  return { cheque, book, coverage: rows, secured: others };
}

const policy = statement(
  'cheque_policy_load',
  `select trim_scale(bounce_fee)::text as "bounceFee",
          trim_scale(bounce_penalty_percent)::text as "bouncePenaltyPercent",
          hold_from as "holdFrom", hold_within_days as "holdWithinDays",
          ${bouncesSql('$1', '$2::date - hold_within_days')} as bounces,
          ${bouncesSql('$1')} as "allBounces"
   from cheque_policy`,
);

export interface BounceFacts extends ChequePolicy {
  /** Of the customer, within the policy's days, and ever: without the one at hand. */
  readonly bounces: number;
  readonly allBounces: number;
}

/** What is decided for cheques that come back, and how many of this customer did. */
export async function loadBounceFacts(
  op: Pick<OperationContext, 'query'>,
  partyId: Id,
  on: string,
): Promise<BounceFacts> {
  const [found] = await op.query<BounceFacts>(policy, [partyId, on]);
  return found as BounceFacts;
}

const known = statement(
  'cheques_known',
  `select c.n::int as n from json_to_recordset($1::json)
     as c(n int, "bankKey" text, number text, "drawerAccount" text)
   join cheque q on q.bank_key = c."bankKey" and q.number = c.number
     and q.drawer_account = c."drawerAccount" and q.state <> 'CANCELLED'`,
);

/** Which of these were entered before, by their place. */
export const findKnown = async (
  op: Pick<OperationContext, 'query'>,
  cheques: readonly Cheque[],
): Promise<readonly number[]> =>
  (
    await op.query<{ n: number }>(known, [
      JSON.stringify(
        cheques.map(({ bankKey, number, drawerAccount }, n) => ({
          ...{ n, bankKey, number, drawerAccount },
        })),
      ),
    ])
  ).map(({ n }) => n);
