import { requireId } from '../../kernel/require-id.ts';
import { Forbidden } from '../../platform/identity/index.ts';
import type { Context } from '../context.ts';

export const readPermission = 'inventory.read';

/** The units whose stock the viewer may see; null means all. */
export function reachedUnits(context: Context, what: string): readonly string[] | null {
  const grant = context.requireViewer().grants.get(readPermission);
  if (!grant) throw new Forbidden(readPermission, what);
  return grant.reach === 'ALL' ? null : grant.unitIds;
}

/** Those of them that are asked about: one warehouse, or all within reach (null: all there are). */
export function askedUnits(
  context: Context,
  warehouseId: string | null,
  what: string,
): readonly string[] | null {
  const units = reachedUnits(context, what);
  if (warehouseId === null) return units;
  requireId(warehouseId, ['warehouseId']);
  if (units && !units.includes(warehouseId)) throw new Forbidden(readPermission, what);
  return [warehouseId];
}
