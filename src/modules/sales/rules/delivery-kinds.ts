import type { StateMachine } from '../../../kernel/transitions.ts';

export const deliveryStateNames = ['DRAFT', 'POSTED', 'CANCELLED', 'REVERSED'] as const;
export type DeliveryState = (typeof deliveryStateNames)[number];

export type DeliveryAct = 'postDelivery' | 'cancelDelivery' | 'reverseDelivery';

/** How far its goods are picked is told by its goods issue; how much of it left, by its lines. */
export const deliveryStates: StateMachine<DeliveryState, DeliveryAct> = {
  of: 'delivery',
  acts: {
    postDelivery: { from: ['DRAFT'], to: 'POSTED' },
    cancelDelivery: { from: ['DRAFT'], to: 'CANCELLED' },
    reverseDelivery: { from: ['POSTED'], to: 'REVERSED' },
  },
};

/** What becomes of what was to leave and did not: it stays open, or is wanted no more. */
export const shortDecisions = ['CREATE_BACKORDER', 'CANCEL_REMAINDER'] as const;
export type ShortDecision = (typeof shortDecisions)[number];

export const returnStateNames = ['AUTHORISED', 'PARTLY_RECEIVED', 'RECEIVED', 'CANCELLED'] as const;
export type ReturnState = (typeof returnStateNames)[number];

export type ReturnAct = 'receiveReturn' | 'cancelReturn';

/** Received: all that was allowed to come has come. Where less did, the rest can be given up. */
export const returnStates: StateMachine<ReturnState, ReturnAct> = {
  of: 'return',
  acts: {
    receiveReturn: { from: ['AUTHORISED', 'PARTLY_RECEIVED'], to: 'RECEIVED' },
    cancelReturn: { from: ['AUTHORISED', 'PARTLY_RECEIVED'], to: 'CANCELLED' },
  },
};

/**
 * What becomes of goods that come back: on sale again; looked at first; repaired for the customer;
 * scrapped; held until they go back to their supplier, or to the customer as they are.
 */
export const dispositions = [
  'RESTOCK',
  'QUARANTINE',
  'REPAIR',
  'SCRAP',
  'RETURN_TO_VENDOR',
  'RETURN_TO_CUSTOMER',
] as const;
export type Disposition = (typeof dispositions)[number];

interface DispositionRules {
  /** How they lie in stock. */
  readonly lies: 'AVAILABLE' | 'QUARANTINE' | 'BLOCKED' | 'SCRAP';
  /** They stay the customer's: worth nothing to us, and nothing is credited for them. */
  readonly staysTheirs: boolean;
}

export const dispositionRules: Readonly<Record<Disposition, DispositionRules>> = {
  RESTOCK: { lies: 'AVAILABLE', staysTheirs: false },
  QUARANTINE: { lies: 'QUARANTINE', staysTheirs: false },
  REPAIR: { lies: 'BLOCKED', staysTheirs: true },
  SCRAP: { lies: 'SCRAP', staysTheirs: false },
  RETURN_TO_VENDOR: { lies: 'BLOCKED', staysTheirs: false },
  RETURN_TO_CUSTOMER: { lies: 'BLOCKED', staysTheirs: true },
};

/** Of what stays theirs nothing comes back to us; as SQL, for checks. */
export const staysTheirs: readonly Disposition[] = dispositions.filter(
  (disposition) => dispositionRules[disposition].staysTheirs,
);

/** What vouchers of goods that come back say that they are for. */
export const returnDemand = 'SALES_RETURN';

/** How the customer is called as the owner of goods that stay theirs. */
export const ownerCodeOf = ({ number }: { readonly number: string }): string =>
  `CUST-${number.replaceAll(/[^A-Z0-9-]/g, '')}`.slice(0, 20);
