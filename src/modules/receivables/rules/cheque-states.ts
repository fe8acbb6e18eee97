import type { StateMachine } from '../../../kernel/transitions.ts';
import { heldStates, type ChequeState, type GuaranteeState } from './cheque-kinds.ts';

const inHand = ['RECEIVED', 'EXTENDED'] as const;

/**
 * Every step of a cheque that somebody gave to somebody: it is not said here who is the customer.
 * `receiveCheques` makes the first state.
 */
export const chequeMachine = {
  of: 'cheque',
  acts: {
    depositCheques: { from: [...inHand, 'HELD_AS_SECURITY'], to: 'DEPOSITED' },
    withdrawCheque: { from: ['DEPOSITED'], to: 'RECEIVED' },
    clearCheque: { from: ['DEPOSITED', 'RE_PRESENTED'], to: 'CLEARED' },
    returnCheque: { from: ['DEPOSITED', 'RE_PRESENTED', 'CLEARED', 'ENDORSED'], to: 'RETURNED' },
    representCheque: { from: ['RETURNED'], to: 'RE_PRESENTED' },
    extendCheque: { from: inHand, to: 'EXTENDED' },
    endorseCheque: { from: inHand, to: 'ENDORSED' },
    holdChequeAsSecurity: { from: inHand, to: 'HELD_AS_SECURITY' },
    replaceCheque: { from: [...inHand, 'RETURNED', 'LOST', 'LEGAL'], to: 'REPLACED' },
    settleChequeByCash: { from: [...inHand, 'RETURNED', 'LOST', 'LEGAL'], to: 'SETTLED_BY_CASH' },
    sendChequeToLegal: { from: ['RETURNED'], to: 'LEGAL' },
    giveChequeBack: {
      from: [...inHand, 'HELD_AS_SECURITY', 'RETURNED', 'REPLACED', 'SETTLED_BY_CASH'],
      to: 'RETURNED_TO_CUSTOMER',
    },
    loseCheque: { from: [...inHand, 'HELD_AS_SECURITY', 'RETURNED'], to: 'LOST' },
    cancelCheque: { from: [...inHand, 'HELD_AS_SECURITY', 'LOST'], to: 'CANCELLED' },
  },
} as const satisfies StateMachine<ChequeState, string>;

export type ChequeAct = keyof typeof chequeMachine.acts;

/** Every step of a guarantee; of a call the whole, a part leads to PARTLY_CALLED. */
export const guaranteeMachine = {
  of: 'guarantee',
  acts: {
    extendGuarantee: { from: heldStates, to: 'EXTENDED' },
    callGuarantee: { from: heldStates, to: 'CALLED' },
    releaseGuarantee: { from: heldStates, to: 'RELEASED' },
    countersignGuaranteeRelease: { from: heldStates, to: 'RELEASED' },
    expireGuarantees: { from: heldStates, to: 'EXPIRED' },
    returnGuarantee: { from: ['RELEASED', 'EXPIRED', 'CALLED'], to: 'RETURNED' },
  },
} as const satisfies StateMachine<GuaranteeState, string>;

export type GuaranteeAct = keyof typeof guaranteeMachine.acts;
