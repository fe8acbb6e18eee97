import {
  StockCountLineSchema,
  StockCountLocationSchema,
  StockCountProductSchema,
  StockCountSchema,
} from './entities/count.ts';

/*
 * Counts, for the door.
 */

export const stockCountSchemas = [
  StockCountSchema,
  StockCountProductSchema,
  StockCountLocationSchema,
  StockCountLineSchema,
] as const;

export {
  approveStockCount,
  type ApproveStockCountInput,
} from './operations/approve-stock-count.ts';
export { cancelStockCount, type CancelStockCountInput } from './operations/cancel-stock-count.ts';
export {
  decideStockCount,
  type CountDecisionInput,
  type DecideStockCountInput,
} from './operations/decide-stock-count.ts';
export {
  declareCountLocationEmpty,
  finishCountLocation,
  type FinishCountLocationInput,
} from './operations/finish-count-location.ts';
export {
  planCountsByClass,
  type PlanCountsByClassInput,
} from './operations/plan-counts-by-class.ts';
export { planStockCount, type PlanStockCountInput } from './operations/plan-stock-count.ts';
export {
  postStockCount,
  type PostStockCountInput,
  type StockCountPosted,
} from './operations/post-stock-count.ts';
export { recordCount, type RecordCountInput } from './operations/record-count.ts';
export {
  recountStockCount,
  type RecountStockCountInput,
} from './operations/recount-stock-count.ts';
export { reviewStockCount, type ReviewStockCountInput } from './operations/review-stock-count.ts';
export { startStockCount, type StartStockCountInput } from './operations/start-stock-count.ts';

export { countLineStates, countLocationStates, type CountResult } from './rules/count-kinds.ts';
export type { CountedLineInput } from './rules/plan-count-entries.ts';
export {
  stockCountStateNames,
  stockCountStates,
  type StockCountAct,
  type StockCountState,
} from './rules/stock-count-states.ts';
