import type { IdentityOperations, Reach } from '../platform/identity/index.ts';
import { together, type Act } from './acts.ts';
import type { CompanyFiles } from './company-files.ts';
import { personId, teamId, warehouseId } from './ids.ts';

const reachOf: Readonly<Record<'own' | 'warehouse' | 'team' | 'all', Reach>> = {
  own: 'OWN',
  warehouse: 'UNIT',
  team: 'UNIT',
  all: 'ALL',
};

/** The roles, and the people who have them, all with the same password. */
export async function enterPeople(
  act: Act,
  { createPerson, defineRole, grantRole }: IdentityOperations,
  files: CompanyFiles,
  password: string,
): Promise<void> {
  const { file, rows } = files.people;
  await together<unknown>([
    defineRoles(act, defineRole, files),
    // At once: hashing the passwords takes longer than all else, and other threads do it.
    ...rows.map(({ login, name_en: nameEn, name_fa: nameFa, email, line }) => {
      const input = { personId: personId(login), login, nameEn, nameFa, email, password };
      return act(`person:${login}`, createPerson, input, () => ({ file, line }));
    }),
  ]);
  await together<unknown>(
    rows.map(({ login, role, warehouses, teams, line }) => {
      const unitIds = [...warehouses.map(warehouseId), ...teams.map(teamId)];
      const input = { personId: personId(login), role, unitIds };
      return act(`grant:${login}`, grantRole, input, () => ({ file, line }));
    }),
  );
}

/** One after the other, for each waits for the one before. */
async function defineRoles(
  act: Act,
  defineRole: IdentityOperations['defineRole'],
  { roles, role_permissions }: CompanyFiles,
): Promise<void> {
  for (const { code, name_en: nameEn, name_fa: nameFa, line } of roles.rows) {
    const rows = role_permissions.rows.filter(({ role }) => role === code);
    const permissions = rows.map(({ permission, reach }) => ({
      permission,
      reach: reachOf[reach],
    }));
    await act(`role:${code}`, defineRole, { code, nameEn, nameFa, permissions }, ([list, n]) =>
      list === 'permissions'
        ? { file: role_permissions.file, line: rows[Number(n)]?.line ?? 1 }
        : { file: roles.file, line },
    );
  }
}
