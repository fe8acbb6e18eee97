import {
  InflowProbabilitySchema,
  InflowSettingSchema,
  InflowSnapshotRowSchema,
  InflowSnapshotSchema,
} from './entities/forecast.ts';
import {
  CommissionPayoutSchema,
  CommissionRateSchema,
  InflowTargetSchema,
  SalesCreditKeptSchema,
  SalesCreditSchema,
} from './entities/target.ts';

export const inflowEntities = [
  InflowSettingSchema,
  InflowProbabilitySchema,
  InflowTargetSchema,
  SalesCreditSchema,
  SalesCreditKeptSchema,
  CommissionRateSchema,
  CommissionPayoutSchema,
  InflowSnapshotSchema,
  InflowSnapshotRowSchema,
] as const;

export {
  removeInflowTarget,
  setInflowTarget,
  type InflowTargetChanged,
  type RemoveInflowTargetInput,
  type SetInflowTargetInput,
} from './operations/set-inflow-target.ts';
export {
  setSalesCredit,
  type SalesCreditSet,
  type SetSalesCreditInput,
} from './operations/set-sales-credit.ts';
export {
  recordCommissionPayout,
  setCommissionRate,
  type CommissionPaid,
  type CommissionRateSet,
  type RecordCommissionPayoutInput,
  type SetCommissionRateInput,
} from './operations/pay-commission.ts';
export {
  setInflowSetting,
  type InflowSettingSet,
  type SetInflowSettingInput,
} from './operations/set-inflow-setting.ts';
export { createKeepInflowForecast } from './operations/keep-inflow-forecast.ts';

export {
  inflowAttainment,
  inflowCredits,
  type Attainment,
  type CreditedPart,
} from './queries/inflow-attainment.ts';
export { commissions, type Commission } from './queries/commissions.ts';
export {
  createForecast,
  type Forecast,
  type ForecastCell,
  type ForecastQueries,
  type ForecastRow,
  type LayerFigures,
} from './queries/inflow-forecast.ts';
export {
  forecastAccuracy,
  type AccuracyPeriod,
  type ForecastAccuracy,
} from './queries/forecast-accuracy.ts';
export { loadInflowSetting } from './queries/load-setting.ts';

export {
  chequePart,
  opportunityLayer,
  promisePart,
  type ExpectedPart,
  type ForecastLayer,
  type ForecastSources,
} from './rules/forecast-layers.ts';
export {
  expectations,
  inflowSlices,
  targetScopes,
  type Expectation,
  type InflowSlice,
  type TargetScope,
} from './rules/kinds.ts';

export { inflowChecks } from './checks.ts';
export { inflowErrorCodes } from './errors.ts';
export { inflowEvents } from './events.ts';
export { inflowPermissions } from './permissions.ts';
export { inflowReadRules } from './read-rules.ts';
