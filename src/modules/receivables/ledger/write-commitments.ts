import { statement } from '../../../platform/database/statement.ts';
import type { ActContext, OperationContext } from '../../../platform/perform/operation.ts';
import { anyOf } from '../../../platform/database/any-of.ts';
import type { Id } from '../../../kernel/id.ts';
import { openOf, type Commitment } from '../rules/commitment.ts';
import type { OpenCommitment } from '../rules/propose-allocation.ts';
import type { Bill } from '../rules/order-schedule.ts';
import { paymentEvents } from '../payment-events.ts';

type Column = readonly [property: keyof Commitment & string, column: string, type: string];

/** What never changes, then what may; `settled` is written by allocations alone. */
const bornColumns: readonly Column[] = [
  ['id', 'id', 'uuid'],
  ['number', 'number', 'text'],
  ['partyId', 'party_id', 'uuid'],
  ['payerId', 'payer_id', 'uuid'],
  ['salesOrderId', 'sales_order_id', 'uuid'],
  ['chargeOfId', 'charge_of_id', 'uuid'],
  ['reason', 'reason', 'text'],
  ['lineNo', 'line_no', 'int'],
  ['dueTrigger', 'due_trigger', 'text'],
  ['currency', 'currency', 'text'],
  ['rate', 'rate', 'numeric'],
  ['ownerId', 'owner_id', 'uuid'],
  ['teamId', 'team_id', 'uuid'],
];
const changingColumns: readonly Column[] = [
  ['percent', 'percent', 'numeric'],
  ['days', 'days', 'int'],
  ['dueOn', 'due_on', 'date'],
  ['datedById', 'dated_by_id', 'uuid'],
  ['method', 'method', 'text'],
  ['amount', 'amount', 'numeric'],
  ['billed', 'billed', 'numeric'],
  ['companyAmount', 'company_amount', 'numeric'],
  ['tax', 'tax', 'numeric'],
  ['discountPercent', 'discount_percent', 'numeric'],
  ['discountDays', 'discount_days', 'int'],
  ['discountUntil', 'discount_until', 'date'],
  ['discountTaxMode', 'discount_tax_mode', 'text'],
  ['discountOnPart', 'discount_on_part', 'text'],
  ['discountGraceDays', 'discount_grace_days', 'int'],
  ['appropriation', 'appropriation', 'text'],
  ['ended', 'ended', 'text'],
  ['endReason', 'end_reason', 'text'],
  ['note', 'note', 'text'],
];
const columns = [...bornColumns, ...changingColumns];
const list = (of: readonly Column[]): string => of.map(([, column]) => column).join(', ');
const typed = (of: readonly Column[]): string =>
  of.map(([property, , type]) => `"${property}" ${type}`).join(', ');

const write = statement(
  'payment_commitments_write',
  `insert into payment_commitment (${list(columns)}, ended_at, created_at, created_by, operation_id)
   select ${columns.map(([property]) => `c."${property}"`).join(', ')},
          case when c.ended is not null then $2::timestamptz end, $2, c."actorId", c."operationId"
   from json_to_recordset($1::json) as c(${typed(columns)}, "actorId" uuid, "operationId" uuid)
   on conflict (id) do update set
     ${changingColumns.map(([, column]) => `${column} = excluded.${column}`).join(', ')},
     ended_at = case when excluded.ended is null then null
                     else coalesce(payment_commitment.ended_at, excluded.ended_at) end,
     version = payment_commitment.version + 1`,
);

const bill = statement(
  'payment_commitment_bills_insert',
  `insert into payment_commitment_bill (invoice_id, invoice_number, commitment_id, amount)
   select b.invoice_id, $2, b.commitment_id, b.amount
   from unnest($1::uuid[], $3::uuid[], $4::numeric[]) as b(invoice_id, commitment_id, amount)`,
);

type Writing = Pick<OperationContext, 'owe' | 'now'>;
type By = Pick<ActContext, 'actorId' | 'operationId' | 'emit'>;

/** A commitment as it was, none of one that is new, and as it is to be. */
export interface CommitmentChange {
  readonly before: Commitment | null;
  readonly after: Commitment;
  readonly by: By;
}

/** What differs, of all that was and of all that is to be. */
export const changesBetween = (
  by: By,
  before: readonly Commitment[],
  after: readonly Commitment[],
): CommitmentChange[] => {
  const known = new Map(before.map((row) => [row.id, row]));
  return after.flatMap((row) => {
    const was = known.get(row.id) ?? null;
    return was === row || (was && Object.keys(differenceOf(was, row)).length === 0)
      ? []
      : [{ before: was, after: row, by }];
  });
};

/**
 * Writes new and changed commitments with the commit, and tells of them. Behind the locks of their
 * customers' accounts. One statement whatever their number.
 */
export function oweCommitments(op: Writing, changes: readonly CommitmentChange[]): void {
  if (changes.length === 0) return;
  const rows = changes.map(({ after, by }) => ({
    ...after,
    actorId: by.actorId,
    operationId: by.operationId,
  }));
  op.owe(write, [JSON.stringify(rows), op.now]);
  changes.forEach(announce);
}

/** What of an invoice, by its number, is paid by which commitment; behind the commitments. */
export function oweBills(
  op: Pick<OperationContext, 'owe'>,
  bills: readonly Bill[],
  invoiceNumber: string,
): void {
  if (bills.length === 0) return;
  op.owe(bill, [
    bills.map(({ invoiceId }) => invoiceId),
    invoiceNumber,
    bills.map(({ commitmentId }) => commitmentId),
    bills.map(({ amount }) => amount),
  ]);
}

function announce({ before, after, by }: CommitmentChange): void {
  const type = !before
    ? paymentEvents.commitmentCreated
    : after.ended === 'CANCELLED' && before.ended !== 'CANCELLED'
      ? paymentEvents.commitmentCancelled
      : paymentEvents.commitmentAmended;
  by.emit({
    type,
    subject: { type: 'commitment', id: after.id },
    ownerId: after.ownerId,
    unitIds: after.teamId === null ? [] : [after.teamId],
    data: {
      commitment: commitmentSnapshot(after),
      change: before ? differenceOf(before, after) : {},
    },
  });
}

/** As events tell it: the row, and what is open of it. */
export const commitmentSnapshot = (row: Commitment): Record<string, unknown> => ({
  ...row,
  open: openOf(row),
});

/** `{ amount: { from, to } }`. */
function differenceOf(before: Commitment, after: Commitment): Record<string, unknown> {
  const names = columns
    .map(([property]) => property)
    .filter((name) => before[name] !== after[name]);
  return Object.fromEntries(names.map((name) => [name, { from: before[name], to: after[name] }]));
}

const amountText = (column: string): string => `trim_scale(${column})::text`;
const numeric = new Set(['numeric']);

/** SQL: the columns of a commitment `k`, as `Commitment` has them. */
export const commitmentColumns = (k: string): string =>
  [
    ...columns.map(([property, column, type]) =>
      numeric.has(type)
        ? `${amountText(`${k}.${column}`)} as "${property}"`
        : `${k}.${column} as "${property}"`,
    ),
    `${amountText(`${k}.settled`)} as settled`,
    `${amountText(`${k}.company_settled`)} as "companySettled"`,
  ].join(', ');

const ofOrders = statement(
  'payment_commitments_of_orders',
  `select ${commitmentColumns('k')} from payment_commitment k
   where k.sales_order_id = ${anyOf('$1')} and k.charge_of_id is null
   order by k.created_at, k.id`,
);

/** All commitments of orders, charges left out, in the order of their making. */
export const loadOrderCommitments = (
  op: Pick<OperationContext, 'query'>,
  orderIds: readonly Id[],
): Promise<Commitment[]> => op.query<Commitment>(ofOrders, [orderIds]);

const byIds = statement(
  'payment_commitments_by_ids',
  `select ${commitmentColumns('k')} from payment_commitment k
   where k.id = ${anyOf('$1')} order by k.id`,
);

/** Behind the locks of their customers' accounts, if they are to be changed. */
export const loadCommitments = (
  op: Pick<OperationContext, 'query'>,
  ids: readonly Id[],
): Promise<Commitment[]> => op.query<Commitment>(byIds, [ids]);

const payable = `${commitmentColumns('k')},
  case when k.discount_percent is null then '0' else ${amountText(`(
    select coalesce(sum(a.amount), 0) from allocation a
    where a.commitment_id = k.id and a.kind = 'DISCOUNT')`)} end as discounted,
  array(select b.invoice_number from payment_commitment_bill b where b.commitment_id = k.id)
    || array[k.number, left(k.number, -1 - position('-' in reverse(k.number)))] as names`;

const open = statement(
  'payment_commitments_open',
  `select ${payable} from payment_commitment k
   where k.party_id = $1 and k.settled < k.amount and k.ended is null
   order by k.due_on nulls last, k.created_at, k.id`,
);

/** What a customer still has to pay, what is due first first. */
export const loadOpenCommitments = (
  op: Pick<OperationContext, 'query'>,
  partyId: Id,
): Promise<OpenCommitment[]> => op.query<OpenCommitment>(open, [partyId]);

const openByIds = statement(
  'payment_commitments_open_by_ids',
  `select ${payable} from payment_commitment k
   where k.id = ${anyOf('$1')} and k.settled < k.amount and k.ended is null`,
);

/** Of these what is still to be paid, whoever's it is. */
export const loadOpenCommitmentsById = (
  op: Pick<OperationContext, 'query'>,
  ids: readonly Id[],
): Promise<OpenCommitment[]> => op.query<OpenCommitment>(openByIds, [ids]);
