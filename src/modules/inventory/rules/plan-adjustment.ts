import type { Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { fault } from '../errors.ts';
import { outside, type AdjustmentReason, type StockStatus } from './kinds.ts';
import { serialsTwice } from './plan-receipt.ts';
import { readPlacedGoods, type PlacedGoods, type PlaceFacts } from './placed-goods.ts';
import { readLot, type GoodsNames, type LotInput, type ReadLot } from './read-goods.ts';

export interface AdjustmentLineInput extends GoodsNames {
  readonly productId: Id;
  readonly locationId: Id;
  /** So much more is there than the book says, or less: `-2`. */
  readonly change: string;
  /** The base unit when left out. */
  readonly unit?: string | null;
  readonly lot?: LotInput | null;
  readonly serials?: readonly string[] | null;
  readonly status?: StockStatus | null;
}

export interface AdjustmentLine extends PlacedGoods, ReadLot {
  /** More is there; else less. */
  readonly found: boolean;
}

/** The reasons why goods become more, and less; CORRECTION says nothing of it. */
const onlyMore: readonly AdjustmentReason[] = ['FOUND', 'OPENING'];
const onlyLess: readonly AdjustmentReason[] = ['DAMAGE', 'LOSS', 'EXPIRY', 'CONSUMPTION', 'SAMPLE'];

/** Where goods go that are not there any more; those that are found come from ADJUSTMENT. */
export const outsideOf = (found: boolean, reason: AdjustmentReason | null): Id =>
  !found && (reason === 'DAMAGE' || reason === 'EXPIRY') ? outside.scrap : outside.adjustment;

/** What each line corrects; every fault of every line is added to `faults`. */
export function planAdjustment(
  lines: readonly AdjustmentLineInput[],
  reason: AdjustmentReason,
  facts: PlaceFacts,
  faults: Fault[],
): AdjustmentLine[] {
  const planned = lines.flatMap((line, index): AdjustmentLine[] => {
    const path = ['lines', String(index)];
    const found = !line.change.startsWith('-');
    const own: Fault[] = [];
    const goods = readPlacedGoods(
      { ...line, quantity: line.change.replace('-', ''), lotCode: line.lot?.code ?? null },
      facts,
      path,
      own,
      'lot',
    );
    const lot = readLot(line.lot, [...path, 'lot'], own);
    if (found ? onlyLess.includes(reason) : onlyMore.includes(reason)) {
      const message = `${reason} makes goods ${found ? 'less, not more' : 'more, not less'}`;
      own.push(fault('REASON_DIFFERS', message, [...path, 'change'], { reasonCode: reason }));
    }
    faults.push(...own.map((one) => atChange(one, path.length)));
    return goods && own.length === 0 ? [{ ...goods, ...lot, found }] : [];
  });
  faults.push(...serialsTwice(planned));
  return planned;
}

/** A line has a change where others have a quantity. */
const atChange = (found: Fault, depth: number): Fault =>
  found.path[depth] === 'quantity'
    ? { ...found, path: [...found.path.slice(0, depth), 'change'] }
    : found;
