import type { EntitySchema } from '@mikro-orm/core';
import { createIdentity, identityEntities } from '../../../src/platform/identity/index.ts';
import { createPerform } from '../../../src/platform/perform/perform.ts';
import { asSystem, openTestApp, type TestApp } from '../../support/perform.ts';
import { password, permissions, untilBlocked } from './identity-world.ts';

let app: TestApp;
beforeEach(async () => {
  app = await openTestApp();
});
afterEach(() => app.close());

const identityOn = ({ database, clock }: TestApp) =>
  createIdentity({ database, clock, permissions });

/** Of what an offer says: whoever may read that may know them. */
const ofContent = [
  'approval_request.content_hash',
  'quote_revision.content_hash',
  'quote_revision.sent_hash',
];

test('no entity of the product has a property for a column of hashes', async () => {
  const hashed = await app.sql<{ table_name: string; column_name: string }>(
    `select table_name, column_name from information_schema.columns
     where table_schema = 'public' and column_name ~ '_hash$' order by 1, 2`,
  );
  const columns = hashed.map((row) => `${row.table_name}.${row.column_name}`);
  expect(columns.filter((column) => !ofContent.includes(column))).toEqual([
    'api_key.key_hash',
    'operation_log.input_hash',
    'person.password_hash',
    'session.access_token_hash',
    'session.previous_refresh_hash',
    'session.refresh_family_hash',
    'session.refresh_token_hash',
  ]);
  const shown = [...app.database.orm.getMetadata().getAll().values()].flatMap((meta) =>
    meta.props
      .flatMap((property) => property.fieldNames ?? [])
      .map((column) => `${meta.tableName}.${column}`),
  );
  expect(shown).toContain('person.login');
  const secret = shown.filter((column) => /[.](.*(hash|token|secret).*|key)$/.test(column));
  expect(secret.filter((column) => !ofContent.includes(column))).toEqual([]);
});

test('the entities load what the operations wrote, both ways of each relation', async () => {
  const { createPerson, defineRole, grantRole, signIn, createApiKey } = identityOn(app).operations;
  const names = { nameEn: 'x', nameFa: 'x' };
  const perform = app.perform;
  const person = { login: 'one', password, ...names };
  const { personId } = await perform(createPerson, person, asSystem);
  const allowed = [{ permission: 'goods.read', reach: 'ALL' as const }];
  await perform(defineRole, { code: 'READER', ...names, permissions: allowed }, asSystem);
  await perform(grantRole, { personId, role: 'READER', unitIds: [personId] }, asSystem);
  await perform(signIn, { login: 'one', password, userAgent: 'x'.repeat(400) }, { viewer: null });
  await perform(createApiKey, { personId, name: 'k', scopes: ['goods.read'] }, asSystem);
  const found = await app.database.orm.em
    .fork()
    .findOneOrFail(identityEntities[0] as EntitySchema<object>, personId, {
      populate: ['*'] as never,
    });
  expect(JSON.parse(JSON.stringify(found))).toMatchObject({
    login: 'one',
    roleAssignments: [{ unitIds: [personId], grantedBy: null }],
    sessions: [{ userAgent: 'x'.repeat(300), revokedAt: null }],
    apiKeys: [{ name: 'k', scopes: ['goods.read'], createdBy: null }],
  });
});

test('a database without people gets one administrator, whose password is told once', async () => {
  const identity = identityOn(app);
  const first = await identity.bootstrapAdministrator(app.perform);
  expect(first?.login).toBe('admin');
  expect(await identity.bootstrapAdministrator(app.perform)).toBeNull();
  const input = { login: 'admin', password: first!.password };
  const tokens = await app.perform(identity.operations.signIn, input, { viewer: null });
  const viewer = await identity.authenticate(tokens.accessToken);
  expect(new Map(viewer!.grants)).toEqual(
    new Map([...permissions.keys()].map((name) => [name, { reach: 'ALL', unitIds: [] }])),
  );
  const log = await app.sql<{ row: string }>('select o::text as row from operation_log o');
  expect(log.map(({ row }) => row).join()).not.toContain(first!.password);
});

test('of servers that start at once on a new database one makes the administrator', async () => {
  const { database, clock } = app;
  const start = () => {
    const perform = createPerform({ database, clock, onAnnounced: () => undefined });
    return identityOn(app).bootstrapAdministrator(perform);
  };
  const client = await database.pool.connect();
  await client.query('begin; lock table person in share row exclusive mode');
  const starting = Promise.all([start(), start(), start(), start()]);
  await untilBlocked(app, 4);
  await client.query('commit');
  client.release();
  const told = await starting;
  expect(told.filter(Boolean)).toHaveLength(1);
  expect(await app.sql('select login from person')).toEqual([{ login: 'admin' }]);
});

test('a database with people gets no administrator', async () => {
  const identity = identityOn(app);
  const person = { login: 'someone', nameEn: 'x', nameFa: 'x' };
  await app.perform(identity.operations.createPerson, person, asSystem);
  const before = await app.tableDump();
  expect(await identity.bootstrapAdministrator(app.perform)).toBeNull();
  expect(await app.tableDump()).toBe(before);
});
