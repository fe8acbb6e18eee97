import type { StateMachine } from '../../../kernel/transitions.ts';

export const stockCountStateNames = [
  'PLANNED',
  'COUNTING',
  'RECOUNT',
  'REVIEW',
  'POSTED',
  'CANCELLED',
] as const;
export type StockCountState = (typeof stockCountStateNames)[number];

export type StockCountAct =
  | 'startStockCount'
  | 'recordCount'
  | 'finishCountLocation'
  | 'declareCountLocationEmpty'
  | 'reviewStockCount'
  | 'decideStockCount'
  | 'recountStockCount'
  | 'approveStockCount'
  | 'postStockCount'
  | 'cancelStockCount';

const underWay = ['COUNTING', 'RECOUNT'] as const;

/**
 * Counting and finishing places lead here to their first state; `stateOfPlaces` tells where the
 * count stands once its places are looked at.
 */
export const stockCountStates: StateMachine<StockCountState, StockCountAct> = {
  of: 'stock count',
  acts: {
    startStockCount: { from: ['PLANNED'], to: 'COUNTING' },
    recordCount: { from: underWay, to: 'COUNTING' },
    finishCountLocation: { from: underWay, to: 'RECOUNT' },
    declareCountLocationEmpty: { from: underWay, to: 'RECOUNT' },
    reviewStockCount: { from: ['RECOUNT'], to: 'REVIEW' },
    decideStockCount: { from: ['REVIEW'], to: 'REVIEW' },
    recountStockCount: { from: ['REVIEW'], to: 'RECOUNT' },
    approveStockCount: { from: ['REVIEW'], to: 'REVIEW' },
    postStockCount: { from: ['REVIEW'], to: 'POSTED' },
    cancelStockCount: { from: ['PLANNED', ...underWay, 'REVIEW'], to: 'CANCELLED' },
  },
};

/** Where a count stands by its places: nothing is reviewed before all of it is settled. */
export const stateOfPlaces = (places: {
  readonly open: number;
  readonly recount: number;
}): Extract<StockCountState, 'COUNTING' | 'RECOUNT' | 'REVIEW'> =>
  places.open > 0 ? 'COUNTING' : places.recount > 0 ? 'RECOUNT' : 'REVIEW';
