import { createHash } from 'node:crypto';
import { verifyPassword } from '../../../src/platform/identity/passwords.ts';
import { canonicalJson } from '../../../src/platform/perform/canonical-json.ts';
import type { Preparation } from '../../../src/platform/perform/operation.ts';
import { asSystem } from '../../support/perform.ts';
import { refusalOf } from '../../support/refusal.ts';
import { openIdentityWorld, password, untilBlocked, type IdentityWorld } from './identity-world.ts';

let w: IdentityWorld;
let comparisons = 0;
const signInLimits = {
  perLoginAndAddress: { attempts: 3, seconds: 900 },
  perAddress: { attempts: 5, seconds: 3600 },
};

beforeAll(async () => {
  const verify: typeof verifyPassword = (...given) => {
    comparisons += 1;
    return verifyPassword(...given);
  };
  w = await openIdentityWorld({ settings: { signInLimits }, verify });
  await w.person('clerk');
});
afterAll(() => w.app.close());

const attempt = (login: string, tried: string, address: string) =>
  w.perform(w.identity.operations.signIn, { login, password: tried, address }, { viewer: null });
const unsigned = (): Preparation => {
  const { database, clock } = w.app;
  return { query: database.query, viewer: null, system: false, now: clock.now() };
};
const code = async (act: () => unknown): Promise<string[]> =>
  (await refusalOf(act)).map((fault) => fault.code);

test('a person signs in and is known by the access token until it expires', async () => {
  const now = w.app.clock.now();
  const tokens = await attempt(' CLERK ', password, '10.0.0.1');
  expect(tokens.accessToken).toMatch(/^bzt_[\w-]{43}$/);
  expect(tokens.refreshToken).toMatch(/^bzr_[\w-]{86}$/);
  expect(tokens.accessExpiresAt).toBe(new Date(now.getTime() + 15 * 60_000).toISOString());
  expect(tokens.refreshExpiresAt).toBe(new Date(now.getTime() + 30 * 86_400_000).toISOString());
  const viewer = await w.identity.authenticate(tokens.accessToken);
  expect(viewer).toMatchObject({ personId: tokens.personId, credentialId: tokens.sessionId });
  expect(viewer?.expiresAt.toISOString()).toBe(tokens.accessExpiresAt);
});

test('no table, not even the log, holds a token, the password or a fast hash of it', async () => {
  const input = { login: 'clerk', password, address: '10.0.0.2' };
  const tokens = await w.perform(w.identity.operations.signIn, input, { viewer: null });
  const log = await w.app.sql<{ row: string }>('select o::text as row from operation_log o');
  const all = [await w.app.tableDump(), ...log.map(({ row }) => row)].join('\n');
  const fast = createHash('sha256').update(canonicalJson(input)).digest('hex');
  for (const secret of [tokens.accessToken, tokens.refreshToken, password, fast]) {
    expect(all).not.toContain(secret);
  }
});

test('a wrong password, an unknown login and one without one are refused alike', async () => {
  const { createPerson, deactivatePerson } = w.identity.operations;
  const names = { nameEn: 'x', nameFa: 'x' };
  await w.perform(createPerson, { login: 'system', ...names }, asSystem);
  const personId = await w.person('gone');
  await w.perform(deactivatePerson, { personId }, asSystem);
  const tries = [
    ['clerk', 'wrong'],
    ['nobody', password],
    ['system', password],
    ['gone', password],
    ['not a login!', password],
  ] as const;
  const before = comparisons;
  for (const [login, tried] of tries) {
    const faults = await w.unchanged(() => refusalOf(() => attempt(login, tried, `of ${login}`)));
    expect(faults).toEqual([
      { code: 'INVALID_CREDENTIALS', path: [], message: expect.stringContaining('do not match') },
    ]);
  }
  // Each cost one hash, so that the time does not tell them apart.
  expect(comparisons - before).toBe(tries.length);
});

test('after so many failures a login is not even compared again from that address', async () => {
  await w.person('porter');
  for (let i = 0; i < 3; i += 1) await code(() => attempt('porter', 'wrong', '10.1.0.1'));
  const before = comparisons;
  const [fault] = await w.unchanged(() => refusalOf(() => attempt('Porter', password, '10.1.0.1')));
  expect(fault?.code).toBe('TOO_MANY_ATTEMPTS');
  expect(fault?.details?.['retryAfterSeconds']).toBeGreaterThan(600);
  expect(fault?.details?.['retryAfterSeconds']).toBeLessThanOrEqual(900);
  expect(comparisons).toBe(before);
  await attempt('porter', password, '10.1.0.2');
});

test('attempts at once do not slip through between check and count', async () => {
  await w.person('baker');
  const tries = Array.from({ length: 8 }, () => code(() => attempt('baker', 'wrong', '10.2.0.1')));
  const codes = (await Promise.all(tries)).flat();
  expect(codes.filter((one) => one === 'INVALID_CREDENTIALS')).toHaveLength(3);
});

test('a success forgets the failures of the login and costs the address nothing', async () => {
  for (let round = 0; round < 2; round += 1) {
    await code(() => attempt('clerk', 'wrong', '10.3.0.1'));
    await code(() => attempt('clerk', 'wrong', '10.3.0.1'));
    await attempt('clerk', password, '10.3.0.1');
  }
  // Four failures so far: one more for the address, then none.
  expect(await code(() => attempt('other1', 'wrong', '10.3.0.1'))).toEqual(['INVALID_CREDENTIALS']);
  expect(await code(() => attempt('other2', 'wrong', '10.3.0.1'))).toEqual(['TOO_MANY_ATTEMPTS']);
});

test('a repeated key is refused: the tokens were not kept', async () => {
  const { signIn } = w.identity.operations;
  const caller = { viewer: null, idempotencyKey: 'sign-in-1' };
  const input = { login: 'clerk', password, address: '10.4.0.1' };
  await w.perform(signIn, input, caller);
  expect(await code(() => w.perform(signIn, input, caller))).toEqual(['ALREADY_DONE']);
});

test('a sign-in that meets a deactivation either fails or ends with it', async () => {
  const { signIn, deactivatePerson } = w.identity.operations;
  for (let i = 0; i < 6; i += 1) {
    const login = `leaver${i}`;
    const personId = await w.person(login);
    const prepared = await signIn.prepare?.(unsigned(), { login, password, address: login });
    // The password was right; now both reach the database together.
    const ready = { ...signIn, prepare: async () => prepared as never };
    const [signedIn] = await Promise.allSettled([
      w.perform(ready, { login, password }, { viewer: null }),
      w.perform(deactivatePerson, { personId }, asSystem),
    ]);
    if (signedIn.status === 'fulfilled') {
      await expect(w.identity.authenticate(signedIn.value.accessToken)).rejects.toThrow('expired');
    }
    const left = await w.app.sql(
      'select 1 from session where person_id = $1 and revoked_at is null',
      [personId],
    );
    expect(left).toEqual([]);
  }
});

test('a sign-in whose password was right is refused when the person has left since', async () => {
  const { signIn, deactivatePerson } = w.identity.operations;
  const personId = await w.person('late');
  const before = unsigned();
  const checked = await signIn.prepare?.(before, { login: 'late', password, address: 'late' });
  await w.perform(deactivatePerson, { personId }, asSystem);
  const late = { ...signIn, prepare: async () => checked as never };
  const entering = () => w.perform(late, { login: 'late', password }, { viewer: null });
  expect(await w.unchanged(() => code(entering))).toEqual(['INVALID_CREDENTIALS']);
});

test('a sign-in waits for what becomes of a deactivation in progress', async () => {
  const personId = await w.person('waiter');
  const client = await w.app.database.pool.connect();
  try {
    await client.query('begin');
    await client.query('update person set active = false where id = $1', [personId]);
    const trying = attempt('waiter', password, 'of waiter');
    await untilBlocked(w.app);
    await client.query('rollback');
    expect((await trying).personId).toBe(personId);
  } finally {
    client.release();
  }
});
