import { readFile } from 'node:fs/promises';
import type { Reach } from '../../src/platform/identity/index.ts';

/** What the demo's files say of a role. */
export async function demoPermissions(): Promise<
  Map<string, { permission: string; reach: Reach }[]>
> {
  const file = new URL('../../demo/role_permissions.csv', import.meta.url);
  const reaches: Record<string, Reach> = {
    own: 'OWN',
    warehouse: 'UNIT',
    team: 'UNIT',
    all: 'ALL',
  };
  const rows = (await readFile(file, 'utf8')).trim().split('\n').slice(1);
  const permissions = rows.map((row) => {
    const [role = '', permission = '', reach = ''] = row.trim().split(',');
    return { role, permission, reach: reaches[reach] as Reach };
  });
  const byRole = Map.groupBy(permissions, ({ role }) => role);
  return new Map(
    [...byRole].map(([role, rows]) => [role, rows.map(({ role: _, ...rest }) => rest)]),
  );
}
