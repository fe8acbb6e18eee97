import {
  configurePricing,
  setExchangeRates,
  setTax,
  setTaxExemptions,
  type ConfigurePricingInput,
  type SetExchangeRatesInput,
  type SetTaxExemptionsInput,
  type SetTaxInput,
} from '../../modules/pricing/index.ts';
import { builder } from '../builder.ts';
import { actField, row, value } from '../mutation/act-field.ts';
import { SegmentRule, TaxRounding } from './enums.ts';
import { PricingSettingType, TaxType } from './tax-types.ts';

const ExchangeRateInput = builder.inputType('ExchangeRateInput', {
  description: 'What a currency is worth from a day on.',
  fields: (t) => ({
    currency: t.string({ required: true, description: 'ISO 4217.' }),
    onDay: t.field({ type: 'LocalDate', required: true, description: 'From this day on.' }),
    rate: t.field({
      type: 'Decimal',
      required: true,
      description: "One unit of it in units of the firm's currency.",
    }),
  }),
});

actField<SetExchangeRatesInput, { exchangeRateIds: readonly string[] }>({
  name: 'setExchangeRates',
  operation: setExchangeRates,
  description: 'Says what currencies are worth from days on, up to 1,000 at once, all or none.',
  key: 'optional',
  input: (t) => ({
    rates: t.field({ type: [ExchangeRateInput], required: true, description: 'The rates.' }),
  }),
  payload: {
    exchangeRateIds: value(['ID'], (set) => set.exchangeRateIds, 'In the order of the rates.'),
  },
});

const TaxRateInput = builder.inputType('TaxRateInput', {
  description: 'What a tax comes to from a day to a day.',
  fields: (t) => ({
    rate: t.field({ type: 'Decimal', required: true, description: 'Percent.' }),
    validFrom: t.field({ type: 'LocalDate', description: 'Its first day; today if not said.' }),
    validTo: t.field({ type: 'LocalDate', description: 'The first day without it.' }),
  }),
});

actField<SetTaxInput, { code: string; version: number }>({
  name: 'setTax',
  operation: setTax,
  description: 'Makes a tax, or says it and all of its rates anew.',
  key: 'optional',
  input: (t) => ({
    code: t.string({ required: true, description: 'Its code.' }),
    nameEn: t.string({ required: true, description: 'Name in English.' }),
    nameFa: t.string({ required: true, description: 'Name in Persian.' }),
    isDefault: t.boolean({ description: 'True: products that name no tax bear this one.' }),
    rates: t.field({ type: [TaxRateInput], required: true, description: 'All of its rates.' }),
    expectedVersion: t.int({ description: 'Of a tax that is there: the version seen.' }),
  }),
  payload: { tax: row(TaxType, (result) => result.code, 'The tax.') },
});

const TaxExemptionInput = builder.inputType('TaxExemptionInput', {
  description: 'A tax that a customer owes not.',
  fields: (t) => ({
    taxCode: t.string({ required: true, description: 'The tax.' }),
    certificate: t.string({ required: true, description: 'By which paper.' }),
    validFrom: t.field({ type: 'LocalDate', description: 'Its first day; today if not said.' }),
    validTo: t.field({ type: 'LocalDate', description: 'The first day without it.' }),
  }),
});

actField<SetTaxExemptionsInput, { taxExemptionIds: readonly string[] }>({
  name: 'setTaxExemptions',
  operation: setTaxExemptions,
  description: 'Says anew which taxes a customer owes not, and by which papers.',
  key: 'optional',
  input: (t) => ({
    partyId: t.id({ required: true, description: 'The customer.' }),
    exemptions: t.field({
      type: [TaxExemptionInput],
      required: true,
      description: 'All that the customer has: what is left out is none any more.',
    }),
  }),
  payload: {
    taxExemptionIds: value(['ID'], (set) => set.taxExemptionIds, 'In the order of the input.'),
  },
});

actField<ConfigurePricingInput, { version: number }>({
  name: 'configurePricing',
  operation: configurePricing,
  description: 'Says how the firm prices. What is not said stays.',
  key: 'optional',
  input: (t) => ({
    expectedVersion: t.int({ required: true, description: 'The version seen; else STALE.' }),
    segmentRule: t.field({ type: SegmentRule, description: 'Of a customer in several segments.' }),
    taxRounding: t.field({ type: TaxRounding, description: 'Where tax is rounded.' }),
  }),
  payload: { pricingSetting: row(PricingSettingType, () => '1', 'What prices go by.') },
});
