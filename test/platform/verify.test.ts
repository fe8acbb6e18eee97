import { newId } from '../../src/kernel/id.ts';
import * as gathered from '../../src/modules/index.ts';
import { connectDatabase, type Database } from '../../src/platform/database/database.ts';
import { identityChecks } from '../../src/platform/identity/index.ts';
import { platformChecks, runChecks } from '../../src/platform/verify.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { declaredByDoors } from '../support/perform.ts';

let created: TestDatabase;
let database: Database;
beforeAll(async () => {
  created = await createTestDatabase();
  const { entities } = await declaredByDoors();
  database = await connectDatabase({ url: created.url, entities, poolSize: 1 });
});
afterAll(async () => {
  await database.close();
  await created.drop();
});

test('what the doors declare, the product gathers', async () => {
  const declared = await declaredByDoors();
  expect(new Set(gathered.entities)).toEqual(new Set(declared.entities));
  expect(new Set(gathered.checks)).toEqual(new Set(declared.checks));
});

const checks = [...platformChecks, ...identityChecks];
const [operation, person, role, event] = [newId(), newId(), newId(), newId()];

const logged = `insert into operation_log (id, operation, input_hash, input, at)
  values ('${operation}', 'x', '', '{}', now())`;
const entry = (position: number, id = newId(), by = operation): string =>
  `insert into event_log (position, id, type, subject_type, subject_id, unit_ids, operation_id,
     occurred_at, data)
   values (${position}, '${id}', 'x', 'x', '${newId()}', '{}', '${by}', now(), '{}')`;
const waiting = (id: string, by = operation, type = 'x', subject = newId()): string =>
  `insert into outbox
     (id, type, subject_type, subject_id, unit_ids, operation_id, occurred_at, data)
   values ('${id}', '${type}', 'x', '${subject}', '{}', '${by}', now(), '{}')`;
const head = (position: number): string => `update event_head set position = ${position}`;
const aPerson = `insert into person (id, login, name_en, name_fa, created_at)
  values ('${person}', 'someone', 'x', 'x', now())`;
const personTold = waiting(newId(), operation, 'person.created', person);
const gone = `update person set active = false`;
const goneTold = waiting(newId(), operation, 'person.deactivated', person);
const aSession = `insert into session (id, person_id, access_token_hash, access_expires_at,
    refresh_family_hash, refresh_token_hash, refresh_expires_at, created_at, last_used_at)
  select '${newId()}', '${person}', h, now(), h, h, now(), now(), now() from sha256('x') h`;
const key = newId();
const aKey = `insert into api_key (id, person_id, name, key_hash, prefix, scopes, created_at)
  values ('${key}', '${person}', 'x', sha256('x'), 'bzk_xxxx', '{a.b}', now())`;
const keyTold = waiting(newId(), operation, 'apiKey.created', key);
const aRole = `insert into role (id, code, name_en, name_fa) values ('${role}', 'XX', 'x', 'x')`;
const anAssignment = `insert into role_assignment (id, person_id, role_id, unit_ids, granted_at)
  values ('${newId()}', '${person}', '${role}', '{}', now())`;
const somebody = [logged, aPerson, personTold];

test.each([
  ['nothing at all', [], []],
  ['sound events', [logged, entry(1), entry(2), head(2), waiting(newId())], []],
  ['a gap', [logged, entry(1), entry(3), head(3)], ['Event positions run']],
  ['a late start', [logged, entry(2), head(1)], ['Event positions run']],
  ['a head behind', [logged, entry(1), entry(2), head(1)], ['Event positions run']],
  ['a head ahead', [head(1)], ['Event positions run']],
  ['an event of no operation', [entry(1), head(1)], ['Every recorded event']],
  ['a waiting event of no operation', [waiting(newId())], ['Every waiting event']],
  [
    'an event both recorded and waiting',
    [logged, entry(1, event), head(1), waiting(event)],
    ['No waiting event'],
  ],
  ['somebody', somebody, []],
  ['somebody never announced', [aPerson], ['Every person']],
  ['a silent leaver', [...somebody, gone], ['Every deactivation']],
  [
    'a leaver with a session',
    [...somebody, aSession, gone, goneTold],
    ['An inactive person has no session'],
  ],
  [
    'a leaver with a key',
    [...somebody, aKey, keyTold, gone, goneTold],
    ['An inactive person has no API key'],
  ],
  ['a session', [...somebody, aSession], []],
  [
    'a session silently ended',
    [...somebody, aSession, 'update session set revoked_at = now()'],
    ['Every session'],
  ],
  ['a key never announced', [...somebody, aKey], ['Every API key was announced']],
  [
    'a key silently revoked',
    [...somebody, aKey, keyTold, 'update api_key set revoked_at = now()'],
    ['Every API key that was revoked'],
  ],
  ['a role nobody was told of', [...somebody, aRole, anAssignment], ['Every role assignment']],
])('verify on %s', async (_case, statements, found) => {
  const { pool } = database;
  await pool.query('begin');
  try {
    for (const sql of statements) await pool.query(sql);
    const differences = await runChecks(database, checks);
    expect(differences).toHaveLength(found.length);
    differences.forEach((one, i) => expect(one.check).toMatch(new RegExp(`^${found[i]}`)));
  } finally {
    await pool.query('rollback');
  }
});
