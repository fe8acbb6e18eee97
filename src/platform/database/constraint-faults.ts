import { DomainError, type Fault } from '../../kernel/domain-error.ts';

/** For each unique constraint by name: the fault of a clash, given the value that clashed. */
export type ConstraintFaults = Readonly<Record<string, (key: string) => Fault>>;

/**
 * Makes of what PostgreSQL says what the caller is told; the same where there is nothing to add.
 */
export type Explain = (error: unknown) => unknown;

const uniqueViolation = '23505';

/**
 * Runs writes that may lose a race: a violation of a constraint listed in `faults` becomes a
 * refusal with that fault. Looking first gives the better message; this holds when two act at once.
 * The transaction is past use afterwards: let the refusal go through.
 */
export async function refusingClashes<T>(
  faults: ConstraintFaults,
  write: () => Promise<T>,
): Promise<T> {
  return explaining(explainClash(faults), write());
}

/** Waits for a write, and throws what `explain` makes of its error. */
export const explaining = <T>(explain: Explain, write: Promise<T>): Promise<T> =>
  write.catch((error: unknown) => {
    throw explain(error);
  });

/** A violation of a constraint listed in `faults` is a refusal with that fault. */
export const explainClash =
  (faults: ConstraintFaults): Explain =>
  (error) => {
    const fault = clashFault(faults, error);
    return fault ? new DomainError([fault]) : error;
  };

function clashFault(faults: ConstraintFaults, error: unknown): Fault | null {
  if (!(error instanceof Error)) return null;
  const { code, constraint, detail } = error as Error & Record<string, string | undefined>;
  if (code !== uniqueViolation || !constraint || !Object.hasOwn(faults, constraint)) return null;
  // `Key (sku)=(AB-1) already exists.` in whatever language: the brackets stay.
  const key = /\)=\((.*)\)/s.exec(detail ?? '')?.[1] ?? '';
  return faults[constraint]?.(key) ?? null;
}
