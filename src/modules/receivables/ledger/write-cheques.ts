import type { Id } from '../../../kernel/id.ts';
import type { LocalDate } from '../../../kernel/local-date.ts';
import { requireTransition } from '../../../kernel/transitions.ts';
import { explainClash } from '../../../platform/database/constraint-faults.ts';
import { statement } from '../../../platform/database/statement.ts';
import type { EventType } from '../../../platform/events/event.ts';
import type { ActContext, OperationContext } from '../../../platform/perform/operation.ts';
import { chequeEvents } from '../cheque-events.ts';
import { fault } from '../errors.ts';
import type { Cheque, Coverage } from '../rules/cheque.ts';
import { chequeMachine, type ChequeAct } from '../rules/cheque-states.ts';
import { chequeColumns, type ChequeColumn } from './load-cheques.ts';

type By = Pick<ActContext, 'actorId' | 'operationId' | 'emit'>;
type Owing = Pick<OperationContext, 'owe' | 'now'>;

/** What a step changes; the rest of a cheque never does. */
const changing = new Set<keyof Cheque>([
  ...(['dueOn', 'extensions', 'custody', 'state', 'moneyAccountId', 'slipNumber'] as const),
  ...(['depositedOn', 'endorsedTo', 'receiptId', 'clearedOn', 'returnedOn'] as const),
  ...(['returnReason', 'bounces', 'settlementReceiptId'] as const),
]);
const list = (of: readonly ChequeColumn[]): string => of.map(([, column]) => column).join(', ');
const typed = chequeColumns.map(([property, , type]) => `"${property}" ${type}`).join(', ');

const write = statement(
  'cheques_write',
  `insert into cheque (${list(chequeColumns)}, created_at, created_by, operation_id)
   select ${chequeColumns.map(([property]) => `c."${property}"`).join(', ')}, $2, $3, $4
   from json_to_recordset($1::json) as c(${typed})
   on conflict (id) do update set
     ${chequeColumns
       .filter(([property]) => changing.has(property))
       .map(([, column]) => `${column} = excluded.${column}`)
       .join(', ')},
     version = cheque.version + 1`,
);

const clash = explainClash({
  cheque_number_unique: () =>
    fault('CHEQUE_KNOWN', 'This bank, number and account were entered before', ['cheques']),
});

const enter = statement(
  'cheque_entries_insert',
  `insert into cheque_entry (cheque_id, act, from_state, to_state, effective_on, reason,
     reason_code, due_on, receipt_id, at, actor_id, operation_id)
   select "chequeId", act, "fromState", "toState", "effectiveOn", reason, "reasonCode", "dueOn",
     "receiptId", $2, $3, $4
   from json_to_recordset($1::json) as e("chequeId" uuid, act text, "fromState" text,
     "toState" text, "effectiveOn" date, reason text, "reasonCode" text, "dueOn" date,
     "receiptId" uuid, n int)
   order by n`,
);

/** A cheque as it was, none of one that is new, and as it is to be. */
export interface ChequeStep {
  readonly act: ChequeAct | 'receiveCheques';
  readonly before: Cheque | null;
  readonly after: Cheque;
  readonly effectiveOn: LocalDate;
  readonly reason?: string | null;
  /** What else its event tells. */
  readonly tells?: Readonly<Record<string, unknown>>;
}

const eventOf: Readonly<Record<ChequeStep['act'], EventType>> = {
  receiveCheques: chequeEvents.received,
  depositCheques: chequeEvents.deposited,
  withdrawCheque: chequeEvents.withdrawn,
  clearCheque: chequeEvents.cleared,
  returnCheque: chequeEvents.returned,
  representCheque: chequeEvents.represented,
  extendCheque: chequeEvents.extended,
  endorseCheque: chequeEvents.endorsed,
  holdChequeAsSecurity: chequeEvents.heldAsSecurity,
  replaceCheque: chequeEvents.replaced,
  settleChequeByCash: chequeEvents.settledByCash,
  sendChequeToLegal: chequeEvents.sentToLegal,
  giveChequeBack: chequeEvents.givenBack,
  loseCheque: chequeEvents.lost,
  cancelCheque: chequeEvents.cancelled,
};

/** The cheque behind an act; refuses ILLEGAL_STATE where that does not lead on from its state. */
export const stepOf = (
  act: ChequeAct,
  before: Cheque,
  changes: Partial<Cheque>,
): Pick<ChequeStep, 'act' | 'before' | 'after'> => ({
  act,
  before,
  after: { ...before, ...changes, state: requireTransition(chequeMachine, before.state, act) },
});

/**
 * The only writer of cheques and of their history. With the commit; behind the locks of the
 * cheques, and of the account where money or what is secured changes. Answers the ids of what it
 * tells.
 */
export function oweCheques(op: Owing, by: By, steps: readonly ChequeStep[]): Id[] {
  if (steps.length === 0) return [];
  const values = [op.now, by.actorId, by.operationId];
  op.owe(write, [JSON.stringify(steps.map(({ after }) => after)), ...values], clash);
  op.owe(enter, [JSON.stringify(steps.map(entryOf)), ...values]);
  return steps.map((step) => announceCheque(by, eventOf[step.act], step));
}

const entryOf = ({ act, before, after, effectiveOn, reason }: ChequeStep, n: number): object => ({
  chequeId: after.id,
  act,
  fromState: before?.state ?? null,
  toState: after.state,
  effectiveOn,
  reason: reason ?? null,
  reasonCode: act === 'returnCheque' ? after.returnReason : null,
  dueOn: after.dueOn,
  receiptId: after.receiptId ?? before?.receiptId ?? after.settlementReceiptId,
  n,
});

export function announceCheque(
  by: Pick<By, 'emit'>,
  type: EventType,
  { before, after, effectiveOn, reason, tells }: Omit<ChequeStep, 'act'>,
): Id {
  const change = before
    ? Object.fromEntries(
        [...changing]
          .filter((name) => before[name] !== after[name])
          .map((name) => [name, { from: before[name], to: after[name] }]),
      )
    : {};
  return by.emit({
    type,
    subject: { type: 'cheque', id: after.id },
    ownerId: after.ownerId,
    unitIds: after.teamId === null ? [] : [after.teamId],
    effectiveOn,
    data: { cheque: after, change, ...(reason && { reason }), ...tells },
  });
}

const cover = statement(
  'cheque_coverage_write',
  `with c as materialized (
     select * from json_to_recordset($1::json)
       as c(id uuid, "chequeId" uuid, "commitmentId" uuid, amount numeric)
   ), gone as (
     delete from cheque_coverage v
     where v.cheque_id = any($2::uuid[])
       and not exists (select from c
                       where c."chequeId" = v.cheque_id and c."commitmentId" = v.commitment_id)
   )
   insert into cheque_coverage as v (id, cheque_id, commitment_id, amount)
   select id, "chequeId", "commitmentId", amount from c order by id
   on conflict (cheque_id, commitment_id) do update set amount = excluded.amount`,
);

/** What these cheques cover from now on: just that. Behind the lock of their customer's account. */
export function oweCoverage(
  op: Pick<OperationContext, 'owe' | 'newId'>,
  covered: readonly { readonly chequeId: Id; readonly rows: readonly Coverage[] }[],
): void {
  const rows = covered.flatMap(({ chequeId, rows: of }) =>
    of.map((row) => ({ id: op.newId(), chequeId, ...row })),
  );
  op.owe(cover, [JSON.stringify(rows), covered.map(({ chequeId }) => chequeId)]);
}
