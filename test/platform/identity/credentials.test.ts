import { newId, type Id } from '../../../src/kernel/id.ts';
import type { Queryable } from '../../../src/platform/database/statement.ts';
import type { RecordedEvent } from '../../../src/platform/events/event.ts';
import { createIdentity } from '../../../src/platform/identity/index.ts';
import { asSystem } from '../../support/perform.ts';
import { openIdentityWorld, permissions, type IdentityWorld } from './identity-world.ts';

let w: IdentityWorld;
let tehran: Id;
beforeAll(async () => {
  w = await openIdentityWorld();
  tehran = newId();
});
afterAll(() => w.app.close());

/** The newest announced event as another server would read it from the log. */
function recorded(index = -1): RecordedEvent {
  const event = w.events.at(index)!;
  return {
    id: event.id,
    type: event.type.type,
    subjectType: event.subject.type,
    subjectId: event.subject.id,
    data: JSON.parse(JSON.stringify(event.data)) as Record<string, unknown>,
    position: '1',
    unitIds: [],
    ownerId: null,
    actorId: null,
    operationId: newId(),
    occurredAt: new Date(),
    recordedAt: new Date(),
    feed: null,
    feedPosition: null,
    streamVersion: null,
    schemaVersion: 1,
    effectiveOn: null,
    causedBy: null,
    idempotencyKey: null,
  };
}

test('a credential stands for its person with what all their roles allow', async () => {
  const personId = await w.person('clerk', { 'goods.read': 'ALL', 'goods.move': 'UNIT' }, [tehran]);
  const viewer = await w.identity.authenticate((await w.signIn('clerk')).accessToken);
  expect(viewer?.personId).toBe(personId);
  expect(new Map(viewer?.grants)).toEqual(
    new Map([
      ['goods.read', { reach: 'ALL', unitIds: [] }],
      ['goods.move', { reach: 'UNIT', unitIds: [tehran] }],
    ]),
  );
});

test('nothing presented is nobody; anything else that does not hold is refused', async () => {
  expect(await w.identity.authenticate(null)).toBeNull();
  const { refreshToken } = await w.signIn('clerk');
  const made = ['', 'x', `bzt_${'A'.repeat(43)}`, `bzk_${'A'.repeat(43)}`, refreshToken];
  for (const text of made) {
    await expect(w.identity.authenticate(text)).rejects.toMatchObject({ name: 'Unauthenticated' });
  }
});

test('one statement resolves a credential, and none does for the next half minute', async () => {
  const { accessToken } = await w.signIn('clerk');
  const ask = () => w.app.statementsOf(() => w.identity.authenticate(accessToken));
  expect(await ask()).toEqual(['identity_resolve_session']);
  expect(await ask()).toEqual([]);
  w.app.clock.advance(29.999);
  expect(await ask()).toEqual([]);
  w.app.clock.advance(0.001);
  expect(await ask()).toEqual(['identity_resolve_session']);
});

test('a remembered token is not believed a moment longer than it holds', async () => {
  const { accessToken } = await w.signIn('clerk');
  w.app.clock.advance(15 * 60 - 1);
  await w.identity.authenticate(accessToken);
  w.app.clock.advance(1);
  await expect(w.identity.authenticate(accessToken)).rejects.toThrow('expired');
});

test('what ends a credential ends it here at once, and there with its event', async () => {
  const { revokeSession, deactivatePerson } = w.identity.operations;
  const there = w.otherServer();
  const ended: Id[] = [];
  there.onEnded((credentialId) => ended.push(credentialId));
  const personId = await w.person('leaver');
  const [one, two] = [await w.signIn('leaver'), await w.signIn('leaver')];
  for (const { accessToken } of [one, two]) {
    await w.identity.authenticate(accessToken);
    await there.authenticate(accessToken);
  }
  await w.perform(revokeSession, { sessionId: one.sessionId }, asSystem);
  await expect(w.identity.authenticate(one.accessToken)).rejects.toThrow('revoked');
  expect(await there.authenticate(one.accessToken)).not.toBeNull();
  there.onEvent(recorded());
  await expect(there.authenticate(one.accessToken)).rejects.toThrow('revoked');
  expect(ended).toEqual([one.sessionId]);
  await w.perform(deactivatePerson, { personId }, asSystem);
  await expect(w.identity.authenticate(two.accessToken)).rejects.toThrow('revoked');
  there.onEvent(recorded(-2));
  await expect(there.authenticate(two.accessToken)).rejects.toThrow('revoked');
  expect(ended).toEqual([one.sessionId, two.sessionId]);
});

test('a server that hears of nothing finds out within half a minute', async () => {
  const there = w.otherServer();
  const { accessToken, sessionId } = await w.signIn('clerk');
  await there.authenticate(accessToken);
  await w.perform(w.identity.operations.revokeSession, { sessionId }, asSystem);
  w.app.clock.advance(29.999);
  expect(await there.authenticate(accessToken)).not.toBeNull();
  w.app.clock.advance(0.001);
  await expect(there.authenticate(accessToken)).rejects.toThrow('revoked');
});

test('a role granted, revoked or redefined is felt at the next request and told once', async () => {
  const { defineRole, grantRole, revokeRole } = w.identity.operations;
  const personId = await w.person('mover');
  const names = { nameEn: 'Mover', nameFa: 'جابه‌جاگر' };
  const role = (reach: 'OWN' | 'ALL') =>
    w.perform(
      defineRole,
      { code: 'MOVER', ...names, permissions: [{ permission: 'goods.move', reach }] },
      asSystem,
    );
  await role('OWN');
  await w.person('bystander');
  const { accessToken, sessionId } = await w.signIn('mover');
  const other = await w.signIn('bystander');
  await w.identity.authenticate(other.accessToken);
  const told: Id[] = [];
  const stop = w.identity.onEnded((credentialId) => told.push(credentialId));
  const reach = async () =>
    (await w.identity.authenticate(accessToken))?.grants.get('goods.move')?.reach;
  expect(await reach()).toBeUndefined();
  await w.perform(grantRole, { personId, role: 'MOVER' }, asSystem);
  expect(await reach()).toBe('OWN');
  await role('ALL');
  expect(await reach()).toBe('ALL');
  // The same event once more, from the log: what was resolved since is not ended by it.
  w.identity.onEvent(recorded());
  expect(await reach()).toBe('ALL');
  await w.perform(revokeRole, { personId, role: 'MOVER' }, asSystem);
  expect(await reach()).toBeUndefined();
  expect(told).toEqual([sessionId, sessionId, sessionId]);
  stop();
  await w.perform(grantRole, { personId, role: 'MOVER' }, asSystem);
  expect(told).toHaveLength(3);
});

test('a person who was made inactive by hand is refused, sessions or not', async () => {
  const personId = await w.person('byHand');
  const { accessToken, refreshToken } = await w.signIn('byHand');
  const makeActive = (active: boolean) =>
    w.app.sql('update person set active = $2 where id = $1', [personId, active]);
  await makeActive(false);
  await expect(w.identity.authenticate(accessToken)).rejects.toThrow('expired');
  const refreshing = w.perform(
    w.identity.operations.refreshSession,
    { refreshToken },
    { viewer: null },
  );
  await expect(refreshing).rejects.toMatchObject({ faults: [{ code: 'INVALID_REFRESH_TOKEN' }] });
  await makeActive(true);
  expect(await w.identity.authenticate(accessToken)).not.toBeNull();
});

test('a credential that is revoked while it is being looked up is not remembered', async () => {
  const { accessToken, sessionId } = await w.signIn('clerk');
  let release = (): void => undefined;
  const held = new Promise<void>((resolve) => (release = resolve));
  let reads = 0;
  let hasRead = (): void => undefined;
  const firstRead = new Promise<void>((resolve) => (hasRead = resolve));
  const slow: Queryable = {
    async query<Row>(...given: Parameters<Queryable['query']>) {
      const rows = await w.app.database.query<Row>(...given);
      reads += 1;
      hasRead();
      await held;
      return rows;
    },
  };
  const there = createIdentity({ database: slow, clock: w.app.clock, permissions });
  const asking = there.authenticate(accessToken);
  await firstRead;
  await w.perform(w.identity.operations.revokeSession, { sessionId }, asSystem);
  there.onEvent(recorded());
  release();
  await expect(asking).rejects.toThrow('revoked');
  await expect(there.authenticate(accessToken)).rejects.toThrow('revoked');
  expect(reads).toBe(3);
});
