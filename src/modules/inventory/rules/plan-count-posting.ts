import { absoluteDecimal, isPositive, type Decimal } from '../../../kernel/decimal.ts';
import type { Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { fault } from '../errors.ts';
import { countKey, type CountDecision, type CountKey, type CountLineState } from './count-kinds.ts';
import { outside, type StockStatus } from './kinds.ts';

export interface DifferenceToPost extends CountKey {
  readonly id: Id;
  readonly state: CountLineState;
  readonly counted: Decimal;
  readonly expected: Decimal;
  readonly difference: Decimal;
  readonly decision: CountDecision | null;
  readonly decisionReason: string | null;
  readonly sku: string;
  readonly lotCode: string | null;
  readonly location: string;
  readonly baseUnit: string;
}

/** Where the book has a serial number now. */
export interface SerialInBook {
  readonly locationId: Id;
  readonly location: string;
  readonly warehouseId: Id | null;
  readonly ownerId: Id | null;
  readonly status: StockStatus;
  readonly packageId: Id | null;
}

/** What the paper says of a difference, and the move behind it. */
export interface CountPosting {
  readonly line: DifferenceToPost;
  readonly quantity: Decimal;
  readonly fromId: Id;
  readonly toId: Id;
  readonly fromStatus: StockStatus;
  readonly toStatus: StockStatus;
  readonly fromPackageId: Id | null;
  readonly toPackageId: Id | null;
  readonly reason: string;
}

/** Every line that two persons could not settle and nobody has decided. */
export const undecidedFaults = (lines: readonly DifferenceToPost[]): Fault[] =>
  lines
    .filter((line) => line.state === 'DISPUTED' && line.decision === null)
    .map((line) => {
      const message = `${whatOf(line)} at ${line.location}: somebody has to decide`;
      return fault('DECISION_REQUIRED', message, [], detailsOf(line));
    });

/** Those that are to be posted: the book follows unless somebody left the line out. */
export const acceptedOf = <Line extends DifferenceToPost>(lines: readonly Line[]): Line[] =>
  lines.filter((line) => line.decision !== 'KEEP_BOOK' && Number(line.difference) !== 0);

/**
 * The moves that make the book follow: by the difference that was found, never to a quantity, since
 * goods may have moved since. A serial number that is found while the book has it elsewhere in the
 * warehouse goes from there, in one line; one that came or left in the book since needs
 * nothing. Faults name serials that the book has where this warehouse has no say.
 */
export function planCountPosting(
  lines: readonly DifferenceToPost[],
  warehouseId: Id,
  booked: ReadonlyMap<Id, SerialInBook>,
  faults: Fault[],
): CountPosting[] {
  const accepted = acceptedOf(lines);
  const found = accepted.filter((line) => line.isSerial && isPositive(line.difference));
  const postings = found.flatMap((line) => findSerial(line, warehouseId, booked, faults));
  // Missed there, because it is here.
  const relocated = new Set(
    postings
      .filter((posting) => posting.fromId !== outside.adjustment)
      .map(({ line, fromId, fromStatus, fromPackageId }) =>
        countKey({ ...line, locationId: fromId, status: fromStatus, packageId: fromPackageId }),
      ),
  );
  const others = accepted.filter(
    (line) => !found.includes(line) && !relocated.has(countKey(line)) && !hasLeft(line, booked),
  );
  return [...postings, ...others.map(changeOf)];
}

/** A serial number that was missed, and that the book has had leave this key since. */
function hasLeft(line: DifferenceToPost, booked: ReadonlyMap<Id, SerialInBook>): boolean {
  if (!line.isSerial || line.lotId === null) return false;
  const at = booked.get(line.lotId);
  return !at || countKey({ ...line, ...at }) !== countKey(line);
}

function findSerial(
  line: DifferenceToPost,
  warehouseId: Id,
  booked: ReadonlyMap<Id, SerialInBook>,
  faults: Fault[],
): CountPosting[] {
  const at = line.lotId === null ? undefined : booked.get(line.lotId);
  if (!at) return [changeOf(line)];
  if (countKey({ ...line, ...at }) === countKey(line)) return [];
  if (at.warehouseId !== warehouseId || at.ownerId !== line.ownerId) {
    const places = `found at ${line.location}, in the book at ${at.location}`;
    const message = `${whatOf(line)}: ${places}`;
    faults.push(fault('SERIAL_ELSEWHERE', message, [], { ...detailsOf(line), ...at }));
    return [];
  }
  return [
    {
      ...changeOf(line),
      fromId: at.locationId,
      fromStatus: at.status,
      fromPackageId: at.packageId,
      reason: reasonOf(line, `found here, booked at ${at.location}`),
    },
  ];
}

function changeOf(line: DifferenceToPost): CountPosting {
  const here = { id: line.locationId, packageId: line.packageId };
  const outsideHere = { id: outside.adjustment, packageId: null };
  const [from, to] = isPositive(line.difference) ? [outsideHere, here] : [here, outsideHere];
  return {
    line,
    quantity: absoluteDecimal(line.difference),
    fromId: from.id,
    toId: to.id,
    fromStatus: line.status,
    toStatus: line.status,
    fromPackageId: from.packageId,
    toPackageId: to.packageId,
    reason: reasonOf(line, `counted ${line.counted}, the book had ${line.expected}`),
  };
}

const reasonOf = (line: DifferenceToPost, fact: string): string =>
  [fact, line.decisionReason].filter((part) => part !== null).join('; ');

const whatOf = (line: DifferenceToPost): string =>
  line.lotCode === null ? line.sku : `${line.sku} ${line.lotCode}`;

const detailsOf = (line: DifferenceToPost) => ({
  stockCountLineId: line.id,
  sku: line.sku,
  lot: line.lotCode,
  locationId: line.locationId,
});
