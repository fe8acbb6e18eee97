import { newId, type Id } from '../../../src/kernel/id.ts';
import type { Caller } from '../../../src/platform/perform/operation.ts';
import { asSystem, asViewer } from '../../support/perform.ts';
import { refusalOf } from '../../support/refusal.ts';
import { openIdentityWorld, password, untilBlocked, type IdentityWorld } from './identity-world.ts';

let w: IdentityWorld;
let manager: Caller;
beforeAll(async () => {
  w = await openIdentityWorld();
  await w.person('manager', { 'identity.manage': 'ALL' });
  manager = await w.as((await w.signIn('manager')).accessToken);
});
afterAll(() => w.app.close());

const names = { nameEn: 'Name', nameFa: 'نام' };
const faultsOf = async (act: () => unknown): Promise<string[]> =>
  (await refusalOf(act)).map(({ code, path }) => [code, ...path].join(' '));

test('a person is entered under a folded login and announced without secrets', async () => {
  const personId = newId();
  const { createPerson } = w.identity.operations;
  const input = { personId, login: ' Clerk.TEH ', email: 'a@b', password, ...names };
  expect(await w.perform(createPerson, input, manager)).toEqual({ personId });
  const rows = await w.app.sql('select login, email, active, version from person where id = $1', [
    personId,
  ]);
  expect(rows).toEqual([{ login: 'clerk.teh', email: 'a@b', active: true, version: 1 }]);
  expect(w.events.at(-1)).toMatchObject({
    type: { type: 'person.created' },
    ownerId: personId,
    data: { personId, login: 'clerk.teh', ...names },
  });
});

test('every fault of a new person is named at once', async () => {
  const { createPerson } = w.identity.operations;
  const bad = { personId: 'x', login: 'a b', nameEn: ' ', nameFa: '', email: 'x', password: 'x' };
  await w.unchanged(async () => {
    expect(await faultsOf(() => w.perform(createPerson, bad, manager))).toEqual([
      'ID_MALFORMED personId',
      'LOGIN_MALFORMED login',
      'NAME_MALFORMED nameEn',
      'NAME_MALFORMED nameFa',
      'EMAIL_MALFORMED email',
      'WEAK_PASSWORD password',
    ]);
    const long = { login: 'MANAGER', ...names, password: 'x'.repeat(201) };
    expect(await faultsOf(() => w.perform(createPerson, long, manager))).toEqual([
      'LOGIN_TAKEN login',
      'PASSWORD_TOO_LONG password',
    ]);
    const twice = { personId: manager.viewer?.personId, login: 'other', ...names };
    expect(await faultsOf(() => w.perform(createPerson, twice, manager))).toEqual([
      'ID_TAKEN personId',
    ]);
  });
});

test('of two people with one login entered at once exactly one is', async () => {
  const { createPerson } = w.identity.operations;
  for (let round = 0; round < 8; round += 1) {
    const one = () => w.perform(createPerson, { login: `twin${round}`, ...names }, manager);
    const both = await Promise.allSettled([one(), one()]);
    const lost = both.filter((result) => result.status === 'rejected');
    expect(lost.map(({ reason }) => reason)).toMatchObject([{ faults: [{ code: 'LOGIN_TAKEN' }] }]);
  }
});

test('a repeat of a key answers as the first time', async () => {
  const { createPerson } = w.identity.operations;
  const caller = { ...manager, idempotencyKey: 'person-1' };
  const input = { login: 'once', password, ...names };
  const first = await w.perform(createPerson, input, caller);
  expect(await w.unchanged(() => w.perform(createPerson, input, caller))).toEqual(first);
});

test('nothing is managed without identity.manage that reaches all', async () => {
  const { createPerson, deactivatePerson, defineRole, grantRole, revokeRole, setPassword } =
    w.identity.operations;
  const personId = await w.person('victim', { 'goods.read': 'OWN' });
  const callers: Caller[] = [
    { viewer: null },
    asViewer({ 'identity.read': 'ALL' }, personId),
    asViewer({ 'identity.manage': 'OWN' }),
    asViewer({ 'identity.manage': [newId()] }),
  ];
  await w.unchanged(async () => {
    for (const caller of callers) {
      const acts = [
        () => w.perform(createPerson, { login: 'x1', ...names }, caller),
        () => w.perform(deactivatePerson, { personId }, caller),
        () => w.perform(defineRole, { code: 'X1', ...names, permissions: [] }, caller),
        () => w.perform(grantRole, { personId, role: 'X1' }, caller),
        () => w.perform(revokeRole, { personId, role: 'X1' }, caller),
        () => w.perform(setPassword, { personId: manager.viewer!.personId, password }, caller),
      ];
      for (const act of acts) await expect(act()).rejects.toThrow(/Sign in first|identity.manage/);
    }
  });
});

test('a role is made and replaced whole; its faults are named at once', async () => {
  const { defineRole } = w.identity.operations;
  const role = { code: 'SELLER', nameEn: 'Seller', nameFa: 'فروشنده' };
  const of = (...permissions: [string, 'OWN' | 'UNIT' | 'ALL'][]) =>
    permissions.map(([permission, reach]) => ({ permission, reach }));
  const first = of(['goods.read', 'ALL'], ['goods.move', 'OWN']);
  const { roleId } = await w.perform(defineRole, { ...role, permissions: first }, manager);
  const second = of(['goods.move', 'UNIT'], ['events.read', 'OWN']);
  const again = { ...role, nameEn: 'Salesman', permissions: second, expectedVersion: 1 };
  expect(await w.perform(defineRole, again, manager)).toEqual({ roleId });
  const rows = await w.app.sql(
    `select name_en, version, permission, reach from role join role_permission on role_id = role.id
     where code = 'SELLER' order by permission`,
  );
  expect(rows).toEqual([
    { name_en: 'Salesman', version: 2, permission: 'events.read', reach: 'OWN' },
    { name_en: 'Salesman', version: 2, permission: 'goods.move', reach: 'UNIT' },
  ]);
  await w.unchanged(async () => {
    expect(await faultsOf(() => w.perform(defineRole, again, manager))).toEqual([
      'STALE expectedVersion',
    ]);
    const permissions = [...of(['no.such', 'ALL'], ['goods.read', 'ALL'], ['goods.read', 'OWN'])];
    const reach = 'FAR' as 'ALL';
    const bad = { code: 'x', nameEn: '', nameFa: '', permissions };
    const far = { ...bad, permissions: [...permissions, { permission: 'goods.move', reach }] };
    expect(await faultsOf(() => w.perform(defineRole, far, manager))).toEqual([
      'ROLE_CODE_MALFORMED code',
      'NAME_MALFORMED nameEn',
      'NAME_MALFORMED nameFa',
      'UNKNOWN_PERMISSION permissions 0 permission',
      'DUPLICATE_PERMISSION permissions 2 permission',
      'UNKNOWN_REACH permissions 3 reach',
    ]);
  });
});

test('two definitions of one role at once leave one of them, whole', async () => {
  const { defineRole } = w.identity.operations;
  const versions = [
    ['goods.read', 'goods.move'],
    ['events.read', 'identity.read'],
  ];
  for (let round = 0; round < 8; round += 1) {
    const define = (list: string[]) => {
      const permissions = list.map((permission) => ({ permission, reach: 'OWN' as const }));
      return w.perform(defineRole, { code: 'RACED', ...names, permissions }, asSystem);
    };
    await Promise.all(versions.map(define));
    const rows = await w.app.sql<{ permission: string }>(
      `select permission from role_permission join role on role.id = role_id where code = 'RACED'`,
    );
    const left = rows.map(({ permission }) => permission).sort();
    expect(versions.map((list) => [...list].sort())).toContainEqual(left);
  }
});

test('granting again replaces the units; what does not exist is refused', async () => {
  const { grantRole, revokeRole } = w.identity.operations;
  const personId = await w.person('granted');
  const [teh, isf] = [newId(), newId()];
  await w.perform(grantRole, { personId, role: 'SELLER', unitIds: [teh, teh] }, manager);
  await w.perform(grantRole, { personId, role: 'SELLER', unitIds: [isf] }, manager);
  const rows = await w.app.sql('select unit_ids from role_assignment where person_id = $1', [
    personId,
  ]);
  expect(rows).toEqual([{ unit_ids: [isf] }]);
  const told = { unitIds: [isf], data: { granted: true, role: 'SELLER' } };
  expect(w.events.at(-1)).toMatchObject(told);
  await w.unchanged(async () => {
    const bad = { personId: newId(), role: 'NONE', unitIds: [teh, 'x'] };
    expect(await faultsOf(() => w.perform(grantRole, bad, manager))).toEqual([
      'PERSON_NOT_FOUND personId',
      'UNKNOWN_ROLE role',
      'ID_MALFORMED unitIds 1',
    ]);
    for (const missing of [
      { personId, role: 'NONE' },
      { personId: 'x', role: 'SELLER' },
    ]) {
      expect(await faultsOf(() => w.perform(revokeRole, missing, manager))).toEqual([
        'ROLE_NOT_GRANTED role',
      ]);
    }
  });
  await w.perform(revokeRole, { personId, role: 'SELLER' }, manager);
  expect(w.events.at(-1)).toMatchObject({ unitIds: [isf], data: { granted: false } });
});

test('a deactivated person is refused a second time, and by an old version', async () => {
  const { deactivatePerson } = w.identity.operations;
  const personId = await w.person('old');
  const act = (given: object) =>
    faultsOf(() => w.perform(deactivatePerson, { personId, ...given }, manager));
  expect(await w.unchanged(() => act({ expectedVersion: 7 }))).toEqual(['STALE expectedVersion']);
  await w.perform(deactivatePerson, { personId, expectedVersion: 1 }, manager);
  expect(await w.unchanged(() => act({}))).toEqual(['PERSON_INACTIVE personId']);
  for (const nobody of [newId(), 'x']) {
    expect(await act({ personId: nobody })).toEqual(['PERSON_NOT_FOUND personId']);
  }
});

test('the last manager stays, even when two remove each other at once', async () => {
  const { deactivatePerson, defineRole, revokeRole } = w.identity.operations;
  const me = manager.viewer!.personId;
  const [role] = await w.app.sql<{ code: string }>(
    `select code from role join role_assignment on role_id = role.id where person_id = $1`,
    [me],
  );
  const code = role!.code;
  await w.unchanged(async () => {
    const acts = [
      () => w.perform(deactivatePerson, { personId: me }, manager),
      () => w.perform(revokeRole, { personId: me, role: code }, manager),
      () => w.perform(defineRole, { code, ...names, permissions: [] }, manager),
    ];
    for (const act of acts) expect(await faultsOf(act)).toEqual(['LAST_MANAGER']);
  });
  const second = await w.person('second', { 'identity.manage': 'ALL' });
  const other = await w.as((await w.signIn('second')).accessToken);
  for (let round = 0; round < 5; round += 1) {
    const lost = await whileHeld([me, second], () => [
      w.perform(deactivatePerson, { personId: second }, manager),
      w.perform(deactivatePerson, { personId: me }, other),
    ]);
    expect(lost).toMatchObject([{ faults: [{ code: 'LAST_MANAGER' }] }]);
    await w.app.sql('update person set active = true where id = any ($1)', [[me, second]]);
  }
});

/** Starts acts on people whose rows are held until all wait; answers why some were refused. */
async function whileHeld(ids: Id[], start: () => Promise<unknown>[]): Promise<unknown[]> {
  const client = await w.app.database.pool.connect();
  try {
    await client.query('begin');
    await client.query('select 1 from person where id = any ($1) for update', [ids]);
    const acts = Promise.allSettled(start());
    await untilBlocked(w.app, 2);
    await client.query('commit');
    return (await acts).flatMap((act) => (act.status === 'rejected' ? [act.reason] : []));
  } finally {
    client.release();
  }
}
