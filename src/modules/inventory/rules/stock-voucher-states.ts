import { refuse } from '../../../kernel/domain-error.ts';
import {
  availableActions,
  requireTransition,
  type AvailableAction,
  type StateMachine,
} from '../../../kernel/transitions.ts';
import type { StockVoucherKind } from './kinds.ts';

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
  | 'editStockVoucher'
  | 'reserveStockVoucher'
  | 'postStockVoucher'
  | 'approveStockAdjustment'
  | 'cancelStockVoucher'
  | 'reverseStockVoucher';

/**
 * A paper that is posted at once is never anything but POSTED. A draft of goods to leave is READY
 * when they are reserved, PICKING while they are scanned, PICKED when nothing is missing.
 */
export const stockVoucherStates: StateMachine<StockVoucherState, StockVoucherAct> = {
  of: 'stock voucher',
  acts: {
    editStockVoucher: { from: ['DRAFT'], to: 'DRAFT' },
    reserveStockVoucher: { from: ['DRAFT'], to: 'READY' },
    postStockVoucher: { from: ['DRAFT', 'READY', 'PICKING', 'PICKED'], to: 'POSTED' },
    approveStockAdjustment: { from: ['DRAFT'], to: 'POSTED' },
    cancelStockVoucher: { from: ['DRAFT', 'READY', 'PICKING', 'PICKED'], to: 'CANCELLED' },
    reverseStockVoucher: { from: ['POSTED'], to: 'POSTED' },
  },
};

/** Kinds that are drafted before they are posted by `postStockVoucher`. */
export const draftKinds = ['RECEIPT', 'ISSUE', 'SUPPLIER_RETURN'] as const;
export type DraftKind = (typeof draftKinds)[number];

const drafted: readonly StockVoucherKind[] = draftKinds;

/** Kinds that an act is for; all of them where none is named. */
const kindsOf: Readonly<Partial<Record<StockVoucherAct, readonly StockVoucherKind[]>>> = {
  editStockVoucher: drafted,
  reserveStockVoucher: ['ISSUE', 'SUPPLIER_RETURN'],
  postStockVoucher: drafted,
  approveStockAdjustment: ['ADJUSTMENT'],
  cancelStockVoucher: [...drafted, 'ADJUSTMENT'],
};

interface Standing {
  readonly kind: StockVoucherKind;
  readonly state: StockVoucherState;
  readonly reversalOfId: unknown;
}

/** Why a voucher is past an act whatever its state; null when it is not. */
function whyNever(act: StockVoucherAct, { kind, reversalOfId }: Standing): string | null {
  const kinds = kindsOf[act];
  if (kinds && !kinds.includes(kind)) {
    return `${act} is for ${kinds.join(' and ')}; this is a ${kind}`;
  }
  if (act === 'reverseStockVoucher' && reversalOfId != null) {
    return 'A voucher that takes another back is not taken back itself';
  }
  return null;
}

/** The acts on a voucher, each allowed now or with every reason why not. */
export function stockVoucherActions(voucher: Standing): AvailableAction[] {
  return availableActions(stockVoucherStates, voucher.state).map((action) => {
    const never = whyNever(action.name as StockVoucherAct, voucher);
    if (never === null) return action;
    return { ...action, allowed: false, reasons: [never, ...action.reasons] };
  });
}

/** The state that `act` leads to; refuses WRONG_KIND or ILLEGAL_STATE. */
export function requireVoucherAct(voucher: Standing, act: StockVoucherAct): StockVoucherState {
  const never = whyNever(act, voucher);
  if (never !== null) refuse('WRONG_KIND', never, [], { kind: voucher.kind });
  return requireTransition(stockVoucherStates, voucher.state, act);
}

/** What is needed at the warehouse to draft a voucher, and to do anything with its draft. */
export function permissionOfDraft(
  kind: StockVoucherKind,
): 'inventory.receive' | 'inventory.issue' | 'inventory.adjust' {
  if (kind === 'ADJUSTMENT') return 'inventory.adjust';
  return kind === 'RECEIPT' ? 'inventory.receive' : 'inventory.issue';
}
