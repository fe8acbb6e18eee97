import type { Id } from '../../../kernel/id.ts';
import type { LocalDate } from '../../../kernel/local-date.ts';
import { statement, type Queryable } from '../../../platform/database/statement.ts';
import { defineOperation } from '../../../platform/perform/operation.ts';
import { lockCustomers } from '../../parties/verbs.ts';
import { lockCreditAccounts } from '../../receivables/verbs.ts';
import { appropriateAll, loadOpenPromises, loadPayable } from '../queries/promise-money.ts';
import { endPromises } from '../ledger/write-promises.ts';
import { decidePromise, promiseEnds } from '../rules/keep-promises.ts';
import { addDays } from '../../../kernel/local-date.ts';

export interface PromisesDecided {
  readonly decided: number;
  /** Nobody is left over. */
  readonly isAll: boolean;
}

/** So many customers in one transaction. */
const batch = 100;

const ended = `from promise_to_pay p cross join collection_setting s
   where p.state = 'OPEN' and p.promised_on + p.grace_days + s.decide_after_days <= $1::date`;

const hasDue = statement('promises_have_due', `select exists (select ${ended}) as due`);

const customersDue = statement(
  'promises_due',
  `select p.party_id as "partyId", min(s.decide_after_days) as "afterDays" ${ended}
   group by p.party_id order by p.party_id limit $2`,
);

/** Whether a promise waits to be decided. */
export async function hasDuePromises(db: Queryable, today: LocalDate): Promise<boolean> {
  const [row] = await db.query<{ due: boolean }>(hasDue, [today]);
  return row?.due === true;
}

/**
 * Decides promises whose time is over by what came in time: kept, kept in part, or broken;
 * cancelled where nothing of it was left to be paid. Which money each had is kept, so that it does
 * not count again. Done twice it decides nothing more.
 */
export const decidePromises = defineOperation({
  name: 'decidePromises',
  permission: 'collections.dun',
  async run(op, _input: Record<string, never>): Promise<PromisesDecided> {
    op.requireReach('collections.dun', {}, 'Deciding on promises');
    const due = await op.query<{ partyId: Id; afterDays: number }>(customersDue, [op.today, batch]);
    const partyIds = due.map(({ partyId }) => partyId);
    if (partyIds.length === 0) return { decided: 0, isAll: true };
    const customers = await lockCustomers(op, partyIds);
    await lockCreditAccounts(
      op,
      [...customers.values()].map(({ id }) => id),
    );
    // Behind the locks, where nobody allocates or promises any more.
    const promises = await loadOpenPromises(
      op,
      [...customers.values()].map(({ id }) => id),
    );
    const had = await appropriateAll(op, promises);
    const afterDays = due[0]?.afterDays ?? 1;
    const over = promises.filter((one) => addDays(promiseEnds(one), afterDays) <= op.today);
    const byId = new Map([...customers.values()].map((customer) => [customer.id, customer]));
    const ids = over.map(({ id }) => id);
    const payable = await loadPayable(op, ids);
    const decided = over.map((promise) => {
      const own = had.filter(({ promiseId }) => promiseId === promise.id);
      const end = decidePromise(promise, own, payable.get(promise.id));
      const reason = end.state === 'CANCELLED' ? 'Nothing of it was left to be paid' : null;
      return { promise, ...end, reason, supersededById: null };
    });
    const ended = new Map(decided.map(({ promise, state }) => [promise.id, state]));
    const kept = had.filter(
      ({ promiseId }) => (ended.get(promiseId) ?? 'CANCELLED') !== 'CANCELLED',
    );
    await endPromises(op, decided, byId, kept);
    return { decided: decided.length, isAll: due.length < batch };
  },
});
