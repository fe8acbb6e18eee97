import type { Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import type { EventType, NewEvent } from '../../../platform/events/event.ts';
import { fault } from '../errors.ts';

/** A pallet of cartons of boxes of bags of pieces: deeper is a mistake. */
export const mostLevels = 5;

interface Place {
  readonly id: Id;
  readonly code: string;
  readonly warehouseId: Id | null;
}

interface Package {
  readonly id: Id;
  readonly sscc: string;
  readonly parentId: Id | null;
  readonly above: readonly Id[];
  readonly below: readonly Id[];
  readonly levels: number;
  readonly places: readonly Place[];
}

/** Faults when what is to be together would be in two places. */
export function togetherFaults(
  found: Pick<Package, 'sscc' | 'places'>,
  placeIds: readonly Id[],
  path: readonly string[],
): Fault[] {
  const elsewhere = found.places.find(({ id }) => !placeIds.includes(id));
  if (!elsewhere || placeIds.length === 0) return [];
  const message = `The package ${found.sscc} is at ${elsewhere.code}`;
  return [fault('PACKAGE_ELSEWHERE', message, path, { locationId: elsewhere.id })];
}

/** Faults when a package would be in itself, nested too deep, or in two places. */
export function nestingFaults(inner: Package, outer: Package): Fault[] {
  const at = ['parentId'];
  if (inner.parentId === outer.id) {
    return [fault('SAME_PLACE', `${inner.sscc} is in ${outer.sscc} already`, at)];
  }
  if (outer.above.includes(inner.id)) {
    return [fault('PACKAGE_IN_ITSELF', `${outer.sscc} is in ${inner.sscc} already`, at)];
  }
  if (outer.above.length + inner.levels > mostLevels) {
    return [fault('PACKAGES_NEST_TOO_DEEP', `Packages nest ${mostLevels} deep at most`, at)];
  }
  const outerPlaces = outer.places.map(({ id }) => id);
  return togetherFaults(inner, outerPlaces, at);
}

/** Faults when a package would be taken out of none. */
export const inNoneFaults = ({ parentId, sscc }: Pick<Package, 'parentId' | 'sscc'>): Fault[] =>
  parentId === null
    ? [fault('NOT_IN_PACKAGE', `${sscc} is in no package`, ['stockPackageId'])]
    : [];

/** What is known of a package is told to the warehouse that it is in. */
export const packageEvent = (
  type: EventType,
  { id, sscc, places }: Pick<Package, 'id' | 'sscc' | 'places'>,
  change: Readonly<Record<string, unknown>>,
): NewEvent => ({
  type,
  subject: { type: 'stockPackage', id },
  unitIds: [...new Set(places.flatMap(({ warehouseId }) => warehouseId ?? []))],
  data: { stockPackage: { id, sscc }, change },
});
