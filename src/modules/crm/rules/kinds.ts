/** Why a lead is worked on no more, or an opportunity came to nothing. */
export const crmReasonKinds = ['DISQUALIFIED', 'LOST'] as const;
export type CrmReasonKind = (typeof crmReasonKinds)[number];

/** What a stage may count as in a forecast of sales. */
export const stageForecasts = ['PIPELINE', 'BEST_CASE', 'COMMIT', 'OMITTED'] as const;
export type StageForecast = (typeof stageForecasts)[number];

/** What an opportunity counts as: CLOSED once it is won or lost. */
export const forecastCategories = [...stageForecasts, 'CLOSED'] as const;
export type ForecastCategory = (typeof forecastCategories)[number];

export const activityKinds = [
  'CALL',
  'MEETING',
  'TASK',
  'EMAIL',
  'SMS',
  'LETTER',
  'VISIT',
  'NOTE',
] as const;
export type ActivityKind = (typeof activityKinds)[number];

/** What came of an activity, for reports. */
export const activityOutcomes = [
  'REACHED',
  'NO_ANSWER',
  'INTERESTED',
  'NOT_INTERESTED',
  'POSTPONED',
  'OTHER',
] as const;
export type ActivityOutcome = (typeof activityOutcomes)[number];
