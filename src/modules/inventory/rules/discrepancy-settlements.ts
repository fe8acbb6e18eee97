import type { DiscrepancyKind, DiscrepancySettlement } from './kinds.ts';

/**
 * How each kind can end. What moves then:
 * SHORTAGE  LOST: on the way -> lost; RETURNED_TO_SOURCE: on the way -> source; REFUSED: nothing,
 *           it turned up; MATCHED comes from the other side, the overage.
 * OVERAGE, WRONG_ITEM  ACCEPTED: adjustment -> destination; MATCHED: on the way of another
 *           transfer, where it is missing -> destination; RETURNED_TO_SOURCE, REFUSED: nothing, for
 *           the book never knew of it here.
 * DAMAGE    SCRAPPED: quarantine -> scrap; RELEASED: out of quarantine, at its place.
 * SERIAL_SWAP  ACCEPTED: the one that was shipped is back at the source, the one that came is
 *           received; REFUSED: nothing, it was misread.
 */
export const discrepancySettlementsOf: Readonly<
  Record<DiscrepancyKind, readonly DiscrepancySettlement[]>
> = {
  SHORTAGE: ['LOST', 'RETURNED_TO_SOURCE', 'REFUSED'],
  OVERAGE: ['ACCEPTED', 'MATCHED', 'RETURNED_TO_SOURCE', 'REFUSED'],
  WRONG_ITEM: ['ACCEPTED', 'MATCHED', 'RETURNED_TO_SOURCE', 'REFUSED'],
  DAMAGE: ['SCRAPPED', 'RELEASED'],
  SERIAL_SWAP: ['ACCEPTED', 'REFUSED'],
};
