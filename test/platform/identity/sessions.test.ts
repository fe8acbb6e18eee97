import { requireTokens } from '../../../src/platform/identity/index.ts';
import { newId, type Id } from '../../../src/kernel/id.ts';
import type { Preparation } from '../../../src/platform/perform/operation.ts';
import { asSystem } from '../../support/perform.ts';
import { refusalOf } from '../../support/refusal.ts';
import { openIdentityWorld, password, type IdentityWorld } from './identity-world.ts';

let w: IdentityWorld;
beforeAll(async () => {
  w = await openIdentityWorld();
  await w.person('clerk');
});
afterAll(() => w.app.close());

const refresh = (refreshToken: string) =>
  w.perform(w.identity.operations.refreshSession, { refreshToken }, { viewer: null });
const unsigned = (): Preparation => {
  const { database, clock } = w.app;
  return { query: database.query, viewer: null, system: false, now: clock.now() };
};
const code = async (act: () => unknown): Promise<string[]> =>
  (await refusalOf(act)).map((fault) => fault.code);
const reasons = (sessionId: Id): unknown[] =>
  w.events.filter(({ subject }) => subject.id === sessionId).map(({ data }) => data['reason']);
const holds = async (accessToken: string): Promise<boolean> =>
  w.identity.authenticate(accessToken).then(Boolean, () => false);

test('a refresh token is exchanged for a new pair, and the old pair holds no longer', async () => {
  const first = await w.signIn('clerk');
  w.app.clock.advance(14 * 60);
  const second = requireTokens(await refresh(first.refreshToken));
  expect(second.sessionId).toBe(first.sessionId);
  expect(await holds(second.accessToken)).toBe(true);
  expect(await holds(first.accessToken)).toBe(false);
  const third = requireTokens(await refresh(second.refreshToken));
  expect(new Set([first.refreshToken, second.refreshToken, third.refreshToken]).size).toBe(3);
  w.app.clock.advance(15 * 60);
  expect(await holds(third.accessToken)).toBe(false);
});

test('a session that is not refreshed for 30 days is over', async () => {
  const { refreshToken } = await w.signIn('clerk');
  w.app.clock.advance(30 * 86_400);
  expect(await w.unchanged(() => code(() => refresh(refreshToken)))).toEqual([
    'INVALID_REFRESH_TOKEN',
  ]);
});

test('of two exchanges of one token at once one wins, and the session goes on', async () => {
  for (let round = 0; round < 10; round += 1) {
    const { refreshToken, sessionId } = await w.signIn('clerk');
    const both = await Promise.allSettled([refresh(refreshToken), refresh(refreshToken)]);
    const won = both.filter((one) => one.status === 'fulfilled');
    const lost = both.filter((one) => one.status === 'rejected');
    expect([won.length, lost.length]).toEqual([1, 1]);
    expect(lost[0]?.reason).toMatchObject({ faults: [{ code: 'REFRESH_TOKEN_ROTATED' }] });
    const { accessToken } = requireTokens(won[0]!.value);
    expect(await holds(accessToken)).toBe(true);
    expect(reasons(sessionId)).toEqual([]);
  }
});

test('a retry within the grace changes nothing', async () => {
  const { refreshToken } = await w.signIn('clerk');
  await refresh(refreshToken);
  w.app.clock.advance(10);
  expect(await w.unchanged(() => code(() => refresh(refreshToken)))).toEqual([
    'REFRESH_TOKEN_ROTATED',
  ]);
});

test('a token that comes back after the grace ends the session', async () => {
  const first = await w.signIn('clerk');
  const second = requireTokens(await refresh(first.refreshToken));
  w.app.clock.advance(10.001);
  const result = await refresh(first.refreshToken);
  expect(result).toEqual({ tokens: null, endedSessionId: first.sessionId });
  expect(await code(() => requireTokens(result))).toEqual(['REFRESH_TOKEN_REUSED']);
  expect(reasons(first.sessionId)).toEqual(['REFRESH_TOKEN_REUSED']);
  expect(await holds(second.accessToken)).toBe(false);
  expect(await code(() => refresh(second.refreshToken))).toEqual(['INVALID_REFRESH_TOKEN']);
});

test('a thief who exchanges twice is found out by the first token all the same', async () => {
  const stolen = await w.signIn('clerk');
  const once = requireTokens(await refresh(stolen.refreshToken));
  const twice = requireTokens(await refresh(once.refreshToken));
  await refresh(stolen.refreshToken);
  expect(reasons(stolen.sessionId)).toEqual(['REFRESH_TOKEN_REUSED']);
  expect(await holds(twice.accessToken)).toBe(false);
});

test.each(['', 'bzr_', 'bzt_' + 'A'.repeat(43), 'bzr_' + 'A'.repeat(86), 'bzr_' + '!'.repeat(86)])(
  'what is no refresh token is refused: %p',
  async (text) => {
    expect(await w.unchanged(() => code(() => refresh(text)))).toEqual(['INVALID_REFRESH_TOKEN']);
  },
);

test('signing out ends this session and no other', async () => {
  const [here, there] = [await w.signIn('clerk'), await w.signIn('clerk')];
  await w.perform(w.identity.operations.signOut, {}, await w.as(here.accessToken));
  expect([await holds(here.accessToken), await holds(there.accessToken)]).toEqual([false, true]);
  expect(reasons(here.sessionId)).toEqual(['SIGNED_OUT']);
  expect(await code(() => refresh(here.refreshToken))).toEqual(['INVALID_REFRESH_TOKEN']);
});

test('signing out needs somebody who is signed in', async () => {
  const { signOut } = w.identity.operations;
  await expect(w.perform(signOut, {}, { viewer: null })).rejects.toThrow('Sign in first');
});

test('a session is revoked by its person or a manager, by nobody else, and once', async () => {
  const { revokeSession } = w.identity.operations;
  await w.person('manager', { 'identity.manage': 'ALL' });
  await w.person('halfManager', { 'identity.manage': 'OWN' });
  const manager = await w.as((await w.signIn('manager')).accessToken);
  const half = await w.as((await w.signIn('halfManager')).accessToken);
  const [one, two] = [await w.signIn('clerk'), await w.signIn('clerk')];
  const [first, second] = [{ sessionId: one.sessionId }, { sessionId: two.sessionId }];
  await w.unchanged(async () => {
    await expect(w.perform(revokeSession, first, half)).rejects.toThrow('identity.manage');
    await expect(w.perform(revokeSession, first, { viewer: null })).rejects.toThrow('Sign in');
    for (const sessionId of [newId(), 'x']) {
      await expect(w.perform(revokeSession, { sessionId }, half)).rejects.toThrow('needs');
      expect(await code(() => w.perform(revokeSession, { sessionId }, manager))).toEqual([
        'SESSION_NOT_FOUND',
      ]);
    }
  });
  await w.perform(revokeSession, first, manager);
  await w.perform(revokeSession, first, manager);
  await w.perform(revokeSession, second, await w.as(two.accessToken));
  expect(reasons(one.sessionId)).toEqual(['REVOKED']);
  expect(reasons(two.sessionId)).toEqual(['REVOKED']);
});

test('a new password ends the other sessions, and the old one opens nothing', async () => {
  const { setPassword, signIn } = w.identity.operations;
  const personId = await w.person('changer');
  const [here, there] = [await w.signIn('changer'), await w.signIn('changer')];
  const caller = await w.as(here.accessToken);
  const input = { personId, password: 'another-long-one', oldPassword: password };
  await w.perform(setPassword, input, caller);
  expect([await holds(here.accessToken), await holds(there.accessToken)]).toEqual([true, false]);
  expect(reasons(there.sessionId)).toEqual(['PASSWORD_SET']);
  expect(await code(() => w.signIn('changer'))).toEqual(['INVALID_CREDENTIALS']);
  const next = { login: 'changer', password: 'another-long-one' };
  await w.perform(signIn, next, { viewer: null });
});

test('a password is not set without the old one, by strangers, or when it is weak', async () => {
  const { setPassword } = w.identity.operations;
  const personId = await w.person('keeper');
  const stranger = await w.as((await w.signIn('clerk')).accessToken);
  const self = await w.as((await w.signIn('keeper')).accessToken);
  const input = { personId, password: 'another-long-one' };
  await w.unchanged(async () => {
    const set = (given: object, caller = self) =>
      w.perform(setPassword, { ...input, ...given }, caller);
    await expect(set({}, stranger)).rejects.toThrow('identity.manage');
    await expect(set({ oldPassword: password }, stranger)).rejects.toThrow('identity.manage');
    await expect(set({}, { viewer: null })).rejects.toThrow('Sign in first');
    expect(await code(() => set({}))).toEqual(['OLD_PASSWORD_REQUIRED']);
    expect(await code(() => set({ password: 'short' }))).toEqual([
      'WEAK_PASSWORD',
      'OLD_PASSWORD_REQUIRED',
    ]);
    expect(await code(() => set({ password: 'short', oldPassword: 'wrong' }))).toEqual([
      'WEAK_PASSWORD',
      'INVALID_CREDENTIALS',
    ]);
    expect(await code(() => set({ personId: newId() }, asSystem))).toEqual(['PERSON_NOT_FOUND']);
    expect(await code(() => set({ personId: 'x' }, asSystem))).toEqual(['PERSON_NOT_FOUND']);
    for (let i = 0; i < 9; i += 1) await code(() => set({ oldPassword: 'wrong' }));
    expect(await code(() => set({ oldPassword: 'wrong' }))).toEqual(['TOO_MANY_ATTEMPTS']);
  });
});

test('a sign-in by the old password cannot outlive the setting of a new one', async () => {
  const { signIn, setPassword } = w.identity.operations;
  const personId = await w.person('racer');
  const before = unsigned();
  const checked = await signIn.prepare?.(before, { login: 'racer', password });
  await w.perform(setPassword, { personId, password: 'another-long-one' }, asSystem);
  const late = { ...signIn, prepare: async () => checked as never };
  const input = { login: 'racer', password };
  expect(await code(() => w.perform(late, input, { viewer: null }))).toEqual([
    'INVALID_CREDENTIALS',
  ]);
});

test('sessions that ended more than 90 days ago are forgotten, younger ones kept', async () => {
  const { signOut, expireSessions } = w.identity.operations;
  const [ended, living] = [await w.signIn('clerk'), await w.signIn('clerk')];
  await w.perform(signOut, {}, await w.as(ended.accessToken));
  const ids = async (): Promise<Id[]> =>
    (await w.app.sql<{ id: Id }>('select id from session')).map(({ id }) => id);
  w.app.clock.advance(90 * 86_400);
  await w.perform(expireSessions, {}, asSystem);
  expect(await ids()).toEqual(expect.arrayContaining([ended.sessionId, living.sessionId]));
  w.app.clock.advance(1);
  const { deleted } = await w.perform(expireSessions, {}, asSystem);
  expect(deleted).toBeGreaterThan(0);
  expect(await ids()).not.toContain(ended.sessionId);
  expect(await ids()).toContain(living.sessionId);
  const { viewer } = await w.as((await w.signIn('clerk')).accessToken);
  await expect(w.perform(expireSessions, {}, { viewer })).rejects.toThrow('identity.manage');
});
