import type { ScanTaskName } from './kinds.ts';
import { stockCountStates, type StockCountState } from './stock-count-states.ts';
import { stockTransferStates, type StockTransferState } from './stock-transfer-states.ts';
import type { StockVoucherState } from './stock-voucher-states.ts';

/** What a task asks of who scans, and of what is scanned. */
export interface ScanTaskRules {
  readonly permission: string;
  /** What the session works on. */
  readonly document: 'TRANSFER' | 'VOUCHER' | 'COUNT';
  /** Goods are taken from shelves; else they come in, or are counted. */
  readonly takes: boolean;
  /** Only goods that were sent on their way can come in. */
  readonly manifest: boolean;
  /** What is there is counted, and compared with nothing. */
  readonly counts: boolean;
  /** States of the document in which its goods can be scanned. */
  readonly open: readonly string[];
  /** States in which they could have been. */
  readonly over: readonly string[];
}

const transfer = (...states: StockTransferState[]): readonly StockTransferState[] => states;
const count = (...states: StockCountState[]): readonly StockCountState[] => states;
const voucher = (...states: StockVoucherState[]): readonly StockVoucherState[] => states;

export const scanTaskRules: Readonly<Record<ScanTaskName, ScanTaskRules>> = {
  SHIP: {
    permission: 'inventory.transfer',
    document: 'TRANSFER',
    takes: true,
    manifest: false,
    counts: false,
    open: stockTransferStates.acts.shipStockTransfer.from,
    over: transfer('SHIPPED', 'PARTIALLY_RECEIVED', 'RECEIVED', 'CLOSED', 'CANCELLED'),
  },
  RECEIVE: {
    permission: 'inventory.transfer',
    document: 'TRANSFER',
    takes: false,
    manifest: true,
    counts: false,
    open: stockTransferStates.acts.receiveStockTransfer.from,
    over: transfer('RECEIVED', 'CLOSED', 'CANCELLED'),
  },
  PICK: {
    permission: 'inventory.issue',
    document: 'VOUCHER',
    takes: true,
    manifest: false,
    counts: false,
    open: voucher('DRAFT', 'READY', 'PICKING', 'PICKED'),
    over: voucher('POSTED', 'CANCELLED'),
  },
  PUT_IN: {
    permission: 'inventory.receive',
    document: 'VOUCHER',
    takes: false,
    manifest: false,
    counts: false,
    open: voucher('DRAFT', 'READY', 'PICKING', 'PICKED'),
    over: voucher('POSTED', 'CANCELLED'),
  },
  COUNT: {
    permission: 'inventory.count',
    document: 'COUNT',
    takes: false,
    manifest: false,
    counts: true,
    open: stockCountStates.acts.recordCount.from,
    over: count('REVIEW', 'POSTED', 'CANCELLED'),
  },
};
