import { defineEntity, p } from '@mikro-orm/core';
import { calendars } from '../../../kernel/calendar.ts';
import {
  amount,
  companyCurrency,
  instant,
  keeps,
  percent,
} from '../../../platform/database/columns.ts';
import { Salesperson, Team } from '../../parties/index.ts';
import { expectations } from '../rules/kinds.ts';

/** How the firm counts its months, and how it expects what is due. One row. */
export const InflowSettingSchema = defineEntity({
  name: 'InflowSetting',
  tableName: 'inflow_setting',
  properties: {
    id: p.integer().primary().autoincrement(false),
    calendar: p.enum(calendars),
    expectation: p.enum(expectations).default('BUCKETS'),
    version: p.integer().default(1),
  },
});

/** How probable it is that something comes in, once it is so many days late. */
export const InflowProbabilitySchema = defineEntity({
  name: 'InflowProbability',
  tableName: 'inflow_probability',
  properties: {
    daysLate: p.integer().primary().autoincrement(false),
    percent: percent(),
  },
});

/** The forecast was kept on a day. Append-only. */
export const InflowSnapshotSchema = defineEntity({
  name: 'InflowSnapshot',
  tableName: 'inflow_snapshot',
  properties: {
    takenOn: p.date().primary(),
    at: instant(),
    operationId: p.uuid(),
  },
});

/** What was expected of a period on a day, of one owner and layer. Append-only. */
export const InflowSnapshotRowSchema = defineEntity({
  name: 'InflowSnapshotRow',
  tableName: 'inflow_snapshot_row',
  indexes: [
    { name: 'inflow_snapshot_row_taken_on_index', properties: ['snapshot', 'fromOn'] },
    { name: 'inflow_snapshot_row_period_index', properties: ['calendar', 'period', 'owner'] },
    { name: 'inflow_snapshot_row_owner_id_index', properties: ['owner', 'snapshot'] },
    { name: 'inflow_snapshot_row_team_id_index', properties: ['team', 'snapshot'] },
  ],
  properties: {
    id: p.uuid().primary(),
    snapshot: () => p.manyToOne(InflowSnapshot).fieldName('taken_on'),
    calendar: p.enum(calendars),
    period: p.text(),
    fromOn: p.date(),
    throughOn: p.date(),
    owner: () => p.manyToOne(Salesperson).nullable().deleteRule(keeps),
    team: () => p.manyToOne(Team).nullable().deleteRule(keeps),
    layer: p.text(),
    amount: amount(),
    expected: amount(),
    currency: companyCurrency(),
  },
});

export class InflowSetting extends InflowSettingSchema.class {}
InflowSettingSchema.setClass(InflowSetting);

export class InflowProbability extends InflowProbabilitySchema.class {}
InflowProbabilitySchema.setClass(InflowProbability);

export class InflowSnapshot extends InflowSnapshotSchema.class {}
InflowSnapshotSchema.setClass(InflowSnapshot);

export class InflowSnapshotRow extends InflowSnapshotRowSchema.class {}
InflowSnapshotRowSchema.setClass(InflowSnapshotRow);
