import { defineEntity, p } from '@mikro-orm/core';
import { percent } from '../../../platform/database/columns.ts';
import { dayCounts } from '../rules/kinds.ts';

/** How interest on what is late is counted. */
export const InterestSchemeSchema = defineEntity({
  name: 'InterestScheme',
  tableName: 'interest_scheme',
  properties: {
    id: p.uuid().primary(),
    code: p.text().unique('interest_scheme_code_unique'),
    name: p.text(),
    basis: p.enum(dayCounts),
    version: p.integer().default(1),
    rates: () =>
      p.oneToMany(InterestSchemeRate).mappedBy('interestScheme').orderBy({ validFrom: 'asc' }),
  },
});

/** Percent a year, from a day on. */
export const InterestSchemeRateSchema = defineEntity({
  name: 'InterestSchemeRate',
  tableName: 'interest_scheme_rate',
  uniques: [
    { name: 'interest_scheme_rate_day_unique', properties: ['interestScheme', 'validFrom'] },
  ],
  properties: {
    id: p.uuid().primary(),
    interestScheme: () => p.manyToOne(InterestScheme),
    validFrom: p.date(),
    percent: percent(),
  },
});

/** What holds for all collecting. One row. */
export const CollectionSettingSchema = defineEntity({
  name: 'CollectionSetting',
  tableName: 'collection_setting',
  properties: {
    id: p.integer().primary().autoincrement(false),
    mostPromises: p.integer().default(3),
    decideAfterDays: p.integer().default(1),
    limitationYears: p.integer().default(3),
    version: p.integer().default(1),
  },
});

export class InterestScheme extends InterestSchemeSchema.class {}
InterestSchemeSchema.setClass(InterestScheme);

export class InterestSchemeRate extends InterestSchemeRateSchema.class {}
InterestSchemeRateSchema.setClass(InterestSchemeRate);

export class CollectionSetting extends CollectionSettingSchema.class {}
CollectionSettingSchema.setClass(CollectionSetting);
