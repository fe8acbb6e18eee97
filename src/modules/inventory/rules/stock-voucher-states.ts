import { refuse } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { requireTransition, type StateMachine } from '../../../kernel/transitions.ts';
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

/** Kinds whose drafts are given up by `cancelStockVoucher`: also a correction that waits. */
export type CancelledKind = DraftKind | 'ADJUSTMENT';

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
  readonly createdBy: Id | null;
  readonly kind: StockVoucherKind;
  readonly isReversal: boolean;
  readonly isReversed: boolean;
  /** The kind of the other document that it serves. */
  readonly demandKind: string | null;
}

/** What stands in the way of an act on a voucher beside its state; null: the product itself. */
export function whyNotStockVoucher(
  act: StockVoucherAct,
  { kind, isReversal, isReversed, createdBy, demandKind }: Standing,
  actorId: Id | null,
): string[] {
  const why: string[] = [];
  const kinds = kindsOf[act];
  if (kinds && !kinds.includes(kind)) {
    why.push(`${act} is for ${kinds.join(' and ')}; this is a ${kind}`);
  }
  if (demandKind !== null) why.push(ofDemand(demandKind));
  if (act === 'reverseStockVoucher' && isReversal) {
    why.push('A voucher that takes another back is not taken back itself');
  }
  if (act === 'reverseStockVoucher' && isReversed) why.push('It was taken back already');
  if (act === 'approveStockAdjustment' && actorId !== null && actorId === createdBy) {
    why.push('You asked for it: somebody else has to approve');
  }
  return why;
}

const ofDemand = (demandKind: string): string =>
  `It serves another document (${demandKind}): the acts of that one move its goods`;

interface Voucher {
  readonly kind: StockVoucherKind;
  readonly state: StockVoucherState;
  readonly reversalOfId: unknown;
  /** The number of what took it back. */
  readonly reversedBy: string | null;
  readonly demandKind: string | null;
}

/** Refuses VOUCHER_OF_A_DEMAND: it is drafted, posted and taken back by what it serves. */
export function requireOwnVoucher({ demandKind }: Pick<Voucher, 'demandKind'>): void {
  if (demandKind === null) return;
  refuse('VOUCHER_OF_A_DEMAND', ofDemand(demandKind), ['stockVoucherId'], { demandKind });
}

/** The state that `act` leads to; refuses WRONG_KIND, ALREADY_REVERSED or ILLEGAL_STATE. */
export function requireVoucherAct(voucher: Voucher, act: StockVoucherAct): StockVoucherState {
  const { kind, reversalOfId, reversedBy } = voucher;
  const isReversal = reversalOfId !== null;
  const standing = { kind, isReversal, isReversed: false, createdBy: null, demandKind: null };
  const [never] = whyNotStockVoucher(act, standing, null);
  if (never !== undefined) refuse('WRONG_KIND', never, [], { kind });
  if (act === 'reverseStockVoucher' && reversedBy !== null) {
    const message = `It was taken back by ${reversedBy}`;
    refuse('ALREADY_REVERSED', message, ['stockVoucherId'], { number: reversedBy });
  }
  return requireTransition(stockVoucherStates, voucher.state, act);
}

/** What is needed at the warehouse to draft a voucher, and to do anything with its draft. */
export function permissionOfDraft(
  kind: StockVoucherKind,
): 'inventory.receive' | 'inventory.issue' | 'inventory.adjust' {
  if (kind === 'ADJUSTMENT') return 'inventory.adjust';
  return kind === 'RECEIPT' ? 'inventory.receive' : 'inventory.issue';
}
