import { DomainError, type Fault } from '../../src/kernel/domain-error.ts';

/** The faults that `act` is refused with; fails when it is not refused, or for another reason. */
export async function refusalOf(act: () => unknown): Promise<readonly Fault[]> {
  try {
    await act();
  } catch (error) {
    if (error instanceof DomainError) return error.faults;
    throw error;
  }
  throw new Error('It was not refused');
}
