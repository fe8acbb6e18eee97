import {
  recordCommissionPayout,
  removeInflowTarget,
  setCommissionRate,
  setInflowSetting,
  setInflowTarget,
  setSalesCredit,
  type CommissionPaid,
  type CommissionRateSet,
  type InflowSettingSet,
  type InflowTargetChanged,
  type RecordCommissionPayoutInput,
  type RemoveInflowTargetInput,
  type SalesCreditSet,
  type SetCommissionRateInput,
  type SetInflowSettingInput,
  type SetInflowTargetInput,
  type SetSalesCreditInput,
} from '../../modules/inflow/index.ts';
import { builder } from '../builder.ts';
import { actField, row, value } from '../mutation/act-field.ts';
import { listField, oneField } from '../read/root-fields.ts';
import { settingField } from '../read/setting-field.ts';
import { PaymentCommitmentType } from '../receivables/commitment-types.ts';
import {
  Calendar,
  CommissionPayoutType,
  CommissionRateType,
  Expectation,
  InflowProbabilityType,
  InflowSettingType,
  InflowSnapshotRowType,
  InflowSnapshotType,
  InflowTargetType,
  PeriodKind,
  SalesCreditType,
  TargetScope,
} from './types.ts';

settingField('inflowSetting', InflowSettingType, 'How months are counted and money is expected.');
listField('inflowProbabilities', InflowProbabilityType, {
  description: 'How probable money is, by how late it is.',
  defaultOrder: 'DAYS_LATE_ASC',
});
oneField('inflowTarget', InflowTargetType, 'A target by its id.');
listField('inflowTargets', InflowTargetType, {
  description: 'What is to be brought in.',
  defaultOrder: 'FROM_ON_DESC',
});
listField('salesCredits', SalesCreditType, {
  description: 'Whose the money for commitments is.',
  defaultOrder: 'ID_DESC',
});
listField('commissionRates', CommissionRateType, {
  description: 'What of what they bring in is theirs.',
  defaultOrder: 'FROM_ON_DESC',
});
oneField('commissionPayout', CommissionPayoutType, 'A payout by its id.');
listField('commissionPayouts', CommissionPayoutType, {
  description: 'What of commissions was paid out.',
  defaultOrder: 'PAID_ON_DESC',
});
listField('inflowSnapshots', InflowSnapshotType, {
  description: 'Days whose forecast was kept.',
  defaultOrder: 'TAKEN_ON_DESC',
});
listField('inflowSnapshotRows', InflowSnapshotRowType, {
  description: 'What was expected, as it was seen on those days.',
  defaultOrder: 'FROM_ON_DESC',
});

actField<SetInflowTargetInput, InflowTargetChanged>({
  name: 'setInflowTarget',
  operation: setInflowTarget,
  description: 'So much is to be brought in; what was set of the same period before is changed.',
  key: 'optional',
  input: (t) => ({
    scope: t.field({ type: TargetScope, required: true, description: 'Whose it is.' }),
    salespersonId: t.id({ description: 'Of PERSON: whose.' }),
    teamId: t.id({ description: 'Of TEAM: whose.' }),
    periodKind: t.field({ type: PeriodKind, required: true, description: 'How long.' }),
    day: t.field({ type: 'LocalDate', required: true, description: 'Any day of the period.' }),
    amount: t.field({ type: 'Decimal', required: true, description: 'In the firm’s currency.' }),
    note: t.string({ description: 'What is to be noted.' }),
  }),
  payload: { inflowTarget: row(InflowTargetType, (done) => done.inflowTargetId, 'The target.') },
});

actField<RemoveInflowTargetInput, InflowTargetChanged>({
  name: 'removeInflowTarget',
  operation: removeInflowTarget,
  description: 'It is asked for no more; what was brought in stays.',
  key: 'optional',
  input: (t) => ({ inflowTargetId: t.id({ required: true, description: 'The target.' }) }),
  payload: { inflowTargetId: value('ID', (done) => done.inflowTargetId, 'The target that was.') },
});

const SalesCreditShareInput = builder.inputType('SalesCreditShareInput', {
  description: 'Whose part of the money is.',
  fields: (t) => ({
    salespersonId: t.id({ required: true, description: 'Whose.' }),
    percent: t.field({ type: 'Decimal', required: true, description: 'Of a hundred.' }),
  }),
});

actField<SetSalesCreditInput, SalesCreditSet>({
  name: 'setSalesCredit',
  operation: setSalesCredit,
  description:
    'Whose the money for a commitment is that comes from now on. What has come stays whose it ' +
    'was, also when it is taken back.',
  key: 'optional',
  input: (t) => ({
    commitmentId: t.id({ required: true, description: 'The commitment.' }),
    shares: t.field({
      type: [SalesCreditShareInput],
      required: true,
      description: '100 percent together; none: of who looks after it.',
    }),
  }),
  payload: {
    paymentCommitment: row(PaymentCommitmentType, (done) => done.commitmentId, 'The commitment.'),
  },
});

actField<SetCommissionRateInput, CommissionRateSet>({
  name: 'setCommissionRate',
  operation: setCommissionRate,
  description: 'So much of what they bring in from a day on is theirs. What was earned stays.',
  key: 'optional',
  input: (t) => ({
    salespersonId: t.id({
      description: 'Whose; if not said, of all who have no rate of their own.',
    }),
    fromOn: t.field({ type: 'LocalDate', required: true, description: 'The first day.' }),
    percent: t.field({ type: 'Decimal', required: true, description: '0 to 100.' }),
  }),
  payload: {
    commissionRate: row(CommissionRateType, (done) => done.commissionRateId, 'The rate.'),
  },
});

actField<RecordCommissionPayoutInput, CommissionPaid>({
  name: 'recordCommissionPayout',
  operation: recordCommissionPayout,
  description: 'Somebody was paid commission that they earned; never more than is left of it.',
  key: 'required',
  input: (t) => ({
    id: t.id({ description: 'Made by the client; else by the server.' }),
    salespersonId: t.id({ required: true, description: 'Who.' }),
    amount: t.field({
      type: 'Decimal',
      required: true,
      description: 'In the firm’s currency; below zero: paid back.',
    }),
    paidOn: t.field({ type: 'LocalDate', required: true, description: 'When.' }),
    throughOn: t.field({
      type: 'LocalDate',
      required: true,
      description: 'What was earned up to then is looked at.',
    }),
    reference: t.string({ description: 'What is to be noted.' }),
  }),
  payload: {
    commissionPayout: row(CommissionPayoutType, (done) => done.commissionPayoutId, 'The payout.'),
  },
});

const InflowProbabilityInput = builder.inputType('InflowProbabilityInput', {
  description: 'How probable money is, once it is so many days late.',
  fields: (t) => ({
    daysLate: t.int({ required: true, description: 'From so many days on; 0: not late.' }),
    percent: t.field({ type: 'Decimal', required: true, description: '0 to 100.' }),
  }),
});

actField<SetInflowSettingInput, InflowSettingSet>({
  name: 'setInflowSetting',
  operation: setInflowSetting,
  description: 'How months are counted and money is expected, from now on. What is not said stays.',
  key: 'optional',
  input: (t) => ({
    expectedVersion: t.int({ required: true, description: 'The version seen; else STALE.' }),
    calendar: t.field({ type: Calendar, description: 'What months are counted by.' }),
    expectation: t.field({ type: Expectation, description: 'When and how surely.' }),
    probabilities: t.field({
      type: [InflowProbabilityInput],
      description: 'All of them, the first of 0 days; what was said before is forgotten.',
    }),
  }),
  payload: {
    version: value('Int', (done) => done.version, 'The version that it has now.'),
  },
});
