import type { StateMachine } from '../../../kernel/transitions.ts';

export const stockVoucherStateNames = [
  'DRAFT',
  'READY',
  'PICKING',
  'PICKED',
  'POSTED',
  'CANCELLED',
] as const;
export type StockVoucherState = (typeof stockVoucherStateNames)[number];

export type StockVoucherAct =
  'reserveStockVoucher' | 'postStockVoucher' | 'cancelStockVoucher' | 'reverseStockVoucher';

/**
 * A paper that is posted at once is never anything but POSTED. A draft of goods to leave is READY
 * when they are reserved, PICKING while they are scanned, PICKED when nothing is missing.
 */
export const stockVoucherStates: StateMachine<StockVoucherState, StockVoucherAct> = {
  of: 'stock voucher',
  acts: {
    reserveStockVoucher: { from: ['DRAFT'], to: 'READY' },
    postStockVoucher: { from: ['DRAFT', 'READY', 'PICKING', 'PICKED'], to: 'POSTED' },
    cancelStockVoucher: { from: ['DRAFT', 'READY', 'PICKING', 'PICKED'], to: 'CANCELLED' },
    reverseStockVoucher: { from: ['POSTED'], to: 'POSTED' },
  },
};
