import { scryptSync } from 'node:crypto';
import { newId, type Id } from '../../../src/kernel/id.ts';
import type { AnnouncedEvent } from '../../../src/platform/events/event.ts';
import {
  collectPermissions,
  createIdentity,
  definePermissions,
  identityPermissions,
  type Identity,
  type IdentityParts,
  type Reach,
  type SessionTokens,
} from '../../../src/platform/identity/index.ts';
import type { Caller, Operation, Perform } from '../../../src/platform/perform/operation.ts';
import { createPerform } from '../../../src/platform/perform/perform.ts';
import { asSystem, openTestApp, type TestApp } from '../../support/perform.ts';
import { waitUntil } from '../../support/wait-until.ts';

export const password = 'quiet-harbour-lamp';
/** Of that password at N = 2: a person of the tests signs in within a millisecond. */
const cheapHash = `$scrypt$ln=1,r=8,p=1$AAAA$${scryptSync(password, Buffer.alloc(3), 32, {
  N: 2,
  r: 8,
  p: 1,
}).toString('base64url')}`;

export const permissions = collectPermissions(
  identityPermissions,
  definePermissions([
    { name: 'goods.read', description: 'See goods' },
    { name: 'goods.move', description: 'Move goods' },
  ]),
);

/** Identity on a database of its own, with `perform` telling it what was announced. */
export interface IdentityWorld {
  readonly app: TestApp;
  readonly identity: Identity;
  readonly events: AnnouncedEvent[];
  readonly perform: Perform;
  /** A person with a role of these permissions; `units` are its units. */
  person(login: string, may?: Readonly<Record<string, Reach>>, units?: readonly Id[]): Promise<Id>;
  signIn(login: string): Promise<SessionTokens>;
  /** Signed in by token or key. */
  as(credential: string): Promise<Caller>;
  /** Another server on the same database; it hears of nothing unless told. */
  otherServer(): Identity;
  /** The act is refused or thrown, and no table has another row. */
  unchanged<T>(act: () => Promise<T>): Promise<T>;
}

export async function openIdentityWorld(
  parts: Pick<IdentityParts, 'settings' | 'verify'> = {},
): Promise<IdentityWorld> {
  const app = await openTestApp();
  const events: AnnouncedEvent[] = [];
  const { database, clock } = app;
  const identity = createIdentity({ database, clock, permissions, ...parts });
  const perform = createPerform({
    database,
    clock,
    onAnnounced(announced) {
      events.push(...announced);
      identity.onAnnounced(announced);
    },
  });
  const { operations } = identity;
  const system = <I, R>(operation: Operation<I, R>, input: I): Promise<R> =>
    perform(operation, input, asSystem);
  return {
    app,
    identity,
    events,
    perform,
    async person(login, may = {}, unitIds = []) {
      const names = { nameEn: login, nameFa: 'شخص' };
      const { personId } = await system(operations.createPerson, { login, ...names });
      await app.sql('update person set password_hash = $2 where id = $1', [personId, cheapHash]);
      if (Object.keys(may).length === 0) return personId;
      const code = `ROLE_${newId().replaceAll('-', '').toUpperCase()}`;
      const granted = Object.entries(may).map(([permission, reach]) => ({ permission, reach }));
      await system(operations.defineRole, { code, ...names, permissions: granted });
      await system(operations.grantRole, { personId, role: code, unitIds });
      return personId;
    },
    signIn: (login) => perform(operations.signIn, { login, password }, { viewer: null }),
    as: async (credential) => ({ viewer: await identity.authenticate(credential) }),
    otherServer: () => createIdentity({ database, clock, permissions, ...parts }),
    async unchanged(act) {
      const before = await app.tableDump();
      const result = await act();
      expect(await app.tableDump()).toBe(before);
      return result;
    },
  };
}

/** Until so many connections wait for a lock that another one holds. */
export async function untilBlocked({ sql }: TestApp, connections = 1): Promise<void> {
  const blocked = () =>
    sql(
      `select 1 from pg_stat_activity where datname = current_database()
       and wait_event_type = 'Lock'`,
    );
  await waitUntil(async () => (await blocked()).length >= connections, `${connections} to wait`);
}
