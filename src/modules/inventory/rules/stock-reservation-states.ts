import type { StateMachine } from '../../../kernel/transitions.ts';
import type { ReservationState } from './kinds.ts';

export type StockReservationAct = 'releaseStockReservations' | 'prioritiseStockReservation';

/** The state itself follows from the quantities; who waits in another place waits as before. */
export const stockReservationStates: StateMachine<ReservationState, StockReservationAct> = {
  of: 'stock reservation',
  acts: {
    releaseStockReservations: { from: ['REQUESTED', 'PARTIAL', 'RESERVED'], to: 'RELEASED' },
    prioritiseStockReservation: { from: ['REQUESTED', 'PARTIAL'], to: 'REQUESTED' },
  },
};
