import type { Id } from '../../src/kernel/id.ts';
import {
  clearCheque,
  depositCheques,
  receiveCheques,
  returnCheque,
  securedOf,
  setMoneyAccount,
  type ChequeInput,
  type ReceiveChequesInput,
  type ReturnChequeInput,
} from '../../src/modules/receivables/index.ts';
import { floorIdOf } from '../parties/world.ts';
import type { OrderWorld } from '../sales/order-world.ts';
import { asSystem } from '../support/perform.ts';
import { forgetPayments } from './payment-world.ts';

/** Cheques, guarantees, and what is set for them, are forgotten with all money. */
export async function forgetCheques(w: OrderWorld): Promise<void> {
  await w.forget('cheque', 'guarantee', 'bank_holiday');
  await forgetPayments(w);
  await w.sql(
    `update cheque_policy set weekend = '{4,5}', bounce_fee = 0, bounce_penalty_percent = 0,
       hold_from = null, hold_within_days = 365, relief_percent = 0, relief_from_cleared = 0,
       relief_most_returned = 0, guarantee_alarm_days = '{30,7,1}', version = 1`,
  );
}

let numbers = 0;

/** A cheque of Bank Mellat: of so much, due on that day. */
export const paper = (amount: string, dueOn = '2026-03-21', over = {}): ChequeInput => ({
  number: String((numbers += 1)),
  bank: 'Mellat',
  drawerAccount: '0101-22',
  amount,
  dueOn,
  custody: 'Safe',
  ...over,
});

/** Alborz hands these over. */
export const receive = async (
  w: OrderWorld,
  cheques: readonly ChequeInput[],
  over: Partial<ReceiveChequesInput> = {},
): Promise<readonly Id[]> =>
  (
    await w.perform(
      receiveCheques,
      { customerId: floorIdOf(w, 'Alborz'), cheques, ...over },
      asSystem,
    )
  ).chequeIds;

export const receiveOne = async (
  w: OrderWorld,
  amount: string,
  over: Partial<ChequeInput> = {},
): Promise<Id> => (await receive(w, [paper(amount, '2026-03-21', over)]))[0] as Id;

export const bank = async (w: OrderWorld, over = {}): Promise<Id> => {
  const input = {
    code: `B${(numbers += 1)}`,
    name: 'Bank',
    kind: 'BANK',
    currency: 'IRR',
  } as const;
  return (await w.perform(setMoneyAccount, { ...input, ...over }, asSystem)).moneyAccountId;
};

export const deposit = (
  w: OrderWorld,
  chequeIds: readonly Id[],
  moneyAccountId: Id,
  over = {},
): Promise<unknown> =>
  w.perform(depositCheques, { chequeIds, moneyAccountId, slipNumber: 'S-1', ...over }, asSystem);

export const clear = (w: OrderWorld, chequeId: Id, over = {}): Promise<{ receiptId: Id }> =>
  w.perform(clearCheque, { chequeId, ...over }, asSystem);

export const bounce = (
  w: OrderWorld,
  chequeId: Id,
  over: Partial<ReturnChequeInput> = {},
): Promise<{ chargeIds: readonly Id[]; isHeld: boolean }> =>
  w.perform(returnCheque, { chequeId, reason: 'INSUFFICIENT_FUNDS', ...over }, asSystem);

/** A cheque of so much that was deposited today; with the account. */
export async function deposited(w: OrderWorld, amount: string): Promise<Id> {
  const id = await receiveOne(w, amount);
  await deposit(w, [id], await bank(w));
  return id;
}

/** `RECEIVED 100 covers -1 60, -2 40`: each cheque by its number. */
export const cheques = async (w: OrderWorld): Promise<string[]> =>
  (
    await w.sql<{ told: string }>(
      `select q.state || ' ' || trim_scale(q.amount) || coalesce(' covers ' || (
         select string_agg(regexp_replace(k.number, '^.*-', '-') || ' ' || trim_scale(v.amount),
                           ', ' order by length(k.number), k.number)
         from cheque_coverage v join payment_commitment k on k.id = v.commitment_id
         where v.cheque_id = q.id), '') as told
       from cheque q order by q.number::int`,
    )
  ).map(({ told }) => told);

/** The steps of a cheque: `receiveCheques RECEIVED`, `depositCheques DEPOSITED`. */
export const steps = async (w: OrderWorld, chequeId: Id): Promise<string[]> =>
  (
    await w.sql<{ told: string }>(
      `select act || ' ' || to_state as told from cheque_entry where cheque_id = $1 order by seq`,
      [chequeId],
    )
  ).map(({ told }) => told);

/** Events of a kind, the oldest first, as they are announced. */
export const told = (w: OrderWorld, like: string) =>
  w.sql<{ id: Id; type: string; causedBy: Id | null; effectiveOn: string | null; data: unknown }>(
    `select id, type, caused_by as "causedBy", effective_on as "effectiveOn", data
     from outbox where type like $1 order by seq`,
    [like],
  );

/** `-1 440000`: what of each commitment cheques cover. */
export const secured = async (w: OrderWorld): Promise<string[]> => {
  const columns = { id: 'k.id', ended: 'k.ended', settled: 'k.settled', amount: 'k.amount' };
  const rows = await w.sql<{ told: string }>(
    `select regexp_replace(k.number, '^.*-', '-') || ' ' || trim_scale(${securedOf(columns)})
       as told
     from payment_commitment k order by length(k.number), k.number`,
  );
  return rows.map(({ told: text }) => text);
};
