import { refuseIfAny, type Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { statement } from '../../database/statement.ts';
import { defineOperation } from '../../perform/operation.ts';
import { identityEvents } from '../events.ts';
import { fault, nameFaults, refuseWith } from '../faults.ts';
import { keepingOneManager, requireManager } from '../managers.ts';
import type { PermissionRegistry } from '../permissions.ts';
import { reaches, type Reach } from '../viewer.ts';

export interface DefineRoleInput {
  readonly code: string;
  readonly nameEn: string;
  readonly nameFa: string;
  /** All that the role allows; what it allowed before and is not here is taken away. */
  readonly permissions: readonly { readonly permission: string; readonly reach: Reach }[];
  /** Refused when the role has another version by now. */
  readonly expectedVersion?: number | null | undefined;
}

/**
 * A role is made, or an existing one gets these names and permissions in place of its old ones; the
 * people who have it feel that at their next request. Refuses ROLE_CODE_MALFORMED, NAME_MALFORMED,
 * UNKNOWN_PERMISSION, DUPLICATE_PERMISSION, UNKNOWN_REACH, STALE, LAST_MANAGER.
 */
export const createDefineRole = (registry: PermissionRegistry) =>
  defineOperation<DefineRoleInput, { readonly roleId: Id }>({
    name: 'defineRole',
    permission: 'identity.manage',
    async run(op, input) {
      requireManager(op, 'defineRole');
      refuseIfAny(roleFaults(input, registry));
      const roleId = await keepingOneManager(op, async () => {
        const [role] = await op.query<{ id: Id }>(upsertRole, [
          op.newId(),
          input.code,
          input.nameEn.trim(),
          input.nameFa.trim(),
          input.expectedVersion ?? null,
        ]);
        if (!role) refuseWith('STALE', ['expectedVersion']);
        const names = input.permissions.map(({ permission }) => permission);
        const ids = names.map(() => op.newId());
        const reach = input.permissions.map((permission) => permission.reach);
        await op.query(removePermissions, [role.id, names]);
        await op.query(upsertPermissions, [role.id, ids, names, reach]);
        return role.id;
      });
      op.emit({
        type: identityEvents.roleDefined,
        subject: { type: 'role', id: roleId },
        data: { roleId, code: input.code, permissions: input.permissions },
      });
      return { roleId };
    },
  });

/** Locks the role's row: two definitions of one role come one after the other, whole. */
const upsertRole = statement(
  'identity_role_upsert',
  `insert into role (id, code, name_en, name_fa) values ($1, $2, $3, $4)
   on conflict (code) do update
     set name_en = excluded.name_en, name_fa = excluded.name_fa, version = role.version + 1
     where $5::integer is null or role.version = $5
   returning id`,
);

const removePermissions = statement(
  'identity_role_permissions_remove',
  'delete from role_permission where role_id = $1 and permission <> all ($2::text[])',
);

const upsertPermissions = statement(
  'identity_role_permissions_upsert',
  `insert into role_permission (id, role_id, permission, reach)
   select id, $1, permission, reach
   from unnest($2::uuid[], $3::text[], $4::text[]) as given(id, permission, reach)
   on conflict (role_id, permission) do update set reach = excluded.reach
     where role_permission.reach <> excluded.reach`,
);

const codeForm = /^[A-Z][A-Z0-9_]{1,49}$/;

function roleFaults(input: DefineRoleInput, registry: PermissionRegistry): Fault[] {
  const seen = new Set<string>();
  return [
    ...(codeForm.test(input.code) ? [] : [fault('ROLE_CODE_MALFORMED', ['code'])]),
    ...nameFaults(input.nameEn, 'nameEn'),
    ...nameFaults(input.nameFa, 'nameFa'),
    ...input.permissions.flatMap(({ permission, reach }, line) => {
      const path = ['permissions', String(line)];
      const faults: Fault[] = [];
      if (!registry.has(permission)) {
        faults.push(fault('UNKNOWN_PERMISSION', [...path, 'permission'], { permission }));
      }
      if (seen.has(permission)) {
        faults.push(fault('DUPLICATE_PERMISSION', [...path, 'permission'], { permission }));
      }
      if (!reaches.includes(reach)) faults.push(fault('UNKNOWN_REACH', [...path, 'reach']));
      seen.add(permission);
      return faults;
    }),
  ];
}
