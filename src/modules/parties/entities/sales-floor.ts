import { defineEntity, p } from '@mikro-orm/core';
import { instant } from '../../../platform/database/columns.ts';

/** What the whole firm goes by: one row. */
export const CompanySchema = defineEntity({
  name: 'Company',
  tableName: 'company',
  properties: {
    id: p.integer().primary().autoincrement(false),
    name: p.text(),
    currency: p.text(),
    country: p.text(),
    version: p.integer().default(1),
  },
});

/** A unit that a permission of reach UNIT reaches: its salespeople and what they look after. */
export const TeamSchema = defineEntity({
  name: 'Team',
  tableName: 'team',
  properties: {
    id: p.uuid().primary(),
    code: p.text().unique('team_code_unique'),
    nameEn: p.text(),
    nameFa: p.text(),
    createdAt: instant(),
    createdBy: p.uuid().nullable(),
    version: p.integer().default(1),
    salespeople: () => p.oneToMany(Salesperson).mappedBy('team'),
  },
});

/**
 * A person who looks after customers; its id is the person's. The names are shown here to who may
 * not see people, so that everyone sees who looks after what.
 */
export const SalespersonSchema = defineEntity({
  name: 'Salesperson',
  tableName: 'salesperson',
  properties: {
    id: p.uuid().primary(),
    nameEn: p.text().formula((c) => `select n.name_en from person n where n.id = ${c.id}`),
    nameFa: p.text().formula((c) => `select n.name_fa from person n where n.id = ${c.id}`),
    team: () => p.manyToOne(Team).index('salesperson_team_id_index'),
    weight: p.integer().default(1),
    capacity: p.integer().nullable(),
    active: p.boolean().default(true),
    version: p.integer().default(1),
    absences: () => p.oneToMany(Absence).mappedBy('salesperson'),
    segments: () => p.oneToMany(SegmentSalesperson).mappedBy('salesperson'),
  },
});

/** Days on which nothing is assigned to somebody; the last day included. */
export const AbsenceSchema = defineEntity({
  name: 'Absence',
  tableName: 'absence',
  properties: {
    id: p.uuid().primary(),
    salesperson: () => p.manyToOne(Salesperson),
    fromOn: p.date(),
    throughOn: p.date(),
    reason: p.text().nullable(),
  },
});

export const SegmentSchema = defineEntity({
  name: 'Segment',
  tableName: 'segment',
  properties: {
    id: p.uuid().primary(),
    code: p.text().unique('segment_code_unique'),
    nameEn: p.text(),
    nameFa: p.text(),
    version: p.integer().default(1),
    salespeople: () => p.oneToMany(SegmentSalesperson).mappedBy('segment'),
  },
});

/** Somebody who gets leads and accounts of a segment. */
export const SegmentSalespersonSchema = defineEntity({
  name: 'SegmentSalesperson',
  tableName: 'segment_salesperson',
  uniques: [{ name: 'segment_salesperson_once', properties: ['segment', 'salesperson'] }],
  properties: {
    id: p.uuid().primary(),
    segment: () => p.manyToOne(Segment),
    salesperson: () => p.manyToOne(Salesperson).index('segment_salesperson_salesperson_id_index'),
    /** See `drawSalespeople`. */
    credit: p.integer().default(0),
  },
});

export class Company extends CompanySchema.class {}
CompanySchema.setClass(Company);

export class Team extends TeamSchema.class {}
TeamSchema.setClass(Team);

export class Salesperson extends SalespersonSchema.class {}
SalespersonSchema.setClass(Salesperson);

export class Absence extends AbsenceSchema.class {}
AbsenceSchema.setClass(Absence);

export class Segment extends SegmentSchema.class {}
SegmentSchema.setClass(Segment);

export class SegmentSalesperson extends SegmentSalespersonSchema.class {}
SegmentSalespersonSchema.setClass(SegmentSalesperson);
