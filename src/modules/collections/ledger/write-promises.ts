import type { Decimal } from '../../../kernel/decimal.ts';
import type { Id } from '../../../kernel/id.ts';
import { statement } from '../../../platform/database/statement.ts';
import type { OperationContext } from '../../../platform/perform/operation.ts';
import type { Customer } from '../../parties/index.ts';
import { collectionsEvents, customerEvent } from '../events.ts';
import type { PromiseState } from '../rules/kinds.ts';
import type { Appropriation } from '../rules/keep-promises.ts';
import type { PromiseRow } from '../queries/promise-money.ts';
import { oweEntries } from './write-entries.ts';

/** A promise that holds no more. */
export interface EndedPromise {
  readonly promise: PromiseRow;
  readonly state: Exclude<PromiseState, 'OPEN'>;
  readonly received: Decimal;
  readonly reason: string | null;
  readonly supersededById: Id | null;
}

const save = statement(
  'promises_end',
  `update promise_to_pay p
   set state = e.state, received = e.received, reason = e.reason,
       superseded_by_id = e."supersededById", decided_on = $2, version = p.version + 1
   from jsonb_to_recordset($1::jsonb) as e(id uuid, state text, received numeric, reason text,
                                           "supersededById" uuid)
   where p.id = e.id and p.state = 'OPEN'`,
);
const keep = statement(
  'promise_appropriations_insert',
  `insert into promise_appropriation (id, promise_to_pay_id, receipt_id, amount)
   select gen_random_uuid(), a."promiseId", a."receiptId", a.amount
   from jsonb_to_recordset($1::jsonb) as a("promiseId" uuid, "receiptId" uuid, amount numeric)`,
);

const types = {
  KEPT: collectionsEvents.promiseKept,
  PARTIALLY_KEPT: collectionsEvents.promisePartiallyKept,
  BROKEN: collectionsEvents.promiseBroken,
  CANCELLED: collectionsEvents.promiseCancelled,
  SUPERSEDED: collectionsEvents.promiseSuperseded,
} as const;

/** Ends promises behind the locks of their customers, and keeps which money each had. */
export async function endPromises(
  op: OperationContext,
  ended: readonly EndedPromise[],
  customers: ReadonlyMap<Id, Customer>,
  had: readonly Appropriation[] = [],
): Promise<void> {
  if (ended.length === 0) return;
  const rows = ended.map(({ promise, ...end }) => ({ id: promise.id, ...end }));
  await op.query(save, [JSON.stringify(rows), op.today]);
  if (had.length > 0) await op.query(keep, [JSON.stringify(had)]);
  for (const { promise, state, received, reason, supersededById } of ended) {
    const customer = customers.get(promise.partyId);
    if (!customer) continue;
    const promiseToPay = { ...promise, state, received, reason, supersededById };
    const data = { promiseToPay, change: { state: { from: 'OPEN', to: state } } };
    const subject = { type: 'promiseToPay', id: promise.id };
    op.emit(customerEvent(types[state], customer, subject, data));
  }
  oweEntries(
    op,
    ended.map(({ promise, state, reason }) => ({
      ...{ document: 'PROMISE' as const, documentId: promise.id, partyId: promise.partyId },
      ...{ from: 'OPEN', to: state, reason },
    })),
  );
}
