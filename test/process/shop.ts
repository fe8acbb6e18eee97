import { newId, type Id } from '../../src/kernel/id.ts';
import { permissions } from '../../src/modules/index.ts';
import {
  collectPermissions,
  createIdentity,
  type Identity,
  type Reach,
} from '../../src/platform/identity/index.ts';
import { openWorld, type World } from '../inventory/world.ts';
import { asSystem } from '../support/perform.ts';

/** The small world, and people who work in it through a server that the test starts itself. */
export interface Shop extends World {
  readonly identity: Identity;
  /** Enters a person who may do all of `granted`, by their own password if one is given. */
  hire(login: string, reach: Reach, options?: HireOptions): Promise<Hired>;
  /** Waits for all positions, verifies, drops the database. */
  close(): Promise<void>;
}

export interface HireOptions {
  /** The warehouses that UNIT reaches. */
  readonly unitIds?: readonly Id[];
  readonly granted?: readonly string[];
  readonly password?: string;
}

export interface Hired {
  readonly personId: Id;
  readonly apiKeyId: Id;
  /** An API key: the credential of scanners and systems. */
  readonly token: string;
}

const all = [
  'catalog.read',
  'inventory.read',
  'inventory.receive',
  'inventory.transfer',
  'identity.read',
  'identity.manage',
  'events.read',
];

export async function openShop(): Promise<Shop> {
  const world = await openWorld();
  // One person carries goods all the way here.
  await world.sql('update warehouse set shipper_may_receive = true');
  const { database, clock, perform } = world;
  const registry = collectPermissions(permissions);
  const identity = createIdentity({ database, clock, permissions: registry });
  const { defineRole, createPerson, grantRole, createApiKey } = identity.operations;
  return {
    ...world,
    identity,
    async hire(login, reach, { unitIds = [], granted = all, password } = {}) {
      const names = { nameEn: login, nameFa: login };
      const code = login.toUpperCase();
      const role = {
        code,
        ...names,
        permissions: granted.map((permission) => ({ permission, reach })),
      };
      await perform(defineRole, role, asSystem);
      const person = { login, ...names, personId: newId(), password };
      const { personId } = await perform(createPerson, person, asSystem);
      await perform(grantRole, { personId, role: code, unitIds: [...unitIds] }, asSystem);
      const key = { personId, name: login, scopes: [...granted] };
      const { apiKeyId, key: token } = await perform(createApiKey, key, asSystem);
      return { personId, apiKeyId, token };
    },
    close: () => world.close(),
  };
}

/** What the tests let servers have: more sockets than one person and one address usually need. */
export const roomy = {
  MAX_SOCKETS_PER_ADDRESS: '5000',
  MAX_SOCKETS_PER_PERSON: '5000',
  SIGN_IN_ATTEMPTS: '1000',
};
