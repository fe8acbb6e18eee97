import { calendars, periodKinds } from '../../kernel/calendar.ts';
import { expectations, inflowSlices, targetScopes } from '../../modules/inflow/index.ts';
import { actor } from '../actor.ts';
import { builder } from '../builder.ts';
import { money } from '../money.ts';
import { SalespersonType, TeamType } from '../parties/floor-types.ts';
import { choice, property, readType, relation, type ReadType } from '../read/read-type.ts';
import { PaymentCommitmentType } from '../receivables/commitment-types.ts';

export const Calendar = builder.enumType('Calendar', {
  description: 'What months and years are counted by: GREGORIAN, or JALALI, as in Iran.',
  values: calendars,
});
export const PeriodKind = builder.enumType('PeriodKind', {
  description: 'A month, quarter or year of the firm’s calendar.',
  values: periodKinds,
});
export const TargetScope = builder.enumType('TargetScope', {
  description: 'Whose a target is: a salesperson’s, a team’s, the firm’s.',
  values: targetScopes,
});
export const Expectation = builder.enumType('Expectation', {
  description:
    'BUCKETS: on its day, by the probability of how late it is; DELAY: as late as its customer ' +
    'has paid so far, by the median.',
  values: expectations,
});
export const InflowSlice = builder.enumType('InflowSlice', {
  description: 'By what a forecast is cut.',
  values: inflowSlices,
});

export const InflowSettingType: ReadType = readType('InflowSetting', {
  description: 'How the firm counts its months, and how it expects what is due.',
  fields: {
    calendar: choice('calendar', Calendar, 'What months are counted by.'),
    expectation: choice('expectation', Expectation, 'When and how surely money is expected.'),
    version: property('version', 'Rises with each change; send it as `expectedVersion`.'),
  },
});

export const InflowProbabilityType: ReadType = readType('InflowProbability', {
  description: 'How probable it is that something comes in, once it is so many days late.',
  fields: {
    daysLate: property('daysLate', 'From so many days on; 0: not late.'),
    percent: property('percent', '0 to 100.'),
  },
  filter: ['daysLate'],
  order: ['daysLate'],
});

export const InflowTargetType: ReadType = readType('InflowTarget', {
  description: 'What somebody, a team or the firm is to bring in.',
  fields: {
    id: property('id', 'Its id.'),
    scope: choice('scope', TargetScope, 'Whose it is.'),
    salesperson: relation('salesperson', () => SalespersonType, 'Of PERSON: whose.'),
    team: relation('team', () => TeamType, 'Of TEAM: whose.'),
    periodKind: choice('periodKind', PeriodKind, 'A month, a quarter or a year.'),
    calendar: choice('calendar', Calendar, 'Of which calendar.'),
    period: property('period', 'Which: `1405-01`, `2026-Q1`, `1405`.'),
    fromOn: property('fromOn', 'Its first day.'),
    throughOn: property('throughOn', 'Its last day.'),
    amount: money('amount', 'How much, in the firm’s currency.'),
    note: property('note', 'What was noted.'),
    setAt: property('setAt', 'When it was set.'),
    setBy: actor('setBy', 'By whom.'),
    version: property('version', 'Rises with each change.'),
  },
  filter: [
    ...['id', 'scope', 'salesperson', 'team', 'periodKind', 'calendar', 'period'],
    ...['fromOn', 'throughOn'],
  ],
  order: ['fromOn', 'amount'],
});

export const SalesCreditType: ReadType = readType('SalesCredit', {
  description:
    'Whose part of the money for a commitment is. Where none is in force, it is that of who ' +
    'looks after the commitment.',
  fields: {
    id: property('id', 'Its id.'),
    commitment: relation('commitment', () => PaymentCommitmentType, 'The commitment.'),
    setNo: property('setNo', 'Those of one number are the whole.'),
    salesperson: relation('salesperson', () => SalespersonType, 'Whose.'),
    team: relation('team', () => TeamType, 'Their team at that time.'),
    percent: property('percent', 'How much of it.'),
    inForce: property('inForce', 'It holds for money that comes; else for some that came.'),
    setAt: property('setAt', 'When it was said; null: nobody did.'),
    setBy: actor('setBy', 'By whom.'),
  },
  filter: ['id', 'commitment', 'salesperson', 'team', 'inForce'],
  order: ['id'],
});

export const CommissionRateType: ReadType = readType('CommissionRate', {
  description: 'So much of what they bring in is theirs, from a day on.',
  fields: {
    id: property('id', 'Its id.'),
    salesperson: relation('salesperson', () => SalespersonType, 'Null: of all without their own.'),
    fromOn: property('fromOn', 'The first day.'),
    percent: property('percent', 'How much of a hundred.'),
    setAt: property('setAt', 'When it was said.'),
    setBy: actor('setBy', 'By whom.'),
  },
  filter: ['id', 'salesperson', 'fromOn'],
  order: ['fromOn'],
});

export const CommissionPayoutType: ReadType = readType('CommissionPayout', {
  description: 'What of somebody’s commission was paid out; below zero: paid back. Never altered.',
  fields: {
    id: property('id', 'Its id.'),
    number: property('number', 'Its number: `CP-000003`.'),
    salesperson: relation('salesperson', () => SalespersonType, 'To whom.'),
    amount: money('amount', 'How much, in the firm’s currency.'),
    paidOn: property('paidOn', 'When.'),
    throughOn: property('throughOn', 'What was earned up to then was looked at.'),
    reference: property('reference', 'What was noted.'),
    at: property('at', 'When it was written down.'),
    actor: actor('actorId', 'By whom.'),
  },
  filter: ['id', 'number', 'salesperson', 'paidOn'],
  order: ['paidOn', 'number'],
});

export const InflowSnapshotType: ReadType = readType('InflowSnapshot', {
  description: 'A day whose forecast was kept.',
  fields: {
    takenOn: property('takenOn', 'The day.'),
    at: property('at', 'When.'),
  },
  filter: ['takenOn'],
  order: ['takenOn'],
});

export const InflowSnapshotRowType: ReadType = readType('InflowSnapshotRow', {
  description: 'What was expected of a month on a day, of one owner and layer. Never altered.',
  fields: {
    id: property('id', 'Its id.'),
    snapshot: relation('snapshot', () => InflowSnapshotType, 'The day on which it was seen.'),
    calendar: choice('calendar', Calendar, 'What months are counted by.'),
    period: property('period', 'The month.'),
    fromOn: property('fromOn', 'Its first day.'),
    throughOn: property('throughOn', 'Its last day.'),
    owner: relation('owner', () => SalespersonType, 'Who looks after it.'),
    team: relation('team', () => TeamType, 'The owner’s team.'),
    layer: property('layer', 'COMMITMENT: it is owed; else what may be: `OPPORTUNITY`.'),
    amount: money('amount', 'How much.'),
    expected: money('expected', 'By probability.'),
  },
  filter: ['id', 'snapshot', 'period', 'fromOn', 'owner', 'team', 'layer'],
  order: ['fromOn', 'id'],
});
