import {
  addContactHoliday,
  blockContact,
  defineDunningProcedure,
  defineInterestScheme,
  definePromiseType,
  editDunningProcedure,
  endContactBlock,
  recordCollectionContact,
  setCollectionProfile,
  setCollectionSetting,
  setContactRule,
  setInterestRate,
  type AddContactHolidayInput,
  type BlockContactInput,
  type CollectionContactRecorded,
  type CollectionProfileChanged,
  type ContactBlockChanged,
  type DefineDunningProcedureInput,
  type DefineInterestSchemeInput,
  type DefinePromiseTypeInput,
  type DunningProcedureChanged,
  type EditDunningProcedureInput,
  type EndContactBlockInput,
  type InterestSchemeChanged,
  type RecordCollectionContactInput,
  type SetCollectionProfileInput,
  type SetCollectionSettingInput,
  type SetContactRuleInput,
  type SetInterestRateInput,
} from '../../modules/collections/index.ts';
import { builder } from '../builder.ts';
import { actField, row, type InputFieldBuilder } from '../mutation/act-field.ts';
import { CollectionContactType, ContactBlockType } from './case-types.ts';
import {
  CollectionChannel,
  CollectionRisk,
  ContactDirection,
  ContactOutcome,
  DayCount,
  InterestStart,
} from './enums.ts';
import { channelField, codeFields, idField, partyField, reasonField } from './input-fields.ts';
import {
  CollectionProfileType,
  CollectionSettingType,
  ContactHolidayType,
  ContactRuleType,
  DunningProcedureType,
  InterestSchemeType,
  PromiseTypeType,
} from './setup-types.ts';

actField<SetCollectionSettingInput, { settingId: string }>({
  name: 'setCollectionSetting',
  operation: setCollectionSetting,
  description: 'Says what holds for all collecting. What is not said stays.',
  key: 'optional',
  input: (t) => ({
    expectedVersion: t.int({ required: true, description: 'The version seen; else STALE.' }),
    mostPromises: t.int({ description: 'Open ones of a customer, 1 to 100.' }),
    decideAfterDays: t.int({ description: 'After the end of a promise, 1 to 60.' }),
    limitationYears: t.int({ description: '1 to 100.' }),
  }),
  payload: {
    collectionSetting: row(CollectionSettingType, (r) => r.settingId, 'What holds now.'),
  },
});

const rateFields = (t: InputFieldBuilder) => ({
  validFrom: t.field({ type: 'LocalDate', required: true, description: 'The first day.' }),
  percent: t.field({ type: 'Decimal', required: true, description: 'Percent a year.' }),
});

const InterestRateInput = builder.inputType('InterestRateInput', {
  description: 'Percent a year, from a day on.',
  fields: rateFields,
});

const scheme = row<InterestSchemeChanged>(
  InterestSchemeType,
  (result) => result.interestSchemeId,
  'The scheme.',
);

actField<DefineInterestSchemeInput, InterestSchemeChanged>({
  name: 'defineInterestScheme',
  operation: defineInterestScheme,
  description: 'Says how interest on what is late is counted, and how much it is.',
  key: 'optional',
  input: (t) => ({
    ...codeFields(t),
    basis: t.field({ type: DayCount, required: true, description: 'How days are counted.' }),
    rates: t.field({ type: [InterestRateInput], required: true, description: 'The rates.' }),
  }),
  payload: { interestScheme: scheme },
});

actField<SetInterestRateInput, InterestSchemeChanged>({
  name: 'setInterestRate',
  operation: setInterestRate,
  description: 'From a day on interest is so much. What was charged before stays.',
  key: 'optional',
  input: (t) => ({
    interestSchemeId: t.id({ required: true, description: 'The scheme.' }),
    ...rateFields(t),
  }),
  payload: { interestScheme: scheme },
});

const DunningLevelInput = builder.inputType('DunningLevelInput', {
  description: 'One step of a procedure, from the mildest on.',
  fields: (t) => ({
    days: t.int({ required: true, description: 'After the day something was due; rising.' }),
    fee: t.field({ type: 'Decimal', description: 'In the firm’s currency; none if not said.' }),
    minAmount: t.field({ type: 'Decimal', description: 'For less nobody is written to.' }),
    hasInterest: t.boolean({ description: 'Whether interest is charged; not, if not said.' }),
    channel: t.field({ type: CollectionChannel, required: true, description: 'By which.' }),
    subject: t.string({ required: true, description: 'With words in braces: `{customer}`.' }),
    body: t.string({ required: true, description: 'Likewise: `{total}`, `{lines}`.' }),
  }),
});

const termsFields = (t: InputFieldBuilder) => ({
  graceDays: t.int({ description: 'So many days late nobody is reminded; 0 to 365.' }),
  intervalDays: t.int({ description: 'Between two letters at least; 1 to 365.' }),
  mostAttempts: t.int({ description: 'So often a commitment is asked for; 1 to 100.' }),
  charges: t.boolean({ description: 'Whether fees and interest are owed, or only told of.' }),
  chargeDays: t.int({ description: 'They are due so many days later; 0 to 365.' }),
  interestSchemeId: t.id({ description: 'How interest is counted; none if not said.' }),
  interestStarts: t.field({ type: InterestStart, description: 'From when on it runs.' }),
  isDefault: t.boolean({ description: 'That of all for whom no other is said.' }),
});

const procedure = row<DunningProcedureChanged>(
  DunningProcedureType,
  (result) => result.dunningProcedureId,
  'The procedure.',
);

actField<DefineDunningProcedureInput, DunningProcedureChanged>({
  name: 'defineDunningProcedure',
  operation: defineDunningProcedure,
  description: 'Says how customers are reminded: by which levels, how often, at what price.',
  key: 'optional',
  input: (t) => ({
    ...codeFields(t),
    ...termsFields(t),
    levels: t.field({ type: [DunningLevelInput], required: true, description: '1 to 20.' }),
  }),
  payload: { dunningProcedure: procedure },
});

actField<EditDunningProcedureInput, DunningProcedureChanged>({
  name: 'editDunningProcedure',
  operation: editDunningProcedure,
  description: 'Changes how customers are reminded from now on. What is not said stays.',
  key: 'optional',
  input: (t) => ({
    dunningProcedureId: t.id({ required: true, description: 'The procedure.' }),
    expectedVersion: t.int({ required: true, description: 'The version seen; else STALE.' }),
    name: t.string({ description: 'A new name.' }),
    isActive: t.boolean({ description: 'False: used no more.' }),
    ...termsFields(t),
    withoutInterest: t.boolean({ description: 'True: no interest from now on.' }),
    levels: t.field({ type: [DunningLevelInput], description: 'All of them anew.' }),
  }),
  payload: { dunningProcedure: procedure },
});

actField<SetCollectionProfileInput, CollectionProfileChanged>({
  name: 'setCollectionProfile',
  operation: setCollectionProfile,
  description: 'Says how one customer is collected from. What is not said stays.',
  key: 'optional',
  input: (t) => ({
    ...partyField(t),
    dunningProcedureId: t.id({ description: 'How the customer is reminded.' }),
    withoutProcedure: t.boolean({ description: 'True: as all others are.' }),
    legalHold: t.string({ description: 'Why only lawyers write to the customer.' }),
    withoutLegalHold: t.boolean({ description: 'True: everybody may again.' }),
    risk: t.field({ type: CollectionRisk, description: 'How hard it is to collect.' }),
  }),
  payload: {
    collectionProfile: row(
      CollectionProfileType,
      (result) => result.collectionProfileId,
      'How it is now.',
    ),
  },
});

actField<DefinePromiseTypeInput, { promiseTypeId: string }>({
  name: 'definePromiseType',
  operation: definePromiseType,
  description: 'Says how strictly promises of a kind are held to.',
  key: 'optional',
  input: (t) => ({
    ...codeFields(t),
    graceDays: t.int({ required: true, description: 'So many days late still counts.' }),
    thresholdPercent: t.field({
      type: 'Decimal',
      required: true,
      description: 'From so much on a promise is kept.',
    }),
  }),
  payload: { promiseType: row(PromiseTypeType, (r) => r.promiseTypeId, 'The type.') },
});

actField<SetContactRuleInput, { contactRuleId: string }>({
  name: 'setContactRule',
  operation: setContactRule,
  description: 'Says when and how often customers are reached by a channel, by agencies as well.',
  key: 'optional',
  input: (t) => ({
    ...channelField(t),
    fromTime: t.string({ required: true, description: '`09:00`, in the zone.' }),
    untilTime: t.string({ required: true, description: 'Likewise, later.' }),
    weekdays: t.intList({ required: true, description: '1 is Monday, 7 Sunday.' }),
    zone: t.string({ required: true, description: '`Asia/Tehran`.' }),
    mostPerDay: t.int({ required: true, description: '1 to 100, of one customer.' }),
    mostPerWeek: t.int({ required: true, description: 'Likewise, in seven days.' }),
  }),
  payload: { contactRule: row(ContactRuleType, (r) => r.contactRuleId, 'The rule.') },
});

actField<AddContactHolidayInput, { contactHolidayId: string }>({
  name: 'addContactHoliday',
  operation: addContactHoliday,
  description: 'On that day nobody is reached.',
  key: 'optional',
  input: (t) => ({
    ...idField(t),
    day: t.field({ type: 'LocalDate', required: true, description: 'The day.' }),
    name: t.string({ required: true, description: 'What it is called.' }),
  }),
  payload: { contactHoliday: row(ContactHolidayType, (r) => r.contactHolidayId, 'The day.') },
});

const block = row<ContactBlockChanged>(
  ContactBlockType,
  (result) => result.contactBlockId,
  'What was said.',
);

actField<BlockContactInput, ContactBlockChanged>({
  name: 'blockContact',
  operation: blockContact,
  description: 'The customer is not to be reached, by us or by agencies.',
  key: 'optional',
  input: (t) => ({
    ...idField(t),
    ...partyField(t),
    channel: t.field({ type: CollectionChannel, description: 'By which; by none if not said.' }),
    ...reasonField(t),
    untilOn: t.field({ type: 'LocalDate', description: 'The first day it holds no more.' }),
  }),
  payload: { contactBlock: block },
});

actField<EndContactBlockInput, ContactBlockChanged>({
  name: 'endContactBlock',
  operation: endContactBlock,
  description: 'The customer may be reached again.',
  key: 'optional',
  input: (t) => ({
    contactBlockId: t.id({ required: true, description: 'What was said.' }),
    ...reasonField(t),
  }),
  payload: { contactBlock: block },
});

actField<RecordCollectionContactInput, CollectionContactRecorded>({
  name: 'recordCollectionContact',
  operation: recordCollectionContact,
  description:
    'Writes down that a customer was reached, or that somebody tried; refused with every reason ' +
    'where the rules are against it. Who may override them says why.',
  key: 'optional',
  input: (t) => ({
    ...idField(t),
    ...partyField(t),
    ...channelField(t),
    direction: t.field({ type: ContactDirection, description: 'OUT, if not said.' }),
    outcome: t.field({ type: ContactOutcome, required: true, description: 'What came of it.' }),
    at: t.field({ type: 'DateTime', description: 'Now, if not said.' }),
    note: t.string({ description: 'What was said.' }),
    collectionAgencyId: t.id({ description: 'Where an agency did it for us.' }),
    overrideReason: t.string({ description: 'Why it is done against the rules.' }),
  }),
  payload: {
    collectionContact: row(
      CollectionContactType,
      (result) => result.collectionContactId,
      'The contact.',
    ),
  },
});
