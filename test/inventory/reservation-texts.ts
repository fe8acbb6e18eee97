import type {
  Reservation,
  ReservationChange,
} from '../../src/modules/inventory/rules/reservation.ts';

export const now = new Date('2026-03-21T08:00:00Z');
export const later = (minutes: number): Date => new Date(now.getTime() + minutes * 60_000);

/** `wanted 5`, `wanted 5 at A1 L1`, `held 2 wanted 5`, `consumed 1 …`. */
export function reservation(
  id: string,
  text: string,
  more: Partial<Reservation> = {},
): Reservation {
  const number = (word: string): string => new RegExp(`${word} (\\S+)`).exec(text)?.[1] ?? '0';
  const [, locationId = null, lotId = null] = / at (\S+) ?(\S+)?/.exec(text) ?? [];
  return {
    id,
    demandKind: 'MANUAL',
    demandId: 'demand',
    demandLineId: 'line',
    productId: 'tea',
    warehouseId: 'teh',
    strength: locationId === null ? 'SOFT' : 'HARD',
    locationId,
    lotId: lotId ?? null,
    packageId: null,
    quantity: number('wanted'),
    held: number('held'),
    consumed: number('consumed'),
    released: number('released'),
    allOrNothing: false,
    priority: 0,
    wantedOn: null,
    expiresAt: null,
    ended: null,
    createdAt: now,
    createdBy: null,
    version: 1,
    ...more,
  };
}

/** `a CONSUMED held -2 consumed 3`. */
export const told = (changes: readonly ReservationChange[]): string[] =>
  changes.map(({ reservation: { id }, kind, ...change }) =>
    [
      id,
      kind,
      ...(['held', 'consumed', 'released'] as const).flatMap((name) =>
        change[name] === '0' ? [] : [name, change[name]],
      ),
    ].join(' '),
  );
