import type { Fault } from '../../kernel/domain-error.ts';
import {
  DestinationRefused,
  destinationFaults,
  findDestination,
  type DestinationPolicy,
  type Resolve,
} from './destination.ts';
import { fault } from './errors.ts';

export interface DestinationParts {
  readonly policy: DestinationPolicy;
  readonly resolve: Resolve;
}

/** Everything that is wrong with the URL of an endpoint, and where its name leads. */
export async function urlFaults(
  { policy, resolve }: DestinationParts,
  url: string,
): Promise<Fault[]> {
  const faults = destinationFaults(url, policy);
  if (faults.length > 0) return faults.map((code) => fault(code, ['url']));
  try {
    await findDestination(url, policy, resolve);
    return [];
  } catch (error) {
    if (!(error instanceof DestinationRefused)) return [fault('NAME_UNKNOWN', ['url'])];
    return [fault(error.fault, ['url'])];
  }
}

const longestDescription = 500;

export const descriptionFaults = (description: string | null | undefined): Fault[] =>
  (description?.length ?? 0) > longestDescription
    ? [fault('DESCRIPTION_TOO_LONG', ['description'])]
    : [];
