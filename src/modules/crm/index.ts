import { ActivitySchema } from './entities/activity.ts';
import { LeadEntrySchema, LeadSchema } from './entities/lead.ts';
import { OpportunityEntrySchema, OpportunitySchema } from './entities/opportunity.ts';
import { ProjectSchema } from './entities/project.ts';
import {
  CrmPolicySchema,
  CrmReasonSchema,
  LeadSourceSchema,
  OpportunityStageSchema,
} from './entities/setup.ts';

export const crmEntities = [
  LeadSourceSchema,
  CrmReasonSchema,
  OpportunityStageSchema,
  CrmPolicySchema,
  ProjectSchema,
  LeadSchema,
  LeadEntrySchema,
  OpportunitySchema,
  OpportunityEntrySchema,
  ActivitySchema,
];

export { Opportunity } from './entities/opportunity.ts';
export { Project } from './entities/project.ts';

export { assignLead, type AssignLeadInput } from './operations/assign-lead.ts';
export { assignOpportunity, type AssignOpportunityInput } from './operations/assign-opportunity.ts';
export { cancelActivity } from './operations/cancel-activity.ts';
export { captureLead, type LeadCaptured, type LeadChanged } from './operations/capture-lead.ts';
export { closeProject } from './operations/close-project.ts';
export { completeActivity, type CompleteActivityInput } from './operations/complete-activity.ts';
export { contactLead, type ContactLeadInput } from './operations/contact-lead.ts';
export {
  convertLead,
  type ConvertLeadInput,
  type LeadConverted,
} from './operations/convert-lead.ts';
export {
  createOpportunity,
  type CreateOpportunityInput,
  type OpportunityChanged,
} from './operations/create-opportunity.ts';
export {
  createProject,
  type CreateProjectInput,
  type ProjectChanged,
} from './operations/create-project.ts';
export { crmOwnedRecords } from './operations/crm-owned-records.ts';
export {
  defineCrmReason,
  editCrmReason,
  type DefineCrmReasonInput,
  type EditCrmReasonInput,
} from './operations/crm-reasons.ts';
export { disqualifyLead, type DisqualifyLeadInput } from './operations/disqualify-lead.ts';
export { editLead, type EditLeadInput } from './operations/edit-lead.ts';
export { editOpportunity, type EditOpportunityInput } from './operations/edit-opportunity.ts';
export { editProject, type EditProjectInput } from './operations/edit-project.ts';
export {
  importLeadsCsv,
  type ImportLeadsCsvInput,
  type LeadsImported,
  type SimilarRow,
} from './operations/import-leads-csv.ts';
export {
  defineLeadSource,
  editLeadSource,
  type DefineLeadSourceInput,
  type EditLeadSourceInput,
} from './operations/lead-sources.ts';
export { loseOpportunity, type LoseOpportunityInput } from './operations/lose-opportunity.ts';
export {
  markLeadDuplicate,
  type MarkLeadDuplicateInput,
} from './operations/mark-lead-duplicate.ts';
export { moveOpportunity, type MoveOpportunityInput } from './operations/move-opportunity.ts';
export { nurtureLead, type NurtureLeadInput } from './operations/nurture-lead.ts';
export {
  defineOpportunityStage,
  editOpportunityStage,
  type DefineOpportunityStageInput,
  type EditOpportunityStageInput,
} from './operations/opportunity-stages.ts';
export {
  createLogActivity,
  createPlanActivity,
  type ActivityChanged,
  type LogActivityInput,
  type PlanActivityInput,
} from './operations/plan-activity.ts';
export { qualifyLead } from './operations/qualify-lead.ts';
export { reopenLead } from './operations/reopen-lead.ts';
export { reopenOpportunity } from './operations/reopen-opportunity.ts';
export { reopenProject } from './operations/reopen-project.ts';
export {
  rescheduleActivity,
  type RescheduleActivityInput,
} from './operations/reschedule-activity.ts';
export { hasIdleLeads, returnIdleLeads } from './operations/return-idle-leads.ts';
export { returnLeadToPool } from './operations/return-lead-to-pool.ts';
export { setCrmPolicy, type SetCrmPolicyInput } from './operations/set-crm-policy.ts';
export {
  createUndoLeadConversion,
  type UndoLeadConversionInput,
} from './operations/undo-lead-conversion.ts';
export { winOpportunityWithoutOrder } from './operations/win-opportunity-without-order.ts';

export {
  createCustomerTimeline,
  type CustomerTimeline,
  type TimelineEntry,
} from './queries/customer-timeline.ts';
export { leadBoard, type LeadBoard } from './queries/lead-board.ts';
export { opportunityBoard, type OpportunityBoard } from './queries/opportunity-board.ts';
export type { SimilarLead } from './queries/similar-leads.ts';

export { activityStateNames, activityStates } from './rules/activity-states.ts';
export type { BoardQuestion } from './rules/board-question.ts';
export { crmPartyReferences } from './rules/crm-party-references.ts';
export { crmTimelineSources } from './rules/crm-timeline-sources.ts';
export {
  activityKinds,
  activityOutcomes,
  crmReasonKinds,
  forecastCategories,
  stageForecasts,
} from './rules/kinds.ts';
export { leadStateNames, leadStates } from './rules/lead-states.ts';
export type { OpportunityClaim } from './rules/opportunity-claim.ts';
export { opportunityStateNames, opportunityStates } from './rules/opportunity-states.ts';
export { projectStateNames, projectStates } from './rules/project-states.ts';
export type { DoneInput, PlannedInput } from './rules/read-activity.ts';
export type { LeadInput } from './rules/read-lead.ts';
export type { TimelineSource } from './rules/timeline-source.ts';

export { crmChecks } from './checks.ts';
export { crmErrorCodes } from './errors.ts';
export { crmEvents } from './events.ts';
export { crmPermissions } from './permissions.ts';
export { crmReadRules } from './read-rules.ts';
