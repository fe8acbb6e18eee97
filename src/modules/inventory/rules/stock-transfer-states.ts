import type { StateMachine } from '../../../kernel/transitions.ts';

export const stockTransferStateNames = [
  'REQUESTED',
  'APPROVED',
  'RESERVED',
  'PICKED',
  'SHIPPED',
  'PARTIALLY_RECEIVED',
  'RECEIVED',
  'CLOSED',
  'CANCELLED',
] as const;
export type StockTransferState = (typeof stockTransferStateNames)[number];

export type StockTransferAct =
  | 'approveStockTransfer'
  | 'rejectStockTransfer'
  | 'editStockTransfer'
  | 'reserveStockTransfer'
  | 'pickStockTransfer'
  | 'shipStockTransfer'
  | 'cancelStockTransfer'
  | 'receiveStockTransfer'
  | 'settleStockTransferShortage'
  | 'recordTransferDiscrepancy'
  | 'settleTransferDiscrepancy'
  | 'returnStockTransfer'
  | 'closeStockTransfer';

const toLeave = ['APPROVED', 'RESERVED', 'PICKED'] as const;
const onItsWay = ['SHIPPED', 'PARTIALLY_RECEIVED'] as const;
const shipped = [...onItsWay, 'RECEIVED'] as const;

/**
 * Reserving and picking lead on only when nothing is missing. What happens to goods on their way
 * leads here to its first state; `stateAfterArrival` tells where the transfer stands once the lines
 * are counted. Recording and settling what did not go as written may leave the state as it is.
 */
export const stockTransferStates: StateMachine<StockTransferState, StockTransferAct> = {
  of: 'stock transfer',
  acts: {
    approveStockTransfer: { from: ['REQUESTED'], to: 'APPROVED' },
    rejectStockTransfer: { from: ['REQUESTED'], to: 'CANCELLED' },
    editStockTransfer: { from: ['REQUESTED', 'APPROVED'], to: 'REQUESTED' },
    reserveStockTransfer: { from: ['APPROVED'], to: 'RESERVED' },
    pickStockTransfer: { from: ['APPROVED', 'RESERVED'], to: 'PICKED' },
    shipStockTransfer: { from: toLeave, to: 'SHIPPED' },
    cancelStockTransfer: { from: ['REQUESTED', ...toLeave], to: 'CANCELLED' },
    receiveStockTransfer: { from: onItsWay, to: 'PARTIALLY_RECEIVED' },
    settleStockTransferShortage: { from: onItsWay, to: 'PARTIALLY_RECEIVED' },
    recordTransferDiscrepancy: { from: shipped, to: 'PARTIALLY_RECEIVED' },
    settleTransferDiscrepancy: { from: shipped, to: 'PARTIALLY_RECEIVED' },
    returnStockTransfer: { from: onItsWay, to: 'PARTIALLY_RECEIVED' },
    closeStockTransfer: { from: shipped, to: 'CLOSED' },
  },
};

/** None of its goods is on the way any more, or ever will be. */
export const isComplete = (state: StockTransferState): boolean =>
  state === 'RECEIVED' || state === 'CLOSED' || state === 'CANCELLED';
