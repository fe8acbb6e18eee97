import { newId, type Id } from '../../../src/kernel/id.ts';
import type { Caller } from '../../../src/platform/perform/operation.ts';
import { asSystem } from '../../support/perform.ts';
import { refusalOf } from '../../support/refusal.ts';
import { openIdentityWorld, untilBlocked, type IdentityWorld } from './identity-world.ts';

let w: IdentityWorld;
let clerkId: Id;
let clerk: Caller;
const tehran = newId();
beforeAll(async () => {
  w = await openIdentityWorld();
  const may = { 'goods.read': 'ALL', 'goods.move': 'UNIT' } as const;
  clerkId = await w.person('clerk', may, [tehran]);
  clerk = await w.as((await w.signIn('clerk')).accessToken);
});
afterAll(() => w.app.close());

const create = (given: object, caller: Caller = clerk) =>
  w.perform(
    w.identity.operations.createApiKey,
    { personId: clerkId, name: 'Scanner 3', scopes: ['goods.move'], ...given },
    caller,
  );
const faultsOf = async (act: () => unknown): Promise<string[]> =>
  (await refusalOf(act)).map(({ code, path }) => [code, ...path].join(' '));

test('a key acts as its person within its scopes, and is kept as a hash only', async () => {
  const { key, apiKeyId } = await create({});
  const viewer = await w.identity.authenticate(key);
  expect(viewer).toMatchObject({ personId: clerkId, credentialId: apiKeyId });
  expect([...viewer!.grants]).toEqual([['goods.move', { reach: 'UNIT', unitIds: [tehran] }]]);
  const log = await w.app.sql<{ row: string }>('select o::text as row from operation_log o');
  const all = [await w.app.tableDump(), ...log.map(({ row }) => row)].join('\n');
  expect(all).not.toContain(key);
  expect(all).toContain(key.slice(0, 12));
});

test('what the person loses the key loses; what the person gains it does not gain', async () => {
  const { defineRole, grantRole, revokeRole } = w.identity.operations;
  const personId = await w.person('temp');
  const names = { nameEn: 'x', nameFa: 'x' };
  const define = (code: string, permission: string) =>
    w.perform(
      defineRole,
      { code, ...names, permissions: [{ permission, reach: 'ALL' as const }] },
      asSystem,
    );
  await define('READS', 'goods.read');
  await define('MOVES', 'goods.move');
  await w.perform(grantRole, { personId, role: 'READS' }, asSystem);
  const { key } = await create({ personId, scopes: ['goods.read'] }, asSystem);
  const may = async () => [...(await w.identity.authenticate(key))!.grants.keys()];
  expect(await may()).toEqual(['goods.read']);
  await w.perform(grantRole, { personId, role: 'MOVES' }, asSystem);
  expect(await may()).toEqual(['goods.read']);
  await w.perform(revokeRole, { personId, role: 'READS' }, asSystem);
  expect(await may()).toEqual([]);
});

test('a key ends when it expires, is revoked, or its person leaves', async () => {
  const { revokeApiKey, deactivatePerson } = w.identity.operations;
  const expiresAt = new Date(w.app.clock.now().getTime() + 60_000);
  const { key: brief } = await create({ expiresAt });
  expect((await w.identity.authenticate(brief))?.expiresAt).toEqual(expiresAt);
  w.app.clock.advance(60);
  await expect(w.identity.authenticate(brief)).rejects.toThrow('expired');

  const { key, apiKeyId } = await create({});
  await w.identity.authenticate(key);
  await w.perform(revokeApiKey, { apiKeyId }, clerk);
  await w.perform(revokeApiKey, { apiKeyId }, clerk);
  await expect(w.identity.authenticate(key)).rejects.toThrow('revoked');
  const told = w.events.filter(({ subject }) => subject.id === apiKeyId);
  expect(told.map(({ type }) => type.type)).toEqual(['apiKey.created', 'apiKey.revoked']);

  const personId = await w.person('brief', { 'goods.read': 'OWN' });
  const { key: theirs } = await create({ personId, scopes: ['goods.read'] }, asSystem);
  await w.identity.authenticate(theirs);
  await w.perform(deactivatePerson, { personId }, asSystem);
  await expect(w.identity.authenticate(theirs)).rejects.toThrow('revoked');
  expect(await faultsOf(() => create({ personId, scopes: ['goods.read'] }, asSystem))).toEqual([
    'PERSON_INACTIVE personId',
  ]);
});

test('every fault of a new key is named at once', async () => {
  const expiresAt = w.app.clock.now();
  const { apiKeyId } = await create({});
  await w.unchanged(async () => {
    const bad = { apiKeyId: 'x', name: ' ', scopes: ['goods.read', 'identity.manage'], expiresAt };
    expect(await faultsOf(() => create(bad))).toEqual([
      'ID_MALFORMED apiKeyId',
      'NAME_MALFORMED name',
      'SCOPE_NOT_HELD scopes 1',
      'EXPIRY_IN_THE_PAST expiresAt',
    ]);
    expect(await faultsOf(() => create({ scopes: [] }))).toEqual(['SCOPES_REQUIRED scopes']);
    expect(await faultsOf(() => create({ apiKeyId }))).toEqual(['ID_TAKEN apiKeyId']);
    expect(await faultsOf(() => create({ personId: newId() }, asSystem))).toEqual([
      'PERSON_NOT_FOUND personId',
    ]);
  });
});

test('nobody makes or ends the keys of others, and no key makes one that can do more', async () => {
  const { revokeApiKey, signOut } = w.identity.operations;
  await w.person('stranger', { 'goods.move': 'ALL' });
  const stranger = await w.as((await w.signIn('stranger')).accessToken);
  const { key, apiKeyId } = await create({});
  const scanner = await w.as(key);
  await w.unchanged(async () => {
    for (const caller of [stranger, { viewer: null }]) {
      await expect(create({}, caller)).rejects.toThrow(/identity.manage|Sign in/);
      const revoking = w.perform(revokeApiKey, { apiKeyId }, caller);
      await expect(revoking).rejects.toThrow(/identity.manage|Sign in/);
    }
    for (const unknown of [newId(), 'x']) {
      expect(
        await faultsOf(() => w.perform(revokeApiKey, { apiKeyId: unknown }, asSystem)),
      ).toEqual(['API_KEY_NOT_FOUND apiKeyId']);
    }
    expect(await faultsOf(() => create({ scopes: ['goods.read'] }, scanner))).toEqual([
      'SCOPE_NOT_HELD scopes 0',
    ]);
    expect(await faultsOf(() => w.perform(signOut, {}, scanner))).toEqual(['NOT_A_SESSION']);
  });
  await create({ scopes: ['goods.move'] }, scanner);
});

test('a key being made waits for what becomes of a deactivation in progress', async () => {
  const personId = await w.person('waiter', { 'goods.read': 'OWN' });
  const client = await w.app.database.pool.connect();
  try {
    await client.query('begin');
    await client.query('update person set active = false where id = $1', [personId]);
    const making = create({ personId, scopes: ['goods.read'] }, asSystem);
    await untilBlocked(w.app);
    await client.query('rollback');
    await making;
  } finally {
    client.release();
  }
});
