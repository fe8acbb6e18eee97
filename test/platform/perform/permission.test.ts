import { newId } from '../../../src/kernel/id.ts';
import { Forbidden, Unauthenticated } from '../../../src/platform/identity/access-error.ts';
import type { Belongs } from '../../../src/platform/identity/viewer.ts';
import { defineOperation } from '../../../src/platform/perform/operation.ts';
import { asSystem, asViewer, openTestApp, type TestApp } from '../../support/perform.ts';
import { announce, apply, emptyScratch, insertEffect, scratchTables } from './scratch.ts';

let app: TestApp;
const nobody = { viewer: null };

beforeAll(async () => {
  app = await openTestApp();
  await app.sql(scratchTables);
});
beforeEach(() => app.sql(emptyScratch));
afterAll(() => app.close());

/** Writes and announces first, so that a refusal has something to take back. */
const touch = defineOperation({
  name: 'touch',
  permission: 'scratch.write',
  async run(op, record: Belongs) {
    await op.query(insertEffect, ['touched', op.operationId]);
    op.emit(announce('touched'));
    op.requireReach('scratch.write', record, 'Touching it');
    return { by: op.actorId };
  },
});

const open = defineOperation({
  name: 'open',
  permission: null,
  run: async (op, _input: object) => ({ by: op.actorId }),
});

async function expectNothingWritten(): Promise<void> {
  const rows = await app.sql(`select 1 from operation_log union all select 1 from outbox
    union all select 1 from scratch_effect`);
  expect(rows).toEqual([]);
}

test.each([
  ['unsigned', nobody, Unauthenticated],
  ['without the permission', asViewer({}), Forbidden],
  ['with another permission only', asViewer({ 'scratch.read': 'ALL' }), Forbidden],
])(
  '%s: refused before the database is asked, a key or a fault in the key told to nobody',
  async (_name, caller, kind) => {
    const acts = async () => {
      for (const idempotencyKey of [null, 'k', '']) {
        const act = app.perform(apply, { token: 'a' }, { ...caller, idempotencyKey });
        await expect(act).rejects.toThrow(kind);
      }
    };
    expect(await app.statementsOf(acts)).toEqual([]);
    await expectNothingWritten();
  },
);

test('a repeat needs the permission as the first time did', async () => {
  const clerk = asViewer({ 'scratch.write': 'ALL' });
  await app.perform(apply, { token: 'a' }, { ...clerk, idempotencyKey: 'k' });
  const dismissed = { ...asViewer({}, clerk.viewer.personId), idempotencyKey: 'k' };
  await expect(app.perform(apply, { token: 'a' }, dismissed)).rejects.toThrow(Forbidden);
});

const [mine, theirs, me] = [newId(), newId(), newId()];

test.each([
  ['all', 'ALL', {}, true],
  ['a unit of mine', [mine], { unitIds: [theirs, mine] }, true],
  ['another unit', [mine], { unitIds: [theirs] }, false],
  ['no unit', [mine], {}, false],
  ['my own record in another unit', [mine], { unitIds: [theirs], ownerId: me }, true],
  ['my own record', 'OWN', { ownerId: me }, true],
  ['another’s record', 'OWN', { ownerId: newId() }, false],
  ['a record of my unit, reaching own only', 'OWN', { unitIds: [mine] }, false],
  ['nobody’s record', 'OWN', { ownerId: null }, false],
] as const)('reach: %s', async (_name, reach, record, allowed) => {
  const act = app.perform(touch, record, asViewer({ 'scratch.write': reach }, me));
  if (allowed) {
    await expect(act).resolves.toEqual({ by: me });
  } else {
    await expect(act).rejects.toThrow('Touching it needs the permission scratch.write');
    await expectNothingWritten();
  }
});

test('what is out of reach leaves the key free', async () => {
  const caller = { ...asViewer({ 'scratch.write': [mine] }, me), idempotencyKey: 'k' };
  await expect(app.perform(touch, { unitIds: [theirs] }, caller)).rejects.toThrow(Forbidden);
  await expectNothingWritten();
  await app.perform(touch, { unitIds: [mine] }, caller);
});

test('the product itself needs no permission and acts as nobody', async () => {
  await expect(app.perform(touch, { unitIds: [theirs] }, asSystem)).resolves.toEqual({ by: null });
  expect(await app.sql('select actor_id, credential_id, operation from operation_log')).toEqual([
    { actor_id: null, credential_id: null, operation: 'touch' },
  ]);
});

test('what is open to anyone still reaches nothing that needs a permission', async () => {
  await expect(app.perform(open, {}, nobody)).resolves.toEqual({ by: null });
  const reaching = defineOperation({ ...touch, name: 'reaching', permission: null });
  await expect(app.perform(reaching, {}, nobody)).rejects.toThrow(Unauthenticated);
  await expect(app.perform(reaching, {}, asViewer({}))).rejects.toThrow(Forbidden);
});

test('the log names the act, its actor, credential, time and request', async () => {
  const clerk = asViewer({ 'scratch.write': 'ALL' });
  const caller = { ...clerk, requestId: 'req-1', idempotencyKey: 'k' };
  const { operationId } = await app.perform(apply, { token: 'a' }, caller);
  expect(await app.sql('select * from operation_log')).toEqual([
    {
      id: operationId,
      operation: 'apply',
      actor_id: clerk.viewer.personId,
      credential_id: clerk.viewer.credentialId,
      idempotency_key: 'k',
      input_hash: expect.any(Buffer),
      input: { token: 'a' },
      answer: { token: 'a', count: '1', operationId },
      at: app.clock.now(),
      request_id: 'req-1',
    },
  ]);
});
