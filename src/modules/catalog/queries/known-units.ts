import { statement, type Queryable } from '../../../platform/database/statement.ts';
import type { KnownUnits } from '../rules/read-unit.ts';

const unitsStatement = statement('catalog_known_units', 'select code, decimals from unit');

/** All units there are: a few dozen, and never changed. */
export async function knownUnits(db: Queryable): Promise<KnownUnits> {
  const rows = await db.query<{ code: string; decimals: number }>(unitsStatement);
  return new Map(rows.map(({ code, decimals }) => [code, decimals]));
}
