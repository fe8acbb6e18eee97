import { choice, property, readType, relation, type ReadType } from '../read/read-type.ts';
import { ProductCategoryType, ProductType } from '../catalog/types.ts';
import { SegmentType } from '../parties/floor-types.ts';
import { PartyType } from '../parties/party-types.ts';
import {
  AmountPer,
  CountedBy,
  DiscountEffect,
  DiscountTarget,
  SegmentRule,
  Stacking,
  TaxRounding,
} from './enums.ts';

export const ExchangeRateType: ReadType = readType('ExchangeRate', {
  description: "What a currency is worth in the firm's, from a day on until the next rate.",
  fields: {
    id: property('id', 'Its id.'),
    currency: property('currency', 'ISO 4217.'),
    onDay: property('onDay', 'From this day on.'),
    rate: property('rate', "One unit of it in units of the firm's currency."),
    createdAt: property('createdAt', 'When it was last set.'),
  },
  filter: ['id', 'currency', 'onDay', 'rate'],
  order: ['onDay'],
});

export const TaxType: ReadType = readType('Tax', {
  description: 'What is paid to the state on prices.',
  fields: {
    code: property('code', 'Its code.'),
    nameEn: property('nameEn', 'Name in English.'),
    nameFa: property('nameFa', 'Name in Persian.'),
    isDefault: property('isDefault', 'Products that name no tax bear this one.'),
    version: property('version', 'Rises with each change; send it as `expectedVersion`.'),
    rates: relation('rates', () => TaxRateType, 'What it comes to, by when.'),
  },
  filter: ['code', 'isDefault'],
  order: ['code'],
});

export const TaxRateType: ReadType = readType('TaxRate', {
  description: 'What a tax comes to from a day to a day.',
  fields: {
    id: property('id', 'Its id.'),
    rate: property('rate', 'Percent.'),
    validFrom: property('validFrom', 'The first day on which it holds.'),
    validTo: property('validTo', 'The first day on which it does not; null: until further notice.'),
  },
});

export const TaxExemptionType: ReadType = readType('TaxExemption', {
  description: 'A customer who owes a tax not, by a paper, from a day to a day.',
  fields: {
    id: property('id', 'Its id.'),
    party: relation('party', () => PartyType, 'The customer.'),
    tax: relation('tax', () => TaxType, 'The tax.'),
    certificate: property('certificate', 'The paper.'),
    validFrom: property('validFrom', 'The first day on which it holds.'),
    validTo: property('validTo', 'The first day on which it does not; null: until further notice.'),
  },
  filter: ['id', 'party', 'tax', 'certificate', 'validFrom', 'validTo'],
  order: ['validFrom'],
});

export const DiscountRuleType: ReadType = readType('DiscountRule', {
  description: 'What is taken off lines or documents, or put on, beyond the lists.',
  fields: {
    id: property('id', 'Made by the client or the server.'),
    code: property('code', 'The code people use, unique.'),
    name: property('name', 'What it is called.'),
    target: choice('target', DiscountTarget, 'What it is taken off.'),
    effect: choice('effect', DiscountEffect, 'Less to pay, or more.'),
    party: relation('party', () => PartyType, 'Of one customer.'),
    segment: relation('segment', () => SegmentType, 'Or of a segment; neither: everybody’s.'),
    product: relation('product', () => ProductType, 'On one product.'),
    category: relation('category', () => ProductCategoryType, 'Or on a category; neither: on all.'),
    percents: property('percents', 'One after the other: 10 and 5 are 14.5 percent.'),
    amount: property('amount', 'Or an amount, of `currency`.'),
    amountPer: choice('amountPer', AmountPer, 'What the amount is of.'),
    forEvery: property('forEvery', 'Or free goods: for every so many base units of what it is on.'),
    freeQuantity: property('freeQuantity', 'So many base units are free then.'),
    freeProduct: relation(
      'freeProduct',
      () => ProductType,
      'Of this product; null: of the same, among those ordered.',
    ),
    mostFree: property('mostFree', 'So many base units a document at most; null: all earned.'),
    currency: property('currency', 'It holds for documents in this currency; null: in any.'),
    minQuantity: property('minQuantity', 'From so many base units on.'),
    minAmount: property('minAmount', 'From such an amount on, by the lists.'),
    countedBy: choice('countedBy', CountedBy, 'What reaches the minimums.'),
    stacking: choice('stacking', Stacking, 'How it goes together with others.'),
    exclusionGroup: property('exclusionGroup', 'Of the rules of a group one holds at most.'),
    priority: property('priority', 'The higher goes first.'),
    validFrom: property('validFrom', 'The first day on which it holds.'),
    validTo: property('validTo', 'The first day on which it does not; null: until further notice.'),
    active: property('active', 'Inactive ones give nothing.'),
    createdAt: property('createdAt', 'When it was announced.'),
    version: property('version', 'Rises with each change; send it as `expectedVersion`.'),
  },
  filter: [
    'id',
    'code',
    'name',
    'target',
    'effect',
    'party',
    'segment',
    'product',
    'category',
    'exclusionGroup',
    'validFrom',
    'validTo',
    'active',
  ],
  order: ['code', 'createdAt'],
});

export const DiscountAllowanceType: ReadType = readType('DiscountAllowance', {
  description: 'How far who has a role may go below the lists by hand, without asking.',
  fields: {
    id: property('id', 'The role’s id.'),
    roleCode: property('roleCode', 'The role’s code.'),
    maxPercent: property('maxPercent', 'Of the list’s price.'),
    minMarginPercent: property(
      'minMarginPercent',
      'What must be left after costs; null: no floor.',
    ),
    version: property('version', 'Rises with each change.'),
  },
  filter: ['id', 'roleCode'],
  order: ['roleCode'],
});

export const PricingSettingType: ReadType = readType('PricingSetting', {
  description: 'What the whole firm’s prices go by.',
  fields: {
    segmentRule: choice('segmentRule', SegmentRule, 'Of a customer in several segments.'),
    taxRounding: choice('taxRounding', TaxRounding, 'Where tax is rounded.'),
    version: property('version', 'Rises with each change; send it as `expectedVersion`.'),
  },
});
