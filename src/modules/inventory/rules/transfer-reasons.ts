import type { Id } from '../../../kernel/id.ts';
import type { StockTransferAct } from './stock-transfer-states.ts';

/** What a transfer's row tells about who may do what next. */
export interface TransferStanding {
  readonly createdBy: Id | null;
  readonly editedBy: Id | null;
  readonly shippedBy: Id | null;
  readonly returningAt: string | null;
  readonly shipperMayReceive: boolean;
  /** Something has left and has neither arrived nor been settled. */
  readonly isOnItsWay: boolean;
  /** Open ones of every kind; those that closing does not settle. */
  readonly openDiscrepancies: number;
  readonly openBesideShortages: number;
}

/** Why someone may not do this to a transfer, beside its state; null: the product itself. */
export function whyNotTransfer(
  act: StockTransferAct,
  transfer: TransferStanding,
  actorId: Id | null,
): string[] {
  const { createdBy, editedBy, shippedBy } = transfer;
  const isOne = (...people: (Id | null)[]): boolean => actorId !== null && people.includes(actorId);
  const arrived = transfer.isOnItsWay ? [] : ['Nothing of it is on its way'];
  switch (act) {
    case 'approveStockTransfer':
      return isOne(createdBy, editedBy) ? ['You asked for it: somebody else has to approve'] : [];
    case 'receiveStockTransfer':
      return isOne(shippedBy) && !transfer.shipperMayReceive
        ? ['You shipped it: somebody else has to receive', ...arrived]
        : arrived;
    case 'settleStockTransferShortage':
      return arrived;
    case 'returnStockTransfer':
      return transfer.returningAt === null ? arrived : ['It is on its way back already'];
    case 'settleTransferDiscrepancy':
      return transfer.openDiscrepancies > 0 ? [] : ['No discrepancy of it is open'];
    case 'closeStockTransfer':
      return transfer.openBesideShortages === 0
        ? []
        : [`${transfer.openBesideShortages} discrepancies of it are to be settled first`];
    default:
      return [];
  }
}
