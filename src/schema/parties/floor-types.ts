import type { CompanyFacts } from '../../modules/parties/index.ts';
import { builder } from '../builder.ts';
import { actor } from '../actor.ts';
import { property, readType, relation, type ReadType } from '../read/read-type.ts';

export const CompanyType = builder.objectRef<CompanyFacts>('Company').implement({
  description: 'The firm itself, and what all of it goes by.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'Its name.' }),
    currency: t.exposeString('currency', {
      description: 'ISO 4217: what limits, exposures and costs are told in.',
    }),
    country: t.exposeString('country', {
      description: 'ISO 3166: whose tax ids and telephone numbers are meant by default.',
    }),
    version: t.exposeInt('version', {
      description: 'Rises with each edit; send it as `expectedVersion`.',
    }),
  }),
});

export const TeamType: ReadType = readType('Team', {
  description: 'Salespeople under one leader. Rights reach to teams.',
  fields: {
    id: property('id', 'Its id.'),
    code: property('code', 'Short code, unique.'),
    nameEn: property('nameEn', 'Name in English.'),
    nameFa: property('nameFa', 'Name in Persian.'),
    createdAt: property('createdAt', 'When it was set up.'),
    createdBy: actor('createdBy', 'Who set it up.'),
    version: property('version', 'Rises with each edit; send it as `expectedVersion`.'),
    salespeople: relation('salespeople', () => SalespersonType, 'Who is in it.'),
  },
  filter: ['id', 'code', 'nameEn', 'nameFa'],
  order: ['code', 'createdAt'],
});

export const SalespersonType: ReadType = readType('Salesperson', {
  description: 'Somebody who looks after customers. The id is the person’s.',
  fields: {
    id: property('id', 'The person’s id.'),
    nameEn: property('nameEn', 'Name in English.'),
    nameFa: property('nameFa', 'Name in Persian.'),
    team: relation('team', () => TeamType, 'The team they are in now.'),
    weight: property('weight', 'How much comes here of what is assigned by rule; 0: nothing.'),
    capacity: property('capacity', 'Open leads at most by rule; null: any number.'),
    active: property('active', 'False: takes nothing new.'),
    version: property('version', 'Rises with each change; send it as `expectedVersion`.'),
    absences: relation('absences', () => AbsenceType, 'Days on which they are away.'),
    segments: relation('segments', () => SegmentSalespersonType, 'What they get by rule.'),
  },
  filter: ['id', 'nameEn', 'nameFa', 'team', 'weight', 'active', 'absences', 'segments'],
  order: ['nameEn', 'nameFa'],
});

export const AbsenceType: ReadType = readType('Absence', {
  description: 'Days on which nothing is assigned to somebody by rule.',
  fields: {
    id: property('id', 'Its id.'),
    salesperson: relation('salesperson', () => SalespersonType, 'Who is away.'),
    fromOn: property('fromOn', 'The first day.'),
    throughOn: property('throughOn', 'The last day.'),
    reason: property('reason', 'Why; null to those who do not set up salespeople.'),
  },
  filter: ['salesperson', 'fromOn', 'throughOn'],
  order: ['fromOn'],
});

export const SegmentType: ReadType = readType('Segment', {
  description: 'A kind of customers; leads and accounts of it go to its salespeople by rule.',
  fields: {
    id: property('id', 'Its id.'),
    code: property('code', 'Short code, unique.'),
    nameEn: property('nameEn', 'Name in English.'),
    nameFa: property('nameFa', 'Name in Persian.'),
    version: property('version', 'Rises with each edit; send it as `expectedVersion`.'),
    salespeople: relation('salespeople', () => SegmentSalespersonType, 'Who gets what is of it.'),
  },
  filter: ['id', 'code', 'nameEn', 'nameFa', 'salespeople'],
  order: ['code'],
});

export const SegmentSalespersonType: ReadType = readType('SegmentSalesperson', {
  description: 'Somebody who gets leads and accounts of a segment.',
  fields: {
    segment: relation('segment', () => SegmentType, 'The segment.'),
    salesperson: relation('salesperson', () => SalespersonType, 'Who gets them.'),
  },
  filter: ['segment', 'salesperson'],
});
