import {
  absoluteDecimal,
  compareDecimals,
  multiplyDecimals,
  sumDecimals,
  type Decimal,
} from '../../../kernel/decimal.ts';
import type { Id } from '../../../kernel/id.ts';

/** So much more, or less, of a product. */
export interface CorrectedGoods {
  /** In the base unit; its sign does not matter. */
  readonly quantity: Decimal;
  /** Whose goods; another's are worth nothing to us. */
  readonly ownerId: Id | null;
  /** Of one base unit, in the firm's currency; null: not known. */
  readonly standardCost: Decimal | null;
}

/**
 * What a correction is worth, more and less added up alike; null when the cost of any of our goods
 * is not known.
 */
export function correctionValue(goods: readonly CorrectedGoods[]): Decimal | null {
  const ours = goods.filter(({ ownerId }) => ownerId === null);
  const values = ours.flatMap(({ quantity, standardCost }) =>
    standardCost === null ? [] : [absoluteDecimal(multiplyDecimals(quantity, standardCost))],
  );
  return values.length < ours.length ? null : sumDecimals(values);
}

/**
 * Whether a correction of stock waits for a second person: it is worth more than the warehouse's
 * limit, or nobody knows what it is worth. Without a limit none waits.
 */
export function needsApproval(limit: Decimal | null, goods: readonly CorrectedGoods[]): boolean {
  if (limit === null) return false;
  const value = correctionValue(goods);
  return value === null || compareDecimals(value, limit) > 0;
}
