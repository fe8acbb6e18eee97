import type { Id } from '../../src/kernel/id.ts';
import { raiseCommitment, recordReceipt } from '../../src/modules/receivables/index.ts';
import { floorIdOf, openSalesFloor, type SalesFloor } from '../parties/world.ts';
import { asSystem, asViewer, openTestApp, type TestApp } from '../support/perform.ts';

export type InflowWorld = TestApp & SalesFloor;

export const openInflowWorld = async (): Promise<InflowWorld> =>
  openSalesFloor(await openTestApp({ poolSize: 24 }));

export async function forgetInflow(w: InflowWorld): Promise<void> {
  await w.forget(
    ...['payment_commitment', 'receipt', 'ledger_entry', 'customer_balance', 'credit_account'],
    ...['inflow_target', 'commission_rate', 'commission_payout', 'inflow_snapshot'],
  );
  await w.sql(
    `update inflow_setting set calendar = 'JALALI', expectation = 'BUCKETS', version = 1`,
  );
  w.clock.set('2026-03-25T08:00:00Z');
}

export const everyone = asViewer({ 'inflow.read': 'ALL', 'crm.read': 'ALL' }).viewer;

/** A customer is to pay so much by a day. */
export const ask = async (
  w: InflowWorld,
  name: string,
  amount: string,
  dueOn = '2026-03-30',
): Promise<Id> => {
  const of = { customerId: floorIdOf(w, name), reason: 'SERVICE', note: 'Visit' } as const;
  return (await w.perform(raiseCommitment, { ...of, amount, dueOn }, asSystem)).commitmentId;
};

/** A customer pays one of them, all of it or some. */
export const pay = async (
  w: InflowWorld,
  name: string,
  commitmentId: Id,
  amount: string,
): Promise<Id> => {
  const money = { customerId: floorIdOf(w, name), method: 'TRANSFER', amount } as const;
  const allocations = [{ commitmentId, amount }];
  return (await w.perform(recordReceipt, { ...money, allocations }, asSystem)).receiptId;
};

/** The name of a person, a team or a customer. */
export const nameOf = (w: InflowWorld, id: string | null): string =>
  [...w.floorIds].find(([, of]) => of === id)?.[0] ?? String(id);
