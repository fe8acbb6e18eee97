import { DomainError } from '../../../kernel/domain-error.ts';

/**
 * Does what another module lends, and tells its refusals in the words of the input at hand:
 * `{ stockVoucherId: 'deliveryId' }`.
 */
export function renaming<T>(
  names: Readonly<Record<string, string>>,
  act: () => Promise<T>,
): Promise<T> {
  return repathing((path) => path.map((name) => names[name] ?? name), act);
}

/** Same, where the lines at hand are some of those of the input: each by its place there. */
export const renamingLines = <T>(places: readonly number[], act: () => Promise<T>): Promise<T> =>
  repathing(
    ([head, index, ...rest]) =>
      head === 'lines' && index !== undefined
        ? [head, String(places[Number(index)] ?? index), ...rest]
        : [head, index, ...rest].filter((name) => name !== undefined),
    act,
  );

async function repathing<T>(
  named: (path: readonly string[]) => readonly string[],
  act: () => Promise<T>,
): Promise<T> {
  try {
    return await act();
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    throw new DomainError(error.faults.map((fault) => ({ ...fault, path: named(fault.path) })));
  }
}

/** What a goods issue is called where it is a delivery. */
export const asDelivery = {
  stockVoucherId: 'deliveryId',
  stockVoucherLineId: 'deliveryLineId',
} as const;
