import { choice, property, readType, type ReadType } from '../read/read-type.ts';
import { CrmReasonKind, StageForecast } from './enums.ts';

const names = {
  nameEn: property('nameEn', 'Name in English.'),
  nameFa: property('nameFa', 'Name in Persian.'),
  active: property('active', 'False: chosen no more.'),
  version: property('version', 'Rises with each edit; send it as `expectedVersion`.'),
};

export const LeadSourceType: ReadType = readType('LeadSource', {
  description: 'Where leads come from: a fair, the web, a partner.',
  fields: {
    id: property('id', 'Its id.'),
    code: property('code', 'What files name it by; unique.'),
    ...names,
  },
  filter: ['id', 'code', 'nameEn', 'nameFa', 'active'],
  order: ['code'],
});

export const CrmReasonType: ReadType = readType('CrmReason', {
  description: 'Why leads are disqualified, or opportunities lost.',
  fields: {
    id: property('id', 'Its id.'),
    kind: choice('kind', CrmReasonKind, 'What it is a reason for.'),
    code: property('code', 'Unique among its kind.'),
    ...names,
  },
  filter: ['id', 'kind', 'code', 'nameEn', 'nameFa', 'active'],
  order: ['code'],
});

export const OpportunityStageType: ReadType = readType('OpportunityStage', {
  description: 'How far an opportunity has come.',
  fields: {
    id: property('id', 'Its id.'),
    code: property('code', 'Short code, unique.'),
    position: property('position', 'The first is the lowest.'),
    probability: property('probability', 'Percent, of those that come into it.'),
    forecastCategory: choice('forecastCategory', StageForecast, 'What they count as.'),
    ...names,
  },
  filter: ['id', 'code', 'nameEn', 'nameFa', 'position', 'forecastCategory', 'active'],
  order: ['position', 'code'],
});

export const CrmPolicyType: ReadType = readType('CrmPolicy', {
  description: 'How the firm works on leads.',
  fields: {
    idleDays: property(
      'idleDays',
      'A lead on which nobody did anything for so many days goes back to the pool; null: never.',
    ),
    version: property('version', 'Rises with each change.'),
  },
});
