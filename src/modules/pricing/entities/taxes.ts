import { defineEntity, p } from '@mikro-orm/core';
import { instant, keeps, percent } from '../../../platform/database/columns.ts';
import { Party } from '../../parties/index.ts';

/** One unit of a currency in units of the firm's, from a day on. */
export const ExchangeRateSchema = defineEntity({
  name: 'ExchangeRate',
  tableName: 'exchange_rate',
  uniques: [{ name: 'exchange_rate_currency_on_day_unique', properties: ['currency', 'onDay'] }],
  properties: {
    id: p.uuid().primary(),
    currency: p.text(),
    onDay: p.date(),
    rate: p.decimal().columnType('numeric(20,10)'),
    createdAt: instant(),
    createdBy: p.uuid().nullable(),
  },
});

export const TaxSchema = defineEntity({
  name: 'Tax',
  tableName: 'tax',
  properties: {
    code: p.text().primary(),
    nameEn: p.text(),
    nameFa: p.text(),
    /** Of products that name none. */
    isDefault: p.boolean().default(false),
    version: p.integer().default(1),
    rates: () => p.oneToMany(TaxRate).mappedBy('tax'),
  },
});

/** What a tax comes to from a day to a day; `validTo` is the first day on which it does not. */
export const TaxRateSchema = defineEntity({
  name: 'TaxRate',
  tableName: 'tax_rate',
  properties: {
    id: p.uuid().primary(),
    tax: () => p.manyToOne(Tax).joinColumn('tax_code'),
    rate: percent(),
    validFrom: p.date(),
    validTo: p.date().nullable(),
  },
});

/** A customer who owes a tax not, by which paper, and from when to when. */
export const TaxExemptionSchema = defineEntity({
  name: 'TaxExemption',
  tableName: 'tax_exemption',
  properties: {
    id: p.uuid().primary(),
    party: () => p.manyToOne(Party).deleteRule(keeps),
    tax: () => p.manyToOne(Tax).joinColumn('tax_code'),
    certificate: p.text(),
    validFrom: p.date(),
    validTo: p.date().nullable(),
  },
});

export class ExchangeRate extends ExchangeRateSchema.class {}
ExchangeRateSchema.setClass(ExchangeRate);

export class Tax extends TaxSchema.class {}
TaxSchema.setClass(Tax);

export class TaxRate extends TaxRateSchema.class {}
TaxRateSchema.setClass(TaxRate);

export class TaxExemption extends TaxExemptionSchema.class {}
TaxExemptionSchema.setClass(TaxExemption);
