import type { Id } from '../../../kernel/id.ts';
import { Forbidden } from '../../../platform/identity/access-error.ts';
import type { Viewer } from '../../../platform/identity/viewer.ts';

/** Whose rows somebody sees: all, or their own and those of their units. */
export interface Seen {
  readonly everything: boolean;
  readonly personId: Id;
  readonly unitIds: readonly Id[];
}

/** Null: the permission is not held at all. */
export function seenBy(viewer: Viewer, permission: string): Seen | null {
  const grant = viewer.grants.get(permission);
  if (!grant) return null;
  const everything = grant.reach === 'ALL';
  return { everything, personId: viewer.personId, unitIds: grant.unitIds };
}

export function requireSeen(viewer: Viewer, what: string): Seen {
  const seen = seenBy(viewer, 'inflow.read');
  if (!seen) throw new Forbidden('inflow.read', what);
  return seen;
}
