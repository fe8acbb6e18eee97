/** One thing a role may allow, named `<module>.<verb>`. */
export interface Permission {
  readonly name: string;
  readonly description: string;
}

/** Declares a module's permissions, in its `permissions.ts`; they are collected at composition. */
export const definePermissions = <const P extends readonly Permission[]>(permissions: P): P =>
  permissions;

export const identityPermissions = definePermissions([
  { name: 'identity.read', description: 'See people, roles, sessions and API keys' },
  {
    name: 'identity.manage',
    description:
      'Create people and roles, grant and revoke; needs reach ALL, and amounts to every right',
  },
  { name: 'events.read', description: 'Read the event log and follow it live' },
]);

export type PermissionRegistry = ReadonlyMap<string, Permission>;

const form = /^[a-z][A-Za-z]*\.[a-z][A-Za-z]*$/;

/**
 * All permissions of the product by name: roles may name these and no others.
 * @throws at start, when two modules declare the same name or a name has another form.
 */
export function collectPermissions(
  ...lists: readonly (readonly Permission[])[]
): PermissionRegistry {
  const registry = new Map<string, Permission>();
  for (const permission of lists.flat()) {
    if (!form.test(permission.name)) throw new Error(`Malformed permission: ${permission.name}`);
    if (registry.has(permission.name)) throw new Error(`Declared twice: ${permission.name}`);
    registry.set(permission.name, permission);
  }
  return registry;
}
