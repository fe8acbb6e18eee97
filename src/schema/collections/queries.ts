import { builder } from '../builder.ts';
import { listField, oneField } from '../read/root-fields.ts';
import {
  AgencyAgreementType,
  AgencyRemittanceType,
  CollectionAgencyType,
  PlacementType,
} from './agency-types.ts';
import {
  CollectionContactType,
  CollectionEntryType,
  ContactBlockType,
  DisputeType,
} from './case-types.ts';
import { DunningLetterType, DunningRunType } from './dunning-types.ts';
import { PaymentPlanType } from './plan-types.ts';
import { PromiseToPayType } from './promise-types.ts';
import {
  CollectionProfileType,
  CollectionSettingType,
  ContactHolidayType,
  ContactRuleType,
  DunningProcedureType,
  InterestSchemeType,
  PromiseTypeType,
} from './setup-types.ts';

builder.queryField('collectionSetting', (t) =>
  t.field({
    type: CollectionSettingType.ref as never,
    nullable: true,
    description: 'What holds for all collecting.',
    resolve: (_root, _args, context, info) => context.reads.one('1', info) as never,
  }),
);

listField('interestSchemes', InterestSchemeType, {
  description: 'How interest on what is late is counted.',
  defaultOrder: 'CODE_ASC',
});
listField('dunningProcedures', DunningProcedureType, {
  description: 'How customers are reminded.',
  defaultOrder: 'CODE_ASC',
});
listField('promiseTypes', PromiseTypeType, {
  description: 'How strictly promises are held to.',
  defaultOrder: 'CODE_ASC',
});
listField('contactRules', ContactRuleType, {
  description: 'When and how often customers are reached.',
  defaultOrder: 'CHANNEL_ASC',
});
listField('contactHolidays', ContactHolidayType, {
  description: 'Days on which nobody is reached.',
  defaultOrder: 'DAY_ASC',
});
listField('collectionProfiles', CollectionProfileType, {
  description: 'Customers who are collected from otherwise.',
  defaultOrder: 'ID_ASC',
});
oneField('dunningRun', DunningRunType, 'The reminders of a day by their id.');
listField('dunningRuns', DunningRunType, {
  description: 'The reminders of days.',
  defaultOrder: 'NUMBER_DESC',
});
oneField('dunningLetter', DunningLetterType, 'A letter by its id.');
listField('dunningLetters', DunningLetterType, {
  description: 'Letters about what is overdue.',
  defaultOrder: 'NUMBER_DESC',
});
oneField('promiseToPay', PromiseToPayType, 'A promise by its id.');
listField('promisesToPay', PromiseToPayType, {
  description: 'What customers promised. Those that are due: `filter: { state: { eq: OPEN } }`.',
  defaultOrder: 'NUMBER_DESC',
});
oneField('paymentPlan', PaymentPlanType, 'A plan by its id.');
listField('paymentPlans', PaymentPlanType, {
  description: 'Instalments in place of what is due.',
  defaultOrder: 'NUMBER_DESC',
});
oneField('dispute', DisputeType, 'A dispute by its id.');
listField('disputes', DisputeType, {
  description: 'What customers say that they do not owe.',
  defaultOrder: 'NUMBER_DESC',
});
listField('contactBlocks', ContactBlockType, {
  description: 'Customers who are not to be reached.',
  defaultOrder: 'CREATED_AT_DESC',
});
listField('collectionContacts', CollectionContactType, {
  description: 'Whom somebody reached, or tried to.',
  defaultOrder: 'AT_DESC',
});
listField('collectionEntries', CollectionEntryType, {
  description: 'How documents of collecting came to stand where they do.',
  defaultOrder: 'SEQ_DESC',
});
listField('collectionAgencies', CollectionAgencyType, {
  description: 'Firms that collect for us.',
  defaultOrder: 'CODE_ASC',
});
listField('agencyAgreements', AgencyAgreementType, {
  description: 'What is agreed with them.',
  defaultOrder: 'CODE_ASC',
});
oneField('placement', PlacementType, 'A placement by its id.');
listField('placements', PlacementType, {
  description: 'What was given to agencies.',
  defaultOrder: 'NUMBER_DESC',
});
oneField('agencyRemittance', AgencyRemittanceType, 'What an agency accounted for, by its id.');
listField('agencyRemittances', AgencyRemittanceType, {
  description: 'What agencies accounted for.',
  defaultOrder: 'NUMBER_DESC',
});
