import type { StateMachine } from '../../../kernel/transitions.ts';
import type { OrderHold, Progress } from './order-kinds.ts';

export const salesOrderStateNames = ['DRAFT', 'CONFIRMED', 'CLOSED', 'CANCELLED'] as const;
export type SalesOrderState = (typeof salesOrderStateNames)[number];

export type SalesOrderAct =
  | 'editSalesOrder'
  | 'repriceSalesOrder'
  | 'confirmSalesOrder'
  | 'amendSalesOrder'
  | 'shortCloseSalesOrderLines'
  | 'reopenSalesOrderLines'
  | 'holdSalesOrder'
  | 'releaseSalesOrder'
  | 'closeSalesOrder'
  | 'reopenSalesOrder'
  | 'cancelSalesOrder';

/** What is delivered, invoiced and paid of an order is told by its lines, not by its state. */
export const salesOrderStates: StateMachine<SalesOrderState, SalesOrderAct> = {
  of: 'sales order',
  acts: {
    editSalesOrder: { from: ['DRAFT'], to: 'DRAFT' },
    repriceSalesOrder: { from: ['DRAFT'], to: 'DRAFT' },
    confirmSalesOrder: { from: ['DRAFT'], to: 'CONFIRMED' },
    amendSalesOrder: { from: ['CONFIRMED'], to: 'CONFIRMED' },
    shortCloseSalesOrderLines: { from: ['CONFIRMED'], to: 'CONFIRMED' },
    reopenSalesOrderLines: { from: ['CONFIRMED'], to: 'CONFIRMED' },
    holdSalesOrder: { from: ['CONFIRMED'], to: 'CONFIRMED' },
    releaseSalesOrder: { from: ['CONFIRMED'], to: 'CONFIRMED' },
    closeSalesOrder: { from: ['CONFIRMED'], to: 'CLOSED' },
    reopenSalesOrder: { from: ['CLOSED'], to: 'CONFIRMED' },
    cancelSalesOrder: { from: ['DRAFT', 'CONFIRMED'], to: 'CANCELLED' },
  },
};

interface Standing {
  readonly holds: readonly OrderHold[];
  readonly fulfilment: Progress;
}

/** What stands in the way of an act on an order beside its state. */
export function whyNotSalesOrder(act: SalesOrderAct, { holds, fulfilment }: Standing): string[] {
  if (act === 'releaseSalesOrder' && holds.length === 0) return ['Nothing holds it'];
  if (act === 'cancelSalesOrder' && fulfilment !== 'NONE') {
    return ['Goods of it were issued: short close what is open'];
  }
  return [];
}
