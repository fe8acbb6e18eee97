import type { OperationContext } from '../../../platform/perform/operation.ts';
import type { Ownership } from '../../parties/index.ts';
import { unitsOf } from './documents.ts';

/** Forbidden where the actor's permission does not reach what a document is to name. */
export const requireSeen = (
  op: OperationContext,
  permission: string,
  { ownerId, teamId }: Ownership,
): void =>
  op.requireReach(permission, { ownerId, unitIds: unitsOf({ teamId }) }, 'Naming this here');

/** Nobody names a customer whom they do not see; those that were not found are refused in words. */
export function requireSeenParties(
  op: OperationContext,
  ...parties: readonly (Ownership | null)[]
): void {
  for (const party of parties) if (party) requireSeen(op, 'parties.read', party);
}
