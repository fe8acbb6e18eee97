import { money } from '../money.ts';
import { PartyType } from '../parties/party-types.ts';
import { choice, property, readType, relation, type ReadType } from '../read/read-type.ts';
import { CollectionChannel, CollectionRisk, DayCount, InterestStart } from './enums.ts';

const company = { currency: 'companyCurrency' };

export const CollectionSettingType: ReadType = readType('CollectionSetting', {
  description: 'What holds for all collecting.',
  fields: {
    mostPromises: property('mostPromises', 'So many promises a customer may have open.'),
    decideAfterDays: property('decideAfterDays', 'Days after its end a promise is decided.'),
    limitationYears: property('limitationYears', 'After so many years nothing is enforced.'),
    version: property('version', 'Rises with each change; send it as `expectedVersion`.'),
  },
});

export const InterestSchemeType: ReadType = readType('InterestScheme', {
  description: 'How interest on what is late is counted.',
  fields: {
    id: property('id', 'Its id.'),
    code: property('code', 'Its code.'),
    name: property('name', 'Its name.'),
    basis: choice('basis', DayCount, 'How days and years are counted.'),
    version: property('version', 'Rises with each change.'),
    rates: relation('rates', () => InterestSchemeRateType, 'How much it is from which day on.'),
  },
  filter: ['id', 'code', 'basis'],
  order: ['code'],
});

export const InterestSchemeRateType: ReadType = readType('InterestSchemeRate', {
  description: 'Percent a year, from a day on.',
  fields: {
    id: property('id', 'Its id.'),
    validFrom: property('validFrom', 'The first day.'),
    percent: property('percent', 'Percent a year.'),
  },
});

export const DunningProcedureType: ReadType = readType('DunningProcedure', {
  description: 'How customers are reminded: by which levels, how often, at what price.',
  fields: {
    id: property('id', 'Its id.'),
    code: property('code', 'Its code.'),
    name: property('name', 'Its name.'),
    isDefault: property('isDefault', 'That of customers for whom no other is said.'),
    isActive: property('isActive', 'Whether it is in use.'),
    graceDays: property('graceDays', 'So many days late nobody is reminded.'),
    intervalDays: property('intervalDays', 'At least so many days lie between two letters.'),
    mostAttempts: property('mostAttempts', 'So often a commitment is asked for.'),
    charges: property('charges', 'Whether fees and interest are owed, or only told of.'),
    chargeDays: property('chargeDays', 'They are due so many days after the letter.'),
    interestScheme: relation('interestScheme', () => InterestSchemeType, 'Null: no interest.'),
    interestStarts: choice('interestStarts', InterestStart, 'From when on it runs.'),
    version: property('version', 'Rises with each change; send it as `expectedVersion`.'),
    levels: relation('levels', () => DunningLevelType, 'From the mildest on.'),
  },
  filter: ['id', 'code', 'isDefault', 'isActive'],
  order: ['code'],
});

export const DunningLevelType: ReadType = readType('DunningLevel', {
  description: 'One step of a procedure.',
  fields: {
    id: property('id', 'Its id.'),
    levelNo: property('levelNo', 'Its place, from 1.'),
    days: property('days', 'Days after something was due.'),
    fee: money('fee', 'What a letter of it costs the customer.', company),
    minAmount: money('minAmount', 'For less nobody is written to.', company),
    hasInterest: property('hasInterest', 'Whether interest is charged.'),
    channel: choice('channel', CollectionChannel, 'How the customer is reached.'),
    subject: property('subject', 'With words in braces: `{customer}`, `{total}`.'),
    body: property('body', 'Likewise; `{lines}` is a line for each commitment.'),
  },
});

export const CollectionProfileType: ReadType = readType('CollectionProfile', {
  description: 'How one customer is collected from, where that differs from others.',
  fields: {
    id: property('id', 'Its id.'),
    party: relation('party', () => PartyType, 'The customer.'),
    dunningProcedure: relation(
      'dunningProcedure',
      () => DunningProcedureType,
      'How the customer is reminded; null: as all others are.',
    ),
    legalHold: property('legalHold', 'Why only lawyers write to the customer; null: all may.'),
    risk: choice('risk', CollectionRisk, 'How hard it is to collect.'),
    version: property('version', 'Rises with each change.'),
  },
  filter: ['id', 'party', 'risk', 'legalHold'],
  order: ['id'],
});

export const PromiseTypeType: ReadType = readType('PromiseType', {
  description: 'How strictly promises of a kind are held to.',
  fields: {
    id: property('id', 'Its id.'),
    code: property('code', 'Its code.'),
    name: property('name', 'Its name.'),
    graceDays: property('graceDays', 'So many days late still counts.'),
    thresholdPercent: property('thresholdPercent', 'From so much on a promise is kept.'),
    isActive: property('isActive', 'Whether it is in use.'),
    version: property('version', 'Rises with each change; send it as `expectedVersion`.'),
  },
  filter: ['id', 'code', 'isActive'],
  order: ['code'],
});

export const ContactRuleType: ReadType = readType('ContactRule', {
  description: 'When and how often customers are reached by a channel, by us and by agencies.',
  fields: {
    id: property('id', 'Its id.'),
    channel: choice('channel', CollectionChannel, 'The channel.'),
    fromTime: property('fromTime', 'From then on: `09:00`.'),
    untilTime: property('untilTime', 'Until then.'),
    weekdays: property('weekdays', '1 is Monday, 7 Sunday.'),
    zone: property('zone', 'In which time zone.'),
    mostPerDay: property('mostPerDay', 'So often a day.'),
    mostPerWeek: property('mostPerWeek', 'So often in seven days.'),
    version: property('version', 'Rises with each change.'),
  },
  filter: ['id', 'channel'],
  order: ['channel'],
});

export const ContactHolidayType: ReadType = readType('ContactHoliday', {
  description: 'A day on which nobody is reached.',
  fields: {
    id: property('id', 'Its id.'),
    day: property('day', 'The day.'),
    name: property('name', 'What it is called.'),
  },
  filter: ['id', 'day'],
  order: ['day'],
});
