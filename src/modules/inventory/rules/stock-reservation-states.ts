import type { StateMachine } from '../../../kernel/transitions.ts';
import type { ReservationState } from './kinds.ts';

export type StockReservationAct = 'releaseStockReservations' | 'prioritiseStockReservation';

/** Whose promises are given up by the acts of the documents that they are for, and by no other. */
const released: readonly string[] = ['SALES_ORDER'];

/** What stands in the way of an act beside the state. */
export const whyNotStockReservation = (
  act: StockReservationAct,
  { demandKind }: { readonly demandKind: string },
): string[] =>
  act === 'releaseStockReservations' && released.includes(demandKind)
    ? [`It is promised to a ${demandKind}: the acts of that document give it up`]
    : [];

/** The state itself follows from the quantities; who waits in another place waits as before. */
export const stockReservationStates: StateMachine<ReservationState, StockReservationAct> = {
  of: 'stock reservation',
  acts: {
    releaseStockReservations: { from: ['REQUESTED', 'PARTIAL', 'RESERVED'], to: 'RELEASED' },
    prioritiseStockReservation: { from: ['REQUESTED', 'PARTIAL'], to: 'REQUESTED' },
  },
};
