import { DomainError } from '../../../kernel/domain-error.ts';

/**
 * Does what another module lends, and tells its refusals in the words of the input at hand:
 * `{ stockVoucherId: 'deliveryId' }`.
 */
export async function renaming<T>(
  names: Readonly<Record<string, string>>,
  act: () => Promise<T>,
): Promise<T> {
  try {
    return await act();
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    throw new DomainError(
      error.faults.map((fault) => ({
        ...fault,
        path: fault.path.map((name) => names[name] ?? name),
      })),
    );
  }
}

/** What a goods issue is called where it is a delivery. */
export const asDelivery = {
  stockVoucherId: 'deliveryId',
  stockVoucherLineId: 'deliveryLineId',
} as const;
