import {
  activityKinds,
  activityOutcomes,
  activityStateNames,
  crmReasonKinds,
  forecastCategories,
  leadStateNames,
  opportunityStateNames,
  projectStateNames,
  stageForecasts,
} from '../../modules/crm/index.ts';
import { builder } from '../builder.ts';

export const CrmReasonKind = builder.enumType('CrmReasonKind', {
  description: 'What a reason is for: disqualified leads, lost opportunities.',
  values: crmReasonKinds,
});

export const StageForecast = builder.enumType('StageForecast', {
  description: 'What open opportunities may count as in a forecast; OMITTED: as nothing.',
  values: stageForecasts,
});

export const ForecastCategory = builder.enumType('ForecastCategory', {
  description: 'What an opportunity counts as in a forecast; CLOSED: it is open no more.',
  values: forecastCategories,
});

export const LeadState = builder.enumType('LeadState', {
  description:
    'Where a lead stands. NEW: in the pool, nobody’s. CONVERTED: it became account, contact and ' +
    'opportunity. DUPLICATE: of another, where work goes on.',
  values: leadStateNames,
});

export const OpportunityState = builder.enumType('OpportunityState', {
  description:
    'Where an opportunity stands. WITHDRAWN: the conversion that made it was taken back; it ' +
    'counts nowhere.',
  values: opportunityStateNames,
});

export const ActivityKind = builder.enumType('ActivityKind', {
  description: 'What is done.',
  values: activityKinds,
});

export const ActivityState = builder.enumType('ActivityState', {
  description: 'Whether it is still to be done.',
  values: activityStateNames,
});

export const ActivityOutcome = builder.enumType('ActivityOutcome', {
  description: 'What came of it, for reports.',
  values: activityOutcomes,
});

export const ProjectState = builder.enumType('ProjectState', {
  description: 'Whether a project takes new documents.',
  values: projectStateNames,
});
