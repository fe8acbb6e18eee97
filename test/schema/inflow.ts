import type { Id } from '../../src/kernel/id.ts';
import { keepInflowForecast, receiveBankStatementLine } from '../../src/modules/index.ts';
import {
  recordCommissionPayout,
  setCommissionRate,
  setInflowTarget,
  setSalesCredit,
} from '../../src/modules/inflow/index.ts';
import { importBankStatement } from '../../src/modules/receivables/index.ts';
import type { Caller } from '../../src/platform/perform/operation.ts';
import type { World } from '../inventory/world.ts';
import type { Floor } from './parties.ts';
import type { Payments } from './payments.ts';
import type { Side } from './samples.ts';

/** What is to be brought in and was on one side. */
interface InflowSide {
  readonly inflowTargetId: Id;
  readonly commissionPayoutId: Id;
  readonly salespersonId: Id;
  readonly teamId: Id;
  readonly partyId: Id;
}

export interface Inflow {
  readonly own: InflowSide;
  readonly foreign: InflowSide;
  readonly bankStatementId: Id;
  /** Waits; was put aside. */
  readonly lineId: Id;
  readonly ignoredId: Id;
}

const statement = `day,amount,payer,payer_account,reference,external_id
2026-03-20,500,A house,IR440120000000001234567890,Nothing known,L1
2026-03-20,-5,Bank,IR1,Fee,L2
2026-03-20,70,A house,IR7,Thanks,L3`;

export async function openInflow(
  w: World,
  floor: Floor,
  payments: Payments,
  admin: Caller,
): Promise<Inflow> {
  const { moneyAccountId } = payments;
  const file = { moneyAccountId, format: 'CSV', content: statement } as const;
  const { bankStatementIds } = await w.perform(importBankStatement, file, admin);
  const lines = await w.sql<{ id: Id }>('select id from bank_statement_line order by line_no');
  await w.sql(`update bank_statement set opening_balance = 0, closing_balance = 495`);
  await w.sql(
    `insert into payer_account (id, account, party_id, payer_name, learnt_at)
     values (gen_random_uuid(), 'IR440120000000001234567890', $1, 'A house', now())`,
    [floor.sides.own.partyId],
  );
  const received = { bankStatementLineId: lines[2]?.id ?? '', customerId: floor.sides.own.partyId };
  await w.perform(receiveBankStatementLine, received, admin);
  await w.sql(`update bank_statement_line set end_to_end_id = 'E' || line_no`);
  const everyone = { fromOn: '2020-01-01', percent: '10' };
  await w.perform(setCommissionRate, everyone, admin);
  const side = (of: Side): Promise<InflowSide> => openSide(w, floor, payments, { of, admin });
  const [own, foreign] = [await side('own'), await side('foreign')];
  await w.perform(keepInflowForecast, {}, admin);
  return {
    ...{ own, foreign, bankStatementId: bankStatementIds[0] ?? '' },
    ...{ lineId: lines[0]?.id ?? '', ignoredId: lines[1]?.id ?? '' },
  };
}

async function openSide(
  w: World,
  floor: Floor,
  payments: Payments,
  { of, admin }: { readonly of: Side; readonly admin: Caller },
): Promise<InflowSide> {
  const { salespersonId, teamId, partyId } = floor.sides[of];
  const { commitmentId } = payments[of];
  const month = { periodKind: 'MONTH', day: '2026-03-25', amount: '1000', note: 'More' } as const;
  const person = { scope: 'PERSON', salespersonId, ...month } as const;
  const { inflowTargetId } = await w.perform(setInflowTarget, person, admin);
  await w.perform(setInflowTarget, { scope: 'TEAM', teamId, ...month }, admin);
  const whole = [{ salespersonId, percent: '100' }];
  await w.perform(setSalesCredit, { commitmentId, shares: whole }, admin);
  await w.perform(setCommissionRate, { salespersonId, fromOn: '2026-01-01', percent: '10' }, admin);
  const days = { paidOn: '2026-03-21', throughOn: '2026-12-31', reference: 'By bank' };
  const paid = { salespersonId, amount: '1', ...days };
  const { commissionPayoutId } = await w.perform(recordCommissionPayout, paid, admin);
  return { inflowTargetId, commissionPayoutId, salespersonId, teamId, partyId };
}

/** Samples for acts and queries on inflow and statements of banks, on one side. */
export function inflowSamples(inflow: Inflow, side: Side): [string, unknown][] {
  const of = inflow[side];
  const stretch = (query: string): [string, unknown][] => [
    [`${query}.from`, '2026-03-21'],
    [`${query}.through`, '2026-05-20'],
  ];
  return [
    ['inflowTarget.id', of.inflowTargetId],
    ['inflowTargetId', of.inflowTargetId],
    ['commissionPayout.id', of.commissionPayoutId],
    ['setInflowTarget.scope', 'PERSON'],
    ['setInflowTarget.day', '2026-04-25'],
    ['bankStatement.id', inflow.bankStatementId],
    ['bankStatementId', inflow.bankStatementId],
    ['bankStatementLine.id', inflow.lineId],
    ['bankStatementLineId', inflow.lineId],
    ['reopenBankStatementLine.bankStatementLineId', inflow.ignoredId],
    ['importBankStatement.content', 'day,amount\n2026-03-21,7'],
    ['receiveBankStatementLine.customerId', of.partyId],
    ['recordCommissionPayout.paidOn', '2026-03-21'],
    ['recordCommissionPayout.throughOn', '2026-12-31'],
    ['customerStatement.currency', 'IRR'],
    ['receivablesAgeing.currency', 'IRR'],
    ['receivablesAgeing.buckets', [30, 60]],
    ...[
      ...['customerStatement', 'customerReceipts', 'inflowAttainment', 'inflowCredits'],
      ...['commissions', 'inflowForecast', 'inflowForecastRows'],
    ].flatMap(stretch),
    ['forecastAccuracy.from', '2026-01-21'],
    ['forecastAccuracy.through', '2026-02-28'],
  ];
}

/** Where the smallest sample does not do. */
export const goodInflowInputs = ({ own, lineId }: Inflow): Readonly<Record<string, object>> => ({
  importBankStatement: { format: 'CSV' },
  receiveBankStatementLine: { bankStatementLineId: lineId, customerId: own.partyId },
  setInflowTarget: { scope: 'PERSON', salespersonId: own.salespersonId, periodKind: 'MONTH' },
  setSalesCredit: { shares: [{ salespersonId: own.salespersonId, percent: '100' }] },
  recordCommissionPayout: { salespersonId: own.salespersonId, amount: '1' },
  setInflowSetting: { expectedVersion: 1 },
});

/** Whose rows are the clerk's own: see sides.ts. */
const ofNear = `(select id from team where code = 'NEAR')`;
const ofTeam = (table: string): readonly [string, string, string] => [
  table,
  'id',
  `select team_id = ${ofNear}`,
];
const ofSalesperson = (table: string): readonly [string, string, string] => [
  table,
  'id',
  `select s.team_id = ${ofNear} from salesperson s where s.id = salesperson_id`,
];

export const inflowSides: Readonly<Record<string, readonly [string, string, string]>> = {
  InflowTarget: [
    'inflow_target',
    'id',
    `select coalesce(team_id, (select s.team_id from salesperson s where s.id = salesperson_id))
       = ${ofNear}`,
  ],
  SalesCredit: ofTeam('sales_credit'),
  CommissionRate: ofSalesperson('commission_rate'),
  CommissionPayout: ofSalesperson('commission_payout'),
  InflowSnapshotRow: ofTeam('inflow_snapshot_row'),
};

export const inflowOfEveryone = [
  'BankStatement',
  'BankStatementLine',
  'PayerAccount',
  'InflowSetting',
  'InflowProbability',
  'InflowSnapshot',
];
