import type { Id } from '../../kernel/id.ts';

/**
 * How far a permission reaches: records one made, records of one's units (warehouses, teams), or
 * all. A viewer without a grant reaches nothing.
 */
export const reaches = ['OWN', 'UNIT', 'ALL'] as const;
export type Reach = (typeof reaches)[number];

export interface Grant {
  readonly reach: Reach;
  /** The units reached when `reach` is UNIT; empty otherwise. */
  readonly unitIds: readonly Id[];
}

/** Who is asking, and what they may do: resolved once per request from a token or an API key. */
export interface Viewer {
  readonly personId: Id;
  /** The session or API key presented; revoking it ends everything asked with it. */
  readonly credentialId: Id;
  readonly grants: ReadonlyMap<string, Grant>;
  readonly expiresAt: Date;
}

/** What a record says of itself when rights are checked. */
export interface Belongs {
  /** Units the record belongs to; any one of them suffices. */
  readonly unitIds?: readonly Id[];
  readonly ownerId?: Id | null;
}

/** Whether the viewer's `permission` reaches this record. */
export function reachesRecord(viewer: Viewer, permission: string, record: Belongs): boolean {
  const grant = viewer.grants.get(permission);
  if (!grant) return false;
  if (grant.reach === 'ALL') return true;
  if (record.ownerId === viewer.personId) return true;
  if (grant.reach === 'OWN') return false;
  return record.unitIds?.some((unitId) => grant.unitIds.includes(unitId)) ?? false;
}

/** The same of whoever acts: the product itself, which is nobody, reaches every record. */
export const actorReaches = (
  actor: Viewer | null,
  permission: string,
  { ownerId, teamId }: { readonly ownerId: Id | null; readonly teamId: Id | null },
): boolean =>
  actor === null ||
  reachesRecord(actor, permission, { ownerId, unitIds: teamId === null ? [] : [teamId] });
