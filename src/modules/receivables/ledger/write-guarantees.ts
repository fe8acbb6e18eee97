import { refuse } from '../../../kernel/domain-error.ts';
import type { Decimal } from '../../../kernel/decimal.ts';
import { isId, type Id } from '../../../kernel/id.ts';
import { anyOf } from '../../../platform/database/any-of.ts';
import { explainClash } from '../../../platform/database/constraint-faults.ts';
import { statement } from '../../../platform/database/statement.ts';
import type { EventType } from '../../../platform/events/event.ts';
import type { ActContext, OperationContext } from '../../../platform/perform/operation.ts';
import { fault } from '../errors.ts';
import type { GuaranteeAct } from '../rules/cheque-states.ts';
import type { Guarantee } from '../rules/guarantee.ts';
import { openBook, type BookAsked, type PaymentBook } from './open-book.ts';

type By = Pick<ActContext, 'actorId' | 'operationId' | 'emit'>;
type Column = readonly [property: keyof Guarantee & string, column: string, type: string];

const columns: readonly Column[] = [
  ['id', 'id', 'uuid'],
  ['number', 'number', 'text'],
  ['partyId', 'party_id', 'uuid'],
  ['salesOrderId', 'sales_order_id', 'uuid'],
  ['kind', 'kind', 'text'],
  ['chequeId', 'cheque_id', 'uuid'],
  ['issuer', 'issuer', 'text'],
  ['paperNumber', 'paper_number', 'text'],
  ['currency', 'currency', 'text'],
  ['amount', 'amount', 'numeric'],
  ['called', 'called', 'numeric'],
  ['rate', 'rate', 'numeric'],
  ['haircutPercent', 'haircut_percent', 'numeric'],
  ['validFrom', 'valid_from', 'date'],
  ['validUntil', 'valid_until', 'date'],
  ['extensions', 'extensions', 'int'],
  ['custody', 'custody', 'text'],
  ['note', 'note', 'text'],
  ['state', 'state', 'text'],
  ['alarmedDays', 'alarmed_days', 'int'],
  ['releaseAskedAt', 'release_asked_at', 'timestamptz'],
  ['releaseAskedBy', 'release_asked_by', 'uuid'],
  ['releaseReason', 'release_reason', 'text'],
  ['ownerId', 'owner_id', 'uuid'],
  ['teamId', 'team_id', 'uuid'],
];
/** What a step changes; the rest of a guarantee never does. */
const changing = new Set<keyof Guarantee>([
  ...(['called', 'validUntil', 'extensions', 'custody', 'state', 'alarmedDays'] as const),
  ...(['releaseAskedAt', 'releaseAskedBy', 'releaseReason'] as const),
]);

const write = statement(
  'guarantees_write',
  `insert into guarantee (${columns.map(([, column]) => column).join(', ')},
     created_at, created_by, operation_id)
   select ${columns.map(([property]) => `g."${property}"`).join(', ')}, $2, $3, $4
   from json_to_recordset($1::json) as g(
     ${columns.map(([property, , type]) => `"${property}" ${type}`).join(', ')})
   on conflict (id) do update set
     ${columns
       .filter(([property]) => changing.has(property))
       .map(([, column]) => `${column} = excluded.${column}`)
       .join(', ')},
     version = guarantee.version + 1`,
);

const clash = explainClash({
  guarantee_cheque_once: () =>
    fault('CHEQUE_IN_USE', 'This cheque is a guarantee already', ['chequeId']),
});

const enter = statement(
  'guarantee_entries_insert',
  `insert into guarantee_entry (guarantee_id, act, from_state, to_state, amount, valid_until,
     reason, receipt_id, at, actor_id, operation_id)
   select "guaranteeId", act, "fromState", "toState", amount, "validUntil", reason, "receiptId",
     $2, $3, $4
   from json_to_recordset($1::json) as e("guaranteeId" uuid, act text, "fromState" text,
     "toState" text, amount numeric, "validUntil" date, reason text, "receiptId" uuid, n int)
   order by n`,
);

/** A guarantee as it was, none of one that is new, and as it is to be. */
export interface GuaranteeStep {
  readonly act: GuaranteeAct | 'recordGuarantee' | 'alarmGuarantees';
  readonly type: EventType;
  readonly before: Guarantee | null;
  readonly after: Guarantee;
  readonly amount?: Decimal | null;
  readonly reason?: string | null;
  readonly receiptId?: Id | null;
  readonly tells?: Readonly<Record<string, unknown>>;
}

/**
 * The only writer of guarantees and of their history: with the commit, behind their locks. An alarm
 * is no step: it is told of, and noted beside the guarantee.
 */
export function oweGuarantees(
  op: Pick<OperationContext, 'owe' | 'now'>,
  by: By,
  steps: readonly GuaranteeStep[],
): void {
  if (steps.length === 0) return;
  const values = [op.now, by.actorId, by.operationId];
  op.owe(write, [JSON.stringify(steps.map(({ after }) => after)), ...values], clash);
  const entries = steps.filter(({ act }) => act !== 'alarmGuarantees').map(entryOf);
  if (entries.length > 0) op.owe(enter, [JSON.stringify(entries), ...values]);
  for (const step of steps) announce(by, step);
}

const entryOf = (step: GuaranteeStep, n: number): object => ({
  guaranteeId: step.after.id,
  act: step.act,
  fromState: step.before?.state ?? null,
  toState: step.after.state,
  amount: step.amount ?? null,
  validUntil: step.after.validUntil,
  reason: step.reason ?? null,
  receiptId: step.receiptId ?? null,
  n,
});

function announce(by: By, { type, before, after, reason, tells }: GuaranteeStep): void {
  const changed = [...changing].filter((name) => before && before[name] !== after[name]);
  by.emit({
    type,
    subject: { type: 'guarantee', id: after.id },
    ownerId: after.ownerId,
    unitIds: after.teamId === null ? [] : [after.teamId],
    data: {
      guarantee: after,
      change: Object.fromEntries(
        changed.map((name) => [name, { from: before?.[name], to: after[name] }]),
      ),
      ...(reason && { reason }),
      ...tells,
    },
  });
}

const shown = columns
  .map(([property, column, type]) =>
    type === 'numeric'
      ? `trim_scale(g.${column})::text as "${property}"`
      : `g.${column} as "${property}"`,
  )
  .join(', ');

const lock = statement(
  'guarantees_lock',
  `select ${shown} from guarantee g where g.id = ${anyOf('$1')} order by g.id for no key update`,
);

/** Takes turns with everyone who leads these guarantees on. */
export const lockGuarantees = (
  op: Pick<OperationContext, 'query'>,
  ids: readonly Id[],
): Promise<Guarantee[]> => op.query<Guarantee>(lock, [ids]);

const find = statement(
  'guarantee_find_party',
  'select party_id as "partyId", currency from guarantee where id = $1',
);

/**
 * A guarantee behind the lock of its customer's account and its own, within reach. Refuses
 * GUARANTEE_NOT_FOUND.
 */
export async function openGuarantee(
  op: OperationContext,
  given: Id,
  what: string,
  asked: Omit<BookAsked, 'partyId'> = {},
): Promise<{ readonly guarantee: Guarantee; readonly book: PaymentBook }> {
  const id = given.toLowerCase();
  const [found] = isId(id) ? await op.query<{ partyId: Id; currency: string }>(find, [id]) : [];
  if (!found) refuse('GUARANTEE_NOT_FOUND', 'There is no such guarantee', ['guaranteeId']);
  const book = await openBook(op, { ...asked, ...found });
  const [guarantee] = await lockGuarantees(op, [id]);
  if (!guarantee) throw new Error(`Guarantee ${id} is gone`);
  const { ownerId, teamId } = guarantee;
  const belongs = { ownerId, unitIds: teamId === null ? [] : [teamId] };
  op.requireReach('receivables.guarantees', belongs, what);
  return { guarantee, book };
}

const number = statement(
  'guarantee_number_next',
  `select 'GU-' || lpad(nextval('guarantee_number')::text, 6, '0') as number`,
);

/** A number of its own: those of refused acts are lost. */
export async function nextGuaranteeNumber(op: Pick<OperationContext, 'query'>): Promise<string> {
  const [drawn] = await op.query<{ number: string }>(number, []);
  return drawn?.number ?? '';
}
