import type { StateMachine } from '../../../kernel/transitions.ts';

export const stockTransferStateNames = [
  'DRAFT',
  'SHIPPED',
  'PARTIALLY_RECEIVED',
  'RECEIVED',
  'CLOSED',
  'CANCELLED',
] as const;
export type StockTransferState = (typeof stockTransferStateNames)[number];

export type StockTransferAct =
  | 'shipStockTransfer'
  | 'cancelStockTransfer'
  | 'receiveStockTransfer'
  | 'settleStockTransferShortage';

/**
 * Receiving and settling lead here to their first state; `stateAfterArrival` tells where the
 * transfer stands once the lines are counted.
 */
export const stockTransferStates: StateMachine<StockTransferState, StockTransferAct> = {
  of: 'stock transfer',
  acts: {
    shipStockTransfer: { from: ['DRAFT'], to: 'SHIPPED' },
    cancelStockTransfer: { from: ['DRAFT'], to: 'CANCELLED' },
    receiveStockTransfer: { from: ['SHIPPED', 'PARTIALLY_RECEIVED'], to: 'PARTIALLY_RECEIVED' },
    settleStockTransferShortage: {
      from: ['SHIPPED', 'PARTIALLY_RECEIVED'],
      to: 'PARTIALLY_RECEIVED',
    },
  },
};

/** Nothing happens to such a transfer any more. */
export const isFinal = (state: StockTransferState): boolean =>
  state === 'RECEIVED' || state === 'CLOSED' || state === 'CANCELLED';
