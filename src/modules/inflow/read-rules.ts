import type { ReadRule } from '../../platform/read/read-rule.ts';

const permission = 'inflow.read';

/** Targets, credits and forecasts are seen by whose they are and who leads their team. */
export const inflowReadRules: readonly ReadRule[] = [
  { entity: 'InflowSetting', permission, everyRow: true },
  { entity: 'InflowProbability', permission, everyRow: true },
  { entity: 'InflowTarget', permission, owner: 'salesperson', units: ['team', 'salesperson.team'] },
  { entity: 'SalesCredit', permission, owner: 'salesperson', units: ['team'] },
  { entity: 'SalesCreditKept', permission, owner: 'allocation.commitment.owner' },
  { entity: 'CommissionRate', permission, owner: 'salesperson', units: ['salesperson.team'] },
  { entity: 'CommissionPayout', permission, owner: 'salesperson', units: ['salesperson.team'] },
  { entity: 'InflowSnapshot', permission, everyRow: true },
  { entity: 'InflowSnapshotRow', permission, owner: 'owner', units: ['team'] },
];
