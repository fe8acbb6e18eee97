import type { Decimal } from '../../../kernel/decimal.ts';
import type { Id } from '../../../kernel/id.ts';
import type { StockMoveKind } from '../rules/kinds.ts';

/** Goods that are to go from one place to another, in the product's base unit. */
export interface PlannedMove {
  readonly kind: StockMoveKind;
  readonly productId: Id;
  readonly lotId: Id | null;
  /** The lot is a serial number. */
  readonly isSerial: boolean;
  readonly fromId: Id;
  readonly toId: Id;
  readonly quantity: Decimal;
  readonly documentId: Id;
  readonly lineId: Id;
  readonly reason?: string | null;
  readonly responsible?: string | null;
  /** Where a refusal points to in the input. */
  readonly path: readonly string[];
}
