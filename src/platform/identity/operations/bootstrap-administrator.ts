import { randomBytes } from 'node:crypto';
import { newId, type Id } from '../../../kernel/id.ts';
import { statement } from '../../database/statement.ts';
import { defineOperation, type OperationContext } from '../../perform/operation.ts';
import { identityEvents, personEvent, roleAssignmentChanged } from '../events.ts';
import { requireManager } from '../managers.ts';
import { hashPassword } from '../passwords.ts';
import type { PermissionRegistry } from '../permissions.ts';

/** How the first person signs in: to be shown once, and then changed. */
export interface FirstAdministrator {
  readonly login: string;
  readonly password: string;
}

interface Prepared {
  readonly password: string;
  readonly passwordHash: string;
}

type Result = { readonly created: FirstAdministrator | null };

const anyone = statement('identity_anyone', 'select 1 from person limit 1');

/** Two servers on one new database, or one and the demo company's loading: they take turns. */
const holdPeople = statement(
  'identity_people_lock',
  'lock table person in share row exclusive mode',
);

/**
 * A database without people gets its first: `admin`, with the role ADMIN that allows everything
 * there is, and a random password. Where there are people, nothing happens.
 */
export const createBootstrapAdministrator = (registry: PermissionRegistry) =>
  defineOperation<Readonly<Record<string, never>>, Result, Prepared | null>({
    name: 'bootstrapAdministrator',
    permission: 'identity.manage',
    secretResult: true,
    async prepare(before) {
      const people = await before.query(anyone);
      if (people.length > 0) return null;
      const password = randomBytes(15).toString('base64url');
      return { password, passwordHash: await hashPassword(password) };
    },
    async run(op, _input, prepared) {
      requireManager(op, 'bootstrapAdministrator');
      if (!prepared) return { created: null };
      await op.query(holdPeople);
      const people = await op.query(anyone);
      if (people.length > 0) return { created: null };
      await insertAdministrator(op, registry, prepared.passwordHash);
      return { created: { login: 'admin', password: prepared.password } };
    },
  });

const insertAll = statement(
  'identity_bootstrap',
  `with the_person as (
     insert into person (id, login, name_en, name_fa, password_hash, created_at)
     values ($1, 'admin', 'Administrator', 'مدیر سامانه', $2, $3)
   ), the_role as (
     insert into role (id, code, name_en, name_fa)
     values ($4, 'ADMIN', 'System administrator', 'مدیر سامانه')
     on conflict (code) do update set version = role.version + 1 returning id
   ), allowed as (
     insert into role_permission (id, role_id, permission, reach)
     select given.id, the_role.id, given.permission, 'ALL'
     from the_role, unnest($5::uuid[], $6::text[]) as given(id, permission)
     on conflict (role_id, permission) do update set reach = 'ALL'
   )
   insert into role_assignment (id, person_id, role_id, unit_ids, granted_at)
   select $7, $1, id, '{}', $3 from the_role
   returning role_id`,
);

async function insertAdministrator(
  op: OperationContext,
  registry: PermissionRegistry,
  passwordHash: string,
): Promise<void> {
  const names = [...registry.keys()];
  const [personId, roleAssignmentId] = [op.newId(), op.newId()];
  const ids = names.map(() => newId());
  const values = [personId, passwordHash, op.now, op.newId(), ids, names, roleAssignmentId];
  const [row] = await op.query<{ role_id: Id }>(insertAll, values);
  const roleId = (row as { role_id: Id }).role_id;
  op.emit(personEvent(identityEvents.personCreated, personId, { login: 'admin' }));
  op.emit({
    type: identityEvents.roleDefined,
    subject: { type: 'role', id: roleId },
    data: {
      roleId,
      code: 'ADMIN',
      permissions: names.map((permission) => ({ permission, reach: 'ALL' })),
    },
  });
  const granted = { roleAssignmentId, personId, role: 'ADMIN', unitIds: [], granted: true };
  op.emit(roleAssignmentChanged(granted));
}
