import { defineEntity, p } from '@mikro-orm/core';
import { crmReasonKinds, stageForecasts } from '../rules/kinds.ts';

/** Where leads come from: a fair, the web, a partner. */
export const LeadSourceSchema = defineEntity({
  name: 'LeadSource',
  tableName: 'lead_source',
  properties: {
    id: p.uuid().primary(),
    code: p.text().unique('lead_source_code_unique'),
    nameEn: p.text(),
    nameFa: p.text(),
    active: p.boolean().default(true),
    version: p.integer().default(1),
  },
});

/** Why leads are disqualified and opportunities are lost. */
export const CrmReasonSchema = defineEntity({
  name: 'CrmReason',
  tableName: 'crm_reason',
  uniques: [{ name: 'crm_reason_code_unique', properties: ['kind', 'code'] }],
  properties: {
    id: p.uuid().primary(),
    kind: p.enum(crmReasonKinds),
    code: p.text(),
    nameEn: p.text(),
    nameFa: p.text(),
    active: p.boolean().default(true),
    version: p.integer().default(1),
  },
});

/** How far an opportunity has come, and what it is worth in a forecast by that. */
export const OpportunityStageSchema = defineEntity({
  name: 'OpportunityStage',
  tableName: 'opportunity_stage',
  properties: {
    id: p.uuid().primary(),
    code: p.text().unique('opportunity_stage_code_unique'),
    nameEn: p.text(),
    nameFa: p.text(),
    /** The first is the lowest. */
    position: p.integer().unique('opportunity_stage_position_unique'),
    /** Percent. */
    probability: p.integer(),
    forecastCategory: p.enum(stageForecasts),
    active: p.boolean().default(true),
    version: p.integer().default(1),
  },
});

/** How the firm works on leads: one row. */
export const CrmPolicySchema = defineEntity({
  name: 'CrmPolicy',
  tableName: 'crm_policy',
  properties: {
    id: p.integer().primary().autoincrement(false),
    idleDays: p.integer().nullable(),
    version: p.integer().default(1),
  },
});

export class LeadSource extends LeadSourceSchema.class {}
LeadSourceSchema.setClass(LeadSource);

export class CrmReason extends CrmReasonSchema.class {}
CrmReasonSchema.setClass(CrmReason);

export class OpportunityStage extends OpportunityStageSchema.class {}
OpportunityStageSchema.setClass(OpportunityStage);

export class CrmPolicy extends CrmPolicySchema.class {}
CrmPolicySchema.setClass(CrmPolicy);
