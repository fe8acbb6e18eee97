import { defineEntity, p } from '@mikro-orm/core';
import { instant, keeps, percent, price } from '../../../platform/database/columns.ts';
import { Product, ProductCategory } from '../../catalog/index.ts';
import { Party, Segment } from '../../parties/index.ts';
import {
  amountPers,
  countedBys,
  discountEffects,
  discountTargets,
  segmentRules,
  stackings,
  taxRoundings,
} from '../rules/kinds.ts';

/** What is taken off lines or documents, or put on, beyond the lists. */
export const DiscountRuleSchema = defineEntity({
  name: 'DiscountRule',
  tableName: 'discount_rule',
  properties: {
    id: p.uuid().primary(),
    code: p.text().unique('discount_rule_code_unique'),
    name: p.text(),
    target: p.enum(discountTargets),
    effect: p.enum(discountEffects).default('DISCOUNT'),
    party: () => p.manyToOne(Party).nullable().deleteRule(keeps),
    segment: () => p.manyToOne(Segment).nullable().deleteRule(keeps),
    product: () => p.manyToOne(Product).nullable().deleteRule(keeps),
    category: () => p.manyToOne(ProductCategory).nullable().deleteRule(keeps),
    /** One after the other: 10 and 5 are 14.5 percent. */
    percents: p.array().columnType('numeric[]').nullable(),
    amount: price().nullable(),
    amountPer: p.enum(amountPers).nullable(),
    currency: p.text().nullable(),
    forEvery: price().nullable(),
    freeQuantity: price().nullable(),
    freeProduct: () => p.manyToOne(Product).nullable().deleteRule(keeps),
    mostFree: price().nullable(),
    minQuantity: price().default('0'),
    minAmount: p.decimal().columnType('numeric(20,4)').default('0'),
    countedBy: p.enum(countedBys).default('LINE'),
    stacking: p.enum(stackings),
    exclusionGroup: p.text().nullable(),
    priority: p.integer().default(0),
    validFrom: p.date(),
    validTo: p.date().nullable(),
    active: p.boolean().default(true),
    createdAt: instant(),
    createdBy: p.uuid().nullable(),
    version: p.integer().default(1),
  },
});

/** How far who has a role may go below the lists without asking; its id is the role's. */
export const DiscountAllowanceSchema = defineEntity({
  name: 'DiscountAllowance',
  tableName: 'discount_allowance',
  properties: {
    id: p.uuid().primary(),
    roleCode: p.text().formula((c) => `select r.code from role r where r.id = ${c.id}`),
    maxPercent: percent(),
    minMarginPercent: percent().nullable(),
    version: p.integer().default(1),
  },
});

/** One row: what the whole firm's prices go by. */
export const PricingSettingSchema = defineEntity({
  name: 'PricingSetting',
  tableName: 'pricing_setting',
  properties: {
    id: p.integer().primary().autoincrement(false),
    segmentRule: p.enum(segmentRules).default('PRIORITY'),
    taxRounding: p.enum(taxRoundings).default('LINE'),
    version: p.integer().default(1),
  },
});

export class DiscountRule extends DiscountRuleSchema.class {}
DiscountRuleSchema.setClass(DiscountRule);

export class DiscountAllowance extends DiscountAllowanceSchema.class {}
DiscountAllowanceSchema.setClass(DiscountAllowance);

export class PricingSetting extends PricingSettingSchema.class {}
PricingSettingSchema.setClass(PricingSetting);
